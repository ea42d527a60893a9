import { placeCustomers, type Pool, type PoolSizing, poolsOf } from "../../model/placement";
import { planClasses, type PlanClass } from "../../model/plans";
import { customersPerPool } from "../../model/recovery";
import { poolLimits, serverVCoreQuota, sizeClasses } from "../../model/sizes";
import { type CellDraft, customersOf, type ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";

/** A customer with the number of its databases: a second one while it moves home (decision 020). */
type PlacedCustomer = ReturnType<typeof customersOf>[number] & { databases: number };

/** The most pools of a class a cell can have, as its schema says. */
const mostPools = 50;

/** What is wrong between customers and the pools their databases lie in. */
export function checkPools({ cells, customers }: ProjectDraft): Mistake[] {
    return cells.flatMap((cell) => {
        const sizing = wholeSizing(cell);
        if (!sizing) {
            return [];
        }
        const mine = customersOf(cell.rest.cell, customers)
            // Whoever comes from AWS has its database on an instance.
            .filter(({ slug }) => cell.rest.restores?.[slug]?.from !== "native")
            .map((customer) => ({
                ...customer,
                databases: cell.rest.recovers ? 1 : (cell.rest.restores?.[customer.slug]?.database ?? 1),
            }));
        return [
            ...checkQuota(cell.file, sizing),
            ...mine.flatMap((customer) => checkPin(customer, sizing)),
            ...planClasses.flatMap((planClass) =>
                checkClass(
                    cell.file,
                    sizing,
                    planClass,
                    mine.filter(
                        (customer) => customer.planClass === planClass && pinMistake(customer, sizing) === undefined,
                    ),
                ),
            ),
        ];
    });
}

function wholeSizing({ rest: { pools } }: CellDraft): PoolSizing | undefined {
    const [paid, other] = [pools?.paid, pools?.other];
    return paid?.count && paid.vCores && other?.count && other.vCores
        ? { paid: { count: paid.count, vCores: paid.vCores }, other: { count: other.count, vCores: other.vCores } }
        : undefined;
}

function checkQuota(file: string, sizing: PoolSizing): Mistake[] {
    const vCores = poolsOf(sizing).reduce((sum, pool) => sum + pool.vCores, 0);
    return vCores <= serverVCoreQuota
        ? []
        : [
              {
                  file,
                  path: "pools",
                  message: `the pools have ${vCores} vCores together, and a SQL server has ${serverVCoreQuota}`,
                  remedy: "write fewer or smaller pools, or move customers to a new cell",
              },
          ];
}

function pinMistake({ planClass, pool }: PlacedCustomer, sizing: PoolSizing): string | undefined {
    const pinned = pool === undefined ? undefined : poolsOf(sizing).find(({ name }) => name === pool);
    if (pool === undefined || pinned?.planClass === planClass) return undefined;
    return pinned ? `"${pool}" is a pool for ${pinned.planClass} plans` : `there is no pool "${pool}"`;
}

function checkPin(customer: PlacedCustomer, sizing: PoolSizing): Mistake[] {
    const message = pinMistake(customer, sizing);
    const names = poolsOf(sizing).filter(({ planClass }) => planClass === customer.planClass);
    return message === undefined
        ? []
        : [
              {
                  file: customer.file,
                  path: "pool",
                  message,
                  remedy: `write one of ${names.map(({ name }) => name).join(", ")}, or leave pool out`,
              },
          ];
}

function checkClass(
    file: string,
    sizing: PoolSizing,
    planClass: PlanClass,
    customers: readonly PlacedCustomer[],
): Mistake[] {
    const problems = poolProblems(sizing, planClass, customers);
    if (problems.length === 0) {
        return [];
    }
    const remedy = smallestRemedy(sizing, planClass, customers);
    return problems.map((message) => ({ file, path: `pools.${planClass}`, message, remedy }));
}

function poolProblems(sizing: PoolSizing, planClass: PlanClass, customers: readonly PlacedCustomer[]): string[] {
    const placed = placeCustomers(customers, poolsOf(sizing));
    return [...placed].flatMap(([pool, inside]) => problemOf(pool, planClass, inside) ?? []);
}

/** Room for one more database of the largest size is kept, so that a backup can be restored beside the live one (BKP-5). */
function problemOf(
    { name, vCores }: Pool,
    planClass: PlanClass,
    inside: readonly PlacedCustomer[],
): string | undefined {
    const limit = poolLimits.get(vCores)!;
    const gibibytes = inside.flatMap(({ size, databases }) =>
        Array.from({ length: databases }, () => sizeClasses[size].maxSizeGiB),
    );
    const needed = gibibytes.reduce((sum, size) => sum + size, 0) + Math.max(0, ...gibibytes);
    if (inside.length > customersPerPool[planClass]) {
        return `pool ${name} gets ${inside.length} customers, and more than ${customersPerPool[planClass]} could not be restored in time (DR-3)`;
    }
    if (gibibytes.length + 1 > limit.databases) {
        const databases = gibibytes.length > inside.length ? ` with ${gibibytes.length} databases` : "";
        return `pool ${name} gets ${inside.length} customers${databases}, and ${vCores} vCores hold ${limit.databases} databases, one of them kept free for a restore`;
    }
    if (needed > limit.storageGiB) {
        return `pool ${name} needs ${needed} GiB with room for a restore, and ${vCores} vCores hold ${limit.storageGiB}`;
    }
    return undefined;
}

/** The fewest pools, and of those the smallest, with which everything fits. */
function smallestRemedy(sizing: PoolSizing, planClass: PlanClass, customers: readonly PlacedCustomer[]): string {
    const now = sizing[planClass];
    for (let count = now.count; count <= mostPools; count++) {
        for (const vCores of [...poolLimits.keys()].filter((size) => size >= now.vCores)) {
            const enough = { ...sizing, [planClass]: { count, vCores } };
            if (poolProblems(enough, planClass, customers).length === 0) {
                return `write ${planClass}: { count: ${count}, vCores: ${vCores} }`;
            }
        }
    }
    return "take the key pool out of some customers' files, or move customers to a new cell";
}
