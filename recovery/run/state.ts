import type { PlannedCustomer, RecoveryPlan, Source, Wave } from "../plan/types";
import type { Recorded } from "./journal";

type CustomerState = "planned" | "restored" | "verified" | "switched" | "failed" | "waiting" | "home";

/** One customer as far as the journal tells. */
export interface CustomerProgress {
    slug: string;
    planned: PlannedCustomer;
    state: CustomerState;
    source: Source;
    order: number;
    databaseId?: string;
    /** Restores of it that failed since its source was chosen. */
    failures: number;
    /** Set where the database is there and does not hold what it must. */
    wrong: boolean;
    because?: string;
    offer?: Source;
    times: Partial<Record<"restored" | "verified" | "switched" | "home", string>>;
}

/** The way home of one customer, also of one who was taken on at the other site. */
interface Homeward {
    /** The database at home that follows the other site's, and takes over. */
    databaseId: string;
    failedOver: boolean;
    verified: boolean;
    /** When the customer was served at home again. */
    switchedAt?: string;
    because?: string;
}

/** Where a recovery stands. */
export interface RecoveryState {
    plan: RecoveryPlan;
    customers: Map<string, CustomerProgress>;
    /** The furthest wave that was begun. */
    wave: Wave | undefined;
    /** Hash over the customers and host names that the edge knows; unset before its first run. */
    edgeServes: string | undefined;
    /** Whether the site's vault holds the certificate of its origin. */
    hasCertificate: boolean;
    ended: Set<Wave>;
    waveTimes: Partial<Record<Wave, { begun: string; ended?: string; runs: number }>>;
    /** Asked for or done, and not taken up again since. */
    cancel: "asked" | "done" | undefined;
    /** A person chose to go on although home is back. */
    continued: boolean;
    homeReturned: boolean;
    targetLost: boolean;
    finishedAt: string | undefined;
    homeward: Map<string, Homeward>;
    homeWaves: Partial<Record<"paid" | "rest", { begun: string; ended?: string }>>;
    repatriatedAt: string | undefined;
    lastAt: string;
}

/** The latest recovery that a journal tells of; undefined where none was begun. */
export function stateOf(events: readonly Recorded[]): RecoveryState | undefined {
    let state: RecoveryState | undefined;
    for (const event of events) {
        if (event.event === "planned") state = begin(event.plan, event.at);
        else if (state) apply(state, event);
    }
    return state;
}

function begin(plan: RecoveryPlan, at: string): RecoveryState {
    return {
        plan,
        customers: new Map(plan.customers.map((planned) => [planned.slug, progressOf(planned)])),
        wave: undefined,
        edgeServes: undefined,
        hasCertificate: false,
        ended: new Set(),
        waveTimes: {},
        cancel: undefined,
        continued: false,
        homeReturned: false,
        targetLost: false,
        finishedAt: undefined,
        homeward: new Map(),
        homeWaves: {},
        repatriatedAt: undefined,
        lastAt: at,
    };
}

const progressOf = (planned: PlannedCustomer): CustomerProgress => ({
    slug: planned.slug,
    planned,
    state: "planned",
    source: planned.source,
    order: planned.order,
    failures: 0,
    wrong: false,
    times: {},
});

/** Takes one event into account. */
export function apply(state: RecoveryState, event: Recorded): void {
    state.lastAt = event.at;
    const customer = "slug" in event ? state.customers.get(event.slug) : undefined;
    switch (event.event) {
        case "resumed":
            state.cancel = undefined;
            state.homeReturned = false;
            state.targetLost = false;
            break;
        case "edgeDone":
            state.edgeServes = event.serves;
            break;
        case "certificate":
            state.hasCertificate = true;
            break;
        case "waveBegun":
            state.wave = event.wave;
            state.waveTimes[event.wave] ??= { begun: event.at, runs: 0 };
            state.waveTimes[event.wave]!.runs++;
            break;
        case "waveEnded":
            state.ended.add(event.wave);
            state.waveTimes[event.wave]!.ended = event.at;
            break;
        case "reopened":
            state.ended.delete(event.wave);
            state.finishedAt = undefined;
            break;
        case "finished":
            state.finishedAt = event.at;
            break;
        case "cancelAsked":
            state.cancel = "asked";
            break;
        case "cancelled":
            state.cancel = "done";
            break;
        case "homeReturned":
            state.homeReturned = true;
            break;
        case "continued":
            state.continued = true;
            break;
        case "targetLost":
            state.targetLost = true;
            break;
        case "homeBegun":
            state.homeWaves[event.wave] ??= { begun: event.at };
            break;
        case "homeCopied":
            state.homeward.set(event.slug, { databaseId: event.databaseId, failedOver: false, verified: false });
            break;
        case "failedOver":
        case "failedBack":
            state.homeward.get(event.slug)!.failedOver = event.event === "failedOver";
            break;
        case "homeVerified":
            state.homeward.get(event.slug)!.verified = true;
            break;
        case "homeFailed":
            state.homeward.get(event.slug)!.because = event.because;
            break;
        case "homeSwitched":
            for (const slug of event.slugs) {
                const way = state.homeward.get(slug);
                if (way) way.switchedAt = event.at;
                const back = state.customers.get(slug);
                if (!back) continue;
                back.state = "home";
                back.times.home = event.at;
            }
            break;
        case "homeEnded":
            state.homeWaves[event.wave]!.ended = event.at;
            break;
        case "repatriated":
            state.repatriatedAt = event.at;
            break;
        default:
            if (customer) applyTo(customer, event);
    }
}

function applyTo(customer: CustomerProgress, event: Recorded): void {
    switch (event.event) {
        case "restored":
            customer.databaseId = event.databaseId;
            customer.times.restored = event.at;
            customer.state = "restored";
            delete customer.because;
            break;
        case "verified":
            customer.databaseId = event.databaseId;
            customer.times.verified = event.at;
            customer.state = "verified";
            customer.wrong = false;
            delete customer.because;
            break;
        case "unverified":
            customer.databaseId = event.databaseId;
            customer.state = "failed";
            customer.wrong = true;
            customer.because = event.because;
            break;
        case "switched":
            customer.times.switched = event.at;
            customer.state = "switched";
            break;
        case "failed":
            customer.failures++;
            customer.state = "failed";
            customer.because = event.because;
            break;
        case "waiting":
            customer.state = "waiting";
            customer.because = event.because;
            if (event.offer) customer.offer = event.offer;
            break;
        case "taken":
            customer.state = "planned";
            customer.source = event.source;
            customer.order = event.order;
            customer.failures = 0;
            customer.wrong = false;
            delete customer.because;
            delete customer.offer;
            break;
    }
}

/** Whether customers are served from this database: its content was found right. */
export const isBack = ({ state }: CustomerProgress): boolean =>
    state === "verified" || state === "switched" || state === "home";
