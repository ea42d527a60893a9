/** Questions about what is in databases and containers, what is kept of them, and who writes into them. */
import { backupsOf } from "../data/backups";
import { contentOf } from "../data/content";
import { documentsOf } from "../data/documents";
import type { ContainerHistory, DatabaseHistory, Use } from "../data/history";
import { isLost } from "../data/places";
import { CloudError } from "../model";
import type { World } from "../world";
import { folderOf } from "./folders";
import type { Answers } from "./questions";

/** Seconds a planned failover takes: the secondary catches up, then they change places ("Active geo-replication"; assumed). */
const FAILOVER = 60;

function databaseOf(world: World, databaseId: string): DatabaseHistory {
    const found = world.histories.database(databaseId);
    if (found === undefined) throw new Error(`There is and was no database ${databaseId}.`);
    return found;
}

function containerOf(world: World, containerId: string): ContainerHistory {
    const found = world.histories.container(containerId) ?? folderOf(world, containerId);
    if (found === undefined) throw new Error(`There is and was no container ${containerId}.`);
    return found;
}

/** Whoever wrote before writes no longer from `at` on. */
const closed = (uses: readonly Use[], at: number): Use[] =>
    uses
        .filter(({ from }) => from < at)
        .map((use) => ((use.until ?? Number.POSITIVE_INFINITY) > at ? { ...use, until: at } : use));

const opened = (uses: readonly Use[], { customer, from }: { customer: string; from: number }): Use[] => [
    ...closed(uses, from),
    { customer, from },
];

type Asked =
    | ("use" | "stopUsing" | "content")
    | ("useDocuments" | "stopUsingDocuments" | "documents")
    | ("backups" | "failover");

export const dataAnswers: Pick<Answers, Asked> = {
    async use(world, { databaseId, ...by }) {
        const history = databaseOf(world, databaseId);
        await world.note({ kept: { databases: [{ ...history, uses: opened(history.uses, by) }] } });
        return {};
    },
    async stopUsing(world, { databaseId, at }) {
        const history = databaseOf(world, databaseId);
        await world.note({ kept: { databases: [{ ...history, uses: closed(history.uses, at) }] } });
        return {};
    },
    async useDocuments(world, { containerId, ...by }) {
        const history = containerOf(world, containerId);
        await world.note({ kept: { containers: [{ ...history, uses: opened(history.uses, by) }] } });
        return {};
    },
    async stopUsingDocuments(world, { containerId, at }) {
        const history = containerOf(world, containerId);
        await world.note({ kept: { containers: [{ ...history, uses: closed(history.uses, at) }] } });
        return {};
    },
    documents: (world, { containerId, at = world.timeline.now }) =>
        documentsOf(containerOf(world, containerId), at, world.view.around),
    backups(world, { region, databaseId, at = world.timeline.now }) {
        const asked = world.histories
            .allDatabases()
            .filter((history) => region === undefined || history.region === region)
            .filter(
                (history) => databaseId === undefined || history.databaseId.toLowerCase() === databaseId.toLowerCase(),
            )
            .filter(({ createdAt }) => createdAt <= at);
        return { databases: asked.map((history) => backupsOf(history, at, world.view.around)) };
    },
    content: (world, { databaseId, at = world.timeline.now }) =>
        contentOf(databaseOf(world, databaseId), at, world.view.around),
    async failover(world, { databaseId }) {
        const secondary = databaseOf(world, databaseId);
        const changes = secondary.following.map((change) => change.at);
        const begin = world.timeline.beginAfter([secondary.createdAt, ...changes]);
        const at = begin + FAILOVER;
        const follows = secondary.following.at(-1)?.value ?? null;
        const primary = follows === null ? undefined : world.view.around.database(follows);
        if (primary === undefined || primary.deletedAt !== undefined || secondary.deletedAt !== undefined)
            throw new CloudError("GeoReplicationDatabaseNotSecondary", `'${databaseId}' is no geo-secondary.`);
        for (const { region, id } of [primary, secondary])
            if (isLost(world.view.around, region, begin) || isLost(world.view.around, region, at))
                throw new CloudError(
                    "GeoReplicationCannotBecomePrimary",
                    `A planned failover needs both databases, and '${id}' cannot be reached.`,
                );
        await world.note({
            event: { kind: "failover", at },
            kept: {
                databases: [
                    { ...secondary, following: [...secondary.following, { at, value: null }] },
                    { ...primary, following: [...primary.following, { at, value: secondary.id }] },
                ],
            },
        });
        return { at };
    },
};
