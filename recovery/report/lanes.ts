/** Every restore in the lane of its pool: one bar a customer, on a scale that ends when the last one is served. */
import { planClasses } from "../../infra/model/plans";
import type { DrilledCustomer, DrillResult, PoolFigures } from "../drill/result";
import { axis, backdrop, promiseLines, promiseNames } from "./axis";
import { html, type Markup } from "./markup";
import { fits, type Scale, scale } from "./scale";
import { classNames, hours, listed, many, promisedHours, states, stateOf } from "./words";

/** Pixels: a lane, the sign of the critical path at its top, the bar, the thin line of verification and switch below the bar. */
const lane = { height: 27, top: 4, bar: 15, after: 4 };
/** Marks in a row of those who have no lane. */
const marksPerRow = 60;

/** A customer with its place in the result, which is that of its row in the table. */
interface Placed {
    index: number;
    customer: DrilledCustomer;
}

export function lanesChart(result: DrillResult): Markup {
    const placed = result.customers.map((customer, index): Placed => ({ index, customer }));
    const detail = detailScale(result);
    const beyond = promiseLines(result).filter(({ atHours }) => atHours > detail.to);
    const began = result.pools.length > 0;
    const pools = [...new Set(result.customers.map(({ pool }) => pool))].sort(byWave(result));
    return html`<figure class="chart" id="lanes" aria-labelledby="lanes-title">
        <h3 id="lanes-title">Restores, lane by lane</h3>
        ${legend(result, began && beyond.length > 0 && `Beyond this scale: the promised ${listed(beyond.map(({ atHours }) => promisedHours(atHours)))}`)}
        <div class="plot">
            ${began && [backdrop(result, detail, waveBands(result, detail)), promiseNames(result, detail), waveNames(result, detail)]}
            ${pools.map((pool) => {
                const own = placed.filter(({ customer }) => customer.pool === pool);
                return poolRows(result, pool, own, detail);
            })}
            ${began && axis(detail)}
        </div>
        <p class="detail" id="detail" hidden></p>
    </figure>`;
}

function detailScale(result: DrillResult): Scale {
    const ends = [
        ...result.waves.map(({ endHours }) => endHours),
        ...result.customers.flatMap(({ switchedHours, failedRestores }) => [
            switchedHours ?? 0,
            ...failedRestores.map(({ endHours }) => endHours),
        ]),
        result.decidedHours,
    ];
    const last = Math.max(...ends);
    const near = promiseLines(result).filter(({ atHours }) => atHours <= 1.5 * last);
    return scale(0, Math.max(last, ...near.map(({ atHours }) => atHours)) * 1.01);
}

/** Pools of paid customers come first, as they do in the recovery. */
const byWave =
    ({ customers }: DrillResult) =>
    (a: string, b: string) => {
        const rank = (pool: string) => (customers.find((each) => each.pool === pool)?.wave === "paid" ? 0 : 1);
        return rank(a) - rank(b) || (a < b ? -1 : 1);
    };

function legend(result: DrillResult, beyond: string | false): Markup {
    const present = new Set(result.customers.map((customer) => stateOf(customer, result)));
    const line = (drawn: Markup, text: string) =>
        html`<li><svg class="key" width="26" height="15" aria-hidden="true">${drawn}</svg>${text}</li>`;
    const bar = (kind: string, text: string) =>
        line(html`<rect class="restore ${kind}" width="26" height="15" />`, text);
    return html`<ul class="legend">
        ${planClasses.map((planClass) => result.pools.some((pool) => pool.planClass === planClass) && bar(`${planClass} kept`, classNames[planClass]))}
        ${(["late", "old", "wrong", "waiting"] as const).map(
            (state) => present.has(state) && bar(state, `${states[state].mark} ${states[state].label}`),
        )}
        ${result.customers.some(({ failedRestores }) => failedRestores.length > 0) && bar("attempt", "failed restore")}
        ${result.pools.length > 0 && line(html`<rect class="after" y="5" width="26" height="4" />`, "verified and switched")}
        ${result.criticalPath.length > 0 && line(html`<rect class="restore paid kept" y="4" width="26" height="11" /><rect class="critical" width="26" height="3" />`, "on the critical path")}
        ${beyond !== false && html`<li class="note">${beyond}</li>`}
    </ul>`;
}

