/** A rehearsal from the site's first day to its customers' return, in a world of its own. */
import type { DatabaseBackups } from "../../sandbox/control";
import { cloudOf } from "../clouds";
import { gather } from "../plan/gather";
import { planRecovery } from "../plan/plan";
import type { RecoveryPlan } from "../plan/types";
import type { Site } from "../site";
import { isoTime } from "../time";
import { customerOf } from "./alerts";
import { assemble, type Found } from "./assemble";
import { bringUp, documentsIn, fleetOf, onAzure } from "./before";
import { type DrillFaultDefinition, expectedOf, type Scene } from "./faults/fault";
import { rounded } from "./figures";
import { goHome, type Homecoming } from "./home";
import { expectedCustomers, observeCustomers, type ObservedCustomers, operationsOf, servedAtHome } from "./observe";
import { rebuild, type Rebuilt } from "./rebuild";
import type { DrilledCustomer, DrillResult } from "./result";
import { jobIn, siteIn } from "./session";
import type { Deployment } from "./stacks";
import { DrillWorld, rootOf, type WorldOptions } from "./world";
import { loseZone } from "./zone";

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
    /** @default region */
    lose?: "region" | "zone";
    /** The region to rebuild in, as a person on call can name one. */
    to?: string;
    fault?: DrillFaultDefinition;
    /** Ends before the way home, or before anything is rebuilt, where a fault shows by then. */
    until?: "plan" | "recovery";
    /** The site is up in the folder already, as `prepareDrill` left it. */
    prepared?: Prepared;
    onPhase?: (title: string) => void;
}

/** A site that is up, and the moment at which its region will be lost. */
export interface Prepared {
    lostAt: number;
}

/** Brings the site up and leaves it in its folder, for drills on copies of it. */
export async function prepareDrill(options: WorldOptions): Promise<Prepared> {
    const world = await DrillWorld.open(options);
    try {
        return await bringUp(world, fleetOf(world.root));
    } finally {
        await world.close();
    }
}

/** Holds a drill in a folder whose `root` holds the configuration. */
export async function holdDrill(wishes: DrillOptions): Promise<DrillResult> {
    const began = performance.now();
    const { cell, onPhase: say = () => undefined } = wishes;
    const struck = fleetOf(rootOf(wishes.folder), cell);
    const fault = wishes.fault && expectedOf(wishes.fault, struck);
    const options: DrillOptions = { ...wishes, ...(fault && { fault }) };
    fault?.configure?.(rootOf(options.folder), struck);
    const world = await DrillWorld.open(options);
    try {
        const fleet = fleetOf(world.root, cell);
        if ((fault && !fault.onAws) || options.lose === "zone") onAzure(fleet);
        say(`${fleet.home.stack}: ${fleet.customers.length} customers at work`);
        if (options.prepared && fault?.configure) await world.up(fleet.home.stack);
        const { lostAt } = options.prepared ?? (await bringUp(world, fleet));
        const scene = { world, fleet, lostAt };
        await fault?.before?.(scene);
        await world.ask("advance", { to: lostAt });
        const zone = options.lose === "zone" || fault?.lose === "zone";
        const result = zone ? await loseZone(scene, options) : await new RegionDrill(scene, options, say).hold();
        return { ...result, realSeconds: (performance.now() - began) / 1000 };
    } finally {
        await world.close();
    }
}

class RegionDrill {
    private readonly world: DrillWorld;
    /** What the cloud answers otherwise than usual. */
    private readonly site: Partial<Site> | undefined;

    constructor(
        private readonly scene: Scene,
        private readonly options: DrillOptions,
        private readonly say: (title: string) => void,
    ) {
        this.world = scene.world;
        this.site = options.fault?.site?.(siteIn(scene.world));
    }

    async hold(): Promise<Omit<DrillResult, "realSeconds">> {
        const { world, scene } = this;
        const { fault, until } = this.options;
        const { home } = scene.fleet;
        const { lostAt } = scene;
        const before = (await world.options.engine.exportStack(world.requestFor(home.stack)))!;
        const backups = await this.backupsAtLoss();
        const documents = await this.documentsAtLoss();
        const planes = [...(fault?.planes ?? (["control", "data"] as const))];
        this.say(`${home.site.region} is lost`);
        await world.ask("lose", { region: home.site.region, planes });
        await fault?.after?.(scene);
        await world.ask("advance", { to: lostAt + detectSeconds + decideSeconds });
        const planned = await this.plan();
        const rebuilt = until === "plan" || planned.refusals.length > 0 ? undefined : await this.rebuild(planned);
        const state = rebuilt?.outcome.state;
        const plan = state?.plan ?? planned;
        const observed = await this.observe(plan, rebuilt, backups, planes.includes("data"));
        for (const customer of observed.customers) {
            const age = documents.get(customer.slug);
            if (age !== undefined) customer.documentsRpoHours = age;
        }
        const standIn = rebuilt && (await world.options.engine.exportStack(world.requestFor(plan.stack)));
        const operations = operationsOf(world.view(), plan.stack, lostAt);
        const homecoming =
            rebuilt &&
            until !== "recovery" &&
            cloudOf(plan.target.region, plan.lostRegion).hasWayHome &&
            (await this.home(plan, rebuilt, observed.customers, before));
        const found: Found = {
            ...{ scene, plan, backups, before, operations, ...observed },
            ...{ outages: (await world.ask("outages", {})).outages },
            detectedHours: detectSeconds / hour,
            decidedHours: (detectSeconds + decideSeconds) / hour,
            ...(rebuilt && { rebuilt }),
            ...(standIn && { standIn }),
            ...(homecoming && { homecoming }),
        };
        return assemble(found, this.options);
    }

