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
 * Name of the pool a customer's database lies in: the pinned one, or the winner of a rendezvous among the pools of the
 * customer's plan class. Only the customer and the pools count, so other customers coming or going move nobody, and a new
 * pool takes customers in without moving any between the old ones.
 */
export function poolFor({ slug, plan, pool }: Placeable, pools: readonly Pool[]): string {
    if (pool !== undefined) {
        return pool;
    }
    const candidates = pools.filter(({ planClass }) => planClass === planClassOf(plan));
    const [winner] = candidates
        .map(({ name }) => ({ name, score: score(slug, name) }))
        .sort((a, b) => (a.score < b.score ? 1 : -1));
    if (!winner) {
        throw new Error(`there is no pool for plan ${plan}`);
    }
    return winner.name;
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
function score(slug: string, pool: string): string {
    return createHash("sha256").update(`${slug}/${pool}`).digest("hex");
}
