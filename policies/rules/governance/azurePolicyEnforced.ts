import { textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";
import { requireEmpty } from "../../lib/requirement";

const exemptionType = "azure-native:authorization:PolicyExemption";

/** Policies that must refuse, not only report, by the ids of their definitions, with the effects that do. */
const refusing: Readonly<Record<string, readonly string[]>> = {
    "4e6c27d5-a6ee-49cf-b2b4-d8fe90fa2b8b": ["Deny"], // changes with a second factor only
    "db4a9d17-db75-4f46-9fcb-9f9526604417": ["DenyAction"], // deletions with a second factor only
    "6c112d4e-5bc7-47ae-a041-ea2d9dccd749": ["Deny"], // no bare metal
};
const effects = ["Deny", "DenyAction", "Audit", "AuditIfNotExists"];
const narrowing = ["notScopes", "overrides", "resourceSelectors"];

export const policy = definePolicy({
    name: "azure-policy-enforced",
    promise: "HOST-1",
    also: ["AUTH-1", "CERT-1"],
    severity: "high",
    description: "What Azure itself refuses in the subscription, it refuses for everybody and everywhere.",
    remedy:
        "PolicyAssignment: enforcementMode Default, an effect other than Disabled (Deny for the second factor and for bare metal), no " +
        "notScopes, overrides or selectors. No PolicyExemption: exemptions stand in policies/exemptions.json, dated and approved.",
    url: "https://learn.microsoft.com/azure/governance/policy/concepts/assignment-structure",
    counterparts: ["Azure Policy 4e6c27d5", "Azure Policy db4a9d17", "Azure Policy 6c112d4e"],
    types: ["azure-native:authorization:PolicyAssignment", exemptionType],
    resource: ({ token, props }, report) => {
        if (token === exemptionType) {
            return report("It lets something pass in Azure that nobody sees here.");
        }
        requireOneOf(props, "enforcementMode", ["Default"], report);
        narrowing.forEach((list) => requireEmpty(props, list, "the assignment holds for the whole scope.", report));
        const definition = textOf(props, "policyDefinitionId");
        if (definition === undefined) {
            return report(mustBeKnown("policyDefinitionId"));
        }
        const strict = Object.entries(refusing).find(([guid]) => definition.toLowerCase().endsWith(guid))?.[1];
        // Some definitions have one effect only and take no parameter for it.
        if (strict || props.read("parameters.effect").state !== "unset") {
            requireOneOf(props, "parameters.effect.value", strict ?? effects, report);
        }
    },
});
