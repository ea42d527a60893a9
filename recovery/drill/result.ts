/**
 * What a drill found: everything that its reports (text, JSON, page) show, and nothing that differs between two runs with the same seed
 * except `realSeconds`. Hours count from the loss, before it they are negative; all of them are the virtual clock's.
 */
import type { BackupKind } from "../../infra/model/backupWatch";
import type { Plan, PlanClass } from "../../infra/model/plans";
import type { PromiseId } from "../../infra/model/promises";
import type { Source, Wave } from "../plan/types";

/** What of a customer came back, and when; what never happened is unset. */
export interface DrilledCustomer {
    slug: string;
    plan: Plan;
    planClass: PlanClass;
    pool: string;
    wave: "paid" | "rest";
    /** Place in the wave, from 1; the largest first. */
    order: number;
    usedGiB: number;
    /** `waiting`: nothing of this customer can be restored elsewhere, or its restore failed for good. */
    outcome: "back" | "waiting";
    /** What the database was made from, and the restored moment (hours, negative). */
    source?: { from: Source["from"]; pointHours: number };
    /** The lane of its pool, from 0, in which the successful restore ran. */
    lane?: number;
    /** When the restore was asked for; it waits for a lane until it begins. */
    submittedHours?: number;
    restoreBeginHours?: number;
    restoreEndHours?: number;
    verifiedHours?: number;
    switchedHours?: number;
    /** Restores that failed before, in order. */
    failedRestores: { beginHours: number; endHours: number; because: string }[];
    /** Work lost: hours between the newest row that came back and the loss. */
    rpoHours?: number;
    /** Hours without the service: from the loss until this customer was switched over. */
    rtoHours?: number;
    rowsAtLoss: number;
    rowsLost: number;
    /** Content of the restored database against that of the lost one at the restored moment. */
    content: "equal" | "different" | "unknown";
    /** Newest document copy elsewhere, hours before the loss (positive); unset where the cell holds none of the customer. */
    documentsRpoHours?: number;
    /** The way home: unset where the drill did not come so far. */
    home?: {
        switchedHours: number;
        downtimeMinutes: number;
        rowsWrittenElsewhere: number;
        rowsLost: number;
        equal: boolean;
    };
    /** Why it is not as promised; one sentence. */
    trouble?: string;
}

/** Middle, 95 of 100 and the worst, in hours. */
export interface Spread {
    p50: number;
    p95: number;
    max: number;
}

/** One plan class against its promise. */
export interface ClassFigures {
    planClass: PlanClass;
    customers: number;
    back: number;
    /** Unset where nobody of the class came back. */
    rpoHours?: Spread;
    rtoHours?: Spread;
    promisedRpoHours: number;
    promisedRtoHours: number;
}

/** One pool: how long its restores took, and how long they would have taken at best. */
export interface PoolFigures {
    pool: string;
    planClass: PlanClass;
    databases: number;
    /** Restores that ran, the failed ones too. */
    restores: number;
    beginHours: number;
    endHours: number;
    /** The most restores that ran at the same time. */
    mostParallel: number;
    /** No order on the pool's lanes is shorter: the larger of the whole work shared by them, ceil(N/lanes) of the shortest, and the longest one. */
    boundHours: number;
    /** From the first begin to the last end, divided by the bound. */
    ratio: number;
}

export interface WaveFigures {
    wave: Wave;
    customers: number;
    beginHours: number;
    endHours: number;
    /** Runs of the engine, the first and repeated ones. */
    runs: number;
}

/** What each next step had to wait for, from the loss to the last customer switched. */
interface CriticalStep {
    what: string;
    beginHours: number;
    endHours: number;
    /** Whom it is about, where it is one customer. */
    customer?: string;
    pool?: string;
    lane?: number;
}

interface DrillOutage {
    region: string;
    zone?: string;
    planes: string[];
    beginHours: number;
    /** Unset where it did not come back during the drill. */
    endHours?: number;
}

/** An alert of the backup watch, as its rules and thresholds would have raised it before the loss. */
export interface DrillAlert {
    kind: BackupKind | "azureCopy" | "none" | "watch";
    customers: string[];
    /** When the first of them was raised. */
    raisedHours: number;
    /** Hours from there until the first promise was broken; unset where none was. */
    hoursAhead?: number;
}

export interface DrillVerdict {
    id: PromiseId;
    verdict: "kept" | "broken";
    /** One sentence with the figures. */
    because: string;
}

