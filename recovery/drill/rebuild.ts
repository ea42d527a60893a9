/** The recovery itself, with a new customer in the middle of it, and with copies of the world in which it is broken off or given up. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import type { Run, RunRequest } from "../../engine/engine";
import { customerHost } from "../../infra/model/naming";
import { recoveringStatus } from "../../infra/model/standIn";
import { labelOfDatabase } from "../clouds";
import type { RecoveryPlan, Wave } from "../plan/types";
import type { Outcome } from "../run/job";
import type { Recorded } from "../run/journal";
import { isBack, type RecoveryState } from "../run/state";
import { cancelRecovery, recoverUp } from "../run/up";
import type { Site } from "../site";
import { secondsOf } from "../time";
import type { Fleet } from "./before";
import { hostsSent, statusesIn } from "./edge";
import type { Cancelled, Rerun, Resumed } from "./observed";
import { killedIn, recover } from "./onCall";
import { jobIn } from "./session";
import { DrillWorld } from "./world";

export interface Rebuilt {
    outcome: Outcome;
    newCustomer?: { slug: string; addedAt: number };
    cancelled: Cancelled[];
    reruns: Rerun[];
    resumed: Resumed[];
    killed: { wave: Wave; at: number }[];
}

export interface RebuildOptions {
    fleet: Fleet;
    plan: RecoveryPlan;
    lostAt: number;
    /** Without copies of the world and without doing anything again: what one fault does is seen in the recovery itself. */
    quick: boolean;
    /** What the cloud answers otherwise than usual. */
    site?: Partial<Site> | undefined;
    /** In which waves the machine that runs it dies. */
    kill: readonly Wave[];
    onEvent?: (event: Recorded) => void;
}

/** Thrown out of a recovery where a drill wants it to end as if its process had. */
class BrokenOff extends Error {}

/** Runs a recovery to its end or to where it stops by itself. */
export async function rebuild(world: DrillWorld, options: RebuildOptions): Promise<Rebuilt> {
    const { fleet, plan, quick } = options;
    const copies: ReturnType<typeof giveUpIn>[] = [];
    const inCopy = (after: Wave) => {
        const folder = mkdtempSync(join(tmpdir(), "oxygis-drill-copy-"));
        world.copyTo(folder);
        const copy = giveUpIn(world, folder, after, options).finally(() =>
            rmSync(folder, { recursive: true, force: true }),
        );
        // Awaited at the end; the recovery goes on meanwhile.
        copy.catch(() => undefined);
        copies.push(copy);
    };
    let newCustomer: Rebuilt["newCustomer"];
    let wave: Wave | undefined;
    const job = jobIn(world, plan.cell, {
        onEvent: (event) => {
            if (event.event === "waveBegun") wave = event.wave;
            if (!quick && event.event === "waveBegun" && event.wave === "platform" && event.run === 1)
                inCopy("platform");
            if (!quick && event.event === "waveEnded" && event.wave === "paid") inCopy("paid");
            options.onEvent?.(event);
        },
        site: options.site,
        run: async (request, run) => {
            if (wave === "paid" && request.stack === plan.stack && newCustomer === undefined) {
                newCustomer = { slug: takeOn(world, fleet), addedAt: await world.now() };
            }
            return run(request);
        },
    });
    const killed: Rebuilt["killed"] = [];
    for (const each of options.kill) {
        // Whoever is taken on while one machine after the other dies is not lost either.
        if (each === "paid") newCustomer = { slug: takeOn(world, fleet), addedAt: await world.now() };
        await killedIn(world, plan.cell, each);
        killed.push({ wave: each, at: await world.now() });
    }
    const outcome = await recover(world, job, killed.length === 0 ? plan : undefined);
    await workThere(world, outcome.state);
    const looked = await Promise.all(copies);
    return {
        outcome,
        ...(newCustomer === undefined ? {} : { newCustomer }),
        cancelled: looked.map(({ cancelled }) => cancelled),
        resumed: looked.flatMap(({ resumed }) => resumed),
        killed,
        reruns: [
            ...looked.flatMap(({ reruns }) => reruns),
            ...(quick || !outcome.ok ? [] : [await again(world, plan)]),
        ],
    };
}

/** Somebody signs a contract in the middle of it. */
function takeOn(world: DrillWorld, { home }: Fleet): string {
    const slug = "drill-newcomer";
    const file = join(world.root, "infra/customers", `${slug}.yaml`);
    if (existsSync(file)) throw new Error(`${slug} is a customer already.`);
    writeFileSync(
        file,
        stringify({ name: "Taken on in a drill", plan: "paid", cell: home.cell, size: "small", status: "active" }),
    );
    return slug;
}

/** The users of everybody who was switched go on at the new site. */
async function workThere(world: DrillWorld, state: RecoveryState): Promise<void> {
    for (const { slug, databaseId, times } of state.customers.values()) {
        if (databaseId === undefined || times.switched === undefined) continue;
        await world.ask("use", { databaseId, customer: slug, from: secondsOf(times.switched) });
    }
}

