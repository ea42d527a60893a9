import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { OxygisPolicy } from "./policy";

/** One finding that may stand for a while. */
interface Exemption {
    readonly policy: string;
    /** Exact: it holds for one resource of one stack. */
    readonly urn: string;
    readonly reason: string;
    /** Who takes the risk. */
    readonly approver: string;
    /** ISO date of the approval. */
    readonly granted: string;
    /** ISO date of the last day. */
    readonly expires: string;
}

const fields = ["policy", "urn", "reason", "approver", "granted", "expires"] as const;
const longestDays = 90;
const millisecondsPerDay = 86_400_000;

/** Day to compare with, in UTC, and where it was taken from. */
export interface Today {
    readonly date: string;
    readonly source: "the clock" | "OXYGIS_TODAY";
}

/**
 * The one place where the pack looks at the clock. `OXYGIS_TODAY` (an ISO date) sets it for tests and for runs that must come out
 * the same again; whatever an exemption then lets pass says so.
 */
export function today(environment: NodeJS.ProcessEnv = process.env): Today {
    const set = environment["OXYGIS_TODAY"];
    return set === undefined
        ? { date: new Date().toISOString().slice(0, 10), source: "the clock" }
        : { date: set, source: "OXYGIS_TODAY" };
}

/** What `exemptions.json` holds; text that is no JSON comes back as it is, and is refused as no list. */
export function committedExemptions(file = join(__dirname, "..", "exemptions.json")): unknown {
    const text = readFileSync(file, "utf8");
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}

/**
 * The exemptions of a pack. Neither tags nor names exempt anything: whoever writes a program could set those.
 * An entry that is not in order exempts nothing and is a finding itself.
 */
export class Exemptions {
    private readonly live = new Map<string, Exemption>();
    private readonly used = new Set<Exemption>();
    private readonly problems: string[] = [];

    /** @param raw the parsed file */
    constructor(
        raw: unknown,
        private readonly rules: readonly OxygisPolicy[],
        private readonly day: Today = today(),
    ) {
        if (!isDate(day.date)) {
            this.problems.push("OXYGIS_TODAY is no ISO date such as 2027-01-31.");
        } else if (!Array.isArray(raw)) {
            this.problems.push("exemptions.json must be a list in JSON.");
        } else {
            raw.forEach((entry: unknown, position) => this.add(entry, `Entry ${position + 1}`));
        }
    }

    /** What to say of a finding instead of refusing it; undefined when nothing exempts it. */
    use(policy: string, urn: string): string | undefined {
        const entry = this.live.get(key(policy, urn));
        if (!entry) {
            return undefined;
        }
        this.used.add(entry);
        const { date, source } = this.day;
        const asOf = source === "OXYGIS_TODAY" ? ` Today is ${date} by OXYGIS_TODAY.` : "";
        return `Exempt until ${entry.expires} because ${entry.reason} (approved by ${entry.approver}).${asOf}`;
    }

    /** Entries that are not in order, and those for this stack that no finding needed. Ask when all rules have run. */
    problemsOf(urns: readonly string[]): string[] {
        const stacks = new Set(urns.map(stackOf));
        const unused = [...this.live.values()].filter(
            (entry) => !this.used.has(entry) && stacks.has(stackOf(entry.urn)),
        );
        return [
            ...this.problems,
            ...unused.map(({ policy, urn }) => `${policy} finds nothing at ${urn} any more: remove the entry.`),
        ];
    }

    /** Forgets what was used: the next preview or update must need it again. */
    startAgain(): void {
        this.used.clear();
    }

    private add(entry: unknown, where: string): void {
        const mistakes = mistakesOf(entry, this.rules, this.day.date);
        if (mistakes.length > 0) {
            this.problems.push(...mistakes.map((mistake) => `${where}: ${mistake}`));
            return;
        }
        const exemption = entry as Exemption;
        const its = key(exemption.policy, exemption.urn);
        if (this.live.has(its)) {
            this.problems.push(`${where}: the same policy and URN stand in an entry before.`);
        } else {
            this.live.set(its, exemption);
        }
    }
}

/** What is wrong with an entry. Its texts are not repeated: they may be anything. */
function mistakesOf(entry: unknown, rules: readonly OxygisPolicy[], now: string): string[] {
    if (typeof entry !== "object" || entry === null || Object.keys(entry).sort().join() !== [...fields].sort().join()) {
        return [`it must have exactly the fields ${fields.join(", ")}.`];
    }
    const exemption = entry as Exemption;
    const empty = fields.filter((field) => typeof exemption[field] !== "string" || exemption[field].trim() === "");
    if (empty.length > 0) {
        return [`${empty.join(", ")} must be text.`];
    }
    const rule = rules.find(({ name }) => name === exemption.policy);
    const mistakes = [
        rule ? "" : "no policy of the pack has this name.",
        rule?.neverExempt ? `${rule.name} can never be exempted.` : "",
        exactUrn.test(exemption.urn) ? "" : "urn must be one exact URN, without wildcards.",
    ];
    const { granted, expires } = exemption;
    if (!isDate(granted) || !isDate(expires)) {
        mistakes.push("granted and expires must be ISO dates such as 2027-01-31.");
    } else {
        const days = (Date.parse(expires) - Date.parse(granted)) / millisecondsPerDay;
        mistakes.push(
            granted > now ? `granted lies in the future: today is ${now}.` : "",
            days < 0 || days > longestDays ? `expires must be 0 to ${longestDays} days after granted.` : "",
            expires < now ? `it expired on ${expires}.` : "",
        );
    }
    return mistakes.filter((mistake) => mistake !== "");
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>`, as the engine makes them. */
const exactUrn = /^urn:pulumi:[\w.-]+::[\w.-]+::[\w:/$.-]+::[^\s*?]+$/;

const key = (policy: string, urn: string) => `${policy}\n${urn}`;
const stackOf = (urn: string) => urn.split("::", 2).join("::");

function isDate(text: string): boolean {
    return (
        /^\d{4}-\d\d-\d\d$/.test(text) &&
        !Number.isNaN(Date.parse(text)) &&
        new Date(text).toISOString().startsWith(text)
    );
}
