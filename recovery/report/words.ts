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
export const backupNames = { geo: "geo-replicated", weekly: "weekly" } as const;

function stillServing({ zone }: DrillResult): string {
    const gone = zone?.services.filter(({ total, serving }) => serving < total) ?? [];
    return gone.length === 0
        ? "everything went on serving"
        : `not all serving: ${listed(gone.map(({ what }) => what))}`;
}

/** The whole result in one sentence. */
export function headline(result: DrillResult): string {
    const broken = result.verdicts.filter(({ verdict }) => verdict === "broken").map(({ id }) => id);
    const missing = result.properties.filter(({ holds }) => !holds).length;
    const back = result.customers.filter(({ outcome }) => outcome === "back").length;
    const served = result.customers.flatMap(({ switchedHours }) => switchedHours ?? []);
    const last = served.length > 0 ? `, the last after ${hours(Math.max(...served))}` : "";
    const outcome =
        result.lose === "zone"
            ? `zone ${result.zone?.zone ?? ""} of ${result.lostRegion} lost, ${stillServing(result)}`
            : result.targetRegion === undefined || result.reached === "plan"
              ? `nothing was rebuilt`
              : `${grouped(back)} of ${many(result.customers.length, "customer")} back in ${result.targetRegion}${last}`;
    if (broken.length > 0)
        return `${broken.length === 1 ? "A promise is" : `${broken.length} promises are`} broken (${listed(broken)}): ${outcome}`;
    if (missing > 0)
        return `Promises kept, but ${missing} of ${result.properties.length} properties ${missing === 1 ? "does" : "do"} not hold: ${outcome}`;
    return `${result.ok ? "All promises kept" : "Promises kept, yet the drill failed"}: ${outcome}`;
}
