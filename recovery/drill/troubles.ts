/** What went wrong or otherwise than usual in a drill, in the order in which it did; nothing where all went well. Pure. */
import type { Cloud } from "../clouds";
import type { RecoveryPlan } from "../plan/types";
import type { Outcome } from "../run/job";
import type { Recorded } from "../run/journal";
import { secondsOf } from "../time";
import { rounded } from "./figures";
import type { DrilledCustomer, DrillResult, DrillTrouble } from "./result";

/** The model holds within a tenth; beyond this something is slow. */
const expectedWithin = 1.25;

interface Happened {
    plan: RecoveryPlan;
    /** Virtual seconds. */
    lostAt: number;
    journal: readonly Recorded[];
    customers: readonly DrilledCustomer[];
    outcomes: readonly Outcome[];
    estimate: DrillResult["estimate"];
    /** What of the home region was lost. */
    planes: readonly string[];
    /** When the machine that ran the recovery died, in which wave. */
    killed: readonly { wave: string; at: number }[];
    /** What of a drill is not done there. */
    cloud: Pick<Cloud, "hasWayHome" | "mirrors">;
}

const sentences: Partial<Record<Recorded["event"], (event: Recorded) => string | undefined>> = {
    failed: (event) => `its restore failed: ${because(event)}`,
    unverified: (event) => `what was restored is not right: ${because(event)}`,
    waiting: (event) => `waits: ${because(event)}`,
    homeReturned: (event) => `${"region" in event ? event.region : ""} is back in the middle of the recovery`,
    targetLost: (event) => `${"region" in event ? event.region : ""} is lost as well`,
    cancelled: () => "the recovery was given up",
    failedBack: () => "what came home is not right; it serves on at the other site",
    homeFailed: (event) => `is not home: ${because(event)}`,
};

const because = (event: Recorded) => ("because" in event ? event.because : "");

export function troublesOf({
    plan,
    lostAt,
    journal,
    customers,
    outcomes,
    estimate,
    planes,
    killed,
    cloud,
}: Happened): DrillTrouble[] {
    const since = (seconds: number) => rounded((seconds - lostAt) / 3600);
    const told = journal.flatMap((event): DrillTrouble[] => {
        const what = sentences[event.event]?.(event);
        if (what === undefined) return [];
        return [{ atHours: since(secondsOf(event.at)), ...("slug" in event ? { customer: event.slug } : {}), what }];
    });
    const died = killed.map(({ wave, at }) => ({
        atHours: since(at),
        what: `the machine that ran the recovery died in wave ${wave}; another one went on`,
    }));
    const timed = [...told, ...died].sort((a, b) => a.atHours! - b.atHours!);
    const notRehearsed = [
        ...(cloud.mirrors ? [] : ["the site was not compared with the lost one: it stands on another cloud"]),
        ...(cloud.hasWayHome
            ? []
            : ["the way home was not rehearsed: a cell on AWS goes home by hand (runbook lose-an-aws-region)"]),
    ].map((what) => ({ what }));
    return [
        ...beforehand(plan, lostAt, planes),
        ...timed,
        ...afterwards(customers, outcomes, estimate),
        ...notRehearsed,
    ];
}

/** What the plan found. */
function beforehand(plan: RecoveryPlan, lostAt: number, planes: readonly string[]): DrillTrouble[] {
    const whole = planes.includes("control") && planes.includes("data");
    const ahead = plan.customers.filter(({ source }) => planes.includes("data") && secondsOf(source.point) > lostAt);
    return [
        ...(whole ? [] : [{ atHours: 0, what: `only the ${planes.join()} plane of ${plan.lostRegion} was lost` }]),
        ...plan.target.passedOver.map(({ region, why }) => ({ what: `${region} was passed over: ${why}` })),
        ...plan.without.map(({ slug, why, wished }) => ({
            customer: slug,
            what: `nothing can be restored elsewhere: ${why}${wished ? " (by the customer's wish)" : ""}`,
        })),
        ...(ahead.length > 0
            ? [{ what: `restorable points of ${ahead.length} customers lie after the loss: a clock is wrong` }]
            : []),
    ];
}

/** Why a step stopped before its end, and what came back wrong without anybody's saying so. */
function afterwards(
    customers: readonly DrilledCustomer[],
    outcomes: readonly Outcome[],
    estimate: DrillResult["estimate"],
): DrillTrouble[] {
    const stopped = outcomes.flatMap(({ stopped: why }) => (why === undefined ? [] : [{ what: why.message }]));
    const wrong = customers
        .filter(({ outcome, content }) => outcome === "back" && content === "different")
        .map(({ slug }) => ({ customer: slug, what: "serves content that is not what was backed up" }));
    const slow = estimate
        .filter(({ plannedHours, tookHours }) => tookHours > plannedHours * expectedWithin)
        .map(({ planClass, plannedHours, tookHours }) => ({
            what: `the last ${planClass} customer was back after ${tookHours.toFixed(1)} h, and ${plannedHours.toFixed(1)} h were planned`,
        }));
    return [...stopped, ...wrong, ...slow];
}
