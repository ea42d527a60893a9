import * as authorization from "@pulumi/azure-native/authorization";
import * as dataprotection from "@pulumi/azure-native/dataprotection";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { builtInRoles } from "../identity/applicationIdentity";

export interface DocumentsBackupArgs {
    /** The vault's group; the account may lie in another one of the same region. */
    resourceGroupName: pulumi.Input<string>;
    location: string;
    subscriptionId: pulumi.Input<string>;
    tags: Record<string, string>;
    vault: {
        name: pulumi.Input<string>;
        policyId: pulumi.Input<string>;
        principalId: pulumi.Input<string>;
    };
    account: { id: pulumi.Input<string>; name: pulumi.Input<string> };
    /** Containers to protect: Azure takes up no new one by itself, and 100 at the most. */
    containers: pulumi.Input<string>[];
}

/**
 * The vaulted backup of one account: the vault may read it, and takes the containers it is told to. The list of containers is the one
 * thing that changes here when a customer comes or goes.
 *
 * Keeps: BKP-1 (weekly backups kept a year), DR-2 (a restorable point within 24 h).
 */
export class DocumentsBackup extends pulumi.ComponentResource {
    constructor(name: string, args: DocumentsBackupArgs, opts?: pulumi.ComponentResourceOptions) {
        const { containers, ...own } = args;
        super("oxygis:backup:DocumentsBackup", name, own, opts);

        const { location, vault, account } = args;
        const assignmentId = new random.RandomUuid(`${name}-role-id`, {}, { parent: this });
        const role = new authorization.RoleAssignment(
            `${name}-role`,
            {
                roleAssignmentName: assignmentId.result,
                scope: account.id,
                principalId: vault.principalId,
                principalType: authorization.PrincipalType.ServicePrincipal,
                roleDefinitionId: pulumi.interpolate`/subscriptions/${args.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles.storageAccountBackupContributor}`,
            },
            { parent: this },
        );
        const datasourceType = "Microsoft.Storage/storageAccounts/blobServices";
        const source = {
            datasourceType,
            resourceID: account.id,
            resourceName: account.name,
            resourceType: "Microsoft.Storage/storageAccounts",
            resourceLocation: location,
            resourceUri: account.id,
        };
        new dataprotection.BackupInstance(
            `${name}-instance`,
            {
                resourceGroupName: args.resourceGroupName,
                vaultName: vault.name,
                backupInstanceName: account.name,
                tags: args.tags,
                properties: {
                    objectType: "BackupInstance",
                    friendlyName: account.name,
                    dataSourceInfo: { objectType: "Datasource", ...source },
                    dataSourceSetInfo: { objectType: "DatasourceSet", ...source },
                    policyInfo: {
                        policyId: vault.policyId,
                        policyParameters: {
                            backupDatasourceParametersList: [
                                { objectType: "BlobBackupDatasourceParameters", containersList: containers },
                            ],
                        },
                    },
                },
            },
            // The vault must be allowed to read the account before it takes it on.
            { parent: this, dependsOn: role, protect: true, retainOnDelete: true },
        );

        this.registerOutputs({});
    }
}
