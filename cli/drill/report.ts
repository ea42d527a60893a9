/** A drill for people at a terminal, in the words of the page: the verdict first, then what went wrong, then the figures. */
import { promises } from "../../infra/model/promises";
import { rtoHours } from "../../infra/model/recovery";
import { type DrilledCustomer, type DrillResult, propertyTitles, type Spread } from "../../recovery/drill/result";
import * as words from "../../recovery/report/words";
import { events } from "../../recovery/report/wrong";
import { styled, table } from "../output";

const { alertName, backupNames, brokenFirst, classNames, clock, many, outcome, sentence } = words;

/** Columns are aligned, and texts searched for, by plain spaces; those of the page keep number and unit on one line. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const hours = (value: number | undefined) => plain(words.hours(value));
const promisedHours = (value: number) => plain(words.promisedHours(value));
const headline = (result: DrillResult) => plain(words.headline(result));

const spread = (values: Spread | undefined) =>
    values === undefined ? ["-", "-", "-"] : [values.p50, values.p95, values.max].map(hours);
const mark = (good: boolean) => (good ? styled("green", "yes") : styled("red", "NO"));
const percent = (part: number) => `${(part * 100).toFixed(1)} %`;

/** How many lines a list has; everybody is in the JSON and on the page. */
const mostShown = 10;

/** Readable at any number of customers. */
export function describeDrill(result: DrillResult): string {
    const region = result.lose === "region";
    const sections = [
        `${coloured(result, headline(result))}\n${lost(result)}`,
        verdicts(result),
        wrong(result),
        fault(result),
        ...(region ? [classes(result), pools(result), waves(result), path(result), last(result)] : [zone(result)]),
        properties(result),
        closing(result),
    ];
    return sections.filter((section) => section !== "").join("\n\n");
}

const coloured = ({ ok }: DrillResult, text: string) => styled(ok ? "green" : "red", text);

const lost = (result: DrillResult) =>
    result.lose === "zone"
        ? `It was lost at ${clock(result)}; cell ${result.cell} with ${many(result.customers.length, "customer")} was left alone.`
        : `${result.lostRegion} with cell ${result.cell} was lost at ${clock(result)}. Hours count from there, by the virtual clock.`;

const verdicts = (result: DrillResult) =>
    table(
        ["promise", "kept", "because"],
        brokenFirst(result).map(({ id, verdict, because }) => [id, mark(verdict === "kept"), because]),
    );

function wrong(result: DrillResult): string {
    const lines = [
        ...events(result).map(
            ({ when, what, remedy, customers }) =>
                `${plain(when).padEnd(12)} ${customers.length > 0 ? `${names(customers)}: ` : ""}${sentence(what)}` +
                (remedy === undefined ? "" : ` Instead: ${sentence(remedy)}`),
        ),
        ...result.alerts.map(
            ({ kind, customers, raisedHours, hoursAhead }) =>
                `${"watch".padEnd(12)} ${alertName(kind)} of ${names(customers)}, raised ${hours(Math.abs(raisedHours))} ${raisedHours < 0 ? "before" : "after"} the loss` +
                (hoursAhead === undefined ? "." : `, ${hours(hoursAhead)} before the first promise was broken.`),
        ),
    ];
    if (lines.length === 0) return "";
    const more = lines.length > mostShown ? [`... and ${lines.length - mostShown} more (--json has all)`] : [];
    return ["What went wrong:", ...[...lines.slice(0, mostShown), ...more].map((line) => `  ${line}`)].join("\n");
}

const names = (slugs: readonly string[]) =>
    slugs.slice(0, 3).join(", ") + (slugs.length > 3 ? ` and ${slugs.length - 3} more` : "");

function fault({ fault: injected }: DrillResult): string {
    if (injected === undefined) return "";
    const expected =
        injected.expect === "broken" ? `breaks ${injected.breaks.join(", ")}` : "is survived, every promise kept";
    return [
        `Injected fault ${injected.name}: ${sentence(injected.what)} Expected: it ${expected}. ${injected.met ? "It was so." : styled("red", "It was not so.")}`,
        ...injected.seen.map((line) => `  seen: ${line}`),
    ].join("\n");
}

function classes({ classes: figures, documents }: DrillResult): string {
    const rows = figures.flatMap(
        ({ planClass, customers, back, rpoHours, rtoHours, promisedRpoHours, promisedRtoHours }) => [
            [
                classNames[planClass],
                `${back} of ${customers}`,
                "work lost",
                ...spread(rpoHours),
                promisedHours(promisedRpoHours),
            ],
            ["", "", "without service", ...spread(rtoHours), promisedHours(promisedRtoHours)],
        ],
    );
    const promised = Math.min(...figures.map(({ promisedRpoHours }) => promisedRpoHours));
    const copies = documents
        ? [["documents", documents.customers, "work lost", ...spread(documents.rpoHours), promisedHours(promised)]]
        : [];
    return table(["class", "back", "", "p50", "p95", "max", "promised"], [...rows, ...copies]);
}

