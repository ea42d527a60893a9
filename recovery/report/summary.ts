/** The head of the page: the verdict, what was lost and came back, what went wrong, figures against promises. */
import { promises } from "../../infra/model/promises";
import { type ClassFigures, type DrillResult, propertyTitles, type Spread } from "../drill/result";
import { html, type Markup } from "./markup";
import {
    classNames,
    clock,
    headline,
    hours,
    listed,
    many,
    promisedHours,
    sentence,
    type State,
    stateOf,
    states,
} from "./words";

/** A word with a sign, so that it does not depend on its colour. */
export const badge = (good: boolean, word: string) =>
    html`<span class="badge ${good ? "good" : "bad"}"
        ><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d="${good ? "M1.5 6.5 4.5 9.5 10.5 2.5" : "M2 2 10 10M10 2 2 10"}" /></svg
        >${word}</span
    >`;

export function head(result: DrillResult): Markup {
    return html`<header class="head ${result.ok ? "good" : "bad"}">
        <p class="kicker">Recovery drill · cell ${result.cell} · seed ${result.seed}</p>
        <h1>${unbroken(headline(result))}</h1>
        ${facts(result)} ${verdicts(result)}
    </header>`;
}

/** A promise's name stays on one line. */
const unbroken = (sentence: string) =>
    sentence
        .split(/([A-Z]+-\d+)/)
        .map((part, index) => (index % 2 === 1 ? html`<span class="together">${part}</span>` : part));

interface Fact {
    term: string;
    text: string;
    more?: string;
    bad?: true;
}

function facts(result: DrillResult): Markup {
    const { lostRegion, targetRegion, reached, zone, lostCustomers, detectedHours, decidedHours, documents } = result;
    const served = result.customers.flatMap(({ switchedHours }) => switchedHours ?? []);
    const home = result.customers.flatMap((customer) => customer.home ?? []);
    const loss = result.customers.flatMap(({ rpoHours }) => rpoHours ?? []);
    const equal = home.filter((each) => each.equal).length;
    const last = Math.max(...served);
    const worstLoss = Math.max(...loss);
    const documentsLoss = documents?.rpoHours.max ?? 0;
    const region = result.lose === "region";
    const all: (Fact | false)[] = [
        { term: "Lost", text: region ? lostRegion : `zone ${zone?.zone ?? ""} of ${lostRegion}`, more: clock(result) },
        zone !== undefined && { term: "Operations run", text: String(zone.operations), more: "none is needed" },
        region && {
            term: "Decided to rebuild",
            text: `after ${hours(decidedHours)}`,
            more: `seen after ${hours(detectedHours)}`,
        },
        region && { term: "Recovered in", text: targetRegion ?? "no region" },
        served.length > 0 && { term: "Last customer served", text: `after ${hours(last)}`, more: clock(result, last) },
        loss.length > 0 && {
            term: "Work lost at most",
            text: hours(Math.max(worstLoss, documentsLoss)),
            more: `databases ${hours(worstLoss)}${documents === undefined ? "" : `, documents ${hours(documentsLoss)}`}`,
        },
        lostCustomers.length > 0 && { term: "Data not back", text: many(lostCustomers.length, "customer"), bad: true },
        home.length > 0 && {
            term: "Home again",
            text: many(home.length, "customer"),
            more: `${equal === home.length ? "all" : equal} equal to what was written`,
        },
        region &&
            reached !== "home" && {
                term: "Drill ended",
                text: `at ${reached}`,
                more: "before the way home",
                bad: true,
            },
    ];
    return html`<dl class="facts">
        ${all.map(
            (fact) =>
                fact !== false &&
                html`<div>
                    <dt>${fact.term}</dt>
                    <dd class="${fact.bad && "bad"}">${fact.text} <span class="more">${fact.more}</span></dd>
                </div>`,
        )}
    </dl>`;
}

/** Broken ones first; they are few, and the reader came for them. */
function verdicts(result: DrillResult): Markup {
    const broken = result.verdicts.filter(({ verdict }) => verdict === "broken");
    const kept = result.verdicts.filter(({ verdict }) => verdict === "kept");
    return html`<table class="verdicts">
        <caption>
            Verdicts
        </caption>
        <thead>
            <tr>
                <th scope="col">Promise</th>
                <th scope="col">Verdict</th>
                <th scope="col">Found</th>
                <th scope="col">What is promised</th>
            </tr>
        </thead>
        <tbody>
            ${[...broken, ...kept].map(
                ({ id, verdict, because }) =>
                    html`<tr class="${verdict}">
                        <th scope="row">${id}</th>
                        <td>${badge(verdict === "kept", verdict)}</td>
                        <td>${sentence(because)}</td>
                        <td class="meaning">${promises[id].meaning}</td>
                    </tr>`,
            )}
        </tbody>
    </table>`;
}