export const propertyNames = [
    "capacityFirst",
    "mirrorsLostSite",
    "cancellable",
    "newCustomersMeanwhile",
    "paidFirst",
    "parallelToTheLimit",
    "resumable",
    "wayHome",
] as const;
export type PropertyName = (typeof propertyNames)[number];

/** The eight properties of every drill, in words. */
export const propertyTitles: Readonly<Record<PropertyName, string>> = {
    capacityFirst: "Reserve capacity appears first",
    mirrorsLostSite: "The rebuilt site mirrors the lost one",
    cancellable: "It can be cancelled at any wave",
    newCustomersMeanwhile: "New customers are taken on before old ones are back",
    paidFirst: "Paid customers first",
    parallelToTheLimit: "Databases restore in parallel up to the platform's limits",
    resumable: "Every step can be rerun and resumes",
    wayHome: "The way back home is planned and rehearsed",
};

export interface DrillProperty {
    name: PropertyName;
    holds: boolean;
    /** One sentence about what was observed. */
    evidence: string;
}

/** Restore times of this drill, fitted over its successful restores: base + perGiB * used data. */
export interface MeasuredRestoreTimes {
    restores: number;
    baseMinutes: number;
    minutesPerGiB: number;
    /** The largest deviation of one restore from the line, as a part of its time. */
    worstDeviation: number;
}

export interface DrillFault {
    name: string;
    expect: "broken" | "survived";
    /** Promises that it is expected to break. */
    breaks: PromiseId[];
    /** What it does, in one sentence. */
    what: string;
    /** What the drill saw of it: the figures, refusals and troubles that a drill without it has not. */
    seen: string[];
    /** Whether exactly the expected promises broke and something of it was seen. */
    met: boolean;
}

/** Something a plan or run said no to, or went on without. */
export interface DrillTrouble {
    /** Hours; unset where it concerns the whole. */
    atHours?: number;
    customer?: string;
    what: string;
}

/** Losing one zone: what goes on serving, found without anything being run. */
export interface ZoneFigures {
    zone: string;
    /** What was looked at: databases, pools, machines, endpoints. */
    services: { what: string; total: number; serving: number }[];
    /** Operations that were run between loss and return; none is needed. */
    operations: number;
}

export interface DrillResult {
    /** Every promise that was judged is kept and every property holds. */
    ok: boolean;
    lose: "region" | "zone";
    seed: number;
    cell: string;
    engine: string;
    lostRegion: string;
    /** Unset where nothing was rebuilt. */
    targetRegion?: string;
    /** ISO 8601. */
    lostAt: string;
    /** How far the drill came; a fault can end it before. */
    reached: "plan" | "platform" | "paid" | "rest" | "home";
    outages: DrillOutage[];
    /** When the outage was seen, and when a person decided to rebuild. */
    detectedHours: number;
    decidedHours: number;
    customers: DrilledCustomer[];
    /** Slugs of those whose data is not back at all. */
    lostCustomers: string[];
    /** The customer taken on in the middle. */
    newCustomer?: { slug: string; addedHours: number; servedHours: number };
    classes: ClassFigures[];
    /** Restores that a pool works on at a time. */
    lanes: number;
    pools: PoolFigures[];
    waves: WaveFigures[];
    /** The way home, in order; one for each wave. */
    homeWaves: { wave: "paid" | "rest"; beginHours: number; endHours: number }[];
    /** First begin to last end of all pools' restores together against the slowest pool's bound. */
    bound: { boundHours: number; tookHours: number; ratio: number };
    /** Age of the newest document copy elsewhere at the loss, over customers that have one. */
    documents?: { customers: number; rpoHours: Spread };
    criticalPath: CriticalStep[];
    /** Estimate of the plan and what the drill took, hours from the loss to the last customer of each class. */
    estimate: { planClass: PlanClass; plannedHours: number; tookHours: number }[];
    measured?: MeasuredRestoreTimes;
    alerts: DrillAlert[];
    /** What the plan refused, with what would help instead. */
    refusals: { what: string; remedy: string; customer?: string }[];
    /** In the order in which it went wrong. */
    troubles: DrillTrouble[];
    verdicts: DrillVerdict[];
    properties: DrillProperty[];
    zone?: ZoneFigures;
    fault?: DrillFault;
    /** Real duration; never in a file that is compared. */
    realSeconds: number;
}
