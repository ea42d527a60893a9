import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { CommonArgs } from "../commonArgs";

export interface ApplicationIdentityArgs extends CommonArgs {
    identityName: string;
    subscriptionId: pulumi.Input<string>;
    /** What the holder may use: a short name for the grant, the GUID of the role, and the one resource it is given on. */
    grants: Record<string, { roleId: pulumi.Input<string>; scope: pulumi.Input<string> }>;
}

/** Built-in roles of Azure, by their published ids. */
export const builtInRoles = {
    keyVaultSecretsUser: "4633458b-17de-408a-b874-0445c86b69e6",
    appConfigurationDataReader: "516239f1-63e1-4d78-a4de-fb236a071996",
    /** Posts logs by a data collection rule. */
    monitoringMetricsPublisher: "3913510d-42f4-4e42-8a64-420c390055eb",
    storageAccountBackupContributor: "e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1",
    storageBlobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    storageBlobDataReader: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    /** Asks for the key that signs a link to one document (SW-9). */
    storageBlobDelegator: "db58b8e5-c6ad-4a2a-8342-4190687cbf4a",
} as const;

/**
 * The identity that the application, or another program of ours, signs in with, and the least it needs. User-assigned, so that its
 * grants survive the machine it runs on.
 *
 * Keeps: ACC-1 (authorised access only), PWD-2 (no password for a database exists).
 */
export class ApplicationIdentity extends pulumi.ComponentResource {
    public readonly identityId: pulumi.Output<string>;
    public readonly clientId: pulumi.Output<string>;
    public readonly principalId: pulumi.Output<string>;

    constructor(name: string, args: ApplicationIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:identity:ApplicationIdentity", name, args, opts);

        const { resourceGroupName, location, tags, identityName, subscriptionId } = args;
        const identity = new managedidentity.UserAssignedIdentity(
            `${name}-identity`,
            { resourceGroupName, location, tags, resourceName: identityName },
            { parent: this },
        );
        for (const [grant, { roleId, scope }] of Object.entries(args.grants)) {
            // Azure wants an id that is new for every scope; one derived from names would collide when a cell is rebuilt.
            const assignmentId = new random.RandomUuid(`${name}-${grant}-id`, {}, { parent: this });
            new authorization.RoleAssignment(
                `${name}-${grant}`,
                {
                    roleAssignmentName: assignmentId.result,
                    scope,
                    principalId: identity.principalId,
                    principalType: authorization.PrincipalType.ServicePrincipal,
                    roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
                },
                { parent: this },
            );
        }

        this.identityId = identity.id;
        this.clientId = identity.clientId;
        this.principalId = identity.principalId;
        this.registerOutputs({ identityId: this.identityId, clientId: this.clientId, principalId: this.principalId });
    }
}
