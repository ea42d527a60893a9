/** A home with databases that are used, and a server in another region to restore them to. */
import type { Answer } from "../../../sandbox/provider/package";
import type { Properties } from "../../../sandbox/cloud/values";
import { administrators, foundation, regional, TestCloud } from "./cloud";

export const DAY = 86_400;
export const HOUR = 3600;
export const elsewhere = { resourceGroupName: "there", location: "swedencentral" };
const sku = { name: "GP_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity: 2 };

export interface Fleet {
    cloud: TestCloud;
    server: Answer;
    pool: Answer;
    there: Answer;
    poolThere: Answer;
    databases: Answer[];
}

/** Databases `db-a`, `db-b`, ... in a zone-redundant pool, with weekly backups, in use by customers `a`, `b`, ... since they were made. */
export async function fleetOf(slugs: readonly string[], more: Properties = {}): Promise<Fleet> {
    const cloud = await TestCloud.open();
    const base = await foundation(cloud);
    const pool = await cloud.make("sql:ElasticPool", {
        ...regional,
        ...{ serverName: "sql-1", elasticPoolName: "paid", sku, zoneRedundant: true },
    });
    const databases: Answer[] = [];
    for (const slug of slugs) {
        const database = await cloud.make(
            "sql:Database",
            {
                ...regional,
                ...{ serverName: "sql-1", databaseName: `db-${slug}`, elasticPoolId: pool.id },
                requestedBackupStorageRedundancy: "GeoZone",
                maxSizeBytes: 20 * 1024 ** 3,
                tags: { customer: slug },
                ...more,
            },
            slug,
        );
        const policy = {
            resourceGroupName: "rg",
            serverName: "sql-1",
            databaseName: `db-${slug}`,
            policyName: "default",
        };
        await cloud.make("sql:LongTermRetentionPolicy", { ...policy, weeklyRetention: "P53W" }, slug);
        await cloud.make("sql:BackupShortTermRetentionPolicy", { ...policy, retentionDays: 35 }, slug);
        await cloud.ask("use", { databaseId: database.id, customer: slug, from: cloud.world.timeline.now });
        databases.push(database);
    }
    await cloud.make("resources:ResourceGroup", elsewhere, "there");
    const there = await cloud.make("sql:Server", { ...elsewhere, serverName: "sql-2", administrators }, "there");
    const poolThere = await cloud.make(
        "sql:ElasticPool",
        { ...elsewhere, ...{ serverName: "sql-2", elasticPoolName: "paid", sku, zoneRedundant: true } },
        "there",
    );
    return { cloud, server: base.server, pool, there, poolThere, databases };
}

/** Waits for nothing: asks for a create, lets all that wait begin and answers. */
export async function settled(cloud: TestCloud, asked: Promise<Answer>[]): Promise<PromiseSettledResult<Answer>[]> {
    // What is refused at once must not count as unhandled meanwhile.
    const answers = Promise.allSettled(asked);
    await cloud.ask("idle", {});
    return answers;
}

export async function restore(cloud: TestCloud, inputs: Properties, name = "restored"): Promise<Answer> {
    const [answer] = await settled(cloud, [cloud.make("sql:Database", inputs, name)]);
    if (answer?.status !== "fulfilled") throw answer?.reason;
    return answer.value;
}

/** Inputs of a geo-restore of `db-<slug>` into the other region's pool. */
export const geo = ({ server, poolThere }: Fleet, slug: string, more: Properties = {}): Properties => ({
    ...elsewhere,
    ...{ serverName: "sql-2", databaseName: `db-${slug}`, elasticPoolId: poolThere.id },
    createMode: "Recovery",
    recoverableDatabaseId: `${server.id}/recoverabledatabases/db-${slug}`,
    requestedBackupStorageRedundancy: "GeoZone",
    ...more,
});
