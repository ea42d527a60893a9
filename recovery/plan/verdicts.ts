import type { Customer } from "../../infra/config/schema";
import { planClassOf, type PlanClass } from "../../infra/model/plans";
import { rpoHours, rtoHours } from "../../infra/model/recovery";
import type { DatabaseBackups } from "../../sandbox/control";
import { secondsOf } from "../time";
import { newestKept } from "../kept";
import type { CustomerWithout, PlannedCustomer, PlanVerdict, Refusal } from "./types";

/** Days until a new database has its first weekly backup, with a day for the copying itself. */
const firstWeeklyDays = 8;

interface Judged {
    customers: readonly PlannedCustomer[];
    without: readonly CustomerWithout[];
    refusals: readonly Refusal[];
    inventory: readonly DatabaseBackups[];
    roster: readonly Customer[];
    target: string;
    lostAt: string;
    /** When the last wave is over, hours from the loss. */
    endHours: number;
}

/** What a plan says of each promise that a recovery is to keep. Who wished that no copy leaves home has given up DR-2, DR-3 and DR-6. */
export function judge(plan: Judged): PlanVerdict[] {
    return [dataLoss(plan), time(plan), rebuilding(plan), yesterday(plan), weekly(plan), datacenters(plan)];
}

const verdict = (id: PlanVerdict["id"], broken: string | undefined, kept: string): PlanVerdict =>
    broken === undefined ? { id, verdict: "kept", because: kept } : { id, verdict: "broken", because: broken };

const hours = (value: number): string => `${Math.round(value * 10) / 10} h`;

/** `a, b and 3 more`: a sentence stays readable with hundreds of customers. */
export function some(slugs: readonly string[]): string {
    const shown = slugs.slice(0, 3).join(", ");
    return slugs.length > 3 ? `${shown} and ${slugs.length - 3} more` : shown;
}

const counted = (slugs: readonly string[]): string =>
    `${slugs.length} ${slugs.length === 1 ? "customer" : "customers"} (${some(slugs)})`;

/** Who has nothing elsewhere without having wished it. */
const stranded = ({ without }: Judged): string[] => without.filter(({ wished }) => !wished).map(({ slug }) => slug);

function givenUp({ without }: Judged): string {
    const wished = without.filter(({ wished }) => wished).map(({ slug }) => slug);
    return wished.length > 0 ? `; given up by wish: ${some(wished)}` : "";
}

const because = (...reasons: (string | undefined)[]): string | undefined =>
    reasons.filter((reason) => reason !== undefined).join("; ") || undefined;

const nothingElsewhere = (plan: Judged): string | undefined =>
    stranded(plan).length > 0 ? `nothing can be restored of ${counted(stranded(plan))}` : undefined;

function dataLoss(plan: Judged): PlanVerdict {
    const old = plan.customers.filter(({ ageHours }) => ageHours > rpoHours);
    const worst = Math.max(0, ...plan.customers.map(({ ageHours }) => ageHours));
    const late = `the newest restorable point of ${counted(old.map(({ slug }) => slug))} is up to ${hours(worst)} old, and ${rpoHours} h are promised`;
    return verdict(
        "DR-2",
        because(old.length > 0 ? late : undefined, nothingElsewhere(plan)),
        `no restorable point is older than ${hours(worst)} (promised: ${rpoHours} h)${givenUp(plan)}`,
    );
}

function time(plan: Judged): PlanVerdict {
    const last = (planClass: PlanClass) =>
        Math.max(
            0,
            ...plan.customers.filter((each) => planClassOf(each.plan) === planClass).map((each) => each.finishHours),
        );
    const late = plan.customers.filter((each) => each.finishHours > rtoHours[planClassOf(each.plan)]);
    const figures = `paid customers after ${hours(last("paid"))} (promised: ${rtoHours.paid} h), others after ${hours(last("other"))} (${rtoHours.other} h)`;
    return verdict(
        "DR-3",
        because(
            late.length > 0 ? `${counted(late.map(({ slug }) => slug))} would be late: ${figures}` : undefined,
            nothingElsewhere(plan),
        ),
        `all are back in time: ${figures}${givenUp(plan)}`,
    );
}

function rebuilding({ refusals, target, customers }: Judged): PlanVerdict {
    return verdict(
        "DR-5",
        refusals.length > 0 ? `cannot be begun: ${refusals[0]!.what}` : undefined,
        `one command rebuilds the site in ${target} for ${customers.length} customers`,
    );
}

function yesterday(plan: Judged): PlanVerdict {
    const old = plan.customers.filter(({ ageHours }) => ageHours > rpoHours).map(({ slug }) => slug);
    return verdict(
        "DR-6",
        because(
            old.length > 0 ? `older data than the day before's comes back for ${counted(old)}` : undefined,
            nothingElsewhere(plan),
        ),
        `all data of the day before is back ${hours(plan.endHours)} after the loss${givenUp(plan)}`,
    );
}

function weekly({ inventory, roster, lostAt }: Judged): PlanVerdict {
    const known = new Set(roster.map(({ slug }) => slug));
    const due = inventory.filter(
        ({ tags, createdAt }) =>
            known.has(tags["oxygis:customer"] ?? "") && secondsOf(lostAt) - createdAt > firstWeeklyDays * 86_400,
    );
    const lacking = due
        .filter((database) => newestKept(database) === undefined)
        .map(({ tags }) => tags["oxygis:customer"]!);
    return verdict(
        "BKP-1",
        lacking.length > 0 ? `${counted(lacking)} had no weekly backup after ${firstWeeklyDays} days` : undefined,
        `all ${due.length} databases older than ${firstWeeklyDays} days have weekly backups`,
    );
}

function datacenters({ inventory, roster }: Judged): PlanVerdict {
    const known = new Set(roster.map(({ slug }) => slug));
    const mine = inventory.filter(({ tags }) => known.has(tags["oxygis:customer"] ?? ""));
    const narrow = mine
        .filter(({ redundancy }) => redundancy === "Local" || redundancy === "Geo")
        .map(({ tags }) => tags["oxygis:customer"]!);
    return verdict(
        "BKP-3",
        narrow.length > 0 ? `backups of ${counted(narrow)} lay in one datacenter of the region` : undefined,
        `backups of all ${mine.length} databases lay in three datacenters`,
    );
}
