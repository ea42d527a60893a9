/** Puts a drill's result together from what was seen: figures, judgements, and what went wrong. */
import { awsCellNames, landingNames } from "../../infra/model/awsNaming";
import { awsRegionOf } from "../../infra/model/awsRegions";
import { hostedNames } from "../../infra/model/hostedDatabases";
import { cellNames } from "../../infra/model/naming";
import { planClasses, planClassOf } from "../../infra/model/plans";
import { regionOf } from "../../infra/model/regions";
import type { DatabaseBackups, Outage } from "../../sandbox/control";
import { type AnyCell, cloudOf, customerOfCatalogue } from "../clouds";
import type { RecoveryPlan } from "../plan/types";
import { readJournal } from "../run/journal";
import type { RecoveryState } from "../run/state";
import { isoTime, secondsOf } from "../time";
import { alertsBy } from "./alerts";
import { fleetOf } from "./before";
import type { DrillFaultDefinition, Scene } from "./faults/fault";
import { boundOf, classFigures, criticalPath, lanesIn, measuredTimes, poolFigures, rounded, spreadOf } from "./figures";
import type { Homecoming } from "./home";
import type { ObservedCustomers, operationsOf } from "./observe";
import type { Mirror, Observed } from "./observed";
import { judgeProperties } from "./properties";
import type { Rebuilt } from "./rebuild";
import type { DrilledCustomer, DrillFault, DrillResult, DrillVerdict, PropertyName, WaveFigures } from "./result";
import { type Deployment, mirrorOf, type SiteWords } from "./stacks";
import { troublesOf } from "./troubles";
import { judgeVerdicts } from "./verdicts";

const hour = 3600;

/** Shown only by copies of the world, which a drill with a fault does without. */
const inCopies: readonly PropertyName[] = ["cancellable", "resumable"];

/** What a drill has when all is over. */
export interface Found extends ObservedCustomers {
    scene: Scene;
    plan: RecoveryPlan;
    rebuilt?: Rebuilt;
    /** The live databases of the lost region as they were at the loss. */
    backups: readonly DatabaseBackups[];
    /** The home stack before the loss, and the stack that stood in when its recovery was over. */
    before: Deployment;
    standIn?: Deployment;
    operations: ReturnType<typeof operationsOf>;
    homecoming?: Homecoming;
    outages: readonly Outage[];
    detectedHours: number;
    decidedHours: number;
}

interface Held {
    seed: number;
    engine: { name: string };
    fault?: DrillFaultDefinition;
}

