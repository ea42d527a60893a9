import { databaseType, holdsCustomerData, managedDatabaseType } from "../../lib/customerDatabase";
import { type CheckedResource, definePolicy } from "../../lib/policy";

const accountType = "azure-native:storage:StorageAccount";

/** What holds data or backups, or without which they cannot be read. */
const storeTypes = [
    "azure-native:sql:Server",
    "azure-native:sql:ManagedInstance",
    databaseType,
    managedDatabaseType,
    accountType,
    "azure-native:recoveryservices:Vault",
    "azure-native:dataprotection:BackupVault",
    "azure-native:keyvault:Vault",
    "azure-native:operationalinsights:Workspace",
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:lambda/invocation:Invocation",
    "aws:s3/bucket:Bucket",
    "aws:backup/vault:Vault",
    "aws:kms/key:Key",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:cloudwatch/logGroup:LogGroup",
];

export const policy = definePolicy({
    name: "store-protected",
    promise: "BKP-1",
    severity: "high",
    description: "Whatever holds data, backups, keys or logs is protected from deletion by the program.",
    remedy: "Give the resource the option protect: true. To retire it, take the option away in a change of its own.",
    url: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
    counterparts: ["CKV_AZURE_110", "CKV_AWS_293"],
    types: storeTypes,
    neverExempt: true,
    resource: (resource, report) => {
        if (!resource.protect && !holdsNothing(resource)) {
            report(`This ${resource.type} may be deleted: protect is not set.`);
        }
    },
});

/** A database of the system itself, and an account open to the internet: that holds what the program published and can again. */
function holdsNothing({ token, props }: CheckedResource): boolean {
    const access = props.read("publicNetworkAccess");
    return (
        (token === databaseType && !holdsCustomerData(props)) ||
        (token === accountType && access.state === "set" && access.value === "Enabled")
    );
}
