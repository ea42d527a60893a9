import { valueOf } from "./backupSchedule";
import { customerDatabases, customerTag, databaseType, isReplica, textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import type { PropertyReader } from "./propertyReader";
import { madeFrom, sourcesOf } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const containerType = "azure-native:storage:BlobContainer";
const accountType = "azure-native:storage:StorageAccount";
const jobType = "azure-native:app:Job";

export const elsewhereTypes = [databaseType, containerType, accountType, jobType];

/** Whether a customer's own wish keeps every copy in the home region; without a reason it may be a slip. */
function staysAtHome(props: PropertyReader): boolean {
    return (
        textOf(props, "tags.oxygis:residency") === "home" && textOf(props, "tags.oxygis:residency-reason") !== undefined
    );
}

/** `West Europe` and `westeurope` are one region to Azure. */
const regionOf = ({ props }: IndexedResource) => textOf(props, "location")?.toLowerCase().replaceAll(" ", "");

/** Reports every customer database, and every customer's documents, of which no copy outlives the region. */
export function requireCopiesElsewhere(stack: StackIndex, report: StackReport): void {
    const databases = customerDatabases(stack);
    const replicas = databases.filter(isReplica);
    const replicated = new Set<string>();
    for (const replica of replicas) {
        for (const source of madeFrom(stack, replica, "sourceDatabaseId", [databaseType])) {
            const regions = [regionOf(replica), regionOf(source)];
            if (regions.includes(undefined) || regions[0] === regions[1]) {
                report(
                    "This replica lies in the region of its source, or its region is unknown at preview.",
                    replica.urn,
                );
            } else {
                replicated.add(source.urn);
            }
        }
    }
    const documents = regionsOfDocuments(stack);
    for (const database of databases) {
        const { urn, props } = database;
        if (isReplica(database) || staysAtHome(props)) {
            continue;
        }
        if (valueOf(props, "requestedBackupStorageRedundancy") !== "GeoZone" && !replicated.has(urn)) {
            report(
                "All backups of this customer are lost with its region: its redundancy is not GeoZone, no replica elsewhere is made from it, and " +
                    "no residency tag with a reason says that the customer wants it so.",
                urn,
            );
        }
        const own = documents.get(textOf(props, customerTag) ?? "")?.size ?? 0;
        if (documents.size > 0 && own < 2) {
            report(
                "This customer's documents lie in fewer than two regions: no backup of them outlives the region.",
                urn,
            );
        }
    }
}

/** Reports every account of a customer with documents in several regions that no daily job reads or writes: its copies would grow old. */
export function requireDocumentsCarried(stack: StackIndex, report: StackReport): void {
    const daily = stack.ofType(jobType).filter(({ props }) => {
        const cron = textOf(props, "configuration.scheduleTriggerConfig.cronExpression")?.split(" ") ?? [];
        const isScheduled = valueOf(props, "configuration.triggerType") === "Schedule";
        return isScheduled && cron.length === 5 && cron.slice(2).every((field) => field === "*");
    });
    const carried = sourcesOf(daily, "template");
    const regions = regionsOfDocuments(stack);
    const several = stack
        .ofType(containerType)
        .filter(({ props }) => (regions.get(textOf(props, "metadata.customer") ?? "")?.size ?? 0) > 1);
    for (const account of sourcesOf(several, "accountName")) {
        if (!carried.has(account)) {
            report(
                "No scheduled job that runs every day is made from this account: copies in another region grow old.",
                account,
            );
        }
    }
}

/** Customer to the regions in which containers for its documents lie. */
function regionsOfDocuments(stack: StackIndex): Map<string, Set<string>> {
    const regions = new Map<string, Set<string>>();
    for (const container of stack.ofType(containerType)) {
        const customer = textOf(container.props, "metadata.customer");
        const [account] = madeFrom(stack, container, "accountName", [accountType]);
        const region = account && regionOf(account);
        if (customer !== undefined && region !== undefined) {
            regions.set(customer, (regions.get(customer) ?? new Set()).add(region));
        }
    }
    return regions;
}
