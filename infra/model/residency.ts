import { rpoHours, rtoHours } from "./recovery";
import { planClassOf, type Plan } from "./plans";
import type { PromiseId } from "./promises";

/**
 * Whether every copy stays in the home region. Without one elsewhere nothing can be restored while that region is lost, so the
 * customer's reason is asked for.
 */
export type Residency = { homeOnly: false } | { homeOnly: true; reason: string };

interface Resident {
    residency?: "home" | undefined;
    residencyReason?: string | undefined;
}

/** @throws where the reason is missing, which the configuration check has made impossible */
export function residencyOf({ residency, residencyReason }: Resident): Residency {
    if (residency === undefined) return { homeOnly: false };
    if (residencyReason === undefined) throw new Error("residency: home without a reason");
    return { homeOnly: true, reason: residencyReason };
}

/** What a customer gives up for keeping every copy at home; to be named wherever a recovery is promised. */
export function givenUp(customer: Resident & { plan: Plan }): { promise: PromiseId; sentence: string }[] {
    if (!residencyOf(customer).homeOnly) return [];
    return [
        {
            promise: "DR-2",
            sentence: `If the whole home region is lost, no backup outside it exists: the ${rpoHours} hours of DR-2 do not hold, and all data may be lost.`,
        },
        {
            promise: "DR-3",
            sentence: `Nothing can be restored elsewhere, so this customer is back when the region is back, not within ${rtoHours[planClassOf(customer.plan)]} hours.`,
        },
        { promise: "DR-6", sentence: "A recovery at another site has no backup of this customer to restore." },
    ];
}
