/** How the page says times, sizes and what became of a customer. */
import type { DrilledCustomer, DrillResult } from "../drill/result";

/** Keeps a number and its unit on one line. */
const fixed = "\u00a0";

/** `14 min`, `13.24 h`; with a minus before the loss. */
export function hours(value: number | undefined): string {
    if (value === undefined) return "–";
    const size = Math.abs(value);
    if (size > 0 && size < 0.5 / 60) return `<${fixed}1${fixed}min`;
    const text = size < 1 ? `${Math.round(size * 60)}${fixed}min` : `${size.toFixed(2)}${fixed}h`;
    return value < 0 ? `−${text}` : text;
}

/** Hours as they are promised: `24 h`. */
export const promisedHours = (value: number) => `${value}${fixed}h`;

/** `2026-01-27 03:12 UTC`, so many hours after the loss. */
export function clock({ lostAt }: Pick<DrillResult, "lostAt">, afterHours = 0): string {
    const time = new Date(Date.parse(lostAt) + Math.round(afterHours * 3600) * 1000).toISOString();
    return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

export const many = (count: number, one: string, several = `${one}s`) =>
    `${grouped(count)} ${count === 1 ? one : several}`;
export const grouped = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
export const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
export const listed = (words: readonly string[]) =>
    words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** What became of a customer, worst first. */
export const states = {
    waiting: { label: "not back", mark: "×" },
    wrong: { label: "wrong content", mark: "≠" },
    late: { label: "back too late", mark: "!" },
    old: { label: "backup too old", mark: "!" },
    kept: { label: "as promised", mark: "✓" },
} as const;
export type State = keyof typeof states;

export function stateOf(customer: DrilledCustomer, { classes }: Pick<DrillResult, "classes">): State {
    const promised = classes.find(({ planClass }) => planClass === customer.planClass);
    const over = (value: number | undefined, limit: number | undefined) => (value ?? 0) > (limit ?? Infinity);
    if (customer.outcome === "waiting") return "waiting";
    if (customer.content === "different" || customer.home?.equal === false || (customer.home?.rowsLost ?? 0) > 0)
        return "wrong";
    if (over(customer.rtoHours, promised?.promisedRtoHours)) return "late";
    return [customer.rpoHours, customer.documentsRpoHours].some((age) => over(age, promised?.promisedRpoHours))
        ? "old"
        : "kept";
}

export const classNames = { paid: "paid", other: "other plans" } as const;
export const backupNames = { geo: "geo-replicated", weekly: "weekly", native: "of the database" } as const;

const alertNames: Readonly<Record<string, string>> = {
    none: "no backup at all",
    watch: "the watch itself is silent",
    longTerm: "long-term backup",
    azureCopy: "copy on Azure",
    replicated: "geo-replicated backup",
};
export const alertName = (kind: string) => alertNames[kind] ?? `${kind} backup`;

/** Broken ones first: they are few, and the reader came for them. */
export const brokenFirst = ({ verdicts }: DrillResult) => [
    ...verdicts.filter(({ verdict }) => verdict === "broken"),
    ...verdicts.filter(({ verdict }) => verdict === "kept"),
];

function stillServing({ zone }: DrillResult): string {
    const gone = zone?.services.filter(({ total, serving }) => serving < total) ?? [];
    return gone.length === 0
        ? "everything went on serving"
        : `not all serving: ${listed(gone.map(({ what }) => what))}`;
}

/** What became of promises and properties. */
export function outcome({ ok, verdicts, properties }: DrillResult): string {
    const broken = verdicts.filter(({ verdict }) => verdict === "broken").map(({ id }) => id);
    const missing = properties.filter(({ holds }) => !holds).length;
    if (broken.length > 0) return `broken: ${listed(broken)}`;
    if (missing > 0)
        return `all promises kept, but ${missing} of ${properties.length} properties ${missing === 1 ? "does" : "do"} not hold`;
    return ok ? "all promises kept" : "all promises kept, yet the drill failed";
}

/** The whole result in one sentence, the same in every report. */
export const headline = (result: DrillResult) => `${whatCameBack(result)}; ${outcome(result)}`;

function whatCameBack(result: DrillResult): string {
    const { lose, zone, lostRegion, targetRegion, reached, customers } = result;
    if (lose === "zone") return `Zone ${zone?.zone ?? ""} of ${lostRegion} lost, ${stillServing(result)}`;
    if (targetRegion === undefined || reached === "plan") return "Nothing was rebuilt";
    const back = customers.filter((customer) => customer.outcome === "back").length;
    const served = customers.flatMap(({ switchedHours }) => switchedHours ?? []);
    const last = served.length > 0 ? `, the last after ${hours(Math.max(...served))}` : "";
    return `${grouped(back)} of ${many(customers.length, "customer")} back in ${targetRegion}${last}`;
}
