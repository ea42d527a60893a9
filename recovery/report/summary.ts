/** The head of the page: the verdict, what was lost and came back, figures against promises. */
import { promises } from "../../infra/model/promises";
import type { ClassFigures, DrillResult, Spread } from "../drill/result";
import { html, type Markup } from "./markup";
import { brokenFirst, classNames, clock, headline, hours, many, promisedHours, sentence } from "./words";

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
    const { lostRegion, reached, zone, lostCustomers, detectedHours, decidedHours, documents } = result;
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

function verdicts(result: DrillResult): Markup {
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
            ${brokenFirst(result).map(
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
