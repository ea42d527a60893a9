import { promises } from "../../infra/model/promises";
import { type DrilledCustomer, type DrillResult, propertyTitles, type Spread } from "../../recovery/drill/result";
import { print, styled, table } from "../output";

const hours = (value: number | undefined) => (value === undefined ? "never" : value.toFixed(1));
const spread = (values: Spread | undefined) =>
    values === undefined ? ["-", "-", "-"] : [hours(values.p50), hours(values.p95), hours(values.max)];
const mark = (good: boolean) => (good ? styled("green", "yes") : styled("red", "NO"));
const percent = (part: number) => `${Math.round(part * 1000) / 10} %`;

/** How many customers a report names; everybody is in the JSON and on the page. */
const worstShown = 10;

/** A drill for people, readable at any number of customers: what went wrong first, figures by class and pool, the worst ten. */
export function printDrill(result: DrillResult): void {
    const sections = [
        headline(result),
        wrong(result),
        ...(result.lose === "zone" ? [zone(result)] : [classes(result), pools(result), waves(result), worst(result)]),
        verdicts(result),
        ...(result.lose === "zone" ? [] : [properties(result)]),
        fault(result),
        closing(result),
    ];
    print(sections.filter((section) => section !== "").join("\n\n"));
}

function headline({
    lose,
    cell,
    lostRegion,
    targetRegion,
    lostAt,
    customers,
    lostCustomers,
    zone: lostZone,
}: DrillResult) {
    const at = lostAt.slice(0, 16).replace("T", " ");
    if (lose === "zone") {
        return `Zone ${lostZone?.zone ?? ""} of ${lostRegion} was lost at ${at}; ${cell} with ${customers.length} customers was left alone.`;
    }
    const back = customers.length - lostCustomers.length;
    return [
        `${lostRegion} was lost at ${at}; ${cell} was rebuilt in ${targetRegion ?? "no other region"}.`,
        `${back} of ${customers.length} customers are back. Hours count from the loss, by the virtual clock.`,
    ].join("\n");
}

/** Troubles one line each; a long list is cut, the JSON has all. */
function wrong({ troubles, refusals, alerts }: DrillResult): string {
    const lines = [
        ...refusals.map(({ customer, what, remedy }) => `${named(customer)}${what} (${remedy})`),
        ...alerts.map(
            ({ kind, customers, raisedHours, hoursAhead }) =>
                `the watch raised "${kind}" for ${customers.length === 1 ? customers[0]! : `${customers.length} customers`} ${hours(-raisedHours)} h before the loss` +
                (hoursAhead === undefined ? "" : `, ${hours(hoursAhead)} h before a promise broke`),
        ),
        ...troubles.map(
            ({ atHours, customer, what }) =>
                `${atHours === undefined ? "" : `${hours(atHours)} h: `}${named(customer)}${what}`,
        ),
    ];
    if (lines.length === 0) return "";
    const more = lines.length > worstShown ? [`... and ${lines.length - worstShown} more (--json has all)`] : [];
    return ["What went wrong:", ...[...lines.slice(0, worstShown), ...more].map((line) => `  ${line}`)].join("\n");
}

const named = (customer: string | undefined) => (customer === undefined ? "" : `${customer}: `);

function classes({ classes: figures, documents }: DrillResult): string {
    const rows = figures.flatMap(
        ({ planClass, customers, back, rpoHours, rtoHours, promisedRpoHours, promisedRtoHours }) => [
            [planClass, `${back} of ${customers}`, "work lost, h", ...spread(rpoHours), promisedRpoHours],
            ["", "", "without service, h", ...spread(rtoHours), promisedRtoHours],
        ],
    );
    const copies = documents
        ? [["documents", String(documents.customers), "work lost, h", ...spread(documents.rpoHours), 24]]
        : [];
    return table(["class", "back", "", "p50", "p95", "max", "promised"], [...rows, ...copies]);
}

