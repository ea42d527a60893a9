import type { PlanClass } from "./plans";

/** The most work a customer may lose, in hours (DR-2). */
export const rpoHours = 24;

/** Hours in which a lost site must be back for its customers (DR-3). */
export const rtoHours: Readonly<Record<PlanClass, number>> = { paid: 24, other: 48 };

/** Azure restores this many databases of one pool at a time ("Recovery using backups", January 2026). */
const restoreLanesPerPool = 4;

/**
 * The most customers in one pool. Smaller than Azure's own limits on purpose: the size of a pool decides how long its recovery takes.
 */
export const customersPerPool: Readonly<Record<PlanClass, number>> = { paid: 100, other: 200 };

/** The most customers in one cell; growth is a new cell, never a bigger one. */
export const customersPerCell = 500;

/** Hours until the last of `databases` of one pool is restored when each takes `hoursPerDatabase`. */
export function poolRestoreHours(databases: number, hoursPerDatabase: number): number {
    return Math.ceil(databases / restoreLanesPerPool) * hoursPerDatabase;
}