export function assemble(found: Found, { seed, engine, fault }: Held): Omit<DrillResult, "realSeconds"> {
    const { plan, rebuilt, customers, homecoming, scene, detectedHours, decidedHours } = found;
    const { lostAt } = scene;
    const { cell } = scene.fleet.home;
    const state = rebuilt?.outcome.state;
    for (const customer of customers) {
        const way = homecoming?.customers.get(customer.slug);
        if (way !== undefined) customer.home = way;
    }
    const waves = state === undefined ? [] : wavesOf(state, lostAt);
    const cloud = cloudIn(plan);
    const lanes = lanesIn[cloud.name];
    const pools = poolFigures(customers, lanes);
    const newCustomer = newCustomerOf(found);
    const homeOnly = new Set(plan.without.filter(({ wished }) => wished).map(({ slug }) => slug));
    const alerts = alertsBy(found.backups, lostAt, homeOnly);
    const estimate = rebuilt === undefined ? [] : estimateOf(plan, customers);
    const documents = spreadOf(customers.flatMap(({ documentsRpoHours }) => documentsRpoHours ?? []));
    const measured = measuredTimes(customers);
    const verdicts = judgeVerdicts({
        ...{ customers, backups: found.backups, lostAt, homeOnly, alerts, mixedUp: found.mixedUp },
        ...siteVerdict(found, waves),
        ran: rebuilt !== undefined,
    });
    const properties = rebuilt === undefined ? [] : judgeProperties(seen(found, { pools, waves, newCustomer }));
    const judged = properties
        .filter(({ name }) => fault === undefined || !inCopies.includes(name))
        .filter(({ name }) => name !== "wayHome" || cloud.hasWayHome)
        .filter(({ name }) => name !== "mirrorsLostSite" || cloud.mirrors);
    const troubles = troublesOf({
        ...{ plan, lostAt, customers, estimate },
        planes: found.outages.find(({ region }) => region === plan.lostRegion)?.planes ?? [],
        journal: rebuilt === undefined ? [] : readJournal(scene.world.directory, cell),
        outcomes: [rebuilt?.outcome, homecoming?.outcome].filter((outcome) => outcome !== undefined),
        killed: rebuilt?.killed ?? [],
        cloud,
    });
    const kept = verdicts.every(({ verdict }) => verdict === "kept");
    return {
        // What a fault breaks of a recovery's own shape is told; what counts then is whether promises are kept.
        ok: kept && (fault !== undefined || judged.every(({ holds }) => holds)),
        lose: "region",
        ...{ seed, cell, engine: engine.name },
        lostRegion: plan.lostRegion,
        ...(rebuilt && { targetRegion: plan.target.region }),
        lostAt: isoTime(lostAt),
        reached: homecoming ? "home" : (state?.wave ?? "plan"),
        outages: found.outages.map(({ region, planes, from = lostAt, until }) => ({
            ...{ region, planes, beginHours: rounded((from - lostAt) / hour) },
            ...(until !== undefined && { endHours: rounded((until - lostAt) / hour) }),
        })),
        ...{ detectedHours, decidedHours, customers },
        lostCustomers: customers.filter(({ outcome }) => outcome === "waiting").map(({ slug }) => slug),
        ...(newCustomer && { newCustomer }),
        classes: classFigures(customers),
        ...{ lanes, pools, waves, homeWaves: homecoming?.waves ?? [], bound: boundOf(pools) },
        ...(documents && {
            documents: {
                customers: customers.filter(({ documentsRpoHours }) => documentsRpoHours !== undefined).length,
                rpoHours: documents,
            },
        }),
        criticalPath: criticalPath(customers, waves, { detectedHours, decidedHours }),
        estimate,
        ...(measured && { measured }),
        ...{ alerts, refusals: plan.refusals, troubles, verdicts, properties: judged },
        ...(fault && { fault: faultResult(fault, { verdicts, troubles, alerts, refusals: plan.refusals }) }),
    };
}

/** What the recovery leads to, or would where no region can take the site. */
const cloudIn = ({ target, lostRegion }: RecoveryPlan) => cloudOf(target.region || lostRegion, lostRegion);

/** Whether the promise of a new site was kept: it stands, could stand, or what stood in its way. */
function siteVerdict({ plan, rebuilt, customers }: Found, waves: readonly WaveFigures[]) {
    const platform = waves.find(({ wave }) => wave === "platform");
    const stopped = rebuilt?.outcome.stopped;
    const stands = rebuilt?.outcome.state.ended.has("platform") === true && stopped?.why !== "targetLost";
    if (stands && platform) return { siteHours: platform.endHours };
    // Where everybody is served on at home, none is needed.
    const nobodyAway = customers.every(({ rtoHours }) => rtoHours === 0);
    const why = stopped?.message.split("\n")[0] ?? plan.refusals[0]?.what;
    return why === undefined || nobodyAway ? {} : { siteTrouble: why.endsWith(".") ? why : `${why}.` };
}

function seen(
    found: Found,
    figures: Pick<Observed, "pools" | "waves"> & { newCustomer: DrillResult["newCustomer"] },
): Observed {
    const { customers, operations, rebuilt, homecoming, standIn, plan } = found;
    const { newCustomer, ...rest } = figures;
    const cloud = cloudIn(plan);
    return {
        ...{ customers, operations, ...rest },
        ...{ lanes: lanesIn[cloud.name], capacityTypes: cloud.capacityTypes },
        ...(standIn && cloud.mirrors && { mirror: mirrorFor(found, standIn) }),
        cancelled: rebuilt?.cancelled ?? [],
        ...(newCustomer && { newCustomer }),
        reruns: rebuilt?.reruns ?? [],
        resumed: rebuilt?.resumed ?? [],
        ...(homecoming && { home: homecoming.home }),
    };
}

