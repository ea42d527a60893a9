/** A rehearsal from the site's first day to its customers' return, in a world of its own. */
import { planClasses, planClassOf } from "../../infra/model/plans";
import { regionOf } from "../../infra/model/regions";
import type { CellStack } from "../../infra/config/schema";
import type { DatabaseBackups } from "../../sandbox/control";
import { gather } from "../plan/gather";
import { planRecovery } from "../plan/plan";
import type { RecoveryPlan } from "../plan/types";
import type { RecoveryState } from "../run/state";
import { RefusedError } from "../run/up";
import { isoTime, secondsOf } from "../time";
import { alertsBy, customerOf } from "./alerts";
import { bringUp, containersIn, type Fleet, fleetOf } from "./before";
import type { DrillFaultDefinition, Scene } from "./faults/fault";
import { boundOf, classFigures, criticalPath, measuredTimes, poolFigures, rounded, spreadOf } from "./figures";
import { goHome, type Homecoming } from "./home";
import { type Loss, observeCustomers, operationsOf } from "./observe";
import type { Observed } from "./observed";
import { judgeProperties } from "./properties";
import { rebuild, type Rebuilt } from "./rebuild";
import type { DrilledCustomer, DrillResult, DrillTrouble, WaveFigures } from "./result";
import { jobIn } from "./session";
import { type Deployment, mirrorOf, type SiteWords } from "./stacks";
import { judgeVerdicts } from "./verdicts";
import { DrillWorld, rootOf, type WorldOptions } from "./world";

const minute = 60;
const hour = 3600;

/** Somebody is woken after this, and decides after that (assumed). */
const detectSeconds = 15 * minute;
const decideSeconds = 30 * minute;

/** The region stays away for at least three days, and half a day longer than the recovery took. */
const outageHours = 72;
const afterwardsHours = 12;

export interface DrillOptions extends WorldOptions {
    cell?: string;
    fault?: DrillFaultDefinition;
    /** Only what one fault shows: without copies of the world in which it is broken off and given up. */
    quick?: boolean;
    /** Ends after the plan, where the fault shows in it. */
    planOnly?: boolean;
    onPhase?: (title: string) => void;
}

/** Holds a drill in a folder whose `root` holds the configuration. */
export async function holdDrill(options: DrillOptions): Promise<DrillResult> {
    const began = performance.now();
    const { fault } = options;
    const configured = fleetOf(rootOf(options.folder), options.cell);
    fault?.configure?.(rootOf(options.folder), configured);
    const world = await DrillWorld.open(options);
    try {
        const fleet = fleetOf(world.root, options.cell);
        const say = options.onPhase ?? (() => undefined);
        say(`${fleet.home.stack}: ${fleet.customers.length} customers at work`);
        const { lostAt } = await bringUp(world, fleet);
        const drill = new Drill(world, options, { world, fleet, lostAt }, say);
        return { ...(await drill.hold()), realSeconds: (performance.now() - began) / 1000 };
    } finally {
        await world.close();
    }
}

class Drill {
    private readonly troubles: DrillTrouble[] = [];

    constructor(
        private readonly world: DrillWorld,
        private readonly options: DrillOptions,
        private readonly scene: Scene,
        private readonly say: (title: string) => void,
    ) {}

