import { existsSync } from "node:fs";

import { databaseLabel } from "../../infra/model/naming";
import { hasReached } from "../../infra/model/recovery";
import type { RecoveryPlan, Source } from "../plan/types";
import type { Outcome, RecoveryJob } from "./job";
import { settingsOf } from "./settings";
import { changeStackFile, recoveryFileText, setAside, stackFile, writeDurably } from "./stackFile";
import { type CustomerProgress, isBack } from "./state";
import { Waves } from "./waves";
import { errorsOf, StoppedError, Work } from "./work";

export interface UpOptions extends RecoveryJob {
    /** What to do; taken where no recovery is under way, or the one that is has lost its region. */
    plan?: RecoveryPlan;
    /** Go on although the home region is back. */
    goOn?: boolean;
    /** Sources by slug for customers who wait. */
    use?: Readonly<Record<string, Source["from"]>>;
}

/** A recovery cannot be begun, or not like this; nothing was changed. */
export class RefusedError extends Error {}

/**
 * Begins a recovery by its plan, or goes on with the one that the journal tells of. Every step can be repeated: what is done is not done
 * again, and a recovery that is over changes nothing.
 *
 * @throws RefusedError, RecoveryRunningError
 */
export async function recoverUp(options: UpOptions): Promise<Outcome> {
    return working(options, async (work) => {
        await beginOrGoOn(work, options);
        try {
            await new Waves(work).runAll();
        } catch (error) {
            if (error instanceof StoppedError && error.stopped.why === "cancelled") await giveBack(work);
            throw error;
        }
    });
}

/** Does something with the recovery's lock and journal in hand; what stops it before its end is part of the outcome. */
export async function working(job: RecoveryJob, act: (work: Work) => Promise<void>): Promise<Outcome> {
    const work = new Work(job);
    try {
        await act(work);
        return { ok: true, state: work.state, runs: work.runs };
    } catch (error) {
        if (!(error instanceof StoppedError) || !work.begun) throw error;
        return { ok: false, state: work.state, stopped: error.stopped, runs: work.runs };
    } finally {
        work.close();
    }
}

/** Stops a recovery that nobody is working on. @throws RefusedError, RecoveryRunningError */
export async function cancelRecovery(job: RecoveryJob): Promise<Outcome> {
    return working(job, async (work) => {
        if (!work.begun) throw new RefusedError(`There is no recovery of ${job.cell} to cancel.`);
        if (work.state.cancel === "done") return;
        if (work.state.finishedAt !== undefined) {
            throw new RefusedError(
                `The recovery of ${job.cell} is finished: all who can be are served by ${work.state.plan.stack}. ` +
                    `\`oxygis recover repatriate --cell ${job.cell}\` brings them home.`,
            );
        }
        await giveBack(work);
    });
}

async function beginOrGoOn(work: Work, { plan, goOn, use = {} }: UpOptions): Promise<void> {
    const { job } = work;
    const known = work.begun ? work.state : undefined;
    const over = known?.repatriatedAt !== undefined;
    const elsewhere =
        known?.targetLost === true && plan !== undefined && plan.target.region !== known.plan.target.region;
    if (known === undefined || over || elsewhere) {
        if (plan === undefined) throw new RefusedError(`There is no recovery of ${job.cell} to go on with.`);
        refuse(plan);
        if (elsewhere) await leave(work);
        const file = stackFile(job.root, plan.stack);
        if (existsSync(file)) {
            throw new RefusedError(
                `${file} is there already, and ${job.directory} tells of no recovery that is under way in it. ` +
                    "Move it out of the way if that recovery is over; otherwise name the folder of its progress with --sandbox.",
            );
        }
        await work.begin(plan);
        // A person who insisted on leaving a region that answers is not asked again.
        if (goOn) await work.record({ event: "continued" });
    } else {
        if (known.finishedAt === undefined) await work.record({ event: "resumed" });
        if (goOn && !known.continued) await work.record({ event: "continued" });
        await take(work, use);
    }
    const { state } = work;
    if (!existsSync(stackFile(job.root, state.plan.stack))) {
        const text = recoveryFileText(job.root, state.plan, work.configuration().platforms);
        writeDurably(stackFile(job.root, state.plan.stack), text);
    }
    changeStackFile(job.root, state.plan.stack, {
        wave: state.wave ?? "platform",
        cancelled: false,
        ...settingsOf(work),
    });
    work.configuration();
}