const waveBands = ({ waves }: DrillResult, detail: Scale) =>
    html`${waves.map(
        ({ wave, beginHours, endHours }) =>
            html`<rect
                class="wash wave-${wave}"
                x="${detail.at(beginHours)}"
                width="${detail.wide(beginHours, endHours)}"
                height="100%"
            />`,
    )}`;

function waveNames({ waves, detectedHours, decidedHours }: DrillResult, detail: Scale): Markup {
    const spans = [
        { label: "seen", beginHours: 0, endHours: detectedHours },
        { label: "decided", beginHours: detectedHours, endHours: decidedHours },
        ...waves.map(({ wave, beginHours, endHours }) => ({ label: `wave ${wave}`, beginHours, endHours })),
    ];
    return html`<svg class="names" height="18" aria-hidden="true">
        ${spans.map(({ label, beginHours, endHours }) => {
            const room = fits(label, beginHours, endHours, detail);
            return (
                room !== undefined &&
                html`<text class="${room}" x="${detail.at(beginHours)}" dx="4" y="13">${label}</text>`
            );
        })}
    </svg>`;
}

function poolRows(result: DrillResult, pool: string, own: readonly Placed[], detail: Scale): Markup {
    const figures = result.pools.find((each) => each.pool === pool);
    const inLanes = own.filter(({ customer }) => hasLane(customer)).sort(byLane);
    const without = own.filter(({ customer }) => !hasLane(customer));
    const failed = failedRows(own);
    const rows = result.lanes + failed.length;
    return html`<div class="pool">
        <p class="caption">
            <span
                ><b>Pool <bdi>${pool}</bdi></b
                >: ${poolTold(own, figures)}</span
            >
        </p>
        ${
            (inLanes.length > 0 || failed.length > 0) &&
            html`<svg class="lanes" height="${rows * lane.height}">
                ${Array.from({ length: result.lanes }, (_, number) => {
                    const y = number * lane.height + lane.top;
                    return html`<line class="laneLine" x1="0" x2="100%" y1="${y + lane.bar}" y2="${y + lane.bar}" />`;
                })}
                ${failed.map((attempts, number) => attemptBars(attempts, (result.lanes + number) * lane.height + lane.top, detail))}
                ${inLanes.map((placed) => bar(result, placed, detail))}
            </svg>`
        }
        ${failed.length > 0 && html`<p class="under">Below the lanes: restores that failed.</p>`}
        ${without.length > 0 && notRestored(result, without)}
    </div>`;
}

const hasLane = ({ lane: number, restoreBeginHours, restoreEndHours }: DrilledCustomer) =>
    number !== undefined && restoreBeginHours !== undefined && restoreEndHours !== undefined;

/** As they are read and walked through: lane by lane, in the order of time. */
const byLane = ({ customer: a }: Placed, { customer: b }: Placed) =>
    (a.lane ?? 0) - (b.lane ?? 0) || (a.restoreBeginHours ?? 0) - (b.restoreBeginHours ?? 0);

function poolTold(own: readonly Placed[], figures: PoolFigures | undefined): string {
    const databases = many(own.length, "database");
    if (figures === undefined) return `${databases}, none of them restored`;
    const took = hours(figures.endHours - figures.beginHours);
    const parallel = `at most ${figures.mostParallel} at a time`;
    return `${databases}, ${many(figures.restores, "restore")} in ${took}, ${parallel}; no order could beat ${hours(figures.boundHours)}`;
}

/** Whether the last customer had to wait for this one's restore: its own, or one before it in the lane. */
const isCritical = (result: DrillResult, { slug, pool, lane: number, restoreBeginHours = 0 }: DrilledCustomer) =>
    result.criticalPath.some(
        (step) =>
            step.customer === slug ||
            (step.customer === undefined &&
                step.lane !== undefined &&
                step.pool === pool &&
                step.lane === number &&
                step.beginHours <= restoreBeginHours &&
                restoreBeginHours < step.endHours),
    );

