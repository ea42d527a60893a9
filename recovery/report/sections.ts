/** Sections below the timeline: critical path, bound, properties, restore times, limits. */
import { type DrillResult, propertyTitles } from "../drill/result";
import { html, type Markup } from "./markup";
import { fits, scale } from "./scale";
import { badge } from "./summary";
import { classNames, hours, many } from "./words";

const percent = (part: number) => `${(part * 100).toFixed(1)} %`;

export function criticalPath({ criticalPath: steps }: DrillResult): Markup | undefined {
    if (steps.length === 0) return undefined;
    const first = steps[0]!.beginHours;
    const last = steps.at(-1)!.endHours;
    const all = scale(first, Math.max(last, first + 0.01));
    return html`<section aria-labelledby="path-title">
        <h2 id="path-title">Critical path</h2>
        <p>
            What the last customer had to wait for, ${hours(last - first)} from the loss to its switch. Whoever wants to
            be faster shortens one of these.
        </p>
        <div class="chart">
            <svg class="path" height="22" aria-hidden="true">
                ${steps.map(({ what, beginHours, endHours }, index) => {
                    const label = `${index + 1}. ${what}`;
                    const room = fits(label, beginHours, endHours, all);
                    return html`<rect
                            class="step ${index % 2 === 0 ? "even" : "odd"}"
                            x="${all.at(beginHours)}"
                            width="${all.wide(beginHours, endHours)}"
                            height="22"
                        />${room !== undefined && html`<text class="bandName ${room}" x="${all.at(beginHours)}" dx="5" y="15">${label}</text>`}`;
                })}
            </svg>
        </div>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="path-title">
            <table>
                <thead>
                    <tr>
                        <th scope="col" class="number">#</th>
                        <th scope="col">Step</th>
                        <th scope="col">Customer</th>
                        <th scope="col">Pool, lane</th>
                        <th scope="col" class="number">Begin</th>
                        <th scope="col" class="number">Took</th>
                        <th scope="col" class="number">Share</th>
                    </tr>
                </thead>
                <tbody>
                    ${steps.map(
                        ({ what, customer, pool, lane, beginHours, endHours }, index) =>
                            html`<tr>
                                <td class="number">${index + 1}</td>
                                <th scope="row">${what}</th>
                                <td><bdi>${customer}</bdi></td>
                                <td>${pool}${lane !== undefined && `, ${lane + 1}`}</td>
                                <td class="number">${hours(beginHours)}</td>
                                <td class="number">${hours(endHours - beginHours)}</td>
                                <td class="number">
                                    ${percent((endHours - beginHours) / Math.max(last - first, 1e-9))}
                                </td>
                            </tr>`,
                    )}
                </tbody>
            </table>
        </div>
    </section>`;
}

export function bound({ bound: total, pools, estimate }: DrillResult): Markup | undefined {
    if (pools.length === 0) return undefined;
    return html`<section aria-labelledby="bound-title">
        <h2 id="bound-title">How close to the least possible time</h2>
        <p>
            Azure restores four databases of a pool at a time. No order of these restores could take less than
            <b>${hours(total.boundHours)}</b>; they took <b>${hours(total.tookHours)}</b>, ${percent(total.ratio - 1)}
            more.
        </p>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="bound-title">
            <table>
                <thead>
                    <tr>
                        <th scope="col">Pool</th>
                        <th scope="col">Plans</th>
                        <th scope="col" class="number">Databases</th>
                        <th scope="col" class="number">Restores</th>
                        <th scope="col" class="number">At a time</th>
                        <th scope="col" class="number">Took</th>
                        <th scope="col" class="number">At best</th>
                        <th scope="col" class="number">Over it</th>
                    </tr>
                </thead>
                <tbody>
                    ${pools.map(
                        ({
                            pool,
                            planClass,
                            databases,
                            restores,
                            mostParallel,
                            beginHours,
                            endHours,
                            boundHours,
                            ratio,
                        }) =>
                            html`<tr>
                                <th scope="row"><bdi>${pool}</bdi></th>
                                <td>${classNames[planClass]}</td>
                                <td class="number">${databases}</td>
                                <td class="number">${restores}</td>
                                <td class="number">${mostParallel}</td>
                                <td class="number">${hours(endHours - beginHours)}</td>
                                <td class="number">${hours(boundHours)}</td>
                                <td class="number">${percent(ratio - 1)}</td>
                            </tr>`,
                    )}
                </tbody>
            </table>
        </div>
        ${estimate.map(
            ({ planClass, plannedHours, tookHours }) =>
                html`<p>
                    Plan for ${classNames[planClass]}: the last one after ${hours(plannedHours)}; in the drill it was
                    ${hours(tookHours)}${plannedHours > 0 && ` (${percent(Math.abs(tookHours / plannedHours - 1))} ${tookHours > plannedHours ? "later" : "earlier"})`}.
                </p>`,
        )}
    </section>`;
}

export function properties({ properties: all }: DrillResult): Markup | undefined {
    if (all.length === 0) return undefined;
    const holding = all.filter(({ holds }) => holds).length;
    return html`<section aria-labelledby="properties-title">
        <h2 id="properties-title">Properties of the recovery: ${holding} of ${all.length} hold</h2>
        <ol class="properties">
            ${all.map(
                ({ name, holds, evidence }) =>
                    html`<li class="${!holds && "broken"}">
                        <h3>${propertyTitles[name]} ${badge(holds, holds ? "holds" : "does not hold")}</h3>
                        <p>${evidence}</p>
                    </li>`,
            )}
        </ol>
    </section>`;
}

