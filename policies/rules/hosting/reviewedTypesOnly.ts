import { bareMetalTypes, classicEdgeTypes, genericTypes, matches } from "../../catalogue/refusedTypes";
import { reviewedProviders, reviewedTypes } from "../../catalogue/reviewedTypes";
import { definePolicy } from "../../lib/policy";
import { normaliseToken } from "../../lib/token";

/** Types that another policy refuses with a better explanation than "nobody reviewed it". */
const explainedElsewhere = [...bareMetalTypes, ...genericTypes, ...classicEdgeTypes];
const providerPrefix = "pulumi:providers:";
/** Components of this project: what they create is judged resource by resource. */
const componentPrefix = "oxygis:";

export const policy = definePolicy({
    name: "resource-type-reviewed",
    promise: "HOST-1",
    severity: "high",
    description: "Only resource types and providers that somebody has reviewed against the promises.",
    remedy:
        "Use a reviewed type, or review this one: add a line with the reason to policies/catalogue/reviewedTypes.ts, and the " +
        "rules its settings need.",
    url: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types",
    resource: ({ token, type }, report) => {
        if (!isReviewed(token) && !matches(token, explainedElsewhere)) {
            report(`Nobody has reviewed ${type}.`);
        }
    },
});

function isReviewed(token: string): boolean {
    if (token.startsWith(providerPrefix)) {
        return Object.hasOwn(reviewedProviders, packageName(token.slice(providerPrefix.length)));
    }
    return token.startsWith(componentPrefix) || Object.hasOwn(reviewedTypes, token);
}

/** A locally generated package (`azure-native_sql_v20250101`) counts as the package it was generated from. */
function packageName(name: string): string {
    const [plain = name] = normaliseToken(`${name}:any:Any`).split(":");
    return plain;
}
