import { customerNames, databaseLabel } from "../../infra/model/naming";
import { planClassOf } from "../../infra/model/plans";
import { cloudOf } from "../clouds";
import type { Outcome, RecoveryJob } from "./job";
import { changeStackFile, type RestoreEntry } from "./stackFile";
import { errorsOf, type Held, StoppedError, type Work } from "./work";
import { giveBack, RefusedError, working } from "./up";

const homeWaves = ["paid", "rest"] as const;
type HomeWave = (typeof homeWaves)[number];

/** Failovers and comparisons under way at once: a customer cannot write between the two, so nobody waits in a long line. */
const atOnce = 25;

/** A customer on the way home. */
interface Mover {
    slug: string;
    wave: HomeWave;
    /** The database that serves the customer at the other site. */
    sourceId: string;
    /** Which of the customer's two names both databases have. */
    generation: 1 | 2;
}

/**
 * Brings customers home, without losing what they wrote at the other site: their databases are copied home while they work, take over
 * there, are compared, and the customers follow. Every step can be repeated.
 *
 * @throws RefusedError, RecoveryRunningError
 */
export async function repatriate(job: RecoveryJob): Promise<Outcome> {
    return working(job, async (work) => {
        if (!work.begun) throw new RefusedError(`There is no recovery of ${job.cell}: everybody is at home.`);
        if (work.state.repatriatedAt !== undefined) return;
        refuseWithoutWayHome(work);
        await requireHome(work);
        // Who is not verified yet is served at home already, or is to be.
        if (work.state.finishedAt === undefined && work.state.cancel !== "done") await giveBack(work);
        await new Homecoming(work).run();
        const failed = [...work.state.homeward].filter(([, { switchedAt }]) => switchedAt === undefined);
        if (failed.length > 0) {
            throw new StoppedError({
                why: "failed",
                message: `${failed.length} customers are not home: ${failed.map(([slug, { because }]) => `${slug} (${because ?? "not begun"})`).join(", ")}`,
                choices: [`\`oxygis recover repatriate --cell ${job.cell}\` tries those again`],
            });
        }
        await work.record({ event: "repatriated" });
    });
}

/** On AWS nothing follows a live database of another region, so that going home loses nothing only while nobody writes. */
function refuseWithoutWayHome({ state }: Work): void {
    const { cell, lostRegion, target, stack } = state.plan;
    if (cloudOf(target.region, lostRegion).hasWayHome) return;
    throw new RefusedError(
        `No command brings a cell on AWS home: the customers of ${cell} stay at ${stack} in ${target.region}. ` +
            "If they are to go back to " +
            `${lostRegion}, the runbook lose-an-aws-region says how, by hand, while nobody writes.`,
    );
}

async function requireHome({ job, state }: Work): Promise<void> {
    const { lostRegion, target } = state.plan;
    for (const region of [lostRegion, target.region]) {
        const { control, data } = await job.site.health(region);
        if (control && data) continue;
        throw new RefusedError(
            `${region} does not answer${control || data ? " wholly" : ""}: the way home needs both sites. Wait until it does.`,
        );
    }
}

/** Customers on the way home: all databases follow at once, then one wave after the other is served there. */
class Homecoming {
    constructor(private readonly work: Work) {}

    private get state() {
        return this.work.state;
    }

    async run(): Promise<void> {
        const { state } = this;
        const movers = await this.movers();
        const open = (wave: HomeWave) =>
            state.homeWaves[wave]?.ended === undefined ||
            movers.some((mover) => mover.wave === wave && state.homeward.get(mover.slug)?.switchedAt === undefined);
        const [first, ...others] = homeWaves.filter(open);
        if (first === undefined) return;
        await this.work.record({ event: "homeBegun", wave: first });
        await this.follow(movers);
        await this.serve(first, movers);
        for (const wave of others) {
            await this.work.record({ event: "homeBegun", wave });
            await this.serve(wave, movers);
        }
    }

    /** Copies of everybody's database at home, which follow the ones that are written to. */
    private async follow(movers: readonly Mover[]): Promise<void> {
        const { lostStack } = this.state.plan;
        this.declare(movers);
        await this.up(lostStack, `${lostStack}: databases follow home`, this.isVerified);
        await this.noteCopies(movers);
    }

