import type { PolicyResource } from "@pulumi/policy";

import { PropertyReader } from "./propertyReader";
import { normaliseToken } from "./token";

/** A resource as a stack rule sees it. */
export interface IndexedResource {
    readonly urn: string;
    /** Normalised type. */
    readonly token: string;
    readonly props: PropertyReader;
    /** Input name -> URNs of the resources of this stack whose outputs the input was made from. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/**
 * What the resource rules saw declared, by URN.
 *
 * The engine hands stack rules the *outputs* of resources, and those of azure-native lack what is only ever sent:
 * `databaseName` and `serverName` of a retention policy, `createMode` and `sourceDatabaseId` of a database. The same process
 * was shown the inputs of every resource before, so they are kept here.
 */
const declaredInputs = new Map<string, PropertyReader>();

export function rememberInputs(urn: string, props: PropertyReader): void {
    declaredInputs.set(urn, props);
}

/** The resources of a stack by type, in the order of their URNs. */
export class StackIndex {
    private readonly byToken = new Map<string, IndexedResource[]>();
    private readonly byUrn = new Map<string, IndexedResource>();

    constructor(resources: readonly PolicyResource[]) {
        for (const resource of resources) {
            const { urn } = resource;
            const token = normaliseToken(resource.type);
            const indexed: IndexedResource = {
                urn,
                token,
                props: declaredInputs.get(urn) ?? new PropertyReader(resource.props),
                propertyDependencies: Object.fromEntries(
                    Object.entries(resource.propertyDependencies).map(([input, sources]) => [
                        input,
                        sources.map((source) => source.urn),
                    ]),
                ),
            };
            this.byUrn.set(urn, indexed);
            const sameType = this.byToken.get(token);
            if (sameType) {
                sameType.push(indexed);
            } else {
                this.byToken.set(token, [indexed]);
            }
        }
        for (const ofOneToken of this.byToken.values()) {
            ofOneToken.sort((a, b) => (a.urn < b.urn ? -1 : 1));
        }
    }

    ofType(token: string): readonly IndexedResource[] {
        return this.byToken.get(token) ?? [];
    }

    get(urn: string): IndexedResource | undefined {
        return this.byUrn.get(urn);
    }
}

/**
 * The SDK makes new resource objects for every stack rule. What stays the same within one request, and never outlives it, is
 * the list behind `ignoreChanges`, which comes straight out of the request's message: it identifies the request.
 */
const indexes = new WeakMap<readonly string[], StackIndex>();

/** The index of the stack being analysed; rules of one request share it. */
export function stackIndexOf(resources: readonly PolicyResource[]): StackIndex {
    const request = resources[0]?.opts.ignoreChanges;
    const index = (request && indexes.get(request)) ?? new StackIndex(resources);
    if (request) {
        indexes.set(request, index);
    }
    return index;
}