    async hold(): Promise<Omit<DrillResult, "realSeconds">> {
        const { world, scene } = this;
        const { fleet, lostAt } = scene;
        const { home } = fleet;
        const { fault } = this.options;
        await fault?.before?.(scene);
        await world.ask("advance", { to: lostAt });
        const before = (await world.options.engine.exportStack(world.requestFor(home.stack)))!;
        const backups = await this.backupsAtLoss();
        const documents = await this.documentsAtLoss();
        this.say(`${home.site.region} is lost`);
        if (fault?.loss) await fault.loss(scene);
        else await world.ask("lose", { region: home.site.region, planes: ["control", "data"] });
        await fault?.after?.(scene);
        await world.ask("advance", { to: lostAt + detectSeconds + decideSeconds });
        const plan = await this.plan();
        const stop = this.options.planOnly === true || plan.refusals.length > 0;
        const rebuilt = stop ? undefined : await this.rebuild(plan);
        const reached = rebuilt?.outcome.state;
        const standIn = reached && (await world.options.engine.exportStack(world.requestFor(plan.stack)));
        const loss: Loss = { plan, state: reached, lostAt, backups };
        const customers = await observeCustomers(world, loss);
        for (const customer of customers) {
            const rpo = documents.get(customer.slug);
            if (rpo !== undefined) customer.documentsRpoHours = rpo;
        }
        const operations = operationsOf(world.view(), plan.stack, lostAt);
        const homecoming =
            rebuilt && reached?.wave !== undefined ? await this.home(plan, rebuilt, customers, before) : undefined;
        return this.result({ plan, rebuilt, customers, backups, before, standIn, operations, homecoming });
    }

    /** The databases that serve customers in the region, just before it is lost. */
    private async backupsAtLoss(): Promise<DatabaseBackups[]> {
        const { home } = this.scene.fleet;
        const { databases } = await this.world.ask("backups", { region: home.site.region });
        return databases.filter((database) => customerOf(database) !== undefined && database.deletedAt === undefined);
    }

    /** By slug: the age of the newest document elsewhere, where there are younger ones at home; else nothing would be lost. */
    private async documentsAtLoss(): Promise<Map<string, number>> {
        const { world, scene } = this;
        const { site, customers } = scene.fleet.home;
        const [here, there] = [site.region, site.pairedRegion].map((region) =>
            containersIn(world, region, customers),
        ) as [Map<string, string>, Map<string, string>];
        const ages = new Map<string, number>();
        for (const [slug, containerId] of there) {
            const own = here.get(slug);
            if (own === undefined) continue;
            const [home, copy] = await Promise.all(
                [own, containerId].map((each) => world.ask("documents", { containerId: each })),
            );
            const age = home!.rows === copy!.rows ? 0 : (scene.lostAt - (copy!.newest ?? 0)) / hour;
            ages.set(slug, rounded(age));
        }
        return ages;
    }

    private async plan(): Promise<RecoveryPlan> {
        const { world, scene, options } = this;
        this.say("planning");
        const inputs = await gather(jobIn(world, scene.fleet.home.cell), { lostAt: isoTime(scene.lostAt) });
        return planRecovery({ ...inputs, ...options.fault?.plan?.(scene) });
    }

    private async rebuild(plan: RecoveryPlan): Promise<Rebuilt | undefined> {
        const { world, scene, options } = this;
        try {
            return await rebuild(world, {
                fleet: scene.fleet,
                plan,
                lostAt: scene.lostAt,
                quick: options.quick === true,
                onEvent: (event) => {
                    if (event.event === "waveBegun") this.say(`${plan.stack}: wave ${event.wave}`);
                },
            });
        } catch (error) {
            if (!(error instanceof RefusedError)) throw error;
            this.troubles.push({ what: error.message });
            return undefined;
        }
    }

    private async home(
        plan: RecoveryPlan,
        { outcome, newCustomer }: Rebuilt,
        customers: readonly DrilledCustomer[],
        before: Deployment,
    ): Promise<Homecoming | undefined> {
        const { world, scene } = this;
        const now = await world.now();
        await world.ask("advance", {
            to: Math.max(now + afterwardsHours * hour, scene.lostAt + outageHours * hour),
        });
        await world.ask("bringBack", { region: plan.lostRegion });
        this.say(`${plan.lostRegion} is back: the way home`);
        const served = new Map(
            [...outcome.state.customers.values()].flatMap(({ slug, databaseId, times }) => {
                const restored = customers.find((customer) => customer.slug === slug);
                if (databaseId === undefined || times.switched === undefined || restored === undefined) return [];
                return [[slug, { databaseId, restoredRows: restored.rowsAtLoss - restored.rowsLost }] as const];
            }),
        );
        const fresh = newCustomer && this.databaseOf(plan.stack, newCustomer.slug);
        if (newCustomer && fresh) {
            await world.ask("use", { databaseId: fresh, customer: newCustomer.slug, from: newCustomer.addedAt });
            served.set(newCustomer.slug, { databaseId: fresh, restoredRows: 0 });
        }
        return goHome(world, served, { plan, lostAt: scene.lostAt, before });
    }

