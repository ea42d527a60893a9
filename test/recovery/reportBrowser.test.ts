import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

import type { DrillResult } from "../../recovery/drill/result";
import { renderDrill } from "../../recovery/report/html";
import { headline, states } from "../../recovery/report/words";
import { sampleDrill } from "../support/drillSample";

const usualPlaces = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const executablePath = process.env.OXYGIS_CHROMIUM || usualPlaces.find(existsSync);
const inBrowser = executablePath === undefined ? describe.skip : describe;
if (executablePath === undefined) {
    process.stderr.write("The drill's page is not looked at: no Chromium here. OXYGIS_CHROMIUM names one.\n");
}

const desktop = { width: 1280, height: 900 };

// One of 300 customers is not back, one is late: the page shows the rest as promised.
const troubled = sampleDrill(300, { trouble: true });
const hostileName = `"><script>document.title = "stolen"</script>`;

inBrowser("the page of a drill in a real browser", () => {
    let browser: Browser;
    let folder: string;
    /** The page of 300 customers: opened once, as starting over takes a second. */
    let page: Page;
    /** What pages complained of or asked the network for. */
    const heard: string[] = [];

    beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "drill-page-"));
        browser = await chromium.launch({
            executablePath,
            args: [
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-sync",
            ],
        });
        page = await opened("troubled", troubled);
    });
    afterAll(async () => {
        await browser?.close();
        rmSync(folder, { recursive: true, force: true });
    });

    async function opened(name: string, result: DrillResult, options: BrowserContextOptions = {}): Promise<Page> {
        const file = join(folder, `${name}.html`);
        writeFileSync(file, renderDrill(result));
        const { href } = pathToFileURL(file);
        const context = await browser.newContext({ viewport: desktop, ...options, offline: true });
        const fresh = await context.newPage();
        fresh.on("console", (message) => heard.push(message.text()));
        fresh.on("pageerror", (error) => heard.push(error.message));
        fresh.on("request", (request) => {
            if (request.url() !== href && !request.url().startsWith("data:")) heard.push(request.url());
        });
        await fresh.goto(href);
        return fresh;
    }

    /** Left and right edge of the first element that fits, in pixels. */
    const edges = (selector: string) =>
        page.evaluate<{ left: number; right: number }>(
            `(({ left, right }) => ({ left, right }))(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
        );

    it("shows verdict and headline first, one bar and one row for each of 300 customers", async () => {
        expect(await page.locator("h1").textContent()).toBe(headline(troubled));
        const first = page.locator(".verdicts tbody tr").first();
        expect(await first.isVisible()).toBe(true);
        expect(await first.textContent()).toMatch(/DR-2\s+broken/);
        expect((await first.boundingBox())!.y).toBeLessThan(desktop.height);
        expect(await page.locator(".bar").count()).toBe(300);
        expect(await page.locator("#customers tbody tr").count()).toBe(300);
        expect(await page.locator(".bar .restore.late").count()).toBe(1);
        expect(await page.locator(".bar .restore.waiting").count()).toBe(1);
    });

    it("draws promise lines and bars where their hours are, on both scales", async () => {
        const [loss, day, twoDays] = [
            await edges("#overview .loss"),
            await edges("#overview .promise[data-hours='24']"),
            await edges("#overview .promise[data-hours='48']"),
        ];
        expect(twoDays.left - loss.left).toBeCloseTo(2 * (day.left - loss.left), 0);
        const home = await edges("#overview .home.wave-rest");
        const hour = (day.left - loss.left) / 24;
        expect(home.right).toBeCloseTo(loss.left + troubled.homeWaves[1]!.endHours * hour, 0);

        const late = troubled.customers.findIndex(({ rtoHours }) => (rtoHours ?? 0) > 24);
        const [begin, promise, bar] = [
            await edges("#lanes .loss"),
            await edges("#lanes .promise[data-hours='24']"),
            await edges(`#lanes .bar[data-row='${late}'] .restore`),
        ];
        const laneHour = (promise.left - begin.left) / 24;
        expect(bar.left).toBeCloseTo(begin.left + troubled.customers[late]!.restoreBeginHours! * laneHour, 0);
        expect(bar.right).toBeCloseTo(begin.left + troubled.customers[late]!.restoreEndHours! * laneHour, 0);
    });

    it("finds customers by text and outcome, dims the bars of the others, and sorts", async () => {
        const rows = page.locator("#customers tbody tr:visible");
        await page.locator("#query").fill("customer-0001");
        expect(await rows.count()).toBe(10);
        expect(await page.locator(".bar:not(.dim)").count()).toBe(10);
        expect(await page.locator("#shown").textContent()).toBe("10 of 300 shown");
        await page.locator("#query").fill("");
        await page.locator("#outcome").selectOption({ label: states.late.label });
        expect(await rows.allTextContents()).toEqual([expect.stringMatching(/customer-00001\b/)]);
        await page.locator("#outcome").selectOption("");

        const served = page.getByRole("button", { name: "Service back (RTO)" });
        await served.click();
        const fastest = Math.min(...troubled.customers.map(({ rtoHours }) => rtoHours ?? Infinity));
        const first = page.locator("#customers tbody tr").first().locator("td[data-value]").nth(1);
        expect(Number(await first.getAttribute("data-value"))).toBe(fastest);
        await served.click();
        expect(await page.locator("th[aria-sort='descending']").textContent()).toContain("RTO");
        // Who never came back took longest.
        expect(await page.locator("#customers tbody th").first().textContent()).toBe("customer-00003");
    });

    it("tells of a bar by keyboard alone", async () => {
        const focused = () => page.evaluate<string>("document.activeElement.dataset.row");
        const detail = page.locator("#detail");
        expect(await detail.isVisible()).toBe(false);
        await page.locator(".bar[tabindex='0']").focus();
        const first = troubled.customers[Number(await focused())]!;
        expect(await detail.textContent()).toContain(first.slug);
        await page.keyboard.press("ArrowRight");
        const second = troubled.customers[Number(await focused())]!;
        expect([second.pool, second.lane]).toEqual([first.pool, first.lane]);
        expect(second.restoreBeginHours).toBeGreaterThanOrEqual(first.restoreEndHours!);
        expect(await detail.textContent()).toContain(second.slug);
        await page.keyboard.press("Enter");
        const row = page.locator("#customers tr.picked");
        expect(await row.locator("th").textContent()).toBe(second.slug);
        expect((await row.boundingBox())!.y).toBeLessThan(desktop.height);
        await page.keyboard.press("Escape");
        expect(await detail.isVisible()).toBe(false);
    });

    it.each([
        ["desktop", desktop],
        ["phone", { width: 390, height: 844 }],
    ])("is no wider than the window of a %s", async (_, viewport) => {
        await page.setViewportSize(viewport);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
        const drawing = await edges("#lanes .plot");
        expect(drawing.right).toBeLessThanOrEqual(viewport.width);
    });

    it.each(["light", "dark"] as const)("has text that can be read in the %s", async (colorScheme) => {
        await page.emulateMedia({ colorScheme });
        const [red] = await page.evaluate<number[]>(
            "getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)",
        );
        expect(red! < 60).toBe(colorScheme === "dark");
        expect(await page.evaluate(faintText)).toEqual([]);
    });

    it("is complete without a script", async () => {
        const still = await opened("still", sampleDrill(12), { javaScriptEnabled: false });
        expect(await still.locator("#customers tbody tr:visible").count()).toBe(12);
        expect(await still.locator("#filter").isVisible()).toBe(false);
        expect(await still.locator("h1").isVisible()).toBe(true);
    });

    it("shows a hostile name and does not run it", async () => {
        const hostile = sampleDrill(12);
        hostile.customers[0]!.slug = hostileName;
        const attacked = await opened("hostile", hostile);
        expect(await attacked.title()).not.toBe("stolen");
        expect(await attacked.locator("#customers tbody th").first().textContent()).toBe(hostileName);
        await attacked.locator(".bar[data-row='0']").hover();
        expect(await attacked.locator("#detail b").textContent()).toBe(hostileName);
    });

    // Last, so that it speaks of all that was done above.
    it("has complained of nothing and asked the network for nothing", () => {
        expect(heard).toEqual([]);
    });
});

