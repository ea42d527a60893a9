import {
    databaseType,
    holdsCustomerData,
    managedDatabaseType,
    onlyAtCreation,
    onlyAtManagedCreation,
} from "../../lib/customerDatabase";
import { definePolicy } from "../../lib/policy";

/** What must never be deleted to make room for its own replacement. */
const storeTypes = [
    databaseType,
    managedDatabaseType,
    "azure-native:sql:Server",
    "azure-native:sql:ManagedInstance",
    "azure-native:keyvault:Vault",
    "azure-native:recoveryservices:Vault",
    "azure-native:dataprotection:BackupVault",
    "azure-native:dataprotection:BackupInstance",
    "azure-native:recoveryservices:ProtectedItem",
    "azure-native:storage:StorageAccount",
    "azure-native:storage:BlobContainer",
    "azure-native:compute:Disk",
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:s3/bucket:Bucket",
    "aws:backup/vault:Vault",
];

/**
 * A policy is shown what a program wants, not what the engine will do: it sees no deletion of what is no longer declared, and no
 * `retainOnDelete` or `replaceOnChanges`. What keeps a store from both is `protect` (policy `store-protected`) and a lock on it in
 * Azure; what makes a replacement impossible to plan is judged here.
 */
export const policy = definePolicy({
    name: "live-store-not-replaced",
    promise: "DR-2",
    severity: "critical",
    description:
        "No change of the program can plan to replace a customer's database, or delete a store before its replacement.",
    remedy:
        "Give the database ignoreChanges on createMode, collation and everything that says what it was made from; to restore, declare another " +
        "database beside it and switch over. Take deleteBeforeReplace away from stores.",
    url: "https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/",
    neverExempt: true,
    types: storeTypes,
    resource: ({ type, token, props, ignoreChanges, deleteBeforeReplace }, report) => {
        if (deleteBeforeReplace) {
            report(`deleteBeforeReplace deletes what this ${type} holds before there is another.`);
        }
        const creation = { [databaseType]: onlyAtCreation, [managedDatabaseType]: onlyAtManagedCreation }[token];
        if (creation === undefined || !holdsCustomerData(props) || ignoreChanges.includes("*")) {
            return;
        }
        const mode = props.read("createMode");
        const made = mode.state !== "unset" && !(mode.state === "set" && mode.value === "Default");
        // A live database could be given any of them; one that was made from another loses those it has.
        const fixed = creation.filter((path) => !made || props.read(path).state !== "unset");
        const missing = fixed.filter((path) => !ignoreChanges.includes(path));
        if (missing.length > 0) {
            report(
                `ignoreChanges lacks ${missing.join(", ")}: another value there would replace the database and lose its data.`,
            );
        }
    },
});
