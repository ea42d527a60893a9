/** Where a lost site can be rebuilt and what it takes there, as far as the clouds differ. What every cloud asks is in `target`. */
import type { AwsCellStack } from "../../infra/config/awsSchema";
import type { CellStack, Customer } from "../../infra/config/schema";
import { azureContainers } from "../../infra/model/awsBackups";
import { instanceFor, instanceNames } from "../../infra/model/awsCustomers";
import { awsCellNames, landingNames } from "../../infra/model/awsNaming";
import { awsRegionOf, awsSiteRegions, findAwsRegion } from "../../infra/model/awsRegions";
import { hostedNames } from "../../infra/model/hostedDatabases";
import { managedInstanceNames } from "../../infra/model/managedInstances";
import { cellNames } from "../../infra/model/naming";
import { poolFor, poolsOf } from "../../infra/model/placement";
import { findRegion, objectionToSite, siteRegions } from "../../infra/model/regions";
import { poolLimits } from "../../infra/model/sizes";
import type { RestorePath } from "../../sandbox/control";
import { aws, azure, managed, type AnyCell, type Cloud } from "../clouds";
import { isoTime } from "../time";
import { isAcross, shapeAcross } from "./across";
import type { PlanInputs } from "./inputs";
import type { PlannedCustomer, Refusal, Source } from "./types";

export interface Places {
    cloud: Cloud;
    /** The cloud's name, for people. */
    provider: string;
    /** Regions for a site in place of the lost one, in the order in which they are chosen. */
    preference: string[];
    codeOf: (region: string) => string | undefined;
    /** The region that holds the copies of a site that stands in one. */
    pairOf: (region: string) => string | undefined;
    /** What speaks against a region whatever its state is. */
    objectionTo: (region: string, globalSite: PlanInputs["globalSite"]) => string | undefined;
    /** What a new site takes of quotas, by the part of the key before `|` or `.`; of others it takes nothing worth counting. */
    needs: Readonly<Record<string, number>>;
    /** Names in lower case that the cloud holds for a time after deletion, or that exist once. */
    namesAt: (region: string) => Set<string>;
    /** The pool, or instance, that takes a customer's database. */
    poolOf: (customer: Customer) => string;
    /** Why what is to be restored does not fit into the pools. */
    objectionsToPools: (customers: readonly PlannedCustomer[]) => Refusal[];
    /** What can be restored at another site by a path of the inventory. */
    sourceOf: (path: RestorePath) => Source | undefined;
}

/**
 * @param region where the site is to stand; of a cell on AWS it decides on which cloud
 * @param template see `templateOf`
 */
export function placesFor(lost: AnyCell, region = lost.site.region, template?: CellStack): Places {
    if (lost.kind === "cell") return placesOnAzure(lost);
    return isAcross(lost, region) ? placesAcross(lost, template) : placesOnAws(lost);
}

const pairOnAzure = (region: string): string | undefined => findRegion(region)?.pair;

/** Whether a region, or its pair, is the global stack's: what switches customers over must not be lost together with them. */
const withGlobal = (region: string, globalSite: PlanInputs["globalSite"]): boolean =>
    [globalSite.region, globalSite.pairedRegion].includes(region) || pairOnAzure(region) === globalSite.region;

/**
 * The lost region's pair, where its backups lie already and where people have reserved quotas; then the others that a site may stand in, in
 * the order of `infra/model/regions`.
 */
function placesOnAzure(lost: CellStack): Places {
    const { pools, site } = lost;
    const pair = pairOnAzure(site.region);
    const others = siteRegions.filter((region) => region !== site.region && region !== pair);
    const all = poolsOf(pools);
    return {
        cloud: azure,
        provider: "Azure",
        preference: [...(pair !== undefined && siteRegions.includes(pair) ? [pair] : []), ...others],
        codeOf: (region) => findRegion(region)?.code,
        pairOf: pairOnAzure,
        objectionTo(region, globalSite) {
            return region === site.region
                ? `${region} is the region that was lost`
                : objectionOnAzure(region, globalSite);
        },
        needs: needsOnAzure(lost),
        namesAt: (region) => namesOnAzure(lost, region),
        poolOf: (customer) => poolFor(customer, all),
        /** Azure refuses a restore that its pool has no room for, so it is refused before anything is begun. */
        objectionsToPools: (customers) =>
            all.flatMap(({ name, vCores, planClass }): Refusal[] => {
                const inside = customers.filter(({ pool }) => pool === name);
                const gibibytes = Math.ceil(inside.reduce((sum, { usedGiB }) => sum + usedGiB, 0));
                const limit = poolLimits.get(vCores)!;
                const remedy = `write more or larger pools below pools.${planClass} in the lost stack's file`;
                const what = `pool ${name} would get ${inside.length} databases with ${gibibytes} GiB, and ${vCores} vCores hold ${limit.databases} with ${limit.storageGiB} GiB`;
                return inside.length > limit.databases || gibibytes > limit.storageGiB ? [{ what, remedy }] : [];
            }),
        sourceOf: ({ path, source, newest, target, reachable }) =>
            reachable && target === "anywhere" && (path === "geo" || path === "weekly")
                ? { from: path, id: source, point: isoTime(newest) }
                : undefined,
    };
}

function objectionOnAzure(region: string, globalSite: PlanInputs["globalSite"]): string | undefined {
    const facts = findRegion(region);
    if (!facts) return `"${region}" is not a region this project knows`;
    const objection = objectionToSite(facts);
    if (objection) return `${region} ${objection}`;
    if (!withGlobal(region, globalSite)) return undefined;
    const role = region === globalSite.region ? "the region of the global stack" : "paired with the global stack's";
    return `${region} is ${role}: both would be lost at once`;
}

