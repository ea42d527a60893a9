/** What a customer can buy, and the two classes of recovery time the security page promises (DR-3). */
export const plans = ["paid", "trial", "education", "freemium"] as const;
export type Plan = (typeof plans)[number];

/** Paid customers recover first and never share a pool with the others. */
export const planClasses = ["paid", "other"] as const;
export type PlanClass = (typeof planClasses)[number];

export const planClassOf = (plan: Plan): PlanClass => (plan === "paid" ? "paid" : "other");
