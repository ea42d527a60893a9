import { customerDatabases, databaseType, textOf } from "../../lib/customerDatabase";
import { requireOneOf } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";
import { madeFrom } from "../../lib/relations";
import type { IndexedResource } from "../../lib/stackIndex";

const poolType = "azure-native:sql:ElasticPool";
const planTag = "tags.oxygis:plan";

/** RTO of the security page, in minutes: paid plans, and all others. */
const objective = { paid: 24 * 60, other: 48 * 60 };
/** What is left of it for the restores: a fifth goes to noticing, deciding, building the site and verifying. */
const share = 0.8;
/** Restores that Azure runs at a time: of one pool, and of single databases in a subscription ("Recovery using backups", January 2026). */
const lanes = { pool: 4, single: 30 };

const gibibyte = 1024 ** 3;
/**
 * Minutes that a geo-restore of one database takes, by the most it may hold. Azure guarantees no duration. 45 minutes is what the pools are
 * sized by, the longest row is what Microsoft once called the most ("under 12 hours"); a measured drill replaces them.
 */
const restoreMinutes: readonly (readonly [mostBytes: number, minutes: number])[] = [
    [20 * gibibyte, 45],
    [100 * gibibyte, 90],
    [512 * gibibyte, 240],
    [Infinity, 720],
];

export const policy = definePolicy({
    name: "recovery-in-time",
    promise: "DR-3",
    severity: "critical",
    description:
        "After the loss of a site its databases can be restored within 24 hours for paid plans and 48 hours for all others.",
    remedy:
        "Declare more and smaller pools, and give paid customers pools of their own: Azure restores four databases of a pool at a time, so a " +
        "second pool halves the time. A customer's most data (maxSizeBytes) decides how long its restore may take.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/recovery-using-backups",
    types: [databaseType, poolType],
    resource: ({ token, props }, report) => {
        // A plan that nobody wrote down has no promise to be held to.
        if (token === databaseType && props.read("tags.oxygis:customer").state !== "unset") {
            requireOneOf(props, planTag, ["paid", "trial", "education", "freemium"], report);
        }
    },
    stack: (stack, report) => {
        const groups = new Map<string, IndexedResource[]>();
        for (const database of customerDatabases(stack)) {
            // A replica is switched to, not restored.
            if (["Secondary", "OnlineSecondary"].includes(textOf(database.props, "createMode") ?? "")) {
                continue;
            }
            const [pool] = madeFrom(stack, database, "elasticPoolId", [poolType]);
            const group = pool?.urn ?? textOf(database.props, "elasticPoolId") ?? "";
            groups.set(group, [...(groups.get(group) ?? []), database]);
        }
        for (const [group, databases] of groups) {
            const { paid, other } = finishes(databases, group === "" ? lanes.single : lanes.pool);
            const late = paid > objective.paid * share ? "paid" : other > objective.other * share ? "other" : undefined;
            if (late !== undefined) {
                const times = Math.ceil({ paid, other }[late] / (objective[late] * share));
                const hours = (minutes: number) => Math.round(minutes / 6) / 10;
                report(
                    `Its ${databases.length} databases are restored ${group === "" ? lanes.single : lanes.pool} at a time: the last of ` +
                        `${late === "paid" ? "the paid plans" : "the other plans"} after ${hours({ paid, other }[late])} hours, where ` +
                        `${hours(objective[late] * share)} of ${hours(objective[late])} are there for it. Split it into ${times} pools at least.`,
                    stack.get(group)?.urn ?? databases[0]?.urn ?? "",
                );
            }
        }
    },
});

/** Minutes until the last database of each class is restored, paid ones first, the largest of each first, a lane at a time. */
function finishes(databases: readonly IndexedResource[], count: number): { paid: number; other: number } {
    const busy = Array.from({ length: count }, () => 0);
    const finish = (paid: boolean) => {
        const all = databases.filter(({ props }) => isPaid(textOf(props, planTag)) === paid);
        const ends = all.map(({ props }) => minutesFor(props.read("maxSizeBytes"))).sort((one, other) => other - one);
        return Math.max(
            0,
            ...ends.map((minutes) => {
                const lane = busy.indexOf(Math.min(...busy));
                return (busy[lane] = (busy[lane] ?? 0) + minutes);
            }),
        );
    };
    const paid = finish(true);
    return { paid, other: finish(false) };
}

/** Whoever's plan is not among the others' is held to the stricter promise. */
const isPaid = (plan: string | undefined) => !["trial", "education", "freemium"].includes(plan ?? "");

function minutesFor(size: { state: string; value?: unknown }): number {
    const bytes = size.state === "set" && typeof size.value === "number" ? size.value : Infinity;
    return restoreMinutes.find(([most]) => bytes <= most)?.[1] ?? 0;
}