function newCustomerOf({ plan, rebuilt, operations, scene }: Found): DrillResult["newCustomer"] {
    if (rebuilt?.newCustomer === undefined) return undefined;
    const { slug, addedAt } = rebuilt.newCustomer;
    const key = operations.find(({ urn }) => customerOfCatalogue(urn, plan.cell) === slug);
    if (key === undefined) return undefined;
    return { slug, addedHours: rounded((addedAt - scene.lostAt) / hour), servedHours: key.endHours };
}

function mirrorFor({ scene, plan, before, rebuilt }: Found, standIn: Deployment): Mirror {
    const { home } = scene.fleet;
    const waits = [
        ...plan.without.map(({ slug }) => slug),
        ...[...(rebuilt?.outcome.state.customers.values() ?? [])]
            .filter(({ state }) => state === "waiting")
            .map(({ slug }) => slug),
    ];
    const there = fleetOf(scene.world.root, home.cell, plan.stack).home;
    return mirrorOf(
        { deployment: before, words: wordsFor(home) },
        { deployment: standIn, words: wordsFor(there) },
        cloudIn(plan),
        (key) => waits.some((slug) => key.includes(`-${slug}`)),
        rebuilt?.newCustomer?.slug,
    );
}

function wordsFor(home: AnyCell): SiteWords {
    const { cell, domain, network } = home;
    const { region } = home.site;
    const common = { region, addresses: [network.addressSpace] };
    if (home.kind === "awsCell") {
        const { site } = home;
        const { backupSite } = site;
        const landing = landingNames({ cell, domain, region: backupSite.region, awsRegion: region });
        // Both sites work with what lies in the region of the copies, and are trusted as one.
        const [lostRegion, side] = home.recovers
            ? [home.recovers.region, "paired" as const]
            : [region, "home" as const];
        const shared = { cell, domain, region: lostRegion, accountId: home.aws.accountId };
        return {
            ...common,
            copies: site.pairedRegion,
            code: awsRegionOf(region).code,
            copiesCode: awsRegionOf(site.pairedRegion).code,
            unique: [landing.backupAccount.slice(-6)],
            addresses: [network.addressSpace, home.network.landingAddressSpace],
            others: {
                [awsCellNames(shared).pullApplication]: "{federation}",
                [hostedNames(shared).documentsBucket[side]]: "{documents}",
                [home.application.imageId]: "{application}",
                [home.jobs.imageId]: "{jobs}",
            },
        };
    }
    const copies = home.documents.copies ?? home.site.pairedRegion;
    return {
        ...common,
        copies,
        code: regionOf(region).code,
        copiesCode: regionOf(copies).code,
        unique: [cellNames({ cell, domain, region }).sqlServer.split("-").at(-1)!],
    };
}

function wavesOf(state: RecoveryState, lostAt: number): WaveFigures[] {
    const since = (iso: string) => rounded((secondsOf(iso) - lostAt) / hour);
    return (["platform", "paid", "rest"] as const).flatMap((wave) => {
        const times = state.waveTimes[wave];
        if (times === undefined) return [];
        return {
            wave,
            customers: state.plan.customers.filter((customer) => customer.wave === wave).length,
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

/** What of a fault a drill shows. A drill without one has none of this. */
export function faultResult(
    { name, expect, breaks, what }: DrillFaultDefinition,
    { verdicts, troubles, alerts, refusals }: Pick<DrillResult, "verdicts" | "troubles" | "alerts" | "refusals">,
): DrillFault {
    const broken = verdicts.filter(({ verdict }) => verdict === "broken");
    const seenOf = [
        ...refusals.map((refusal) => refusal.what),
        ...alerts.map(({ kind, customers }) => `the watch raised "${kind}" for ${customers.length} customers`),
        ...troubles.map(({ customer, what: trouble }) =>
            customer === undefined ? trouble : `${customer}: ${trouble}`,
        ),
        ...broken.map(({ because }) => because),
    ];
    const asExpected = sameIds(broken, breaks);
    return { name, expect, breaks: [...breaks], what, seen: seenOf, met: asExpected && seenOf.length > 0 };
}

const sameIds = (broken: readonly DrillVerdict[], breaks: readonly string[]) =>
    broken.length === breaks.length && broken.every(({ id }) => breaks.includes(id));