interface Event {
    when: string;
    what: string;
    remedy?: string;
    customers: string[];
}

/** So many are shown at once; more are behind a click. */
const shownEvents = 10;

/** First of all sections: what did not go as it should, the injected fault included. */
export function wrong(result: DrillResult): Markup {
    const events = sameTogether([
        ...notAsPromised(result),
        ...result.refusals.map(({ what, remedy, customer }) => ({
            when: "refused",
            what,
            remedy,
            customers: one(customer),
        })),
        ...result.troubles.map(({ atHours, what, customer }) => ({
            when: atHours === undefined ? "whole drill" : hours(atHours),
            what,
            customers: one(customer),
        })),
        ...result.properties
            .filter(({ holds }) => !holds)
            .map(({ name, evidence }) => ({
                when: "property",
                what: `${propertyTitles[name]}: not so. ${evidence}`,
                customers: [],
            })),
    ]);
    const list = (some: readonly Event[]) =>
        html`<ul class="events">
            ${some.map(event)}
        </ul>`;
    const more = events.slice(shownEvents);
    return html`<section aria-labelledby="wrong-title">
        <h2 id="wrong-title">What went wrong</h2>
        ${events.length > 0 ? list(events.slice(0, shownEvents)) : html`<p>Nothing: every customer is served as promised, nothing was refused, every property holds.</p>`}
        ${
            more.length > 0 &&
            html`<details>
                <summary>${more.length} more</summary>
                ${list(more)}
            </details>`
        }
        ${fault(result)} ${alerts(result)}
    </section>`;
}

const one = (customer: string | undefined) => (customer === undefined ? [] : [customer]);

/** How many customers fell short, and of what. */
function notAsPromised(result: DrillResult): Event[] {
    const found = result.customers.map((customer) => stateOf(customer, result)).filter((state) => state !== "kept");
    const kinds = (Object.keys(states) as State[]).flatMap((state) => {
        const count = found.filter((each) => each === state).length;
        return count === 0 ? [] : `${states[state].label} (${count})`;
    });
    const failed = result.customers.reduce((sum, { failedRestores }) => sum + failedRestores.length, 0);
    return [
        ...(kinds.length === 0
            ? []
            : [
                  {
                      when: "customers",
                      what: `${found.length} of ${result.customers.length} not as promised: ${listed(kinds)}`,
                      customers: [],
                  },
              ]),
        ...(failed === 0 ? [] : [{ when: "restores", what: `${many(failed, "restore")} failed`, customers: [] }]),
    ];
}

/** What happened to many customers is said once, where it happened first. */
function sameTogether(events: readonly Event[]): Event[] {
    const together = new Map<string, Event>();
    for (const each of events) {
        const key = JSON.stringify([each.what, each.remedy]);
        const known = together.get(key);
        if (known) known.customers.push(...each.customers);
        else together.set(key, { ...each, customers: [...each.customers] });
    }
    return [...together.values()];
}

const event = ({ when, what, remedy, customers }: Event) =>
    html`<li>
        <span class="when">${when}</span>
        <span
            >${customers.length > 0 && html`<b>${names(customers)}</b>: `}${sentence(what)}${remedy !== undefined && html` <span class="remedy">Instead: ${sentence(remedy)}</span>`}</span
        >
    </li>`;

/** The first three by name; all of them are in the table. */
const names = (customers: readonly string[]) =>
    html`${customers.slice(0, 3).map((name, index) => html`${index > 0 && ", "}<bdi>${name}</bdi>`)}${customers.length > 3 && ` and ${customers.length - 3} more`}`;

