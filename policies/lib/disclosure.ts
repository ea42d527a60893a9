import { textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import { sourcesOf } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const path = "/.well-known/security.txt";
const contentType = "text/plain; charset=utf-8";

const routeType = "azure-native:cdn:Route";
const blobType = "azure-native:storage:Blob";
export const disclosureTypes = [routeType, blobType];

/** Reports endpoints on which nobody finds whom to tell of a vulnerability, where and as RFC 9116 says. */
export function requireDisclosure(stack: StackIndex, report: StackReport): void {
    const routes = stack.ofType(routeType);
    const [first] = routes;
    const published = stack
        .ofType(blobType)
        .some(
            ({ props }) => textOf(props, "blobName") === path.slice(1) && textOf(props, "contentType") === contentType,
        );
    if (first && !published) {
        report(
            `No storage.Blob ${path.slice(1)} of type ${contentType} names whom to tell of a vulnerability.`,
            first.urn,
        );
    }
    const answered = sourcesOf(routes.filter(leadsThere), "endpointName");
    for (const { urn, propertyDependencies } of routes) {
        if (!(propertyDependencies["endpointName"] ?? []).some((endpoint) => answered.has(endpoint))) {
            report(`No route of its endpoint answers ${path}.`, urn);
        }
    }
}

function leadsThere({ props }: IndexedResource): boolean {
    const state = props.read("enabledState");
    return (
        !(state.state === "set" && state.value === "Disabled") &&
        props.readEach("patternsToMatch[]").some(({ reading }) => reading.state === "set" && reading.value === path)
    );
}
