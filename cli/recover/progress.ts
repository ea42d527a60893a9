import type { RecoveryJob } from "../../recovery/run/job";
import type { Recorded } from "../../recovery/run/journal";
import { hoursBetween } from "../../recovery/time";
import { createProgress } from "../progress";

/** The same job, which says on standard error how far it is, in real and in the cloud's time. */
export function followed(job: RecoveryJob): RecoveryJob {
    const progress = createProgress();
    let under = false;
    let resources = 0;
    let verified = 0;
    let lostAt: string | undefined;
    let last = "";
    const detail = () => `${resources} resources, ${verified} customers verified${last}`;
    const end = () => {
        if (under) progress.done(detail());
        under = false;
    };
    return {
        ...job,
        onRun: (title) => {
            end();
            resources = verified = 0;
            under = true;
            progress.phase(title);
        },
        onStep: (event) => {
            if (event.kind !== "step" || event.phase !== "finished") return;
            resources++;
            progress.update(detail());
        },
        onEvent: (event: Recorded) => {
            if (event.event === "planned") lostAt = event.plan.lostAt;
            if (event.event === "verified" || event.event === "homeVerified") verified++;
            if (lostAt !== undefined) last = `, ${hoursBetween(lostAt, event.at).toFixed(1)} h after the loss`;
            if (["waveEnded", "finished", "cancelled", "homeEnded", "repatriated"].includes(event.event)) end();
            else if (under) progress.update(detail());
            job.onEvent?.(event);
        },
    };
}
