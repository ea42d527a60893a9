import { setOf, type Which, without, withOptions } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const named =
    (type: string, part = ""): Which =>
    (one) =>
        one.type === type && one.name.includes(part);

const instance = named("azure-native:sql:ManagedInstance");
const lock = named("azure-native:authorization:ManagementLockByScope", "aws1-paid-1");
const log = named("azure-native:monitor:DiagnosticSetting", "sql-paid-1");
const database = named("azure-native:sql:ManagedDatabase", "mellow-narwhal");
const retention = named("azure-native:sql:ManagedInstanceLongTermRetentionPolicy", "mellow-narwhal");
const row = named("azure-native:appconfiguration:KeyValue", "watch-mellow-narwhal");
const folder = "https://copies.blob.core.windows.net/backups/aws1";

const of =
    (policy: string) =>
    ([name, mutate]: readonly [string, Mutant["mutate"]]): Mutant => ({
        policy,
        name: `on a managed instance: ${name}`,
        stack: "across",
        mutate,
    });

/** What somebody might change of the databases that a cell on AWS has on Azure, once it is rebuilt there. */
export const mutants: Mutant[] = [
    ...(
        [
            [
                "made from another customer's backup",
                setOf(database, "storageContainerUri", `${folder}/nimble-tortoise/2026-01-05T0900Z`),
            ],
            ["made from the backups of everybody", setOf(database, "storageContainerUri", folder)],
            ["made from who knows what", setOf(database, "storageContainerUri", "https://copies.example/backups")],
            ["a database of nobody", setOf(database, "tags.oxygis:customer", undefined)],
            ["of a customer that nobody can tell", setOf(database, "tags.oxygis:customer", "Mellow Narwhal")],
        ] as const
    ).map(of("database-one-per-customer")),
    ...(
        [
            ["weekly backups kept for 364 days", setOf(retention, "weeklyRetention", "P52W")],
            ["weekly backups kept for ever and a day", setOf(retention, "weeklyRetention", undefined)],
            ["no retention", without(retention)],
        ] as const
    ).map(of("database-weekly-backups-kept-a-year")),
    ...(
        [
            ["backups read by a link with a key", setOf(database, "storageContainerSasToken", "sv=2023&sig=none")],
            ["an administrator with a password", setOf(instance, "administratorLogin", "sa")],
            ["SQL logins", setOf(instance, "administrators.azureADOnlyAuthentication", false)],
            ["a person for administrator", setOf(instance, "administrators.principalType", "User")],
        ] as const
    ).map(of("login-not-shared")),
    ...(
        [
            ["an instance that may be deleted", withOptions(instance, { protect: false })],
            ["a database that may be deleted", withOptions(database, { protect: false })],
        ] as const
    ).map(of("store-protected")),
    ...(
        [
            ["a database that another source would replace", withOptions(database, { ignoreChanges: [] })],
            [
                "a database that another file would replace",
                withOptions(database, {
                    ignoreChanges: ["autoCompleteRestore", "collation", "createMode", "storageContainerIdentity"],
                }),
            ],
        ] as const
    ).map(of("live-store-not-replaced")),
    of("store-recoverable")(["an instance without a lock", without(lock)]),
    ...(
        [
            ["a database that nobody watches", without(row)],
            [
                "a watch that asks for no long-term backup",
                setOf(row, "value", '{"customer":"mellow-narwhal","backups":["replicated"]}'),
            ],
        ] as const
    ).map(of("backup-watched")),
    ...(
        [
            ["backups in one datacenter", setOf(instance, "requestedBackupStorageRedundancy", "Local")],
            ["backups as Azure has them", setOf(instance, "requestedBackupStorageRedundancy", undefined)],
        ] as const
    ).map(of("backup-in-three-datacenters")),
    of("standby-in-another-zone")(["an instance of one zone", setOf(instance, "zoneRedundant", undefined)]),
    of("data-plane-tls-12")(["old TLS", setOf(instance, "minimalTlsVersion", "1.1")]),
    of("service-not-public")(["a door to the Internet", setOf(instance, "publicDataEndpointEnabled", true)]),
    of("access-logs-kept")(["an instance whose use nobody logs", without(log)]),
];

export const goodVariants: GoodVariant[] = [
    {
        name: "on a managed instance: weekly backups kept for two years",
        stack: "across",
        mutate: setOf(retention, "weeklyRetention", "P2Y"),
    },
];
