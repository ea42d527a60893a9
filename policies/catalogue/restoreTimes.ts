/**
 * How long the parts of a recovery take, as the last drill has measured them. Restated from infra/restoreTimes on purpose: a slip there must
 * not weaken the policy too. A test sees that both state the same measurement.
 */
export const restoreTimes: RestoreTimes = {
    measured: "2026-11-23",
    where: "sandbox",
    baseMinutes: 12,
    minutesPerGiB: 0.45,
    spread: 0.05,
    platformHours: 0.141,
    verificationSeconds: { base: 60, perGiB: 1 },
    detectMinutes: 15,
    decideMinutes: 30,
    switchMinutes: 0.05,
};

export interface RestoreTimes {
    measured: string;
    /** A drill in the sandbox shows that the procedure works; only one in Azure shows how long Azure takes. */
    where: "sandbox" | "azure";
    /** Of one restore, and for each GiB, give or take the spread. */
    baseMinutes: number;
    minutesPerGiB: number;
    spread: number;
    /** From the decision until the first restore can begin. */
    platformHours: number;
    verificationSeconds: { base: number; perGiB: number };
    detectMinutes: number;
    decideMinutes: number;
    /** From the verdict on a database until its customer is served from it. */
    switchMinutes: number;
}