    private databaseOf(stack: string, slug: string): string | undefined {
        return this.world
            .view()
            .operations.findLast(
                ({ type, urn, op }) =>
                    op === "create" &&
                    type === "azure-native:sql:Database" &&
                    urn.startsWith(`urn:pulumi:${stack}::`) &&
                    urn.endsWith(`-${slug}-db`),
            )?.id;
    }

    private result(found: Found): Omit<DrillResult, "realSeconds"> {
        const { scene, options } = this;
        const { lostAt, fleet } = scene;
        const { plan, rebuilt, customers, homecoming } = found;
        const { home } = fleet;
        const detectedHours = detectSeconds / hour;
        const decidedHours = (detectSeconds + decideSeconds) / hour;
        const state = rebuilt?.outcome.state;
        for (const customer of customers) {
            const way = homecoming?.customers.get(customer.slug);
            if (way !== undefined) customer.home = way;
        }
        const waves = state === undefined ? [] : wavesOf(state, plan, lostAt);
        const pools = poolFigures(customers);
        const newCustomer = rebuilt?.newCustomer && this.servedAt(plan, rebuilt.newCustomer, found);
        const homeOnly = new Set(plan.without.filter(({ wished }) => wished).map(({ slug }) => slug));
        const alerts = alertsBy(found.backups, lostAt, homeOnly);
        const observed: Observed = {
            customers,
            pools,
            waves,
            operations: found.operations,
            ...(found.standIn === undefined ? {} : { mirror: this.mirror(plan, found.before, found.standIn, state) }),
            cancelled: rebuilt?.cancelled ?? [],
            ...(newCustomer === undefined ? {} : { newCustomer }),
            reruns: rebuilt?.reruns ?? [],
            resumed: rebuilt?.resumed ?? [],
            ...(homecoming === undefined ? {} : { home: homecoming.home }),
        };
        const platform = waves.find(({ wave }) => wave === "platform");
        const verdicts = judgeVerdicts({
            customers,
            backups: found.backups,
            lostAt,
            homeOnly,
            alerts,
            mixedUp: [],
            ...(platform && state?.ended.has("platform") ? { siteHours: platform.endHours } : {}),
            ...(plan.refusals[0] ? { siteTrouble: `${plan.refusals[0].what}.` } : {}),
            ran: rebuilt !== undefined,
        });
        const properties = options.quick === true || rebuilt === undefined ? [] : judgeProperties(observed);
        const measured = measuredTimes(customers);
        const documents = spreadOf(customers.flatMap(({ documentsRpoHours }) => documentsRpoHours ?? []));
        return {
            ok: verdicts.every(({ verdict }) => verdict === "kept") && properties.every(({ holds }) => holds),
            lose: "region",
            seed: options.seed,
            cell: home.cell,
            engine: options.engine.name,
            lostRegion: plan.lostRegion,
            ...(rebuilt === undefined ? {} : { targetRegion: plan.target.region }),
            lostAt: isoTime(lostAt),
            reached: homecoming ? "home" : (state?.wave ?? "plan"),
            outages: [
                {
                    region: plan.lostRegion,
                    planes: ["control", "data"],
                    beginHours: 0,
                    ...(homecoming?.waves[0] ? { endHours: homecoming.waves[0].beginHours } : {}),
                },
            ],
            detectedHours,
            decidedHours,
            customers,
            lostCustomers: customers.filter(({ outcome }) => outcome === "waiting").map(({ slug }) => slug),
            ...(newCustomer === undefined ? {} : { newCustomer }),
            classes: classFigures(customers),
            pools,
            waves,
            homeWaves: homecoming?.waves ?? [],
            bound: boundOf(pools),
            ...(documents === undefined
                ? {}
                : {
                      documents: {
                          customers: customers.filter(({ documentsRpoHours }) => documentsRpoHours !== undefined)
                              .length,
                          rpoHours: documents,
                      },
                  }),
            criticalPath: criticalPath(customers, waves, { detectedHours, decidedHours }),
            estimate: estimateOf(plan, customers),
            ...(measured === undefined ? {} : { measured }),
            alerts,
            refusals: plan.refusals,
            troubles: this.troubles,
            verdicts,
            properties,
        };
    }

