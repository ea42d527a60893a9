/** The head of the page: the verdict, what was lost and came back, what went wrong, figures against promises. */
import { promises } from "../../infra/model/promises";
import type { ClassFigures, DrillResult, Spread } from "../drill/result";
import { html, type Markup } from "./markup";
import { classNames, clock, headline, hours, listed, many, promisedHours } from "./words";

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
        <h1>${headline(result)}</h1>
        ${facts(result)} ${verdicts(result)}
    </header>`;
}

function facts(result: DrillResult): Markup {
    const served = result.customers.flatMap(({ switchedHours }) => switchedHours ?? []);
    const home = result.customers.flatMap((customer) => customer.home ?? []);
    const loss = result.customers.flatMap(({ rpoHours }) => rpoHours ?? []);
    const equal = home.filter((each) => each.equal).length;
    const rows: [string, Markup | string | false][] = [
        [
            "Lost",
            html`${result.lose === "zone" && `zone ${result.zone?.zone ?? ""} of `}${result.lostRegion},
            ${clock(result)}`,
        ],
        [
            "Seen, decided",
            result.lose === "region" && `after ${hours(result.detectedHours)}, after ${hours(result.decidedHours)}`,
        ],
        ["Recovered in", result.lose === "region" && (result.targetRegion ?? "nowhere")],
        [
            "Last customer served",
            served.length > 0 && `after ${hours(Math.max(...served))}, ${clock(result, Math.max(...served))}`,
        ],
        ["Work lost at most", loss.length > 0 && hours(Math.max(...loss))],
        [
            "Data not back",
            result.lostCustomers.length > 0 &&
                html`<b class="bad">${many(result.lostCustomers.length, "customer")}</b>`,
        ],
        [
            "Home again",
            home.length > 0 &&
                `${many(home.length, "customer")}, ${equal === home.length ? "all" : equal} equal to what was written`,
        ],
        [
            "Drill reached",
            result.reached !== "home" && result.lose === "region" && `the ${result.reached}, not the way home`,
        ],
    ];
    return html`<dl class="facts">
        ${rows.map(
            ([term, text]) =>
                text !== false &&
                html`<div>
                    <dt>${term}</dt>
                    <dd>${text}</dd>
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
                <th scope="col">Because</th>
            </tr>
        </thead>
        <tbody>
            ${[...broken, ...kept].map(
                ({ id, verdict, because }) =>
                    html`<tr class="${verdict}">
                        <th scope="row">${id}</th>
                        <td>${badge(verdict === "kept", verdict)}</td>
                        <td><span class="meaning">${promises[id].meaning}</span> ${because}</td>
                    </tr>`,
            )}
        </tbody>
    </table>`;
}

/** First of all sections: what did not go as it should, the injected fault included. */
export function wrong(result: DrillResult): Markup {
    const items = [
        ...result.refusals.map(
            ({ what, remedy, customer }) =>
                html`<li>
                    <span class="when">refused</span>
                    <span>${about(customer)}${what}. <span class="remedy">Instead: ${remedy}.</span></span>
                </li>`,
        ),
        ...result.troubles.map(
            ({ atHours, customer, what }) =>
                html`<li>
                    <span class="when">${atHours === undefined ? "whole drill" : hours(atHours)}</span>
                    <span>${about(customer)}${what}</span>
                </li>`,
        ),
        ...result.properties
            .filter(({ holds }) => !holds)
            .map(
                ({ evidence }) =>
                    html`<li>
                        <span class="when">property</span>
                        <span>${evidence}</span>
                    </li>`,
            ),
    ];
    return html`<section aria-labelledby="wrong-title">
        <h2 id="wrong-title">What went wrong</h2>
        ${
            items.length > 0
                ? html`<ul class="events">
                      ${items}
                  </ul>`
                : html`<p>Nothing: no refusal, no failed restore, no property missed.</p>`
        }
        ${fault(result)} ${alerts(result)}
    </section>`;
}

const about = (customer: string | undefined) =>
    customer !== undefined &&
    html`<b><bdi>${customer}</bdi></b
        >: `;

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
                        <span class="when">${hours(raisedHours)}</span>
                        <span
                            >${alertNames[kind] ?? `${kind} backup`} of ${many(customers.length, "customer")}
                            (<bdi>${customers.slice(0, 3).join(", ")}${customers.length > 3 && ", …"}</bdi>)${hoursAhead !== undefined && `, ${hours(hoursAhead)} before the first promise was broken`}</span
                        >
                    </li>`,
            )}
        </ul>`;
}

export function figures({ classes }: DrillResult): Markup {
    const used = classes.filter(({ customers }) => customers > 0);
    return html`<section aria-labelledby="figures-title">
        <h2 id="figures-title">Figures against the promises</h2>
        <div class="cards">${used.map(rpoAndRto)}</div>
    </section>`;
}

const rpoAndRto = (of: ClassFigures) => [
    card(`Back in service (RTO), ${classNames[of.planClass]}`, of, of.rtoHours, of.promisedRtoHours),
    card(`Work lost (RPO), ${classNames[of.planClass]}`, of, of.rpoHours, of.promisedRpoHours),
];

function card(title: string, { customers, back }: ClassFigures, spread: Spread | undefined, promised: number): Markup {
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
            <div>
                <dt>promised</dt>
                <dd>${promisedHours(promised)}</dd>
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
