import type { Source } from "../../recovery/plan/types";
import { UsageError } from "../errors";

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

function chosenBackups(words: readonly string[] = []): Record<string, Source["from"]> {
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
