/** The whole drill on one scale: outage, response, waves, customers served again, the new one, the way home; and the promises. */
import { planClasses } from "../../infra/model/plans";
import type { DrillResult } from "../drill/result";
import { axis, backdrop, promiseLines, promiseNames } from "./axis";
import { html, type Markup } from "./markup";
import { fits, type Scale, scale } from "./scale";
import { classNames, clock, hours, listed, many } from "./words";

interface Band {
    kind: string;
    label: string;
    beginHours: number;
    endHours: number;
}

export function overview(result: DrillResult): Markup {
    const whole = wholeScale(result);
    return html`<figure class="chart" id="overview" aria-labelledby="overview-title">
        <h3 id="overview-title">From the loss to the way home</h3>
        <div class="plot">
            ${backdrop(result, whole, undefined)} ${promiseNames(result, whole)} ${outages(result, whole)}
            ${response(result, whole)} ${servedAgain(result, whole)} ${newCustomer(result, whole)}
            ${wayHome(result, whole)} ${axis(whole)}
        </div>
        <figcaption>Hours of virtual time since ${clock(result)}, when the region was lost.</figcaption>
    </figure>`;
}

function wholeScale(result: DrillResult): Scale {
    const begins = result.outages.map(({ beginHours }) => beginHours);
    const ends = [
        ...promiseLines(result).map(({ atHours }) => atHours),
        ...[...result.waves, ...result.homeWaves, ...result.criticalPath].map(({ endHours }) => endHours),
        ...result.outages.flatMap(({ endHours }) => endHours ?? []),
        ...result.customers.flatMap(({ switchedHours }) => switchedHours ?? []),
        result.newCustomer?.servedHours ?? 0,
        result.decidedHours,
    ];
    const to = Math.max(...ends) * 1.01;
    return scale(Math.min(-0.01 * to, ...begins), to);
}

const row = (caption: Markup | string, drawing: Markup) =>
    html`<div class="row">
        <p class="caption"><span>${caption}</span></p>
        ${drawing}
    </div>`;

function strip(bands: readonly Band[], whole: Scale): Markup {
    return html`<svg class="strip" height="20" aria-hidden="true">
        ${bands.map(({ kind, label, beginHours, endHours }) => {
            const room = fits(label, beginHours, endHours, whole);
            return html`<rect
                    class="band ${kind} ${room !== undefined && "long"}"
                    x="${whole.at(beginHours)}"
                    width="${whole.wide(beginHours, endHours)}"
                    height="20"
                />${
                    room !== undefined &&
                    html`<text class="bandName ${kind} ${room}" x="${whole.at(beginHours)}" dx="5" y="14"
                        >${label}</text
                    >`
                }`;
        })}
    </svg>`;
}

const outages = (result: DrillResult, whole: Scale) =>
    result.outages.map(({ region, zone, planes, beginHours, endHours }) => {
        const place = `${zone === undefined ? "" : `zone ${zone} of `}${region}`;
        const until =
            endHours === undefined ? "not back during the drill" : `back after ${hours(endHours - beginHours)}`;
        return row(
            html`<b>Outage</b> of ${place} (${listed(planes)})${beginHours > 0 && `, lost at ${hours(beginHours)}`},
                ${until}`,
            strip([{ kind: "outage", label: `${place} lost`, beginHours, endHours: endHours ?? whole.to }], whole),
        );
    });

function response({ detectedHours, decidedHours, waves }: DrillResult, whole: Scale): Markup {
    const bands = [
        { kind: "detect", label: "seen", beginHours: 0, endHours: detectedHours },
        { kind: "decide", label: "decided", beginHours: detectedHours, endHours: decidedHours },
        ...waves.map(({ wave, beginHours, endHours }) => ({ kind: `wave-${wave}`, label: wave, beginHours, endHours })),
    ];
    const told = waves.map(
        ({ wave, beginHours, endHours, runs }) =>
            html`;
                <span class="together"><i class="swatch wave-${wave}"></i> wave <b>${wave}</b></span>
                ${hours(beginHours)} to ${hours(endHours)}${runs > 1 && ` in ${runs} runs`}`,
    );
    return row(
        html`<b>Response</b>: <span class="together"><i class="swatch detect"></i> seen</span> after
            ${hours(detectedHours)}, <span class="together"><i class="swatch decide"></i> decided</span> after
            ${hours(decidedHours)}${told}`,
        strip(bands, whole),
    );
}