type Shape = Pick<CellStack, "pools" | "documents" | "application" | "jobs" | "managedInstances">;

function needsOnAzure({ pools, documents, application, jobs, managedInstances }: Shape): Places["needs"] {
    const all = poolsOf(pools);
    return {
        sqlServers: 1,
        vCores: all.reduce((sum, pool) => sum + pool.vCores, 0),
        elasticPools: all.length,
        // Those of the documents, one for who keeps all copies at home, recordings of administration, and the archive of logs.
        storageAccounts: documents.accounts + 3,
        machineCores: application.instances * coresOf(application.vmSize) + zonesOfSite * coresOf(jobs.vmSize),
        managedVCores: managedInstances ? managedInstances.count * managedInstances.vCores : 0,
    };
}

/** A job server stands in each. */
const zonesOfSite = 3;

function namesOnAzure(
    { cell, domain, documents, managedInstances }: Pick<CellStack, "cell" | "domain"> & Shape,
    region: string,
): Set<string> {
    const names = cellNames({ cell, domain, region });
    const labels = Array.from({ length: documents.accounts }, (_, index) => `${index + 1}`);
    return new Set([
        names.keyVault,
        names.appConfiguration,
        names.sqlServer,
        names.documentsVault,
        names.machineVault,
        names.recordingsAccount,
        names.logArchive(region),
        names.documentsAccount("home"),
        ...labels.map(names.documentsAccount),
        ...managedInstanceNames(managedInstances ?? { count: 0 }).map(names.managedInstance),
    ]);
}

/** `Standard_D2s_v5` has 2: Azure's names of sizes say so. */
const coresOf = (vmSize: string): number => Number(/^Standard_[A-Z]+(\d+)/.exec(vmSize)?.[1] ?? 1);

/** Where the copies on Azure lie: an instance reads them by a private way of that region's network. */
function placesAcross(lost: AwsCellStack, template: CellStack | undefined): Places {
    const { cell, domain, site, data } = lost;
    const { region: copies } = site.backupSite;
    const instances = instanceNames(data.instances).map((name) => ({ name }));
    const { backupAccount } = landingNames({ cell, domain, region: copies, awsRegion: site.region });
    const folder = `${backupAccount}.blob.core.windows.net/${azureContainers.backups}/`;
    const shape = template && { ...template, ...shapeAcross(lost, template), cell };
    return {
        cloud: managed,
        provider: "Azure",
        preference: preferenceFromAws(lost),
        codeOf: (region) => findRegion(region)?.code,
        pairOf: pairOnAzure,
        objectionTo(region, globalSite) {
            if (region !== copies)
                return `the copies of ${cell} on Azure lie in ${copies}, and are restored there only`;
            return template
                ? objectionOnAzure(region, globalSite)
                : "no cell on Azure says what such a site is made of";
        },
        needs: shape ? needsOnAzure(shape) : {},
        namesAt: (region) => (shape ? namesOnAzure(shape, region) : new Set()),
        poolOf: (customer) => instanceFor(customer, instances).name,
        // The check of the configuration has seen to it that each instance holds its customers.
        objectionsToPools: () => [],
        sourceOf: ({ path, source, newest, reachable }) =>
            reachable && path === "nativeOnAzure" && source.startsWith(folder)
                ? { from: "native", id: `https://${source}`, point: isoTime(newest) }
                : undefined,
    };
}

/** The near copies come first: they are younger, and the site stays what it was. */
const preferenceFromAws = ({ site }: AwsCellStack): string[] => [site.pairedRegion, site.backupSite.region];

/** The region of the near copies alone: RDS restores from a bucket of its own region, and there lies the only other one. */
function placesOnAws(lost: AwsCellStack): Places {
    const { cell, domain, site, data } = lost;
    const { accountId } = lost.aws;
    const instances = instanceNames(data.instances).map((name) => ({ name }));
    const bucketOf = hostedNames({ cell, region: site.region, accountId }).backupBucket.paired;
    return {
        cloud: aws,
        provider: "AWS",
        preference: preferenceFromAws(lost),
        codeOf: (region) => findAwsRegion(region)?.code,
        pairOf: (region) =>
            awsSiteRegions.find((each) => each !== region && each !== site.region && !awsRegionOf(each).optIn),
        objectionTo(region) {
            if (region === site.region) return `${region} is the region that was lost`;
            if (region === site.pairedRegion) return undefined;
            return `the copies of ${cell} lie in ${site.pairedRegion}, and RDS restores from a bucket of its own region only`;
        },
        // A network has one address for each way out.
        needs: { rdsSqlServers: data.instances, rdsInstances: data.instances, vpcs: 1, elasticIps: site.zones.length },
        namesAt(region) {
            const names = awsCellNames({ cell, domain, region, accountId });
            const held = hostedNames({ cell, region, accountId });
            const landing = landingNames({ cell, domain, region: site.backupSite.region, awsRegion: region });
            return new Set([
                names.auditBucket,
                names.accessLogBucket,
                held.backupBucket.home,
                held.backupBucket.paired,
                landing.backupAccount,
                landing.logArchive(site.backupSite.region),
            ]);
        },
        poolOf: (customer) => instanceFor(customer, instances).name,
        // The check of the configuration has seen to it that each instance holds its customers.
        objectionsToPools: () => [],
        sourceOf: ({ path, source, newest, reachable }) =>
            reachable && path === "nativePaired" && source.startsWith(`${bucketOf}/`)
                ? { from: "native", id: source.slice(bucketOf.length + 1), point: isoTime(newest) }
                : undefined,
    };
}