function refuse({ refusals }: RecoveryPlan): void {
    if (refusals.length === 0) return;
    const lines = refusals.map(({ what, remedy }) => `  ${what}\n    instead: ${remedy}`);
    throw new RefusedError(`The recovery cannot be begun:\n${lines.join("\n")}`);
}

/** Customers who wait are tried once more, from the source that a person chose. */
async function take(work: Work, use: Readonly<Record<string, Source["from"]>>): Promise<void> {
    const { state } = work;
    for (const [slug, from] of Object.entries(use)) {
        const customer = state.customers.get(slug);
        const source = customer && sourcesOf(customer).find((each) => each.from === from);
        if (!customer || customer.state !== "waiting" || !source) {
            const why = !customer
                ? "is not in the plan"
                : customer.state !== "waiting"
                  ? `does not wait (${customer.state})`
                  : `has no ${from} backup elsewhere`;
            throw new RefusedError(`--use-backup ${slug}=${from}: ${slug} ${why}.`);
        }
        await work.record({ event: "taken", slug, source, order: customer.order });
        await work.record({ event: "reopened", wave: customer.planned.wave });
    }
}

const sourcesOf = ({ planned }: CustomerProgress): Source[] => [
    planned.source,
    ...(planned.otherSource ? [planned.otherSource] : []),
];

/**
 * A recovery whose region is lost too: its rules at the edge are taken back, as far as the edge can be reached, and its file is kept
 * under a name that nothing reads. What it made stays in the state of its stack until somebody removes it.
 */
async function leave(work: Work): Promise<void> {
    const { stack, target } = work.state.plan;
    if (existsSync(stackFile(work.job.root, stack))) {
        const served = work
            .configuration()
            .cell(stack)
            .customers.map(({ slug }) => slug);
        changeStackFile(work.job.root, stack, { returned: served });
        await work.up(stack, `${stack}: its hosts are taken back`);
        setAside(work.job.root, stack, `lost-${target.region}`);
    }
}

/** What is verified stays here; the hosts of all others lead home again, and nothing more is restored. */
export async function giveBack(work: Work): Promise<void> {
    const { job, state } = work;
    const { plan, wave } = state;
    if (state.cancel === undefined) await work.record({ event: "cancelAsked", ...(wave && { during: wave }) });
    if (wave !== undefined && wave !== "platform") {
        const there = await work.databasesIn(plan.stack);
        const settings = settingsOf(work);
        const notBegun = [...state.customers.values()].filter(
            (customer) =>
                hasReached(wave, customer.planned.wave) &&
                !isBack(customer) &&
                !there.some(
                    ({ label }) => label === databaseLabel(plan.cell, customer.slug, customer.planned.database),
                ),
        );
        const waiting = [...new Set([...settings.waiting, ...notBegun.map(({ slug }) => slug)])];
        const restores = { ...settings.restores, ...Object.fromEntries(notBegun.map(({ slug }) => [slug, undefined])) };
        changeStackFile(job.root, plan.stack, { cancelled: true, waiting, restores });
        const run = await new Waves(work).runOnce(wave, 1, false);
        if (!run.ok) {
            throw new StoppedError({
                why: "failed",
                message: `What is not verified could not be given back.\n${errorsOf(run)}`,
                choices: [`run \`oxygis recover cancel --cell ${job.cell}\` again`],
            });
        }
    } else changeStackFile(job.root, plan.stack, { cancelled: true });
    await work.record({ event: "cancelled" });
}
