/** azure-native:managedidentity */
import { nameRule, type TypeTable } from "../model";

export const managedidentity: TypeTable = {
    UserAssignedIdentity: {
        id: "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
        apiVersion: "2023-01-31",
        inputs: "location resourceGroupName resourceName tags",
        name: nameRule(
            3,
            128,
            /^[a-z0-9][\w-]*$/i,
            "3-128 letters, digits, hyphens and underscores, beginning with a letter or digit",
        ),
        location: "region",
        outputs: ({ id, cloud }) => ({
            principalId: cloud.guid(id, "principal"),
            clientId: cloud.guid(id, "client"),
            tenantId: cloud.tenantId,
        }),
        seconds: { create: 5, source: "assumed" },
    },
};
