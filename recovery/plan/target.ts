import type { Capacity } from "../../sandbox/control";
import { isoTime } from "../time";
import type { PlanInputs } from "./inputs";
import { isAcross } from "./across";
import { type Places, placesFor } from "./places";
import type { Refusal } from "./types";

type Against = Pick<PlanInputs, "lost" | "template" | "globalSite" | "candidates">;

/** Everything that speaks against rebuilding the lost site in a region; what is certain without asking the cloud comes alone. */
function objectionsTo(region: string, { lost, template, globalSite, candidates }: Against): Refusal[] {
    const places = placesFor(lost, region, template);
    const possible = places.preference.filter(
        (other) => other !== region && !placesFor(lost, other, template).objectionTo(other, globalSite),
    );
    const elsewhere =
        possible.length > 0 ? `name another region: ${possible.join(", ")}` : "there is no other region that could";
    const objection = places.objectionTo(region, globalSite);
    if (objection !== undefined) return [{ what: objection, remedy: elsewhere }];
    const candidate = candidates.find((each) => each.region === region);
    if (!candidate?.health.control || !candidate.health.data) {
        return [
            { what: `${region} does not answer: it is lost too`, remedy: `${elsewhere}; or wait until it answers` },
        ];
    }
    return candidate.capacity ? shortages(candidate.capacity, places, elsewhere) : [];
}

function shortages({ region, zones, quotas, heldNames }: Capacity, places: Places, elsewhere: string): Refusal[] {
    const { provider, needs } = places;
    const refusals: Refusal[] = [];
    if (zones < 3) {
        const what = `${region} offers this subscription ${zones === 0 ? "no" : zones} availability zones, and a site needs three (BKP-3, DR-1)`;
        refusals.push({ what, remedy: `${elsewhere}; or ask ${provider} for zone access in ${region}` });
    }
    for (const { key, what, limit, used } of quotas) {
        const need = needs[key.split(/[|.]/)[0]!] ?? 0;
        if (used + need <= limit) continue;
        refusals.push({
            what: `${region} has ${Math.max(0, limit - used)} of ${limit} ${what} left, and the site needs ${need}`,
            remedy: `ask ${provider} to raise the quota (${what}, ${region}) to ${used + need}; or ${elsewhere}`,
        });
    }
    const names = places.namesAt(region);
    for (const { kind, name, id, until } of heldNames.filter((held) => names.has(held.name.toLowerCase()))) {
        refusals.push({
            what: `${region}: the ${kind} name ${name} is held by the deleted ${id} until ${isoTime(until)}`,
            remedy: `recover or purge it if it may be purged; or ${elsewhere}`,
        });
    }
    return refusals;
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
    for (const region of placesFor(lost).preference) {
        const objections = objectionsTo(region, inputs);
        if (objections.length === 0) {
            const why =
                region === lost.site.pairedRegion
                    ? `the paired region of ${lost.site.region}, where its backups lie already`
                    : isAcross(lost, region)
                      ? "the region of Azure that holds its backups"
                      : "the first region by preference that can take the site";
            return { region, why, passedOver, refusals: [] };
        }
        passedOver.push({ region, why: objections.map(({ what }) => what).join("; ") });
    }
    const what = `no region can take the site: ${passedOver.map(({ why }) => why).join("; ")}`;
    const remedy = "remove one of these obstacles, or wait until a region answers again";
    return { region: undefined, why: "", passedOver, refusals: [{ what, remedy }] };
}
