/** Who is served where, by what a stand-in's deployment says to the edge and to the application. Pure. */
import { isCatalogueEntry } from "../clouds";
import type { Deployment } from "./stacks";

interface Exported {
    type: string;
    urn: string;
    inputs?: Record<string, unknown>;
}

interface RuleInputs {
    conditions?: { parameters?: { matchValues?: string[] } }[];
    actions?: { name?: string }[];
}

const resourcesIn = ({ deployment }: Deployment) => (deployment as { resources?: Exported[] }).resources ?? [];

/** Host names that the edge sends to the stand-in. */
export function hostsSent(standIn: Deployment): Set<string> {
    const rules = resourcesIn(standIn)
        .filter(({ type }) => type === "azure-native:cdn:Rule")
        .map(({ inputs }) => inputs as RuleInputs)
        .filter(({ actions = [] }) => actions.some(({ name }) => name === "RouteConfigurationOverride"));
    return new Set(
        rules.flatMap(({ conditions = [] }) => conditions.flatMap(({ parameters }) => parameters?.matchValues ?? [])),
    );
}

/** What the catalogue of a stack says of each customer. */
export function statusesIn(deployment: Deployment): Map<string, string> {
    const entries = resourcesIn(deployment)
        .filter(isCatalogueEntry)
        .flatMap(({ inputs }) => {
            const value = inputs?.["value"] ?? inputs?.["insecureValue"];
            return typeof value === "string" ? [JSON.parse(value) as { slug?: string; status?: string }] : [];
        });
    return new Map(entries.map(({ slug = "", status = "" }) => [slug, status]));
}