function bar(result: DrillResult, { index, customer }: Placed, detail: Scale): Markup {
    const { slug, planClass, restoreBeginHours: begin = 0, restoreEndHours: end = 0 } = customer;
    const state = stateOf(customer, result);
    const top = (customer.lane ?? 0) * lane.height;
    const y = top + lane.top;
    const served = customer.switchedHours ?? customer.verifiedHours ?? end;
    const label = state === "kept" ? slug : `${states[state].mark} ${slug}`;
    const named = fits(label, begin, end, detail);
    const marked = named === undefined && state !== "kept" ? states[state].mark : undefined;
    return html`<g
        class="bar"
        data-row="${index}"
        role="img"
        aria-label="${slug}: ${states[state].label}, served after ${hours(customer.rtoHours)}"
        ><rect
            class="restore ${planClass} ${state}"
            x="${detail.at(begin)}"
            width="${detail.wide(begin, end)}"
            y="${y}"
            height="${lane.bar}"
        /><rect
            class="after"
            x="${detail.at(end)}"
            width="${detail.wide(end, served)}"
            y="${y + lane.bar + 1}"
            height="${lane.after}"
        />${isCritical(result, customer) && html`<rect class="critical" x="${detail.at(begin)}" width="${detail.wide(begin, end)}" y="${top}" height="3" />`}${named !== undefined && html`<text class="barName ${state} ${named}" x="${detail.at(begin)}" dx="4" y="${y + 11.5}">${label}</text>`}${marked !== undefined && html`<text class="barMark" x="${detail.at((begin + end) / 2)}" y="${y + 12}">${marked}</text>`}</g
    >`;
}

interface Attempt {
    index: number;
    slug: string;
    beginHours: number;
    endHours: number;
    because: string;
}

/** Failed restores have no lane in the result: they are put into as few rows as they need. */
function failedRows(own: readonly Placed[]): Attempt[][] {
    const attempts = own
        .flatMap(({ index, customer }) =>
            customer.failedRestores.map((failed): Attempt => ({ index, slug: customer.slug, ...failed })),
        )
        .sort((a, b) => a.beginHours - b.beginHours || a.index - b.index);
    const rows: Attempt[][] = [];
    for (const attempt of attempts) {
        const free = rows.find((row) => row.at(-1)!.endHours <= attempt.beginHours);
        if (free) free.push(attempt);
        else rows.push([attempt]);
    }
    return rows;
}

const attemptBars = (attempts: readonly Attempt[], y: number, detail: Scale) =>
    attempts.map(
        ({ slug, beginHours, endHours, because }) =>
            html`<g class="attempt" role="img" aria-label="${slug}: restore failed: ${because}">
                <title>${slug}: restore failed at ${hours(endHours)}: ${because}</title>
                <rect
                    class="restore attempt"
                    x="${detail.at(beginHours)}"
                    width="${detail.wide(beginHours, endHours)}"
                    y="${y}"
                    height="${lane.bar}"
                />
            </g>`,
    );

/** Whoever has no restore that ended well: one mark each. */
function notRestored(result: DrillResult, without: readonly Placed[]): Markup {
    const rows = Math.ceil(without.length / marksPerRow);
    return html`<p class="under"><b>Not restored: ${without.length}</b></p>
        <svg class="lanes" height="${rows * 16}">
            ${without.map(({ index, customer }, place) => {
                const state = stateOf(customer, result);
                return html`<g
                    class="bar"
                    data-row="${index}"
                    role="img"
                    aria-label="${customer.slug}: ${states[state].label}"
                    ><rect
                        class="restore ${customer.planClass} ${state}"
                        x="${(((place % marksPerRow) / marksPerRow) * 100).toFixed(3)}%"
                        width="1.4%"
                        y="${Math.floor(place / marksPerRow) * 16}"
                        height="13"
                /></g>`;
            })}
        </svg>`;
}