    /** The databases that serve customers in the region, just before it is lost. */
    private async backupsAtLoss(): Promise<DatabaseBackups[]> {
        const { databases } = await this.world.ask("backups", { region: this.scene.fleet.home.site.region });
        return databases.filter((database) => customerOf(database) !== undefined && database.deletedAt === undefined);
    }

    /** By slug: the age of the newest document elsewhere, where there are younger ones at home; else nothing would be lost. */
    private async documentsAtLoss(): Promise<Map<string, number>> {
        const { world, scene } = this;
        const { home } = scene.fleet;
        const here = documentsIn(world, home, "home");
        const ages = new Map<string, number>();
        for (const [slug, containerId] of documentsIn(world, home, "copies", this.options.to)) {
            const own = here.get(slug);
            if (own === undefined) continue;
            const home = await world.ask("documents", { containerId: own });
            const copy = await world.ask("documents", { containerId });
            ages.set(slug, home.rows === copy.rows ? 0 : rounded((scene.lostAt - (copy.newest ?? 0)) / hour));
        }
        return ages;
    }

    private async plan(): Promise<RecoveryPlan> {
        const { world, scene, options } = this;
        this.say("planning");
        const job = jobIn(world, scene.fleet.home.cell, { site: this.site });
        const inputs = await gather(job, { lostAt: isoTime(scene.lostAt), to: options.to });
        return planRecovery({ ...inputs, ...options.fault?.plan?.(scene) });
    }

    private rebuild(plan: RecoveryPlan): Promise<Rebuilt> {
        const { fault } = this.options;
        return rebuild(this.world, {
            ...{ fleet: this.scene.fleet, plan, lostAt: this.scene.lostAt, site: this.site, kill: fault?.kill ?? [] },
            quick: fault !== undefined,
            onEvent: (event) => {
                if (event.event === "waveBegun") this.say(`${plan.stack}: wave ${event.wave}`);
            },
        });
    }

    private async observe(
        plan: RecoveryPlan,
        rebuilt: Rebuilt | undefined,
        backups: readonly DatabaseBackups[],
        dataLost: boolean,
    ): Promise<ObservedCustomers> {
        const { world, scene } = this;
        const { lostAt } = scene;
        if (rebuilt === undefined) {
            const expected = expectedCustomers(plan, lostAt);
            const customers = dataLost ? expected : await this.servedOn(expected, backups);
            return { customers, mixedUp: [] };
        }
        const { state, stopped } = rebuilt.outcome;
        const { customers, mixedUp } = await observeCustomers(world, { plan, state, lostAt, backups });
        if (stopped?.why !== "homeReturned") return { customers, mixedUp };
        const { outages } = await world.ask("outages", {});
        const since = Math.max(...outages.map(({ until = Infinity }) => until));
        const back = (customer: DrilledCustomer) =>
            customer.outcome === "back" ? customer : servedAtHome(customer, rounded((since - lostAt) / hour));
        return { customers: customers.map(back), mixedUp };
    }

    /** Where only the control plane is lost: who still reads and writes at home. */
    private async servedOn(
        customers: readonly DrilledCustomer[],
        backups: readonly DatabaseBackups[],
    ): Promise<DrilledCustomer[]> {
        const served = new Set<string>();
        for (const database of backups) {
            const { databaseId } = database;
            const now = await this.world.ask("content", { databaseId });
            if (now.readable && (now.newest ?? 0) > this.scene.lostAt) served.add(customerOf(database)!);
        }
        return customers.map((customer) => (served.has(customer.slug) ? servedAtHome(customer, 0) : customer));
    }

    private async home(
        plan: RecoveryPlan,
        { outcome, newCustomer }: Rebuilt,
        customers: readonly DrilledCustomer[],
        before: Deployment,
    ): Promise<Homecoming> {
        const { world, scene } = this;
        const now = await world.now();
        await world.ask("advance", { to: Math.max(now + afterwardsHours * hour, scene.lostAt + outageHours * hour) });
        for (const { region } of (await world.ask("outages", {})).outages) await world.ask("bringBack", { region });
        this.say(`${plan.lostRegion} is back: the way home`);
        const served = new Map(
            [...outcome.state.customers.values()].flatMap(({ slug, databaseId, times }) => {
                const restored = customers.find((customer) => customer.slug === slug);
                if (databaseId === undefined || times.switched === undefined || restored === undefined) return [];
                return [[slug, { databaseId, restoredRows: restored.rowsAtLoss - restored.rowsLost }] as const];
            }),
        );
        const fresh = newCustomer && (await this.databaseOf(plan.target.region, newCustomer.slug));
        if (newCustomer && fresh) {
            await world.ask("use", { databaseId: fresh, customer: newCustomer.slug, from: newCustomer.addedAt });
            served.set(newCustomer.slug, { databaseId: fresh, restoredRows: 0 });
        }
        return goHome(world, served, { plan, lostAt: scene.lostAt, before, newcomer: newCustomer?.slug });
    }

    private async databaseOf(region: string, slug: string): Promise<string | undefined> {
        const { databases } = await this.world.ask("backups", { region });
        return databases.find((database) => customerOf(database) === slug && database.deletedAt === undefined)
            ?.databaseId;
    }
}
