import { createHash } from "node:crypto";

import { type Plan, planClasses, type PlanClass, planClassOf } from "./plans";

export interface Pool {
    /** Name of the elastic pool, for example `paid-1`. */
    name: string;
    planClass: PlanClass;
    vCores: number;
}

/** How many pools of which size a cell has for each plan class. */
export type PoolSizing = Readonly<Record<PlanClass, { count: number; vCores: number }>>;

export interface Placeable {
    slug: string;
    plan: Plan;
    /** A pool chosen by hand, instead of the computed one. */
    pool?: string | undefined;
}

/** The pools of a cell, paid ones first. */
export function poolsOf(sizing: PoolSizing): Pool[] {
    return planClasses.flatMap((planClass) =>
        Array.from({ length: sizing[planClass].count }, (_, index) => ({
            name: `${planClass}-${index + 1}`,
            planClass,
            vCores: sizing[planClass].vCores,
        })),
    );
}

/**
 * The place among several that takes a customer (rendezvous): only the customer and the places count, so other customers coming
 * or going move nobody, and a new place takes customers in without moving any between the old ones. Undefined without a place.
 */
export function placeFor(slug: string, places: readonly string[]): string | undefined {
    const [winner] = places
        .map((place) => ({ place, score: score(slug, place) }))
        .sort((a, b) => (a.score < b.score ? 1 : -1));
    return winner?.place;
}

/** Name of the pool a customer's database lies in: the pinned one, or the one that takes it among those of its plan class. */
export function poolFor({ slug, plan, pool }: Placeable, pools: readonly Pool[]): string {
    if (pool !== undefined) {
        return pool;
    }
    const candidates = pools.filter(({ planClass }) => planClass === planClassOf(plan));
    const winner = placeFor(
        slug,
        candidates.map(({ name }) => name),
    );
    if (winner === undefined) {
        throw new Error(`there is no pool for plan ${plan}`);
    }
    return winner;
}

/** The customers of each pool, in the order of the pools; an empty pool is there as well. */
export function placeCustomers<Customer extends Placeable>(
    customers: readonly Customer[],
    pools: readonly Pool[],
): Map<Pool, Customer[]> {
    const placed = new Map(pools.map((pool) => [pool, [] as Customer[]]));
    const byName = new Map(pools.map((pool) => [pool.name, placed.get(pool)!]));
    for (const customer of customers) {
        byName.get(poolFor(customer, pools))!.push(customer);
    }
    return placed;
}

/** A fixed-width hexadecimal score, so that comparing text compares numbers. */
function score(slug: string, place: string): string {
    return createHash("sha256").update(`${slug}/${place}`).digest("hex");
}
