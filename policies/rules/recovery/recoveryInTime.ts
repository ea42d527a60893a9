import { restoreTimes } from "../../catalogue/restoreTimes";
import { cameHome, customerDatabases, customerTag, databaseType, isReplica, textOf } from "../../lib/customerDatabase";
import { requireOneOf } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";
import { madeFrom } from "../../lib/relations";
import { finishesOf, type Restorable } from "../../lib/restoreSchedule";
import type { IndexedResource, StackIndex } from "../../lib/stackIndex";

const poolType = "azure-native:sql:ElasticPool";
const planTag = "tags.oxygis:plan";

/** RTO of the security page, in hours: paid plans, and all others. */
const objective = { paid: 24, other: 48 };

const gibibyte = 1024 ** 3;
/** Whoever's plan is not among the others' is held to the stricter promise. */
const others = ["trial", "education", "freemium"];

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
        const databases = servingDatabases(stack).map((database): Restorable => {
            const [pool] = madeFrom(stack, database, "elasticPoolId", [poolType]);
            const size = database.props.read("maxSizeBytes");
            return {
                group: pool?.urn ?? textOf(database.props, "elasticPoolId") ?? "",
                paid: !others.includes(textOf(database.props, planTag) ?? ""),
                gibibytes: size.state === "set" && typeof size.value === "number" ? size.value / gibibyte : Infinity,
            };
        });
        const first = servingDatabases(stack)[0]?.urn ?? "";
        for (const { group, lanes, ...found } of finishesOf(databases, restoreTimes)) {
            const late = found.paid > objective.paid ? "paid" : found.other > objective.other ? "other" : undefined;
            if (late !== undefined) {
                const hours = Math.round(found[late] * 10) / 10;
                report(
                    `Its ${found.databases} databases are restored ${lanes} at a time, as long as measured ${restoreTimes.measured} (${restoreTimes.where}): ` +
                        `the last customer of ${late === "paid" ? "the paid plans" : "the other plans"} is back after ${hours} hours, ` +
                        `and ${objective[late]} are promised. Split it into more pools.`,
                    stack.get(group)?.urn ?? first,
                );
            }
        }
    },
});

/**
 * The databases that would have to be restored: not the copies that customers pay for, and of a customer who came home by way of a second
 * database that one and not the first, which serves nobody.
 */
function servingDatabases(stack: StackIndex): IndexedResource[] {
    const all = customerDatabases(stack).filter((database) => !isReplica(database));
    const home = new Set(all.filter(cameHome).map(({ props }) => textOf(props, customerTag)));
    return all.filter((database) => cameHome(database) || !home.has(textOf(database.props, customerTag)));
}
