/** What a recovery plan says. Times are ISO 8601 in UTC, durations hours. */
import type { PromiseId } from "../../infra/model/promises";

export type Wave = "platform" | "paid" | "rest";
export const waves: readonly Wave[] = ["platform", "paid", "rest"];

export interface PlannedCustomer {
    slug: string;
    plan: string;
    /** Which of the waves, and the place in it; the largest first. */
    wave: Wave;
    order: number;
    pool: string;
    usedGiB: number;
    source: { from: "geo" | "weekly"; id: string; point: string };
    /** Age of that point at the time of the loss, hours. */
    ageHours: number;
    /** Expected hours from the loss until this customer is served again. */
    finishHours: number;
    /** The lane (0 to 3) of its pool it is expected in. */
    lane: number;
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

export interface RecoveryPlan {
    cell: string;
    lostStack: string;
    lostRegion: string;
    /** When the region was lost, and when the plan was made. */
    lostAt: string;
    madeAt: string;
    target: { region: string; pairedRegion: string; why: string; passedOver: { region: string; why: string }[] };
    customers: PlannedCustomer[];
    /** Customers that nothing can be restored of elsewhere, each with the reason (all copies at home, no backup at all). */
    without: { slug: string; plan: string; why: string }[];
    waves: { wave: Wave; customers: number; beginHours: number; endHours: number }[];
    verdicts: PlanVerdict[];
    refusals: Refusal[];
}
