/** The managed identities a resource answers: a principal of its own, and those assigned to it. */
import { text, isObject, type Properties } from "./values";
import type { Facts } from "./model";

/** `identity` as Azure answers it, or nothing when none is asked for. */
export function assignedIdentity({ id, inputs, cloud }: Facts): Properties {
    const given = inputs["identity"];
    if (!isObject(given)) return {};
    const identity: Properties = { ...given };
    if ((text(given, "type") ?? "").includes("SystemAssigned")) {
        identity["principalId"] = cloud.guid(id, "principal");
        identity["tenantId"] = cloud.tenantId;
    }
    const assigned = given["userAssignedIdentities"];
    if (Array.isArray(assigned)) {
        const answered: Properties = {};
        for (const key of assigned) {
            const found = typeof key === "string" ? cloud.find(key) : undefined;
            if (found !== undefined)
                answered[found.id] = {
                    principalId: found.outputs["principalId"] ?? null,
                    clientId: found.outputs["clientId"] ?? null,
                };
        }
        identity["userAssignedIdentities"] = answered;
    }
    return { identity };
}