/** Part of the customers of each class that is served again, as a rising line of steps. */
function servedAgain({ customers, classes }: DrillResult, whole: Scale): Markup {
    const lines = planClasses.flatMap((planClass) => {
        const own = customers.filter((customer) => customer.planClass === planClass);
        if (own.length === 0) return [];
        const times = own.flatMap(({ switchedHours }) => switchedHours ?? []).sort((a, b) => a - b);
        const place = (hour: number) => (((hour - whole.from) / (whole.to - whole.from)) * 1000).toFixed(1);
        const height = (count: number) => (100 - (count / own.length) * 100).toFixed(2);
        const steps = times.map((time, index) => `H${place(time)}V${height(index + 1)}`);
        return { planClass, path: `M${place(0)} 100${steps.join("")}H1000` };
    });
    const legend = classes
        .filter(({ customers: count }) => count > 0)
        .map(
            ({ planClass, customers: count, back, rtoHours }, index) =>
                html`${index > 0 && "; "}<span class="together"
                        ><i class="swatch line ${planClass}"></i> ${classNames[planClass]}</span
                    >
                    ${back} of
                    ${count}${rtoHours !== undefined && `, half of them by ${hours(rtoHours.p50)}, the last by ${hours(rtoHours.max)}`}`,
        );
    return row(
        html`<b>Customers served again</b>: ${legend}`,
        html`<svg class="served" height="120" aria-hidden="true">
            <rect class="ground" width="100%" height="120" />
            <line class="half" x1="0" x2="100%" y1="50%" y2="50%" />
            <svg viewBox="0 -3 1000 106" preserveAspectRatio="none" width="100%" height="120">
                ${lines.map(({ planClass, path }) => html`<path class="steps ${planClass}" d="${path}" />`)}
            </svg>
            <text class="percent" x="100%" dx="-6" y="24">100 %</text>
            <text class="percent" x="100%" dx="-6" y="57">50 %</text>
        </svg>`,
    );
}

function newCustomer({ newCustomer: taken, customers }: DrillResult, whole: Scale): Markup | undefined {
    if (taken === undefined) return undefined;
    const { slug, addedHours, servedHours } = taken;
    const already = customers.filter(({ switchedHours }) => (switchedHours ?? Infinity) < servedHours).length;
    return row(
        html`<b>New customer</b> <bdi>${slug}</bdi>: taken on at ${hours(addedHours)}, served at ${hours(servedHours)},
            when ${already} of ${many(customers.length, "old one")} ${already === 1 ? "was" : "were"} back`,
        html`<svg class="strip" height="16" aria-hidden="true">
            <rect
                class="band newcomer"
                x="${whole.at(addedHours)}"
                width="${whole.wide(addedHours, servedHours)}"
                y="3"
                height="10"
            />
            <circle class="newcomer" cx="${whole.at(servedHours)}" cy="8" r="6" />
        </svg>`,
    );
}

function wayHome({ homeWaves, outages: lost, customers }: DrillResult, whole: Scale): Markup | undefined {
    if (homeWaves.length === 0) return undefined;
    const back = lost[0]?.endHours;
    const waits = customers.flatMap(({ home }) => home?.downtimeMinutes ?? []);
    return row(
        html`<b>Way home</b>:
            ${back !== undefined && `region back at ${hours(back)}; `}${homeWaves
                .map(({ wave, beginHours, endHours }) => `${wave} ${hours(beginHours)} to ${hours(endHours)}`)
                .join(
                    ", ",
                )}${waits.length > 0 && `; nobody was without service for longer than ${Math.max(...waits).toFixed(1)} min`}`,
        strip(
            homeWaves.map(({ wave, ...times }) => ({ kind: `home wave-${wave}`, label: `${wave} home`, ...times })),
            whole,
        ),
    );
}
