import type { PolicyResource } from "@pulumi/policy";

import { PropertyReader } from "./propertyReader";
import { normaliseToken } from "./token";

/** A resource as a stack rule sees it. */
export interface IndexedResource {
    readonly urn: string;
    /** Normalised type. */
    readonly token: string;
    readonly props: PropertyReader;
    /** Whether the engine refuses to delete the resource. */
    readonly protect: boolean;
    /** Property paths whose changes in the program the engine disregards; `*` is all. */
    readonly ignoreChanges: readonly string[];
    /** Input name -> URNs of the resources of this stack whose outputs the input was made from. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** Readers of what the program declared, by URN. */
export type Declared = Map<string, PropertyReader>;

/** The resources of a stack by type, in the order of their URNs. */
export class StackIndex {
    private readonly byToken = new Map<string, IndexedResource[]>();
    private readonly byUrn = new Map<string, IndexedResource>();

    /** @param declared for the resources that rules were shown before: what was declared, since outputs lack many inputs */
    constructor(resources: readonly PolicyResource[], declared: Declared) {
        for (const resource of resources) {
            const { urn } = resource;
            const token = normaliseToken(resource.type);
            const indexed: IndexedResource = {
                urn,
                token,
                props: declared.get(urn) ?? new PropertyReader(resource.props),
                protect: resource.opts.protect,
                ignoreChanges: resource.opts.ignoreChanges,
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

    /** In the order of the program. */
    all(): Iterable<IndexedResource> {
        return this.byUrn.values();
    }

    ofType(token: string): readonly IndexedResource[] {
        return this.byToken.get(token) ?? [];
    }

    get(urn: string): IndexedResource | undefined {
        return this.byUrn.get(urn);
    }
}
