import { backedUpTypes, requireBackups, requireDeletedContainersKept } from "../../lib/backedUp";
import { elsewhereTypes, requireCopiesElsewhere, requireDocumentsCarried } from "../../lib/elsewhere";
import { definePolicy } from "../../lib/policy";
import { sourcesOf } from "../../lib/relations";

const itemType = "azure-native:recoveryservices:ProtectedItem";
const selectionType = "aws:backup/selection:Selection";
const containerType = "azure-native:storage:BlobContainer";
const lockType = "azure-native:authorization:ManagementLockByScope";
/** What takes all its backups along when somebody deletes it. */
const lockedTypes = [
    "azure-native:sql:Server",
    "azure-native:sql:ManagedInstance",
    "azure-native:keyvault:Vault",
    "azure-native:recoveryservices:Vault",
    "azure-native:dataprotection:BackupVault",
];

export const policy = definePolicy({
    name: "store-recoverable",
    promise: "DR-2",
    severity: "critical",
    description:
        "Every store has a backup under a policy of the stack, a lock, and a copy that outlives its region unless its customer wants none.",
    remedy:
        "Machines: a ProtectedItem made from the machine's and the policy's ids. Containers: in the containersList of a BackupInstance. AWS stores: in a " +
        "backup.Selection. Databases: GeoZone, or Zone with the tags oxygis:residency: home and oxygis:residency-reason. Documents: a container in an " +
        "account of a second region, in its vault, and a daily job that copies. Servers, vaults and accounts with containers: a ManagementLockByScope made from their id.",
    url: "https://learn.microsoft.com/azure/reliability/overview-reliability-guidance",
    counterparts: ["Azure Policy 013e242c", "CKV2_AZURE_12", "CKV2_AWS_8", "CKV2_AWS_9", "CKV2_AWS_18"],
    types: [...new Set([...backedUpTypes, ...elsewhereTypes, lockType, ...lockedTypes])],
    resource: ({ token, props }, report) => {
        const excluded = {
            [itemType]: "properties.extendedProperties.diskExclusionProperties",
            [selectionType]: "notResources",
        }[token];
        if (excluded !== undefined && props.read(excluded).state !== "unset") {
            report(`${excluded} takes something out of the backup: remove it.`);
        }
        const state = "properties.protectionState";
        const reading = props.read(state);
        if (
            token === itemType &&
            reading.state !== "unset" &&
            !(reading.state === "set" && reading.value === "Protected")
        ) {
            report(`${state} stops the backups: remove it.`);
        }
    },
    stack: (stack, report) => {
        requireBackups(stack, report);
        requireDeletedContainersKept(stack, report);
        requireCopiesElsewhere(stack, report);
        requireDocumentsCarried(stack, report);
        const locked = sourcesOf(stack.ofType(lockType), "scope");
        const accounts = sourcesOf(stack.ofType(containerType), "accountName");
        for (const { urn, token } of stack.all()) {
            const isAccount = token === "azure-native:storage:StorageAccount" && accounts.has(urn);
            if ((isAccount || lockedTypes.includes(token)) && !locked.has(urn)) {
                report(
                    "No lock is made from the id of this resource: whoever deletes it in Azure deletes its backups.",
                    urn,
                );
            }
        }
    },
});
