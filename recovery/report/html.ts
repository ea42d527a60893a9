/** A drill's result as one page that needs nothing else: no network, no other file, no script even. Same result, same bytes. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { DrillResult } from "../drill/result";
import { customersTable } from "./customers";
import { lanesChart } from "./lanes";
import { html, Markup } from "./markup";
import { overview } from "./overview";
import { bound, criticalPath, limits, properties, restoreTimes, zone } from "./sections";
import { figures, head } from "./summary";
import { headline } from "./words";
import { wrong } from "./wrong";

/** Without indentation and empty lines, which are a third of it. Done twice it changes nothing more: hashes of parts stay true. */
const tidy = (text: string) => text.replace(/^[ \t]+/gm, "").replace(/\n{2,}/g, "\n");

/** A file beside this one, as an element, and the hash by which the page allows the browser to heed exactly it and nothing else. */
function inline(element: "style" | "script", name: string): { markup: Markup; hash: string } {
    const text = tidy(readFileSync(join(__dirname, name), "utf8"));
    const hash = `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    return { markup: new Markup(`<${element}>${text}</${element}>`), hash };
}

export function renderDrill(result: DrillResult): string {
    const styles = inline("style", "page.css");
    const script = inline("script", "page.cjs");
    const allowed = `default-src 'none'; style-src ${styles.hash}; script-src ${script.hash}; img-src data:; base-uri 'none'; form-action 'none'`;
    const page = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${allowed}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="referrer" content="no-referrer" />
                <link rel="icon" href="data:," />
                <title>${headline(result)}</title>
                ${styles.markup}
            </head>
            <body>
                <a class="skip" href="#customers-title">To the customers</a>
                ${patterns}
                <main>
                    ${head(result)} ${contents(result)} ${wrong(result)} ${figures(result)} ${timeline(result)}
                    ${zone(result)} ${criticalPath(result)} ${bound(result)} ${properties(result)}
                    ${restoreTimes(result)} ${limits(result)} ${result.customers.length > 0 && customersTable(result)}
                </main>
                ${script.markup}
            </body>
        </html>`;
    return tidy(`${page.text}\n`);
}

const hasTimeline = ({ lose }: DrillResult) => lose === "region";

const timeline = (result: DrillResult) =>
    hasTimeline(result) &&
    html`<section aria-labelledby="timeline-title">
        <h2 id="timeline-title">Timeline</h2>
        ${overview(result)} ${lanesChart(result)}
    </section>`;

function contents(result: DrillResult): Markup {
    const links: [string, string, boolean][] = [
        ["wrong", "What went wrong", true],
        ["figures", "Figures", true],
        ["timeline", "Timeline", hasTimeline(result)],
        ["zone", "Zone", result.zone !== undefined],
        ["path", "Critical path", result.criticalPath.length > 0],
        ["bound", "Least possible time", result.pools.length > 0],
        ["properties", "Properties", result.properties.length > 0],
        ["times", "Restore times", result.measured !== undefined],
        ["limits", "Not shown", true],
        ["customers", "Customers", result.customers.length > 0],
    ];
    return html`<nav aria-label="On this page">
        ${links.map(([id, title, there]) => there && html`<a href="#${id}-title">${title}</a>`)}
    </nav>`;
}

/** Fillings of bars and bands, so that nothing depends on colour alone. */
const hatch = (id: string, size: number, lines: string) =>
    html`<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">
        <rect width="${size}" height="${size}" />
        <path d="${lines}" />
    </pattern>`;
const patterns = html`<svg class="patterns" width="0" height="0" aria-hidden="true">
    <defs>
        ${hatch("late", 8, "M-2 2 2 -2M0 8 8 0M6 10 10 6")} ${hatch("old", 6, "M0 3H6")}
        ${hatch("wrong", 6, "M0 0 6 6M6 0 0 6")} ${hatch("waiting", 6, "M-1 5 5 -1M1 7 7 1M0 0 6 6")}
        ${hatch("attempt", 6, "M-1 1 1 -1M0 6 6 0M5 7 7 5")} ${hatch("outage", 10, "M-2 2 2 -2M0 10 10 0M8 12 12 8")}
    </defs>
</svg>`;
