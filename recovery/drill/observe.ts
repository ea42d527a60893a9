/** Measures what came back of each customer: times from what the cloud did, content by reading rows. */
import { planClassOf } from "../../infra/model/plans";
import type { Content, DatabaseBackups } from "../../sandbox/control";
import type { WorldView } from "../../sandbox/inspect";
import { customerOfCatalogue, isDatabaseOf, labelOfDatabase } from "../clouds";
import type { PlannedCustomer, RecoveryPlan } from "../plan/types";
import type { CustomerProgress, RecoveryState } from "../run/state";
import { secondsOf } from "../time";
import { customerOf } from "./alerts";
import { rounded } from "./figures";
import type { CloudOperation } from "./observed";
import type { DrilledCustomer } from "./result";
import type { DrillWorld } from "./world";

const hour = 3600;
/** Seconds between two rows of a customer in the sandbox. */
const rowSeconds = 15 * 60;

type Operation = WorldView["operations"][number];

const stackOf = ({ urn }: Operation) => urn.split("::")[0]!.split(":").at(-1)!;

/** What the cloud did for a stack, hours from the loss. */
export function operationsOf(view: WorldView, stack: string, lostAt: number): CloudOperation[] {
    return view.operations
        .filter((operation) => stackOf(operation) === stack && operation.failed === undefined)
        .map(({ op, urn, id, type, begin, end }) => ({
            ...{ op, urn, id, type },
            beginHours: rounded((begin - lostAt) / hour),
            endHours: rounded((end - lostAt) / hour),
        }));
}

export interface Loss {
    plan: RecoveryPlan;
    state: RecoveryState | undefined;
    /** Virtual seconds. */
    lostAt: number;
    /** The live databases of the lost region as they were at the loss. */
    backups: readonly DatabaseBackups[];
}

export interface ObservedCustomers {
    customers: DrilledCustomer[];
    /** Slugs of those who are served with another customer's rows. */
    mixedUp: string[];
}

/** Everybody of the lost site, in the order of the plan; those that nothing can be restored of come last. */
export async function observeCustomers(world: DrillWorld, loss: Loss): Promise<ObservedCustomers> {
    const { plan, state } = loss;
    const operations = world.view().operations.filter((operation) => stackOf(operation) === plan.stack);
    const planned = await Promise.all(
        plan.customers.map((customer) =>
            observeOne(world, loss, customer, state?.customers.get(customer.slug), operations),
        ),
    );
    const sizes = new Map(loss.backups.map((database) => [customerOf(database), database]));
    const without = plan.without.map(async ({ slug, plan: own, why }): Promise<DrilledCustomer> => {
        const database = sizes.get(slug);
        const rows =
            database === undefined
                ? 0
                : (await world.ask("content", { databaseId: database.databaseId, at: loss.lostAt - 1 })).rows;
        return {
            slug,
            plan: own,
            planClass: planClassOf(own),
            pool: "-",
            wave: planClassOf(own) === "paid" ? "paid" : "rest",
            order: 0,
            usedGiB: database?.usedGiB ?? 0,
            outcome: "waiting",
            failedRestores: [],
            rowsAtLoss: rows,
            rowsLost: rows,
            content: "unknown",
            trouble: why,
        };
    });
    return {
        customers: [...planned.map(({ customer }) => customer), ...(await Promise.all(without))],
        mixedUp: planned.filter(({ foreign }) => foreign).map(({ customer }) => customer.slug),
    };
}

/** What a plan expects of everybody, where a drill goes no further. One that cannot be begun brings nobody back. */
export function expectedCustomers(plan: RecoveryPlan, lostAt: number): DrilledCustomer[] {
    const begins = plan.refusals.length === 0;
    const common = { failedRestores: [] as [], rowsAtLoss: 0, rowsLost: 0, content: "unknown" as const };
    return [
        ...plan.customers.map(
            ({ slug, plan: own, pool, wave, order, usedGiB, source, ageHours, finishHours, lane }) => ({
                ...{ slug, plan: own, planClass: planClassOf(own), pool, wave, order, usedGiB, lane, ...common },
                outcome: begins ? ("back" as const) : ("waiting" as const),
                source: { from: source.from, pointHours: rounded((secondsOf(source.point) - lostAt) / hour) },
                ...(begins ? { rpoHours: rounded(ageHours), rtoHours: rounded(finishHours) } : {}),
            }),
        ),
        ...plan.without.map(({ slug, plan: own, why }) => ({
            ...{
                slug,
                plan: own,
                planClass: planClassOf(own),
                pool: "-",
                order: 0,
                usedGiB: 0,
                trouble: why,
                ...common,
            },
            wave: planClassOf(own) === "paid" ? ("paid" as const) : ("rest" as const),
            outcome: "waiting" as const,
        })),
    ];
}

/** Served all the time, or again, by their own databases at home: nothing of theirs is lost. */
export function servedAtHome(customer: DrilledCustomer, sinceHours: number): DrilledCustomer {
    const { trouble: _solved, ...rest } = customer;
    return {
        ...rest,
        outcome: "back",
        rpoHours: 0,
        rtoHours: sinceHours,
        switchedHours: sinceHours,
        rowsLost: 0,
        content: "equal",
        home: { switchedHours: sinceHours, downtimeMinutes: 0, rowsWrittenElsewhere: 0, rowsLost: 0, equal: true },
    };
}

