import { type DrillFaultDefinition, byHand, databaseOf, struck } from "./fault";

const hour = 3600;
const ofCustomers = databaseOf("");
const isDatabaseOf = (slug: string) => (resource: { id: string; type: string }) =>
    resource.type === "azure-native:sql:Database" && resource.id.endsWith(databaseOf(slug));

/** Backups that were never taken, did not arrive or lie in the wrong place. */
export const backupFaults: readonly DrillFaultDefinition[] = [
    {
        name: "no-weekly-policy",
        expect: "broken",
        breaks: ["BKP-1"],
        what: "Somebody set one database to keep no weekly backups, before its first one.",
        before: (scene) =>
            byHand(
                scene,
                ({ id, type }) =>
                    type === "azure-native:sql:LongTermRetentionPolicy" &&
                    id.includes(`${databaseOf(struck(scene.fleet))}/`),
                { path: "weeklyRetention", value: "PT0S" },
            ),
    },
    {
        name: "backups-failing",
        expect: "broken",
        breaks: ["DR-2", "DR-6"],
        onAws: true,
        what: "No backup of any database is taken for three days before the loss; nobody heeds the watch.",
        before: ({ world, lostAt }) =>
            world.ask("fault", { kind: "backupsFail", match: ofCustomers, from: lostAt - 72 * hour }),
    },
    {
        name: "replication-behind",
        expect: "broken",
        breaks: ["DR-2", "DR-6"],
        onAws: true,
        what: "Replication to the paired region has stood still for 30 hours when the region is lost.",
        before: ({ world, lostAt }) =>
            world.ask("fault", { kind: "replicationStops", match: ofCustomers, from: lostAt - 30 * hour }),
    },
    {
        name: "replication-slow",
        expect: "survived",
        breaks: [],
        what: "Replication to the paired region has stood still for 21 hours when the region is lost.",
        before: ({ world, lostAt }) =>
            world.ask("fault", { kind: "replicationStops", match: ofCustomers, from: lostAt - 21.5 * hour }),
    },
    {
        name: "zone-only-backups",
        expect: "broken",
        breaks: ["DR-2", "DR-3", "DR-6"],
        what: "Somebody set one database to keep its backups in the home region, which its customer never asked for.",
        before: (scene) =>
            byHand(scene, isDatabaseOf(struck(scene.fleet)), {
                path: "requestedBackupStorageRedundancy",
                value: "Zone",
            }),
    },
    {
        name: "one-datacenter",
        expect: "broken",
        breaks: ["BKP-3"],
        what: "Somebody set one database to keep its backups in one datacenter of the home region, and a copy in the pair.",
        before: (scene) =>
            byHand(scene, isDatabaseOf(struck(scene.fleet)), {
                path: "requestedBackupStorageRedundancy",
                value: "Geo",
            }),
    },
];
