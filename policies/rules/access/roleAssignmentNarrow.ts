import { roleAssignmentType } from "../../lib/azureRole";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

/** Built-in roles that nobody holds, by their published ids: each can do nearly everything, or give itself the rest. */
const tooStrong: Readonly<Record<string, string>> = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
    "8b54135c-b56d-4d72-a534-26097cfdc8d8": "Key Vault Data Access Administrator",
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "Key Vault Secrets Officer",
    "f25e0fa2-a7c8-4377-a976-54943a77a395": "Key Vault Contributor",
    "17d1049b-9a84-46fb-8f53-869881c3d3ab": "Storage Account Contributor",
    "81a9662b-bebf-436f-a333-f67b29880f12": "Storage Account Key Operator",
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "Storage Blob Data Owner",
    "6d8ee4ec-f05a-4a1d-8b00-a9b17e38b437": "SQL Server Contributor",
    "056cd41c-7e88-42e1-933e-88ba6a50c9c3": "SQL Security Manager",
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c": "Virtual Machine Contributor",
    "92aaf0da-9dab-42b6-94a3-d43ce8d16293": "Log Analytics Contributor",
    "5e467623-bb1f-42f4-a55d-6e525e11384b": "Backup Contributor",
};

const wholeSubscription = /^\/?subscriptions\/[^/]+\/?$/i;
/** A resource, a group of resources or a subscription; not the tenant and not a management group. */
const tenantWide = /^\/*(?:$|providers\/Microsoft\.Management\/)/i;

export const policy = definePolicy({
    name: "role-assignment-narrow",
    promise: "ACC-1",
    severity: "critical",
    description:
        "Roles are held by groups and managed identities, never by a single person; none of them can do everything.",
    remedy:
        "Assign a role of the program to a group that people join for hours, or a narrow built-in role to a managed identity, on the " +
        "one resource it is for; write principalType.",
    url: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    counterparts: ["AZR-000203", "AZU-0052"],
    types: [roleAssignmentType],
    resource: ({ props }, report) => {
        requireOneOf(props, "principalType", ["Group", "ServicePrincipal"], report);
        requireWeakRole(props, report);
        requireScope(props, report);
    },
});

/** Ids of roles that the program makes itself are unknown at preview; what they may, another policy judges. */
function requireWeakRole(props: PropertyReader, report: Report): void {
    const reading = props.read("roleDefinitionId");
    if (reading.state === "unset") {
        return report("roleDefinitionId is not set.");
    }
    const id = reading.state === "set" && typeof reading.value === "string" ? reading.value : "";
    const name = Object.entries(tooStrong).find(([guid]) => id.toLowerCase().includes(guid))?.[1];
    if (name) {
        report(`roleDefinitionId is Azure's ${name}, which can do nearly everything.`);
    }
}

function requireScope(props: PropertyReader, report: Report): void {
    const reading = props.read("scope");
    if (reading.state === "unset") {
        return report("scope is not set.");
    }
    const scope = reading.state === "set" && typeof reading.value === "string" ? reading.value : undefined;
    if (scope !== undefined && tenantWide.test(scope)) {
        report("scope is wider than a subscription.");
    }
    const holder = props.read("principalType");
    if (scope !== undefined && wholeSubscription.test(scope) && holder.state === "set" && holder.value !== "Group") {
        report("scope is the whole subscription: an identity gets a role on the one resource it works with.");
    }
}