/** A recovery that is over is asked for once more. */
async function again(world: DrillWorld, plan: RecoveryPlan): Promise<Rerun> {
    const before = restoresIn(world, plan.stack);
    const { runs } = await recoverUp(jobIn(world, plan.cell));
    const changes = runs.reduce((sum, run) => sum + changesOf(run), 0);
    return { step: "the whole recovery", changes, restores: restoresIn(world, plan.stack) - before };
}

const changesOf = ({ changes }: Run) => changes.create + changes.update + changes.replace + changes.delete;

const creationsIn = (world: DrillWorld, stack: string) =>
    world
        .view()
        .operations.filter(
            ({ op, urn, failed }) => op === "create" && failed === undefined && urn.startsWith(`urn:pulumi:${stack}::`),
        );
const restoresIn = (world: DrillWorld, stack: string) =>
    creationsIn(world, stack).filter(({ urn }) => labelOfDatabase(urn) !== undefined && !isCopyElsewhere(urn)).length;

/** A customer's copies in further regions are only declared once it is verified: a later run brings them, and repeats nothing. */
const isCopyElsewhere = (urn: string) => /::oxygis:data:Customer(Replica|Failover)\b/.test(urn);

/** In a copy of the world: the wave `platform` is broken off and resumed; then, after one wave, the recovery is given up. */
async function giveUpIn(from: DrillWorld, folder: string, after: Wave, options: RebuildOptions) {
    const world = await DrillWorld.open({ ...from.options, folder });
    try {
        const resumed = after === "platform" ? [await breakOffAndResume(world, options)] : [];
        const before = restoresIn(world, options.plan.stack);
        const { state, runs } = await cancelRecovery(jobIn(world, options.plan.cell));
        // Where everybody of the waves so far is found right there is nobody to give back: the wave is just run once more.
        const reruns = runs.map((run): Rerun => {
            const restores = restoresIn(world, options.plan.stack) - before;
            const copies = run.steps.filter(({ op, urn }) => op !== "same" && isCopyElsewhere(urn)).length;
            return { step: `wave ${after}`, changes: changesOf(run) - copies + (run.ok ? 0 : 1), restores };
        });
        await world.ask("bringBack", { region: options.plan.lostRegion });
        return { cancelled: await afterGivingUp(world, after, state, options), resumed, reruns };
    } finally {
        await world.close();
    }
}

/** Steps after which the first wave is broken off: network and pools are half there. */
const stepsBefore = 40;

async function breakOffAndResume(world: DrillWorld, { plan }: RebuildOptions): Promise<Resumed> {
    let complete = 0;
    const breaking = async (request: RunRequest, run: (request: RunRequest) => Promise<Run>) => {
        if (request.stack !== plan.stack) return run(request);
        const stop = new AbortController();
        await run({
            ...request,
            signal: stop.signal,
            onEvent: (event) => {
                request.onEvent?.(event);
                if (event.kind !== "step" || event.phase !== "finished" || event.op !== "create") return;
                if (++complete === stepsBefore) stop.abort();
            },
        });
        throw new BrokenOff();
    };
    await expectBrokenOff(recoverUp(jobIn(world, plan.cell, { run: breaking })));
    const onEvent = ({ event }: Recorded) => {
        if (event === "waveEnded") throw new BrokenOff();
    };
    await expectBrokenOff(recoverUp(jobIn(world, plan.cell, { onEvent })));
    const made = creationsIn(world, plan.stack).map(({ urn }) => urn);
    return {
        step: "wave platform",
        broken: complete >= stepsBefore,
        madeTwice: [...new Set(made.filter((urn, index) => made.indexOf(urn) < index))].map((urn) =>
            urn.split("::").at(-1)!,
        ),
    };
}

async function expectBrokenOff(recovery: Promise<unknown>): Promise<void> {
    await recovery.then(
        () => {
            throw new Error("The recovery went on although it was broken off.");
        },
        (error: unknown) => {
            if (!(error instanceof BrokenOff)) throw error;
        },
    );
}

/** Where everybody is served once a recovery was given up and the lost region is back. */
async function afterGivingUp(
    world: DrillWorld,
    after: Wave,
    state: RecoveryState,
    { plan, fleet, lostAt }: RebuildOptions,
): Promise<Cancelled> {
    const deployment = await world.options.engine.exportStack(world.requestFor(plan.stack));
    const sent = deployment === undefined ? new Set<string>() : hostsSent(deployment);
    const statuses = deployment === undefined ? new Map<string, string>() : statusesIn(deployment);
    const { home } = fleet;
    const served = await Promise.all(
        plan.customers.map(async ({ slug, lostDatabaseId }) => {
            const customer = state.customers.get(slug);
            if (sent.has(customerHost(slug, home.cell, home.domain))) {
                const there = customer !== undefined && isBack(customer) && statuses.get(slug) !== recoveringStatus;
                return there ? "there" : slug;
            }
            const [now, atLoss] = await Promise.all([
                world.ask("content", { databaseId: lostDatabaseId }),
                world.ask("content", { databaseId: lostDatabaseId, at: lostAt - 1 }),
            ]);
            return now.readable && now.checksum === atLoss.checksum ? "home" : slug;
        }),
    );
    return {
        after,
        stay: served.filter((place) => place === "there").length,
        atHome: served.filter((place) => place === "home").length,
        stranded: plan.customers.map(({ slug }) => slug).filter((slug) => served.includes(slug)),
    };
}