export function zone({ zone: lost, lostRegion }: DrillResult): Markup | undefined {
    if (lost === undefined) return undefined;
    return html`<section aria-labelledby="zone-title">
        <h2 id="zone-title">What went on serving without zone ${lost.zone} of ${lostRegion}</h2>
        <p>${many(lost.operations, "operation")} ran between the loss and the zone's return; none is needed.</p>
        <table>
            <thead>
                <tr>
                    <th scope="col">What</th>
                    <th scope="col" class="number">In all</th>
                    <th scope="col" class="number">Serving</th>
                    <th scope="col">Verdict</th>
                </tr>
            </thead>
            <tbody>
                ${lost.services.map(
                    ({ what, total, serving }) =>
                        html`<tr>
                            <th scope="row">${what}</th>
                            <td class="number">${total}</td>
                            <td class="number">${serving}</td>
                            <td>
                                ${badge(serving === total, serving === total ? "all serving" : `${total - serving} not serving`)}
                            </td>
                        </tr>`,
                )}
            </tbody>
        </table>
    </section>`;
}

/** Each restore as a point: size across, duration upwards, with the fitted line. */
export function restoreTimes({ measured, customers }: DrillResult): Markup | undefined {
    if (measured === undefined) return undefined;
    const points = customers.flatMap(({ usedGiB, planClass, restoreBeginHours: begin, restoreEndHours: end }) =>
        begin === undefined || end === undefined ? [] : [{ usedGiB, planClass, minutes: (end - begin) * 60 }],
    );
    const { baseMinutes, minutesPerGiB, worstDeviation, restores } = measured;
    const size = scale(
        0,
        Math.max(1, ...points.map(({ usedGiB }) => usedGiB)) * 1.04,
        [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
    );
    const longest = Math.max(1, ...points.map(({ minutes }) => minutes)) * 1.08;
    const up = (minutes: number) => `${(100 - (minutes / longest) * 100).toFixed(3)}%`;
    return html`<section aria-labelledby="times-title">
        <h2 id="times-title">Restore times, and where they come from</h2>
        <p>
            Fitted over the ${many(restores, "successful restore")} of this drill:
            <b>${baseMinutes.toFixed(1)} min</b> and <b>${minutesPerGiB.toFixed(2)} min per GiB</b> of used data; the
            worst single one lies ${percent(worstDeviation)} off. Their source is the simulated cloud, whose own times
            are assumed: Azure publishes none. A drill with real databases replaces them.
        </p>
        <figure class="chart">
            <div class="scatter">
                <p class="yAxis">${Math.round(longest)} min</p>
                <svg
                    class="points"
                    height="180"
                    role="img"
                    aria-label="Duration of each restore by size; the line is the fit given above"
                >
                    <rect class="ground" width="100%" height="100%" />
                    <line
                        class="fit"
                        x1="0"
                        y1="${up(baseMinutes)}"
                        x2="100%"
                        y2="${up(baseMinutes + minutesPerGiB * size.to)}"
                    />
                    ${points.map(
                        ({ usedGiB, planClass, minutes }) =>
                            html`<circle class="${planClass}" cx="${size.at(usedGiB)}" cy="${up(minutes)}" r="3" />`,
                    )}
                </svg>
                <svg class="axis" height="20" aria-hidden="true">
                    ${size.ticks.map(
                        (tick) =>
                            html`<text class="${tick === 0 && "start"}" x="${size.at(tick)}" y="14"
                                >${tick === 0 ? "0 GiB used" : tick}</text
                            >`,
                    )}
                </svg>
            </div>
        </figure>
    </section>`;
}

/** What nobody may conclude from this page. */
export function limits(result: DrillResult): Markup {
    const { lose, lostRegion, engine, seed, reached, fault, detectedHours, decidedHours } = result;
    const region = lose === "region";
    const all: (string | false)[] = [
        `No real cloud was touched. The program ran with the ${engine} engine against a simulated cloud on a virtual clock; what Azure does differently from the simulation is not seen here.`,
        region &&
            "How long a restore takes in Azure. Restore, verification and propagation times are the simulation's; Azure guarantees neither duration nor replication lag. Only a rehearsal with real databases measures them.",
        region &&
            `How long people take. ${hours(detectedHours)} until the loss is seen and ${hours(decidedHours)} until somebody decides are assumptions; nobody was called.`,
        "The application itself. Databases were compared row by row with what a generated workload had written; no application was started on them and no user signed in.",
        region &&
            "Whether the target region has machines to give when a whole neighbour is lost: quotas were checked, scarcity was not.",
        `Other losses. ${region ? "One region" : "One zone of a region"}, ${lostRegion}, was lost at one moment (seed ${seed}); how old the newest backup is depends on that moment.`,
        fault === undefined
            ? "Things going wrong on the way: no fault was injected. Other drills of the catalogue do that, one fault each."
            : `Other faults than ${fault.name}, and several at once.`,
        region && reached !== "home" && "The way home: this drill ended before it.",
    ];
    return html`<section aria-labelledby="limits-title">
        <h2 id="limits-title">What this drill did not show</h2>
        <ul class="limits">
            ${all.map((each) => each !== false && html`<li>${each}</li>`)}
        </ul>
    </section>`;
}
