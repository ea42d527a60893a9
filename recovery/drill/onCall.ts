/** Who is on call during a drill, and does what the runbooks say when a recovery stops by itself or dies with its machine. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { gather } from "../plan/gather";
import { planRecovery } from "../plan/plan";
import type { RecoveryPlan, Wave } from "../plan/types";
import type { Outcome, RecoveryJob } from "../run/job";
import { readJournal } from "../run/journal";
import { recoverUp, RefusedError } from "../run/up";
import { type DrillWorld, projectRoot } from "./world";

const hour = 3600;

/** Brings a recovery as far as it can be brought: what failed is tried once more an hour later, what lost its region is planned anew. */
export async function recover(world: DrillWorld, job: RecoveryJob, plan: RecoveryPlan | undefined): Promise<Outcome> {
    const first = await recoverUp({ ...job, ...(plan && { plan }) });
    switch (first.stopped?.why) {
        case "failed":
            await world.pass(hour);
            return recoverUp(job);
        case "targetLost":
            return (await anew(job)) ?? first;
        default:
            return first;
    }
}

/** Undefined where no other region can take the site. */
async function anew(job: RecoveryJob): Promise<Outcome | undefined> {
    try {
        return await recoverUp({ ...job, plan: planRecovery(await gather(job, {})) });
    } catch (error) {
        if (error instanceof RefusedError) return undefined;
        throw error;
    }
}

/** Milliseconds between two looks at how far the recovery is. */
const lookEvery = 20;

/**
 * Has another process recover, and kills it and all that it started in the middle of a wave: SIGKILL, nothing is tidied up.
 *
 * @throws where it ended before
 */
export async function killedIn(world: DrillWorld, cell: string, wave: Wave): Promise<void> {
    await world.without(async () => {
        const words = ["recover", "up", "--cell", cell, "--root", world.root, "--sandbox", world.directory];
        const child = spawn(
            process.execPath,
            [join(projectRoot, "cli/oxygis.mjs"), ...words, "--engine", "embedded", "--json"],
            { stdio: ["ignore", "ignore", "pipe"], detached: true },
        );
        let said = "";
        child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
        const ended = once(child, "close");
        while (!isInTheMiddle(world, cell, wave)) {
            if (child.exitCode !== null) throw new Error(`The recovery ended before it could be killed.\n${said}`);
            await setTimeout(lookEvery);
        }
        process.kill(-child.pid!, "SIGKILL");
        await ended;
    });
}

/** The site is half there, or the first customer of the wave has just been found right. */
function isInTheMiddle(world: DrillWorld, cell: string, wave: Wave): boolean {
    const events = readJournal(world.directory, cell);
    const begun = events.findIndex((event) => event.event === "waveBegun" && event.wave === wave);
    if (begun < 0) return false;
    if (wave !== "platform") return events.slice(begun).some(({ event }) => event === "verified");
    const plan = events.find((event) => event.event === "planned");
    const prefix = `urn:pulumi:${plan?.event === "planned" ? plan.plan.stack : ""}::`;
    return world.view().operations.filter(({ urn }) => urn.startsWith(prefix)).length > 40;
}
