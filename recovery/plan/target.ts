import type { CellStack } from "../../infra/config/schema";
import { cellNames } from "../../infra/model/naming";
import { poolsOf } from "../../infra/model/placement";
import { findRegion, objectionToSite, siteRegions } from "../../infra/model/regions";
import type { Capacity } from "../../sandbox/control";
import { isoTime } from "../time";
import type { PlanInputs } from "./inputs";
import type { Refusal } from "./types";

/**
 * Regions for a site in place of one that is lost, in the order in which they are chosen: its pair, where its backups lie already and
 * where people have reserved quotas; then the others that a site may stand in, in the order of `infra/model/regions`.
 */
export function preference(lost: string): string[] {
    const pair = findRegion(lost)?.pair;
    const others = siteRegions.filter((region) => region !== lost && region !== pair);
    return [...(pair !== undefined && siteRegions.includes(pair) ? [pair] : []), ...others];
}

/** Whether a region, or its pair, is the global stack's: what switches customers over must not be lost together with them. */
const withGlobal = (region: string, globalSite: PlanInputs["globalSite"]): boolean =>
    [globalSite.region, globalSite.pairedRegion].includes(region) || findRegion(region)?.pair === globalSite.region;

type Against = Pick<PlanInputs, "lost" | "globalSite" | "candidates">;

/** Everything that speaks against rebuilding the lost site in a region; what is certain without asking the cloud comes alone. */
function objectionsTo(region: string, { lost, globalSite, candidates }: Against): Refusal[] {
    const facts = findRegion(region);
    const possible = preference(lost.site.region).filter((other) => other !== region && !withGlobal(other, globalSite));
    const elsewhere = `name another region: ${possible.join(", ")}`;
    if (!facts) return [{ what: `"${region}" is not a region this project knows`, remedy: elsewhere }];
    if (region === lost.site.region) {
        return [{ what: `${region} is the region that was lost`, remedy: elsewhere }];
    }
    const objection = objectionToSite(facts);
    if (objection) return [{ what: `${region} ${objection}`, remedy: elsewhere }];
    if (withGlobal(region, globalSite)) {
        const role = region === globalSite.region ? "the region of the global stack" : "paired with the global stack's";
        return [{ what: `${region} is ${role}: both would be lost at once`, remedy: elsewhere }];
    }
    const candidate = candidates.find((each) => each.region === region);
    if (!candidate?.health.control || !candidate.health.data) {
        return [
            { what: `${region} does not answer: it is lost too`, remedy: `${elsewhere}; or wait until it answers` },
        ];
    }
    return candidate.capacity ? shortages(candidate.capacity, lost, elsewhere) : [];
}

/** What a new site takes of a region's quotas, by the part of the key before `|` or `.`; of others it takes nothing worth counting. */
function needs({ pools, documents, application, jobs, site }: CellStack): Record<string, number> {
    const all = poolsOf(pools);
    const vCores = all.reduce((sum, pool) => sum + pool.vCores, 0);
    return {
        sqlServers: 1,
        vCores,
        elasticPools: all.length,
        // Those of the documents, one for who keeps all copies at home, recordings of administration, and the archive of logs.
        storageAccounts: documents.accounts + 3,
        machineCores: application.instances * coresOf(application.vmSize) + site.zones.length * coresOf(jobs.vmSize),
    };
}

/** `Standard_D2s_v5` has 2: Azure's names of sizes say so. */
const coresOf = (vmSize: string): number => Number(/^Standard_[A-Z]+(\d+)/.exec(vmSize)?.[1] ?? 1);

function shortages({ region, zones, quotas, heldNames }: Capacity, lost: CellStack, elsewhere: string): Refusal[] {
    const refusals: Refusal[] = [];
    if (zones < 3) {
        const what = `${region} offers this subscription ${zones === 0 ? "no" : zones} availability zones, and a site needs three (BKP-3, DR-1)`;
        refusals.push({ what, remedy: `${elsewhere}; or ask Azure for zone access in ${region}` });
    }
    const needed = needs(lost);
    for (const { key, what, limit, used } of quotas) {
        const need = needed[key.split(/[|.]/)[0]!] ?? 0;
        if (used + need <= limit) continue;
        refusals.push({
            what: `${region} has ${Math.max(0, limit - used)} of ${limit} ${what} left, and the site needs ${need}`,
            remedy: `ask Azure to raise the quota (${what}, ${region}) to ${used + need}; or ${elsewhere}`,
        });
    }
    const names = namesAt(lost, region);
    for (const { kind, name, id, until } of heldNames.filter((held) => names.has(held.name.toLowerCase()))) {
        refusals.push({
            what: `${region}: the ${kind} name ${name} is held by the deleted ${id} until ${isoTime(until)}`,
            remedy: `recover or purge it if it may be purged; or ${elsewhere}`,
        });
    }
    return refusals;
}

/** The names of the site that Azure holds for a time after deletion, or that exist once in all of Azure. */
function namesAt({ cell, domain, documents }: CellStack, region: string): Set<string> {
    const names = cellNames({ cell, domain, region });
    const accounts = Array.from({ length: documents.accounts }, (_, index) => names.documentsAccount(`${index + 1}`));
    return new Set([
        names.keyVault,
        names.appConfiguration,
        names.sqlServer,
        names.documentsVault,
        names.machineVault,
        names.recordingsAccount,
        names.logArchive(region),
        names.documentsAccount("home"),
        ...accounts,
    ]);
}

/** The target: the one a person named, or the first by preference that nothing speaks against. */
export function chooseTarget(inputs: Against & Pick<PlanInputs, "to">): {
    region: string | undefined;
    why: string;
    passedOver: { region: string; why: string }[];
    refusals: Refusal[];
} {
    const { to, lost } = inputs;
    if (to !== undefined) {
        return { region: to, why: "named on the command line", passedOver: [], refusals: objectionsTo(to, inputs) };
    }
    const passedOver: { region: string; why: string }[] = [];
    for (const region of preference(lost.site.region)) {
        const objections = objectionsTo(region, inputs);
        if (objections.length === 0) {
            const paired = region === lost.site.pairedRegion;
            const why = paired
                ? `the paired region of ${lost.site.region}, where its backups lie already`
                : "the first region by preference that can take the site";
            return { region, why, passedOver, refusals: [] };
        }
        passedOver.push({ region, why: objections.map(({ what }) => what).join("; ") });
    }
    const what = `no region can take the site: ${passedOver.map(({ why }) => why).join("; ")}`;
    const remedy = "remove one of these obstacles, or wait until a region answers again";
    return { region: undefined, why: "", passedOver, refusals: [{ what, remedy }] };
}