    private async serve(wave: HomeWave, movers: readonly Mover[]): Promise<void> {
        const { work, state } = this;
        const { lostStack, stack } = state.plan;
        const mine = movers.filter((mover) => mover.wave === wave);
        await inGroups(mine, (mover) => this.takeOver(mover));
        const moved = mine.map(({ slug }) => slug).filter((slug) => state.homeward.get(slug)?.verified);
        if (moved.length > 0) {
            changeStackFile(work.job.root, lostStack, { verified: moved });
            await this.up(lostStack, `${lostStack}: served at home (${wave})`, this.isVerified);
            const back = [...state.homeward].filter(([, way]) => way.verified).map(([slug]) => slug);
            changeStackFile(work.job.root, stack, { returned: back });
            await this.up(stack, `${stack}: hosts lead home (${wave})`, () => Promise.resolve(true));
        }
        await work.record({ event: "homeSwitched", wave, slugs: moved });
        await work.record({ event: "homeEnded", wave });
    }

    private readonly isVerified = (slug: string) => Promise.resolve(this.state.homeward.get(slug)?.verified === true);

    /** Everybody who is served at the other site. */
    private async movers(): Promise<Mover[]> {
        const { work, state } = this;
        const { cell, lostStack, stack } = state.plan;
        const configuration = work.configuration();
        const { recovers, restores } = configuration.cell(stack);
        const { customers, restores: known } = configuration.cell(lostStack);
        const away = await work.databasesIn(stack);
        const home = await work.databasesIn(lostStack);
        return customers.flatMap(({ slug, plan }): Mover[] => {
            const wave = planClassOf(plan) === "paid" ? "paid" : "rest";
            const generation = restores[slug]?.database ?? 1;
            const database = away.find(({ label }) => label === databaseLabel(cell, slug, generation));
            const unverified = restores[slug] !== undefined && !restores[slug].verified;
            if (!database || unverified || recovers?.waiting.includes(slug)) return [];
            const before = known[slug];
            const again = before?.from === "secondary" && before.source.toLowerCase() === database.id.toLowerCase();
            const held = home.some(({ label }) => label === databaseLabel(cell, slug, generation));
            if (held && !again) {
                throw new RefusedError(
                    `Home holds another ${customerNames(slug, generation).database} already, from an earlier way home. Remove it first (runbook repatriate).`,
                );
            }
            return [{ slug, wave, sourceId: database.id, generation }];
        });
    }

    private declare(movers: readonly Mover[]): void {
        const { work, state } = this;
        const { lostStack } = state.plan;
        const places = { paid: 0, rest: 0 };
        const restores = Object.fromEntries(
            movers.map(({ slug, wave, sourceId, generation }): [string, RestoreEntry] => {
                const order = ++places[wave];
                const verified = state.homeward.get(slug)?.verified === true;
                const entry = { from: "secondary", source: sourceId, wave, order, verified } as const;
                return [slug, generation === 2 ? { ...entry, database: 2 } : entry];
            }),
        );
        changeStackFile(work.job.root, lostStack, { restores });
        work.configuration();
    }

    private async noteCopies(movers: readonly Mover[]): Promise<void> {
        const { work, state } = this;
        const home: Held[] = await work.databasesIn(state.plan.lostStack);
        for (const { slug, generation } of movers) {
            if (state.homeward.has(slug)) continue;
            const label = databaseLabel(state.plan.cell, slug, generation);
            const database = home.find((each) => each.label === label);
            if (database) await work.record({ event: "homeCopied", slug, databaseId: database.id });
        }
    }

    /** From here until its hosts lead home this customer can read and not write. */
    private async takeOver({ slug, sourceId }: Mover): Promise<void> {
        const { work, state } = this;
        const { site } = work.job;
        const way = state.homeward.get(slug);
        if (!way || way.verified) return;
        try {
            if (!way.failedOver) {
                await site.failover(way.databaseId);
                await work.record({ event: "failedOver", slug, databaseId: way.databaseId });
            }
            const point = await site.now();
            const { ok, because, at } = await site.verify({
                customer: slug,
                databaseId: way.databaseId,
                lostDatabaseId: sourceId,
                point,
            });
            if (ok) {
                await work.record({ event: "homeVerified", slug, databaseId: way.databaseId, because }, at);
                return;
            }
            await site.failover(sourceId);
            await work.record({ event: "failedBack", slug });
            await work.record({ event: "homeFailed", slug, because });
        } catch (error) {
            const because = error instanceof Error ? error.message : String(error);
            await work.record({ event: "homeFailed", slug, because });
        }
    }

    private async up(stack: string, title: string, verify: (slug: string) => Promise<boolean>): Promise<void> {
        const run = await this.work.up(stack, title, { verify });
        if (run.ok) return;
        throw new StoppedError({
            why: "failed",
            message: `${title}: did not come to its end.\n${errorsOf(run)}`,
            choices: [
                `remove the cause and run \`oxygis recover repatriate --cell ${this.state.plan.cell}\` again: it goes on where it stopped`,
            ],
        });
    }
}

async function inGroups<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
    for (let begin = 0; begin < all.length; begin += atOnce) {
        await Promise.all(all.slice(begin, begin + atOnce).map(act));
    }
}