function pools({ pools: figures, bound, measured }: DrillResult): string {
    if (figures.length === 0) return "Nothing was restored.";
    const rows = figures.map((pool) => [
        pool.pool,
        pool.restores,
        pool.mostParallel,
        hours(pool.beginHours),
        hours(pool.endHours),
        hours(pool.endHours - pool.beginHours),
        hours(pool.boundHours),
        percent(pool.ratio - 1),
    ]);
    const times = measured
        ? ` A restore took ${measured.baseMinutes.toFixed(1)} min and ${measured.minutesPerGiB.toFixed(2)} min per GiB (${many(measured.restores, "restore")}, at most ${percent(measured.worstDeviation)} off).`
        : "";
    return [
        table(["pool", "restores", "at once", "from", "to", "took", "at best", "above"], rows),
        `All waves: ${hours(bound.tookHours)} of restores, at best ${hours(bound.boundHours)} (${percent(bound.ratio - 1)} above).${times}`,
    ].join("\n");
}

const waves = ({ waves: figures, homeWaves }: DrillResult) =>
    table(
        ["wave", "customers", "from", "to"],
        [
            ...figures.map(({ wave, customers, beginHours, endHours }) => [
                wave,
                customers,
                hours(beginHours),
                hours(endHours),
            ]),
            ...homeWaves.map(({ wave, beginHours, endHours }) => [
                `home: ${wave}`,
                "",
                hours(beginHours),
                hours(endHours),
            ]),
        ],
    );

function path({ criticalPath }: DrillResult): string {
    if (criticalPath.length === 0) return "";
    const steps = criticalPath.map(({ what, customer, pool, lane, beginHours, endHours }) => {
        const place = [...(pool === undefined ? [] : [pool]), ...(lane === undefined ? [] : [`lane ${lane + 1}`])];
        return [
            hours(beginHours),
            hours(endHours),
            `${what}${customer === undefined ? "" : ` of ${customer}`}${place.length > 0 ? ` (${place.join(", ")})` : ""}`,
        ];
    });
    return table(["from", "to", "what the last customer waited for"], steps);
}

/** Not back at all first, then by the time at which they were back. */
function last({ customers }: DrillResult): string {
    const time = ({ rtoHours = Number.MAX_VALUE }: DrilledCustomer) => rtoHours;
    const shown = [...customers].sort((a, b) => time(b) - time(a) || (a.slug < b.slug ? -1 : 1)).slice(0, mostShown);
    return table(
        ["last ones back", "after", "promised", "plan", "pool", "GiB", "backup", "work lost", "restored", ""],
        shown.map((customer) => [
            customer.slug,
            customer.rtoHours === undefined ? "never" : hours(customer.rtoHours),
            promisedHours(rtoHours[customer.planClass]),
            customer.plan,
            customer.pool,
            customer.usedGiB.toFixed(1),
            customer.source === undefined ? "-" : backupNames[customer.source.from],
            hours(customer.rpoHours),
            hours(customer.restoreEndHours),
            customer.trouble ?? "",
        ]),
    );
}

function zone({ zone: figures }: DrillResult): string {
    if (figures === undefined) return "";
    return [
        table(
            ["what", "serving", "of"],
            figures.services.map(({ what, serving, total }) => [what, serving, total]),
        ),
        `${many(figures.operations, "operation")} ${figures.operations === 1 ? "was" : "were"} run.`,
    ].join("\n");
}

const properties = ({ properties: all }: DrillResult) =>
    [...all.filter(({ holds }) => !holds), ...all.filter(({ holds }) => holds)]
        .map(({ name, holds, evidence }) => `${mark(holds)}  ${propertyTitles[name]}\n     ${evidence}`)
        .join("\n");

/** The end of a long report is what a terminal shows: the verdict once more, with what was promised where it is broken. */
function closing(result: DrillResult): string {
    const text = outcome(result);
    return [
        coloured(result, `${text.charAt(0).toUpperCase()}${text.slice(1)}.`),
        ...brokenFirst(result)
            .filter(({ verdict }) => verdict === "broken")
            .map(({ id, because }) => `  ${id}: ${sentence(because)} Promised: ${promises[id].meaning}`),
        `Seed ${result.seed}, ${result.realSeconds.toFixed(1)} s of real time.`,
    ].join("\n");
}
