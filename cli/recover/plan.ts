import { gather } from "../../recovery/plan/gather";
import { planRecovery } from "../../recovery/plan/plan";
import type { Source } from "../../recovery/plan/types";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { printJson } from "../output";
import { createProgress } from "../progress";
import { answering, commonHelp, readRecover, withRecovery } from "./context";
import { printPlan } from "./show";

/** Options that decide what a plan says. */
export const planOptions = {
    to: { type: "string" },
    force: { type: "boolean", default: false },
    "lost-at": { type: "string" },
    "use-backup": { type: "string", multiple: true },
} as const;

export const planHelp = `  --to REGION         rebuild there; without it the paired region is taken, else the first allowed one that can take the site
  --lost-at TIME      when the region was lost (ISO 8601, or -3h); the sandbox knows, elsewhere it is now unless you say
  --use-backup S=KIND restore customer S from its newest geo or weekly backup instead of the newest of both
  --force             although the lost site still serves customers: what they write from now on is left behind`;

interface PlanValues {
    to?: string | undefined;
    force: boolean;
    "lost-at"?: string | undefined;
    "use-backup"?: string[] | undefined;
}

/** What a command line wishes of a plan. */
export const wishesOf = (values: PlanValues) => ({
    to: values.to,
    force: values.force,
    lostAt: timeOf(values["lost-at"]),
    use: chosenBackups(values["use-backup"]),
});

export function chosenBackups(words: readonly string[] = []): Record<string, Source["from"]> {
    return Object.fromEntries(
        words.map((word) => {
            const [, slug, from] = /^([a-z0-9-]+)=(geo|weekly)$/.exec(word) ?? [];
            if (!slug) throw new UsageError(`--use-backup is "${word}". Write SLUG=geo or SLUG=weekly.`);
            return [slug, from as Source["from"]];
        }),
    );
}

function timeOf(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const [, amount, unit] = /^-(\d+)(h|d)$/.exec(text) ?? [];
    const time = amount ? Date.now() - Number(amount) * (unit === "d" ? 86_400_000 : 3_600_000) : Date.parse(text);
    if (Number.isNaN(time)) throw new UsageError(`--lost-at is "${text}". Write 2026-01-19T03:10:00Z, -3h or -2d.`);
    return new Date(time).toISOString();
}

export const recoverPlan = {
    help: `Usage: oxygis recover plan --cell C [--to REGION]

Which customers, from which backup and how old, in which order and lane, when each is expected back, whether the target can take the site,
and a verdict per promise. Nothing is changed. A refusal, or a promise that would be broken, is exit code 1.
${planHelp}
${commonHelp}`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, values, place } = readRecover(argv, planOptions);
        const wishes = wishesOf(values);
        return answering(options, () =>
            withRecovery(options, place, async (job) => {
                const progress = createProgress();
                progress.phase(`${place.cell}: asking the cloud`);
                const plan = planRecovery(await gather(job, wishes));
                progress.done(`${plan.customers.length} customers can be restored`);
                const ok = plan.refusals.length === 0 && plan.verdicts.every(({ verdict }) => verdict === "kept");
                if (options.json) printJson({ ok, ...plan });
                else printPlan(plan);
                return ok ? exitCode.good : exitCode.failed;
            }),
        );
    },
};