function fault({ fault: injected, verdicts: found }: DrillResult): Markup {
    if (injected === undefined) return html`<p class="quiet">No fault was injected.</p>`;
    const { name, what, expect, breaks, seen, met } = injected;
    const broken = found.filter(({ verdict }) => verdict === "broken").map(({ id }) => id);
    return html`<div class="fault">
        <h3>Injected fault: ${name} ${badge(met, met ? "seen as expected" : "not as expected")}</h3>
        <p>${what}</p>
        <p>
            Expected:
            ${expect === "broken" ? `breaks ${listed(breaks)}` : "survived, promises kept, named in this report"}.
            Found: ${broken.length > 0 ? `${listed(broken)} broken` : "no promise broken"}.
        </p>
        ${
            seen.length > 0
                ? html`<ul>
                      ${seen.map((each) => html`<li>${each}</li>`)}
                  </ul>`
                : html`<p>Nothing of it was seen.</p>`
        }
    </div>`;
}

const alertNames: Readonly<Record<string, string>> = {
    none: "no backup at all",
    watch: "the watch itself is silent",
    longTerm: "long-term backup",
    replicated: "geo-replicated backup",
};

function alerts({ alerts: raised }: DrillResult): Markup {
    if (raised.length === 0) return html`<p class="quiet">The backup watch had raised nothing before the loss.</p>`;
    return html`<h3>The backup watch had raised</h3>
        <ul class="events">
            ${raised.map(
                ({ kind, customers, raisedHours, hoursAhead }) =>
                    html`<li>
                        <span class="when"
                            >${hours(Math.abs(raisedHours))} ${raisedHours < 0 ? "before" : "after"}</span
                        >
                        <span
                            >${alertNames[kind] ?? `${kind} backup`} of ${many(customers.length, "customer")}
                            (${names(customers)})${hoursAhead !== undefined && `, ${hours(hoursAhead)} before the first promise was broken`}</span
                        >
                    </li>`,
            )}
        </ul>`;
}

export function figures({ classes, documents }: DrillResult): Markup {
    const used = classes.filter(({ customers }) => customers > 0);
    return html`<section aria-labelledby="figures-title">
        <h2 id="figures-title">Figures against the promises</h2>
        <div class="cards">
            ${used.map(rpoAndRto)}
            ${documents !== undefined && card("Age of document copies (RPO), all plans", { customers: documents.customers, back: documents.customers }, documents.rpoHours, Math.min(...classes.map(({ promisedRpoHours }) => promisedRpoHours)))}
        </div>
    </section>`;
}

const rpoAndRto = (of: ClassFigures) => [
    card(`Back in service (RTO), ${classNames[of.planClass]}`, of, of.rtoHours, of.promisedRtoHours),
    card(`Work lost (RPO), ${classNames[of.planClass]}`, of, of.rpoHours, of.promisedRpoHours),
];

function card(
    title: string,
    { customers, back }: Pick<ClassFigures, "customers" | "back">,
    spread: Spread | undefined,
    promised: number,
): Markup {
    if (spread === undefined)
        return html`<div class="card over">
            <h3>${title}</h3>
            <p class="worst">none back</p>
            <p class="of">0 of ${many(customers, "customer")}, ${promisedHours(promised)} promised</p>
        </div>`;
    const within = spread.max <= promised;
    return html`<div class="card ${!within && "over"}">
        <h3>${title}</h3>
        <p class="worst">${hours(spread.max)} ${badge(within, within ? "within" : "over")}</p>
        <p class="of">
            the worst of
            ${many(back, "customer")}${back < customers && html`, <b class="bad">${customers - back} not back</b>`};
            ${promisedHours(promised)} promised
        </p>
        ${bullet(spread, promised)}
        <dl class="spread">
            <div>
                <dt>p50</dt>
                <dd>${hours(spread.p50)}</dd>
            </div>
            <div>
                <dt>p95</dt>
                <dd>${hours(spread.p95)}</dd>
            </div>
            <div>
                <dt>max</dt>
                <dd>${hours(spread.max)}</dd>
            </div>
        </dl>
    </div>`;
}

function bullet({ p50, p95, max }: Spread, promised: number): Markup {
    const end = Math.max(promised, max) * 1.06;
    const at = (value: number) => `${((value / end) * 100).toFixed(3)}%`;
    return html`<svg class="bullet" height="30" aria-hidden="true">
        <rect class="track" y="8" width="100%" height="14" />
        <rect class="worst ${max > promised && "over"}" y="11" width="${at(max)}" height="8" />
        <line class="mark" x1="${at(p50)}" x2="${at(p50)}" y1="9" y2="21" />
        <line class="mark" x1="${at(p95)}" x2="${at(p95)}" y1="9" y2="21" />
        <line class="promise" x1="${at(promised)}" x2="${at(promised)}" y1="2" y2="28" />
    </svg>`;
}
