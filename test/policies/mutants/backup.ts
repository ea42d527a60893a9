import { type Registration, registration } from "../../support/policyMessages";
import { liveDatabase, setOf, theOne, without } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const databaseType = "azure-native:sql:Database";
const retentionType = "azure-native:sql:LongTermRetentionPolicy";
const accountType = "azure-native:storage:StorageAccount";

export const mutants: Mutant[] = [
    {
        policy: "database-weekly-backups-kept-a-year",
        name: "52 weeks instead of 53",
        stack: "prod",
        mutate: setOf(retentionType, "weeklyRetention", "P52W"),
    },
    {
        policy: "database-weekly-backups-kept-a-year",
        name: "one customer's retention forgotten",
        stack: "prod",
        mutate: without(retentionType),
    },
    {
        policy: "backup-in-three-datacenters",
        name: "backup redundancy left to Azure's default",
        stack: "prod",
        mutate: setOf(liveDatabase, "requestedBackupStorageRedundancy", undefined),
    },
    {
        policy: "backup-in-three-datacenters",
        name: "a geo-redundant account, in one datacenter",
        stack: "global",
        mutate: setOf(accountType, "sku.name", "Standard_GRS"),
    },
];

export const goodVariants: GoodVariant[] = [
    ...["P1Y", "P371D", "P12M", "P54W"].map((kept): GoodVariant => ({
        name: `weekly backups kept ${kept}`,
        stack: "prod",
        mutate: setOf(retentionType, "weeklyRetention", kept),
    })),
    {
        name: "a zone-redundant account with a copy elsewhere",
        stack: "global",
        mutate: setOf(accountType, "sku.name", "Standard_GZRS"),
    },
    { name: "a replica in a further region on request", stack: "prod", mutate: withReplica },
];

/** A database and its retention once more, as the replica of the first. */
function withReplica(all: readonly Registration[]): Registration[] {
    const database = theOne(all, liveDatabase);
    const retention = theOne(
        all,
        ({ type, propertyDependencies }) =>
            type === retentionType && propertyDependencies?.["databaseName"]?.includes(database.urn) === true,
    );
    const source = { createMode: "Secondary", secondaryType: "Geo", sourceDatabaseId: "id" };
    const replica = registration(
        databaseType,
        "replica",
        { ...database.inputs, ...source, location: "northeurope" },
        {
            protect: true,
            ignoreChanges: ["createMode", "collation", "sourceDatabaseId", "secondaryType"],
            propertyDependencies: { ...database.propertyDependencies, sourceDatabaseId: [database.urn] },
        },
    );
    const its = registration(retentionType, "replica", retention.inputs, {
        propertyDependencies: { ...retention.propertyDependencies, databaseName: [replica.urn] },
    });
    return [...all, replica, its];
}
