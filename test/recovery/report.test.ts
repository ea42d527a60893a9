import { createHash } from "node:crypto";

import fc from "fast-check";

import type { DrilledCustomer, DrillResult } from "../../recovery/drill/result";
import { renderDrill } from "../../recovery/report/html";
import { escaped, html } from "../../recovery/report/markup";
import { fits, scale } from "../../recovery/report/scale";
import { clock, headline, hours, type State, stateOf } from "../../recovery/report/words";
import { sampleDrill } from "../support/drillSample";

const hostile = `<script>alert("1")</script><b onload='x'>&\u202e\u0000`;

/** The sample with this text wherever a result carries text that somebody wrote. */
function hostileDrill(): DrillResult {
    const sample = sampleDrill(12, { trouble: true });
    return {
        ...sample,
        cell: hostile,
        engine: hostile,
        lostRegion: hostile,
        targetRegion: hostile,
        outages: [{ region: hostile, zone: hostile, planes: [hostile], beginHours: 0 }],
        customers: sample.customers.map((customer, index) => ({
            ...customer,
            slug: `${hostile}${index}`,
            pool: hostile,
            trouble: hostile,
            failedRestores: [{ beginHours: 2, endHours: 3, because: hostile }],
        })),
        lostCustomers: [hostile],
        newCustomer: { slug: hostile, addedHours: 1, servedHours: 2 },
        criticalPath: [{ what: hostile, beginHours: 0, endHours: 9, customer: hostile, pool: hostile, lane: 0 }],
        alerts: [{ kind: "full", customers: [hostile], raisedHours: -1 }],
        refusals: [{ what: hostile, remedy: hostile, customer: hostile }],
        troubles: [{ what: hostile, customer: hostile }],
        verdicts: sample.verdicts.map((verdict) => ({ ...verdict, because: hostile })),
        properties: sample.properties.map((property) => ({ ...property, evidence: hostile })),
        zone: { zone: hostile, services: [{ what: hostile, total: 1, serving: 1 }], operations: 0 },
        fault: { name: hostile, expect: "survived", breaks: [], what: hostile, seen: [hostile], met: true },
    };
}

const count = (text: string, part: RegExp) => [...text.matchAll(part)].length;