function pools({ pools: figures, bound, measured }: DrillResult): string {
    const rows = figures.map((pool) => [
        pool.pool,
        pool.restores,
        pool.mostParallel,
        hours(pool.beginHours),
        hours(pool.endHours),
        (pool.endHours - pool.beginHours).toFixed(2),
        pool.boundHours.toFixed(2),
        percent(pool.ratio - 1),
    ]);
    const times = measured
        ? `A restore took ${measured.baseMinutes.toFixed(1)} min and ${measured.minutesPerGiB.toFixed(2)} min per GiB (${measured.restores} restores, at most ${percent(measured.worstDeviation)} off).`
        : "";
    return [
        table(["pool", "restores", "at once", "from h", "to h", "took h", "at best h", "above"], rows),
        `All waves: ${bound.tookHours.toFixed(2)} h of restores, at best ${bound.boundHours.toFixed(2)} h (${percent(bound.ratio - 1)} above). ${times}`,
    ].join("\n");
}

function waves({ waves: figures, homeWaves, criticalPath }: DrillResult): string {
    const rows = [
        ...figures.map(({ wave, customers, beginHours, endHours }) => [
            wave,
            customers,
            hours(beginHours),
            hours(endHours),
        ]),
        ...homeWaves.map(({ wave, beginHours, endHours }) => [`home: ${wave}`, "", hours(beginHours), hours(endHours)]),
    ];
    const path = criticalPath.map(
        ({ what, customer, pool, beginHours, endHours }) =>
            `  ${hours(beginHours)} to ${hours(endHours)} h  ${what}${customer === undefined ? "" : ` of ${customer}`}${pool === undefined ? "" : ` (${pool})`}`,
    );
    return [
        table(["wave", "customers", "from h", "to h"], rows),
        ...(path.length > 0 ? ["", "What the last customer waited for:", ...path] : []),
    ].join("\n");
}

/** Those who came back last or not at all, and those who lost most. */
function worst({ customers }: DrillResult): string {
    const urgency = ({ rtoHours = Infinity, planClass }: DrilledCustomer) =>
        rtoHours / (planClass === "paid" ? 24 : 48);
    const shown = [...customers]
        .sort((a, b) => compare(urgency(b), urgency(a)) || (a.slug < b.slug ? -1 : 1))
        .slice(0, worstShown);
    return table(
        ["last ones back", "plan", "pool", "GiB", "from", "lost h", "restored h", "back h", ""],
        shown.map((customer) => [
            customer.slug,
            customer.plan,
            customer.pool,
            customer.usedGiB.toFixed(1),
            customer.source?.from ?? "-",
            hours(customer.rpoHours),
            hours(customer.restoreEndHours),
            hours(customer.rtoHours),
            customer.trouble ?? "",
        ]),
    );
}

/** Infinity minus itself is no number. */
const compare = (a: number, b: number) => (a === b ? 0 : a - b);

function zone({ zone: figures }: DrillResult): string {
    if (figures === undefined) return "";
    return [
        table(
            ["what", "serving", "of"],
            figures.services.map(({ what, serving, total }) => [what, serving, total]),
        ),
        `${figures.operations} operations were run.`,
    ].join("\n");
}

const verdicts = ({ verdicts: all }: DrillResult) =>
    table(
        ["promise", "kept", "by"],
        all.map(({ id, verdict, because }) => [id, mark(verdict === "kept"), because]),
    );

const properties = ({ properties: all }: DrillResult) =>
    all.map(({ name, holds, evidence }) => `${mark(holds)}  ${propertyTitles[name]}\n     ${evidence}`).join("\n");

function fault({ fault: injected }: DrillResult): string {
    if (injected === undefined) return "";
    const expected =
        injected.expect === "broken" ? `breaks ${injected.breaks.join(", ")}` : "is survived, every promise kept";
    return [
        `Fault ${injected.name}: ${injected.what} Expected: it ${expected}. ${injected.met ? "It was so." : styled("red", "It was not so.")}`,
        ...injected.seen.map((line) => `  seen: ${line}`),
    ].join("\n");
}

function closing({ ok, verdicts: all, properties: eight, realSeconds, seed }: DrillResult): string {
    const broken = all.filter(({ verdict }) => verdict === "broken");
    const failed = eight.filter(({ holds }) => !holds);
    const said = ok
        ? styled("green", `All ${all.length} promises were kept.`)
        : styled(
              "red",
              `Broken: ${[...broken.map(({ id }) => `${id} (${promises[id].meaning})`), ...failed.map(({ name }) => propertyTitles[name])].join("; ")}`,
          );
    return `${said}\nSeed ${seed}, ${realSeconds.toFixed(1)} s of real time.`;
}
