import { lateAfter } from "./awsWatch";
import { elements, valueOf } from "./backupSchedule";
import { customerDatabases, managedDatabases, managedDatabaseType, textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import { madeFrom, sourcesOf } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const keyType = "azure-native:appconfiguration:KeyValue";
const ruleType = "azure-native:monitor:ScheduledQueryRule";
const poolType = "azure-native:sql:ElasticPool";
const targetType = "azure-native:sql:JobTargetGroup";
const vaultTypes = ["azure-native:recoveryservices:Vault", "azure-native:dataprotection:BackupVault"];

export const watchTypes = [keyType, ruleType, poolType, targetType, ...vaultTypes];

/** RPO of the security page, in hours: an alert that comes later comes too late. */
const mostHours = 24;
/** The kinds of backup a row of the watch asks for; the copy in the paired region only where there is one. */
const kinds = ["full", "differential", "log", "longTerm"];
/** What can be seen of a database on a managed instance from outside; the watch has no job inside. */
const kindsOnInstances = ["longTerm", "replicated"];

/** Reports every database without a row in the watch, every pool nobody asks, every vault no rule looks at, and a watch without its rules. */
export function requireWatch(stack: StackIndex, report: StackReport): void {
    const isGeo = ({ props }: IndexedResource) => valueOf(props, "requestedBackupStorageRedundancy") === "GeoZone";
    const pooled = customerDatabases(stack).filter(
        ({ props }) => !["Secondary", "OnlineSecondary"].includes(textOf(props, "createMode") ?? ""),
    );
    const managed = managedDatabases(stack);
    const databases = [...pooled, ...managed];
    const wanted = (database: IndexedResource) =>
        database.token === managedDatabaseType ? kindsOnInstances : isGeo(database) ? [...kinds, "replicated"] : kinds;
    const rows = stack.ofType(keyType).filter(({ props }) => textOf(props, "keyValueName")?.startsWith("watch:"));
    for (const database of databases) {
        const own = rows.filter((row) => row.propertyDependencies["value"]?.includes(database.urn));
        if (!own.some((row) => asksFor(row, wanted(database)))) {
            report(
                "No row of the backup watch is made from this database and asks for all kinds of its backups.",
                database.urn,
            );
        }
    }
    requirePoolsAsked(stack, pooled, report);

    const rules = stack.ofType(ruleType);
    const looked = sourcesOf(rules, "criteria");
    for (const { urn } of vaultTypes.flatMap((type) => stack.ofType(type)).filter(({ urn }) => !looked.has(urn))) {
        report("No rule looks for backups missing in this vault: the criteria of none are made from its id.", urn);
    }
    requireRules(rules, databases, pooled.find(isGeo) ?? managed[0], report);
}

/** Reports on one database what is missing for them all. */
function requireRules(
    rules: readonly IndexedResource[],
    [first]: readonly IndexedResource[],
    replicated: IndexedResource | undefined,
    report: StackReport,
): void {
    const queries = rules.flatMap(({ props }) =>
        elements(props, "criteria.allOf").map((condition) => textOf(condition, "query") ?? ""),
    );
    const tells = (test: (query: string) => boolean) => queries.some(test);
    if (replicated && !tells((query) => query.includes("Kind == 'replicated'") && lateAfter(query) < mostHours)) {
        report(
            `No rule tells within ${mostHours} hours that copies in the paired region are late, of this database and others.`,
            replicated.urn,
        );
    }
    if (first && !tells((query) => query.includes("Kind == 'watch'"))) {
        report("No rule tells that the backup watch is silent, for this database and others.", first.urn);
    }
}

/** At preview the text of a row is unknown, since it names the database. */
function asksFor({ props }: IndexedResource, wanted: readonly string[]): boolean {
    const value = props.read("value");
    if (value.state !== "set") {
        return value.state === "unknown";
    }
    if (typeof value.value !== "string") {
        return false;
    }
    try {
        const { backups } = (JSON.parse(value.value) ?? {}) as { backups?: unknown };
        return Array.isArray(backups) && wanted.every((kind) => backups.includes(kind));
    } catch {
        return false;
    }
}

/** The watch asks whole pools, by the name that the program writes out. */
function requirePoolsAsked(stack: StackIndex, databases: readonly IndexedResource[], report: StackReport): void {
    const asked = stack
        .ofType(targetType)
        .flatMap(({ props }) => elements(props, "members"))
        .filter((member) => valueOf(member, "membershipType") === "Include")
        .map((member) => valueOf(member, "elasticPoolName"));
    const pools = new Set(databases.flatMap((database) => madeFrom(stack, database, "elasticPoolId", [poolType])));
    for (const { urn, props } of pools) {
        if (!asked.includes(textOf(props, "elasticPoolName"))) {
            report("No target group of the watch includes this pool, by the same literal name.", urn);
        }
    }
}