async function observeOne(
    world: DrillWorld,
    { plan, lostAt, state }: Loss,
    planned: PlannedCustomer,
    progress: CustomerProgress | undefined,
    operations: readonly Operation[],
): Promise<{ customer: DrilledCustomer; foreign: boolean }> {
    const { slug, usedGiB, lostDatabaseId } = planned;
    const since = (seconds: number) => rounded((seconds - lostAt) / hour);
    const at = (seconds: string | undefined) => (seconds === undefined ? undefined : since(secondsOf(seconds)));
    const own = operations.filter(({ urn, op }) => op === "create" && isDatabaseOf(urn, plan.cell, slug));
    const restore = own.find(({ failed }) => failed === undefined);
    const key = operations.findLast(({ urn }) => customerOfCatalogue(urn, plan.cell) === slug);
    const back = progress?.times.switched !== undefined;
    const atLoss = await world.ask("content", { databaseId: lostDatabaseId, at: lostAt - 1 });
    const source = progress?.source ?? planned.source;
    const databaseId = progress?.databaseId ?? restore?.id;
    const restored =
        restore && databaseId
            ? await compare(
                  world,
                  slug,
                  { databaseId, at: restore.end },
                  { lostDatabaseId, atLoss, point: secondsOf(source.point) },
              )
            : undefined;
    const rowsBack = back && restored !== undefined ? restored.rows : 0;
    const rowsLost = Math.max(0, atLoss.rows - rowsBack);
    const lostHours = workLost({ rowsLost, newest: restored?.newest, point: secondsOf(source.point), lostAt }) / hour;
    const switchedHours = back ? since(key?.end ?? secondsOf(progress.times.switched!)) : undefined;
    const customer: DrilledCustomer = {
        slug,
        plan: planned.plan,
        planClass: planClassOf(planned.plan),
        pool: planned.pool,
        wave: planned.wave,
        order: progress?.order ?? planned.order,
        usedGiB,
        outcome: back ? "back" : "waiting",
        source: { from: source.from, pointHours: since(secondsOf(source.point)) },
        ...(restore === undefined
            ? {}
            : {
                  ...(restore.lane === undefined ? {} : { lane: restore.lane.index }),
                  submittedHours: since(submittedAt(restore, operations, state)),
                  restoreBeginHours: since(restore.begin),
                  restoreEndHours: since(restore.end),
              }),
        ...optional("verifiedHours", back ? at(progress.times.verified) : undefined),
        ...optional("switchedHours", switchedHours),
        failedRestores: own
            .filter(({ failed }) => failed !== undefined)
            .map(({ begin, end, failed }) => ({ beginHours: since(begin), endHours: since(end), because: failed! })),
        ...optional("rpoHours", back ? rounded(lostHours) : undefined),
        ...optional("rtoHours", switchedHours),
        rowsAtLoss: atLoss.rows,
        rowsLost,
        content: restored === undefined ? "unknown" : restored.equal ? "equal" : "different",
        ...optional("trouble", back ? undefined : progress?.because),
    };
    return { customer, foreign: back && restored?.foreign === true };
}

const optional = <K extends string, V>(key: K, value: V | undefined) =>
    (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

/** All restores of a run are submitted before the first of them begins: in each pool that one began at once. */
function submittedAt(restore: Operation, operations: readonly Operation[], state: RecoveryState | undefined): number {
    const runs = Object.values(state?.waveTimes ?? {}).map(({ begun }) => secondsOf(begun));
    const begun = Math.max(0, ...runs.filter((time) => time <= restore.begin));
    const together = operations.filter(
        ({ urn, op, lane, begin }) =>
            labelOfDatabase(urn) !== undefined && op === "create" && lane?.of === restore.lane?.of && begin >= begun,
    );
    return Math.min(restore.begin, ...together.map(({ begin }) => begin));
}

/**
 * Seconds of work that did not come back: since the newest row that did, or, where all rows did, since the restored moment. The clock that
 * stamped the rows may be wrong; how many are missing cannot be.
 */
function workLost(of: { rowsLost: number; newest: number | undefined; point: number; lostAt: number }): number {
    const { rowsLost, newest = 0, point, lostAt } = of;
    return rowsLost === 0 ? Math.max(0, lostAt - point) : Math.max(lostAt - newest, rowsLost * rowSeconds);
}

/** What a restored database held when its restore was done, beside the lost one at the restored moment. */
async function compare(
    world: DrillWorld,
    slug: string,
    made: { databaseId: string; at: number },
    { lostDatabaseId, atLoss, point }: { lostDatabaseId: string; atLoss: Content; point: number },
) {
    const restored = await world.ask("content", made);
    const lost = await world.ask("content", { databaseId: lostDatabaseId, at: point });
    return {
        rows: restored.rows,
        newest: restored.newest,
        equal: restored.readable && (sameRows(restored, lost) || isAllUntil(restored, atLoss, point)),
        foreign: restored.spans.some(({ customer }) => customer !== slug),
    };
}

const sameRows = (one: Content, other: Content) => one.checksum === other.checksum && one.rows === other.rows;

/** Every row of the lost database stamped up to a moment, and no other: also where the clock that stamped them was wrong. */
function isAllUntil(restored: Content, lost: Content, point: number): boolean {
    const { newest = -Infinity } = restored;
    if (newest > point || newest < point - rowSeconds - 1) return false;
    const until = lost.spans.flatMap((span) => {
        const last = Math.min(span.last, span.first + Math.floor((point - span.from) / rowSeconds));
        return last < span.first ? [] : [{ ...span, last }];
    });
    const asText = (spans: Pick<Content["spans"][number], "customer" | "first" | "last">[]) =>
        JSON.stringify(spans.map(({ customer, first, last }) => [customer, first, last]));
    return asText(until) === asText(restored.spans);
}
