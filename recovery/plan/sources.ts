import type { Customer } from "../../infra/config/schema";
import { residencyOf } from "../../infra/model/residency";
import type { DatabaseBackups } from "../../sandbox/control";
import { secondsOf } from "../time";
import type { PlanInputs } from "./inputs";
import type { Places } from "./places";
import type { CustomerWithout, Source } from "./types";

/** What a customer can be restored from: the best first. */
export interface Restorable {
    customer: Customer;
    database: DatabaseBackups;
    sources: [Source, ...Source[]];
}

export interface Sources {
    restorable: Restorable[];
    without: CustomerWithout[];
    /** Customers taken on after the loss: nothing of theirs was lost, they get an empty database. */
    fresh: string[];
}

/**
 * Finds for every customer what its database can be made from at another site: the newest point first, the geo-replicated backup
 * before a weekly one of the same age, and nothing that lies in a region that is lost.
 *
 * @param region that was lost
 * @param use sources that a person chose by slug
 */
export function findSources({
    customers,
    inventory,
    declared,
    region,
    sourceOf,
    use = {},
}: Pick<PlanInputs, "inventory" | "declared" | "use"> &
    Pick<Places, "sourceOf"> & { customers: readonly Customer[]; region: string }): Sources {
    const found: Sources = { restorable: [], without: [], fresh: [] };
    for (const customer of customers) {
        const { slug, plan } = customer;
        const mine = inventory.filter(({ tags }) => tags["oxygis:customer"] === slug);
        if (mine.length === 0 && !declared.includes(slug)) {
            found.fresh.push(slug);
            continue;
        }
        const residency = residencyOf(customer);
        if (residency.homeOnly) {
            const why = `keeps every copy in ${region}, as it wished: ${residency.reason}`;
            found.without.push({ slug, plan, why, wished: true });
            continue;
        }
        const ranked = mine.flatMap((database) =>
            database.paths.flatMap((path) => {
                const source = sourceOf(path);
                return source ? [{ database, source }] : [];
            }),
        );
        ranked.sort((a, b) => rank(b.source, use[slug]) - rank(a.source, use[slug]));
        const [best] = ranked;
        if (best) {
            const sources = ranked.map(({ source }) => source) as [Source, ...Source[]];
            found.restorable.push({ customer, database: best.database, sources });
        } else {
            found.without.push({ slug, plan, why: reasonFor(mine, region), wished: false });
        }
    }
    return found;
}

/** The chosen kind before all others, then the newest; at the same second the copy that is made by itself. */
const rank = ({ from, point }: Source, chosen: Source["from"] | undefined): number =>
    (from === chosen ? 1e12 : 0) + secondsOf(point) + (from === "geo" ? 0.5 : 0);

function reasonFor(databases: readonly DatabaseBackups[], region: string): string {
    const [database] = databases;
    if (database === undefined) return `no backup of it can be found, although ${region} held a database of it`;
    if (database.paths.length === 0) return "no backup of it was ever finished";
    return `its backups are stored ${database.redundancy}-redundant, and none can be reached while ${region} is lost`;
}
