/** What a recovery plan says. Times are ISO 8601 in UTC, durations hours. */
import type { Plan } from "../../infra/model/plans";
import type { PromiseId } from "../../infra/model/promises";
import { type Wave, waves } from "../../infra/model/recovery";

export { type Wave, waves };

/**
 * What a database can be made from elsewhere: on Azure its geo-replicated backup or a weekly one kept for a year, on AWS its own newest
 * backup in the bucket of the other region (`id` is its key there) or on Azure (`id` is its address).
 */
export interface Source {
    from: "geo" | "weekly" | "native";
    id: string;
    point: string;
}

export interface PlannedCustomer {
    slug: string;
    plan: Plan;
    /** Which of the waves, and the place in it; the largest first. */
    wave: "paid" | "rest";
    order: number;
    pool: string;
    usedGiB: number;
    source: Source;
    /** Age of that point at the time of the loss, hours. */
    ageHours: number;
    /** The next-best source, for when a restore from the first fails for good. */
    otherSource?: Source;
    /**
     * Which of a customer's two database names it gets: the one that home's has not, because a database that follows another has its name,
     * and on the way home stands beside the old one.
     */
    database: 1 | 2;
    /** The database that was lost, whose content the restored one must have. */
    lostDatabaseId: string;
    /** Expected hours from the loss until this customer is served again. */
    finishHours: number;
    /** The lane of its pool it is expected in, from 0. */
    lane: number;
}

/** A customer that nothing can be restored of elsewhere. */
export interface CustomerWithout {
    slug: string;
    plan: Plan;
    why: string;
    /** Whether the customer wished that no copy leaves the home region, and so gave up what is promised for its loss. */
    wished: boolean;
}

/** Something the plan refuses: what, and what to do instead. */
export interface Refusal {
    what: string;
    remedy: string;
    customer?: string;
}

export interface PlanVerdict {
    id: PromiseId;
    verdict: "kept" | "broken";
    /** Why, in one sentence, with the figures. */
    because: string;
}

interface PlannedWave {
    wave: Wave;
    customers: number;
    beginHours: number;
    endHours: number;
}

export interface RecoveryPlan {
    cell: string;
    lostStack: string;
    lostRegion: string;
    /** The stack that stands in for the lost one. */
    stack: string;
    /** When the region was lost, and when the plan was made. */
    lostAt: string;
    madeAt: string;
    target: { region: string; pairedRegion: string; why: string; passedOver: { region: string; why: string }[] };
    customers: PlannedCustomer[];
    /** Customers that nothing can be restored of elsewhere, each with the reason (all copies at home, no backup at all). */
    without: CustomerWithout[];
    waves: PlannedWave[];
    verdicts: PlanVerdict[];
    refusals: Refusal[];
    /** What is no reason to stop, but must be known. */
    warnings: string[];
}
