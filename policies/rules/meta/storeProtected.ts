import { databaseType, holdsCustomerData } from "../../lib/customerDatabase";
import { definePolicy } from "../../lib/policy";

const accountType = "azure-native:storage:StorageAccount";
const websiteType = "azure-native:storage:StorageAccountStaticWebsite";

/** What holds data or backups, or without which they cannot be read. */
const storeTypes = [
    "azure-native:sql:Server",
    databaseType,
    "azure-native:recoveryservices:Vault",
    "azure-native:dataprotection:BackupVault",
    "azure-native:keyvault:Vault",
    "azure-native:operationalinsights:Workspace",
];

export const policy = definePolicy({
    name: "store-protected",
    promise: "BKP-1",
    severity: "high",
    description: "Whatever holds data, backups, keys or logs is protected from deletion by the program.",
    remedy: "Give the resource the option protect: true. To retire it, take the option away in a change of its own.",
    url: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
    counterparts: ["CKV_AZURE_110", "CKV_AWS_293"],
    types: [...storeTypes, accountType, websiteType],
    neverExempt: true,
    resource: ({ type, token, props, protect }, report) => {
        const system = token === databaseType && !holdsCustomerData(props);
        if (storeTypes.includes(token) && !system && !protect) {
            report(`This ${type} may be deleted: protect is not set.`);
        }
    },
    stack: (stack, report) => {
        // A website's files are made by the program, which can make them again.
        const websites = new Set(
            stack.ofType(websiteType).flatMap(({ propertyDependencies }) => propertyDependencies["accountName"] ?? []),
        );
        for (const { urn, protect } of stack.ofType(accountType)) {
            if (!protect && !websites.has(urn)) {
                report(
                    "This storage account may be deleted: protect is not set, and it is no website of the program.",
                    urn,
                );
            }
        }
    },
});
