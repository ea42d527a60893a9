/** The way home: the region is back, customers follow with what they wrote elsewhere, and home is compared with what it was. */
import type { Content } from "../../sandbox/control";
import type { RecoveryPlan } from "../plan/types";
import type { Recorded } from "../run/journal";
import { repatriate } from "../run/repatriate";
import type { RecoveryState } from "../run/state";
import type { Outcome } from "../run/job";
import { secondsOf } from "../time";
import { rounded } from "./figures";
import type { DrilledCustomer } from "./result";
import { jobIn } from "./session";
import { changedSince, countOf, type Deployment } from "./stacks";
import type { DrillWorld } from "./world";

const hour = 3600;
/** Seconds between two rows of a customer in the sandbox: more is missing than the way home took if rows are. */
const rowSeconds = 15 * 60;

export interface Homecoming {
    outcome: Outcome;
    /** By slug; also of who was taken on elsewhere. */
    customers: Map<string, NonNullable<DrilledCustomer["home"]>>;
    waves: { wave: "paid" | "rest"; beginHours: number; endHours: number }[];
    home: { resources: number; changed: string[] };
}

export interface HomeOptions {
    plan: RecoveryPlan;
    lostAt: number;
    /** The home stack's deployment before the loss. */
    before: Deployment;
    /** Slug of who was taken on at the other site. */
    newcomer: string | undefined;
    onEvent?: (event: Recorded) => void;
}

/** What a customer's database at the other site held before the way home began. */
interface Elsewhere {
    restored: number;
    content: Content;
}

/** @param served customers at the other site, with their database there and the rows that were restored */
export async function goHome(
    world: DrillWorld,
    served: ReadonlyMap<string, { databaseId: string; restoredRows: number }>,
    { plan, lostAt, before, newcomer, onEvent }: HomeOptions,
): Promise<Homecoming> {
    const elsewhere = new Map<string, Elsewhere>();
    for (const [slug, { databaseId, restoredRows }] of served) {
        elsewhere.set(slug, { restored: restoredRows, content: await world.ask("content", { databaseId }) });
    }
    const failedOver = new Map<string, number>();
    const job = jobIn(world, plan.cell, {
        onEvent: (event) => {
            if (event.event === "failedOver") failedOver.set(event.slug, secondsOf(event.at));
            onEvent?.(event);
        },
    });
    const outcome = await repatriate(job);
    await workAtHome(world, outcome.state);
    // Long enough for everybody to have written something at home.
    await world.pass(2 * hour);
    const since = (seconds: number) => rounded((seconds - lostAt) / hour);
    const customers = new Map<string, NonNullable<DrilledCustomer["home"]>>();
    for (const [slug, { databaseId, switchedAt }] of outcome.state.homeward) {
        const known = elsewhere.get(slug);
        if (switchedAt === undefined || known === undefined) continue;
        const switched = secondsOf(switchedAt);
        const downtime = switched - (failedOver.get(slug) ?? switched);
        const now = await world.ask("content", { databaseId });
        const lost = missing(known.content, now) + gap(known.content, now, downtime);
        customers.set(slug, {
            switchedHours: since(switched),
            downtimeMinutes: rounded(downtime / 60),
            rowsWrittenElsewhere: known.content.rows - known.restored,
            rowsLost: lost,
            equal: now.readable && lost === 0 && now.rows > known.content.rows,
        });
    }
    const after = await world.options.engine.exportStack(world.requestFor(plan.lostStack));
    const catalogue = (key: string) => key.includes("azure-native:appconfiguration:KeyValue");
    return {
        outcome,
        customers,
        waves: (["paid", "rest"] as const).flatMap((wave) => {
            const times = outcome.state.homeWaves[wave];
            if (times?.ended === undefined) return [];
            return [{ wave, beginHours: since(secondsOf(times.begun)), endHours: since(secondsOf(times.ended)) }];
        }),
        home: {
            resources: countOf(before),
            changed: after === undefined ? ["everything"] : changedSince(before, after, catalogue, newcomer),
        },
    };
}

async function workAtHome(world: DrillWorld, state: RecoveryState): Promise<void> {
    for (const [customer, { databaseId, switchedAt }] of state.homeward) {
        if (switchedAt !== undefined) await world.ask("use", { databaseId, customer, from: secondsOf(switchedAt) });
    }
}

/** Rows of one content that another lacks. */
function missing(content: Content, within: Content): number {
    return content.spans.reduce((sum, { customer, first, last }) => {
        const found = within.spans
            .filter((span) => span.customer === customer)
            .reduce((rows, span) => rows + Math.max(0, Math.min(last, span.last) - Math.max(first, span.first) + 1), 0);
        return sum + Math.max(0, last - first + 1 - found);
    }, 0);
}

/** Rows that nobody wrote between the two sites, beyond what the time without writing explains. */
function gap(content: Content, now: Content, downtimeSeconds: number): number {
    const from = content.spans.at(-1);
    const later = now.spans.filter(
        (span) => from !== undefined && span.last > from.last && span.customer === from.customer,
    );
    const unwritten = later.slice(1).reduce((sum, span, index) => sum + span.first - later[index]!.last - 1, 0);
    return Math.max(0, unwritten - Math.ceil(downtimeSeconds / rowSeconds) - 1);
}