describe("the page of a drill", () => {
    it("is the same to the byte for the same result, however long the drill really took", () => {
        const page = renderDrill(sampleDrill(60, { trouble: true }));
        expect(renderDrill({ ...sampleDrill(60, { trouble: true }), realSeconds: 7 })).toBe(page);
    });

    it("contains whatever text a result carries as text, never as markup", () => {
        const page = renderDrill(hostileDrill());
        expect(page).not.toMatch(/<script>alert|<b onload/);
        expect(["\u202e", "\u0000"].filter((character) => page.includes(character))).toEqual([]);
        expect(count(page, /<script\b/g)).toBe(1);
        // In every place that takes text: twelve rows, bars, failed restores and much more.
        expect(count(page, /&lt;script&gt;alert\(&quot;1&quot;\)/g)).toBeGreaterThan(100);
    });

    it("needs nothing from anywhere, and the browser is told to fetch nothing", () => {
        const page = renderDrill(sampleDrill(12, { trouble: true }));
        const styles = /<style>(.*?)<\/style>/s.exec(page)![1]!;
        const script = /<script>(.*?)<\/script>/s.exec(page)![1]!;
        const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
        expect(/http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)![1]).toBe(
            escaped(
                `default-src 'none'; style-src ${hash(styles)}; script-src ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`,
            ),
        );
        expect(page).not.toMatch(/https?:\/\/|@import|url\((?!#)|\ssrc=|\sstyle=|\son[a-z]+="/);
    });

    it("says what a result says: verdicts, evidence, troubles, refusals, the fault", () => {
        const result = sampleDrill(12, { trouble: true });
        const page = renderDrill({
            ...result,
            verdicts: result.verdicts.map((verdict) => ({ ...verdict, because: `${verdict.id} for this reason` })),
        });
        const told = [
            ...result.verdicts.map(({ id }) => `${id} for this reason.`),
            ...result.properties.map(({ evidence }) => evidence),
            ...result.troubles.map(({ what }) => what),
            ...result.refusals.flatMap(({ what, remedy }) => [what, remedy]),
            result.fault!.what,
            ...result.fault!.seen,
            headline(result),
        ];
        expect(told.filter((text) => !page.includes(escaped(text)))).toEqual([]);
    });

    it.each<[string, DrillResult, number]>([
        ["everybody back", sampleDrill(40), 40],
        ["some late, some not back", sampleDrill(40, { trouble: true }), 40],
        ["nothing rebuilt", refused(), 70],
        ["nobody there", { ...sampleDrill(0), customers: [] }, 0],
    ])("draws one bar and writes one row for each customer: %s", (_, result, customers) => {
        const page = renderDrill(result);
        expect(count(page, /class="bar"/g)).toBe(customers);
        expect(count(page, /<tr id="c\d+"/g)).toBe(customers);
        expect(/.*(NaN|Infinity|undefined).*/.exec(page.replace(/<script>.*/s, ""))).toBeNull();
    });

    it("tells of a lost zone without a timeline of restores", () => {
        const sample = sampleDrill(12);
        const page = renderDrill({
            ...sample,
            lose: "zone",
            waves: [],
            homeWaves: [],
            pools: [],
            criticalPath: [],
            zone: { zone: "2", services: [{ what: "databases", total: 12, serving: 11 }], operations: 0 },
        });
        expect(page).toContain("zone 2 of westeurope");
        expect(page).toContain("1 not serving");
        expect(page).not.toContain('id="lanes"');
    });

    it("does not say that nothing went wrong where a promise is broken and every customer is well", () => {
        const sample = sampleDrill(12);
        const page = renderDrill({
            ...sample,
            ok: false,
            verdicts: sample.verdicts.map((each) => (each.id === "BKP-1" ? { ...each, verdict: "broken" } : each)),
        });
        expect(page).toContain("Nothing but the broken promises above.");
    });

    it("has who is not as promised in the first rows of its table", () => {
        const page = renderDrill(sampleDrill(40, { trouble: true }));
        expect([...page.matchAll(/<tr id="(c\d+)"/g)].slice(0, 4).map(([, id]) => id)).toEqual([
            "c2",
            "c0",
            "c1",
            "c3",
        ]);
    });

    it("says what happened to many customers once, with the first of their names", () => {
        const result = sampleDrill(40);
        const page = renderDrill({
            ...result,
            refusals: result.customers.map(({ slug }) => ({ customer: slug, what: "no copy", remedy: "wait" })),
        });
        expect(count(page, /no copy\./g)).toBe(1);
        expect(page).toContain(" and 37 more");
    });
});

function refused(): DrillResult {
    const sample = sampleDrill(70);
    return {
        ...sample,
        ok: false,
        reached: "plan",
        targetRegion: undefined,
        customers: sample.customers.map(
            ({ slug, plan, planClass, pool, wave, order, usedGiB, rowsAtLoss }): DrilledCustomer => ({
                ...{ slug, plan, planClass, pool, wave, order, usedGiB, rowsAtLoss, rowsLost: rowsAtLoss },
                outcome: "waiting",
                failedRestores: [],
                content: "unknown",
            }),
        ),
        classes: sample.classes.map(({ planClass, customers, promisedRpoHours, promisedRtoHours }) => ({
            ...{ planClass, customers, back: 0, promisedRpoHours, promisedRtoHours },
        })),
        pools: [],
        waves: [],
        homeWaves: [],
        criticalPath: [],
        newCustomer: undefined,
        measured: undefined,
    };
}

function withoutProperty(): DrillResult {
    const sample = sampleDrill(12);
    const properties = sample.properties.map((each) => ({ ...each, holds: each.name !== "paidFirst" }));
    return { ...sample, ok: false, properties };
}

describe("words of the page", () => {
    const kept = sampleDrill(12).customers[0]!;

    it.each<[State, Partial<DrilledCustomer>]>([
        ["kept", {}],
        ["kept", { rtoHours: 24, rpoHours: 24 }],
        ["late", { rtoHours: 24.01 }],
        ["old", { rpoHours: 24.01 }],
        ["old", { documentsRpoHours: 25 }],
        ["late", { rtoHours: 24.01, rpoHours: 30 }],
        ["wrong", { content: "different", rtoHours: 30 }],
        ["wrong", { home: { ...kept.home!, equal: false } }],
        ["wrong", { home: { ...kept.home!, rowsLost: 1 } }],
        ["waiting", { outcome: "waiting", rtoHours: undefined }],
    ])("call a paid customer %s with %j", (state, change) => {
        expect(stateOf({ ...kept, ...change }, sampleDrill(12))).toBe(state);
    });

    it.each<[string, DrillResult]>([
        ["12 of 12 customers back in northeurope, the last after 2.58 h; all promises kept", sampleDrill(12)],
        [
            "11 of 12 customers back in northeurope, the last after 26.50 h; broken: DR-2 and DR-3",
            sampleDrill(12, { trouble: true }),
        ],
        [
            "12 of 12 customers back in northeurope, the last after 2.58 h; all promises kept, but 1 of 8 properties does not hold",
            withoutProperty(),
        ],
        ["Nothing was rebuilt; all promises kept, yet the drill failed", refused()],
        [
            "Zone 2 of westeurope lost, everything went on serving; all promises kept",
            { ...sampleDrill(12), lose: "zone", zone: { zone: "2", services: [], operations: 0 } },
        ],
    ])("sum up: %s", (sentence, result) => {
        expect(headline(result).replaceAll("\u00a0", " ")).toBe(sentence);
    });

    it("give minutes below an hour, and hours with two digits above", () => {
        expect(
            [0, 0.001, 0.25, 1, 13.237, -30, undefined].map((value) => hours(value).replaceAll("\u00a0", " ")),
        ).toEqual(["0 min", "< 1 min", "15 min", "1.00 h", "13.24 h", "−30.00 h", "–"]);
        expect(clock({ lostAt: "2026-01-27T03:12:00.000Z" }, 24.5)).toBe("2026-01-28 03:42 UTC");
    });

    it("escape nested pieces once", () => {
        expect(html`<p>${[html`<b>${"a & b"}</b>`, "<", 1, false, undefined]}</p>`.text).toBe(
            "<p><b>a &amp; b</b>&lt;1</p>",
        );
    });
});

describe("a scale", () => {
    const hour = (limits: { min: number; max: number }) => fc.double({ ...limits, noNaN: true });

    it("marks at most ten hours, all of them on the drawing, and places what it is given between its ends", () => {
        fc.assert(
            fc.property(hour({ min: -50, max: 0 }), hour({ min: 0.5, max: 2000 }), (from, to) => {
                const { ticks, at } = scale(from, to);
                expect(ticks.length).toBeLessThanOrEqual(10);
                expect(ticks.length).toBeGreaterThan(1);
                expect(ticks.every((tick) => tick >= from && tick <= to)).toBe(true);
                expect([at(from), at(to)]).toEqual(["0.000%", "100.000%"]);
            }),
            { seed: 1 },
        );
    });

    it("shows a label only from the width on where it has room", () => {
        const day = scale(0, 24);
        expect([24, 6, 3, 1].map((end) => fits("amber-otter", 0, end, day))).toEqual([
            "fits-320",
            "fits-680",
            "fits-680",
            undefined,
        ]);
    });
});
