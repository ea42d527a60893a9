/** Losing one zone (DR-1): nobody does anything, and everybody goes on. */
import { isoTime } from "../time";
import { customerOf } from "./alerts";
import { onAzure } from "./before";
import { faultResult } from "./assemble";
import type { DrillFaultDefinition, Scene } from "./faults/fault";
import { boundOf, classFigures, lanesIn, rounded } from "./figures";
import type { DrilledCustomer, DrillResult, DrillTrouble, DrillVerdict, ZoneFigures } from "./result";
import { planClassOf } from "../../infra/model/plans";
import { placeCustomers, poolsOf } from "../../infra/model/placement";
import type { Deployment } from "./stacks";

const hour = 3600;
/** How long the zone is away; everybody writes a row in it. */
const outageSeconds = 6 * hour;

interface Held {
    seed: number;
    engine: { name: string };
    fault?: DrillFaultDefinition;
}

export async function loseZone(scene: Scene, { seed, engine, fault }: Held): Promise<Omit<DrillResult, "realSeconds">> {
    const { world, fleet, lostAt } = scene;
    const home = onAzure(fleet);
    const { region, zones } = home.site;
    const zone = zones[seed % zones.length] as "1" | "2" | "3";
    const before = world.view().operations.length;
    const deployment = (await world.options.engine.exportStack(world.requestFor(home.stack)))!;
    const { databases } = await world.ask("backups", { region });
    await world.ask("lose", { region, zone, planes: ["control", "data"] });
    await world.ask("advance", { to: lostAt + outageSeconds });
    const pools = placeCustomers(home.customers, poolsOf(home.pools));
    const customers = await Promise.all(
        [...pools].flatMap(([{ name: pool }, inside]) =>
            inside.map(async ({ slug, plan }): Promise<DrilledCustomer> => {
                const { databaseId, usedGiB } = databases.find((each) => customerOf(each) === slug)!;
                const [atLoss, now] = [
                    await world.ask("content", { databaseId, at: lostAt - 1 }),
                    await world.ask("content", { databaseId }),
                ];
                const served = now.readable && now.rows > atLoss.rows;
                const planClass = planClassOf(plan);
                return {
                    ...{ slug, plan, planClass, pool, usedGiB, order: 0, failedRestores: [] },
                    wave: planClass === "paid" ? "paid" : "rest",
                    outcome: served ? "back" : "waiting",
                    ...(served && { rpoHours: 0, rtoHours: 0 }),
                    rowsAtLoss: atLoss.rows,
                    rowsLost: now.readable ? Math.max(0, atLoss.rows - now.rows) : atLoss.rows,
                    content: now.readable ? "equal" : "unknown",
                    ...(!served && { trouble: "its database lies in the lost zone alone" }),
                };
            }),
        ),
    );
    const operations = world.view().operations.length - before;
    const services = [
        {
            what: "databases that are read and written",
            total: customers.length,
            serving: customers.filter(({ outcome }) => outcome === "back").length,
        },
        ...servicesIn(deployment, zone),
    ];
    await world.ask("bringBack", { region, zone });
    const figures: ZoneFigures = { zone, services, operations };
    const troubles = customers.flatMap(({ slug: customer, trouble: what }): DrillTrouble[] =>
        what === undefined ? [] : [{ atHours: 0, customer, what }],
    );
    const verdicts = [judge(figures)];
    return {
        ok: verdicts.every(({ verdict }) => verdict === "kept"),
        ...{ lose: "zone", seed, cell: home.cell, engine: engine.name, lostRegion: region },
        ...{ lostAt: isoTime(lostAt), reached: "plan" },
        outages: [
            { region, zone, planes: ["control", "data"], beginHours: 0, endHours: rounded(outageSeconds / hour) },
        ],
        ...{ detectedHours: 0, decidedHours: 0, customers },
        lostCustomers: customers.filter(({ outcome }) => outcome === "waiting").map(({ slug }) => slug),
        ...{
            classes: classFigures(customers),
            lanes: lanesIn.azure,
            pools: [],
            waves: [],
            homeWaves: [],
            bound: boundOf([]),
        },
        ...{ criticalPath: [], estimate: [], alerts: [], refusals: [], troubles, verdicts, properties: [] },
        zone: figures,
        ...(fault && { fault: faultResult(fault, { verdicts, troubles, alerts: [], refusals: [] }) }),
    };
}

interface Exported {
    type: string;
    inputs?: Record<string, unknown>;
}

/** What of a resource says in which zones it is; undefined where it lies in none or in all by Azure's own doing. */
function zonesOf({ inputs = {} }: Exported, all: readonly string[]): readonly string[] | undefined {
    const { zones, zoneRedundant, sku } = inputs as {
        zones?: string[];
        zoneRedundant?: boolean;
        sku?: { name?: string };
    };
    if (Array.isArray(zones)) return zones;
    if (zoneRedundant !== undefined) return zoneRedundant ? all : [];
    if (sku?.name !== undefined && /_(LRS|GRS|RAGRS)$/.test(sku.name)) return [];
    if (sku?.name !== undefined && /ZRS$/.test(sku.name)) return all;
    return undefined;
}

/** Kinds of resources that serve customers, in words. A zone takes along what is in it alone. */
const kinds: readonly { type: string; what: string }[] = [
    { type: "azure-native:sql:ElasticPool", what: "pools of databases" },
    { type: "azure-native:compute:VirtualMachineScaleSet", what: "scale sets of the application" },
    { type: "azure-native:compute:VirtualMachine", what: "job servers" },
    { type: "azure-native:network:AzureFirewall", what: "firewalls on the way out" },
    { type: "azure-native:storage:StorageAccount", what: "storage accounts" },
];

function servicesIn({ deployment }: Deployment, lost: string): ZoneFigures["services"] {
    const { resources = [] } = deployment as { resources?: Exported[] };
    return kinds.flatMap(({ type, what }) => {
        const own = resources.filter((resource) => resource.type === type);
        if (own.length === 0) return [];
        const serving = own.filter((resource) => {
            const zones = zonesOf(resource, ["1", "2", "3"]);
            return zones === undefined || zones.some((zone) => zone !== lost);
        });
        return [{ what, total: own.length, serving: serving.length }];
    });
}

/** Job servers stand one in each zone: the others take over. Of everything else all must serve on. */
function judge({ zone, services, operations }: ZoneFigures): DrillVerdict {
    const down = services.filter(({ what, total, serving }) => serving < (what === "job servers" ? 1 : total));
    if (operations > 0) {
        return {
            id: "DR-1",
            verdict: "broken",
            because: `${operations} operations were needed after zone ${zone} was lost.`,
        };
    }
    if (down.length > 0) {
        const words = down.map(({ what, total, serving }) => `${total - serving} of ${total} ${what}`).join(", ");
        return { id: "DR-1", verdict: "broken", because: `Without zone ${zone} these do not serve: ${words}.` };
    }
    const [databases] = services;
    return {
        id: "DR-1",
        verdict: "kept",
        because: `Without zone ${zone} all ${databases!.total} databases are read and written on, and nothing had to be run.`,
    };
}