/** Text with less contrast to what lies behind it than WCAG's AA asks of small text, each with its ratio. Runs in the page. */
const faintText = `(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const over = (colour, ground) => {
        canvas.fillStyle = ground;
        canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
        return "rgb(" + r + "," + g + "," + b + ")";
    };
    const light = (colour) => {
        const [r, g, b] = colour.match(/\\d+/g).map((part) => {
            const value = part / 255;
            return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const ground = (element) => {
        const own = getComputedStyle(element).backgroundColor;
        return element === document.documentElement ? over(own, "white") : over(own, ground(element.parentElement));
    };
    const faint = new Set();
    for (const element of document.querySelectorAll("h1,h2,h3,p,dt,dd,th,td,li,a,span,b,text,label,output,figcaption,summary")) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
        if (element.closest("tr:nth-child(n + 6)")) continue;
        const style = getComputedStyle(element);
        if (style.display === "none") continue;
        const svg = element instanceof SVGElement;
        const fill = svg ? style.fill : style.color;
        // A label within a bar or band stands on its filling, if it has no edge of its own.
        const below = svg && style.stroke === "none" && element.previousElementSibling;
        const filling = below && below.tagName === "rect" ? getComputedStyle(below).fill : undefined;
        const behind = filling && filling.startsWith("rgb") ? filling : ground(element.closest("body *:not(svg, svg *)"));
        const found = ratio(over(fill, behind), behind);
        if (found < 4.5) faint.add((element.getAttribute("class") ?? element.tagName) + ": " + found.toFixed(2));
    }
    return [...faint];
})()`;