    private servedAt(
        plan: RecoveryPlan,
        { slug, addedAt }: { slug: string; addedAt: number },
        { operations }: Found,
    ): DrillResult["newCustomer"] {
        const key = operations.find(
            ({ type, urn }) =>
                type === "azure-native:appconfiguration:KeyValue" && urn.endsWith(`::${plan.cell}-catalogue-${slug}`),
        );
        if (key === undefined) return undefined;
        return { slug, addedHours: rounded((addedAt - this.scene.lostAt) / hour), servedHours: key.endHours };
    }

    private mirror(plan: RecoveryPlan, before: Deployment, standIn: Deployment, state: RecoveryState | undefined) {
        const { home } = this.scene.fleet;
        const waits = [
            ...plan.without.map(({ slug }) => slug),
            ...[...(state?.customers.values() ?? [])]
                .filter((each) => each.state === "waiting")
                .map(({ slug }) => slug),
        ];
        const there = fleetOf(this.world.root, home.cell, plan.stack).home;
        return mirrorOf(
            { deployment: before, words: wordsFor(home) },
            { deployment: standIn, words: wordsFor(there) },
            (key) => waits.some((slug) => key.includes(`-${slug}`)),
            () => false,
        );
    }
}

/** What a drill has when all is over. */
interface Found {
    plan: RecoveryPlan;
    rebuilt: Rebuilt | undefined;
    customers: DrilledCustomer[];
    backups: readonly DatabaseBackups[];
    before: Deployment;
    standIn: Deployment | undefined;
    operations: ReturnType<typeof operationsOf>;
    homecoming: Homecoming | undefined;
}

const wordsFor = ({ stack, site, network }: CellStack): SiteWords => ({
    stack,
    region: site.region,
    pairedRegion: site.pairedRegion,
    code: regionOf(site.region).code,
    pairedCode: regionOf(site.pairedRegion).code,
    addresses: network.addressSpace.split(".").slice(0, 2).join("."),
});

function wavesOf(state: RecoveryState, plan: RecoveryPlan, lostAt: number): WaveFigures[] {
    return (["platform", "paid", "rest"] as const).flatMap((wave) => {
        const times = state.waveTimes[wave];
        if (times === undefined) return [];
        const since = (iso: string) => rounded((secondsOf(iso) - lostAt) / hour);
        return {
            wave,
            customers: plan.customers.filter((customer) => customer.wave === wave).length,
            beginHours: since(times.begun),
            endHours: since(times.ended ?? state.lastAt),
            runs: times.runs,
        };
    });
}

function estimateOf(plan: RecoveryPlan, customers: readonly DrilledCustomer[]): DrillResult["estimate"] {
    return planClasses.flatMap((planClass) => {
        const planned = plan.customers.filter((customer) => planClassOf(customer.plan) === planClass);
        const took = customers
            .filter((customer) => customer.planClass === planClass)
            .flatMap(({ rtoHours }) => rtoHours ?? []);
        if (planned.length === 0 || took.length === 0) return [];
        return {
            planClass,
            plannedHours: rounded(Math.max(...planned.map(({ finishHours }) => finishHours))),
            tookHours: rounded(Math.max(...took)),
        };
    });
}
