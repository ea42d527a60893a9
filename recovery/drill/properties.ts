/** The eight properties that every drill asserts, each judged by what was seen to happen, never by what was meant to. Pure. */
import { restoresOf } from "./figures";
import type { CloudOperation, Observed } from "./observed";
import { type DrilledCustomer, type DrillProperty, type PropertyName, propertyNames } from "./result";

/** What says whether a property holds, with the sentence that shows it. */
type Judgement = Omit<DrillProperty, "name">;

const holds = (evidence: string): Judgement => ({ holds: true, evidence });
const fails = (evidence: string): Judgement => ({ holds: false, evidence });

/** Two moments closer than this are the same: a third of a second is what a result carries. */
const sameHours = 0.0002;

const hours = (value: number) => `${value.toFixed(2)} h`;
const some = (names: readonly string[]) =>
    names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;

const restored = (customers: readonly DrilledCustomer[]) =>
    customers.filter(({ restoreBeginHours }) => restoreBeginHours !== undefined);
const firstBegin = (customers: readonly DrilledCustomer[]) =>
    Math.min(...customers.flatMap(restoresOf).map(({ beginHours }) => beginHours));

function capacityFirst({ customers, operations, capacityTypes }: Observed): Judgement {
    const began = firstBegin(customers);
    if (!Number.isFinite(began)) return fails("Nothing was restored.");
    const made = (type: string) => operations.filter((each) => each.op === "create" && each.type.endsWith(type));
    const missing = capacityTypes.filter((type) => made(type).length === 0);
    if (missing.length > 0) return fails(`The new site has no ${some(missing)}.`);
    const late = capacityTypes.flatMap(made).filter(({ endHours }) => endHours > began + sameHours);
    if (late.length > 0) {
        return fails(`The first restore began at ${hours(began)}, before ${some(late.map(resourceName))}.`);
    }
    const ready = Math.max(...capacityTypes.flatMap(made).map(({ endHours }) => endHours));
    return holds(
        `${made(capacityTypes[0]!).length} pools, the machines and the origin were complete at ${hours(ready)}; ` +
            `the first restore began at ${hours(began)}.`,
    );
}

const resourceName = ({ urn }: CloudOperation) => urn.split("::").at(-1)!;

function mirrorsLostSite({ mirror }: Observed): Judgement {
    if (mirror === undefined) return fails("The new site was never complete.");
    const { compared, missing, different, shared, reaching, excused } = mirror;
    const waits = excused === 0 ? "" : ` ${excused} resources of customers that wait are left out.`;
    const common =
        (shared === 0
            ? ""
            : ` ${shared} more are shared by both: the account has them once, or they lie there already.`) +
        (reaching === 0 ? "" : ` ${reaching} rights reach the lost site's copies too.`);
    if (missing.length > 0) return fails(`${missing.length} of ${compared} resources are missing: ${some(missing)}.`);
    if (different.length > 0) return fails(`${different.length} of ${compared} are set otherwise: ${some(different)}.`);
    return holds(
        `${compared} resources of the lost site stand at the new one with the same settings but for place, addresses and the restore.${common}${waits}`,
    );
}

/** After the last wave nobody is left to give back, so that two moments are to be shown: before the first customer and between the classes. */
function cancellable({ cancelled, customers }: Observed): Judgement {
    const stranded = cancelled.flatMap((each) => each.stranded);
    if (stranded.length > 0) {
        return fails(
            `Given up after wave ${cancelled.find((each) => each.stranded.length > 0)!.after}, ${some(stranded)} stranded.`,
        );
    }
    const moments = ["platform", "paid"].filter((wave) => !cancelled.some(({ after }) => after === wave));
    if (moments.length > 0) return fails(`It was not given up after wave ${moments.join(" and ")}.`);
    const short = cancelled.find(({ stay, atHome }) => stay + atHome < customers.length);
    if (short)
        return fails(
            `Given up after wave ${short.after}, ${customers.length - short.stay - short.atHome} customers are unaccounted for.`,
        );
    return holds(
        `Given up in copies of this world: ${cancelled.map(({ after, stay, atHome }) => `after wave ${after} ${atHome} customers are served at home again and ${stay} stay`).join("; ")}.`,
    );
}

function newCustomersMeanwhile({ newCustomer, customers }: Observed): Judgement {
    if (newCustomer === undefined) return fails("No new customer was served during the recovery.");
    const { slug, servedHours } = newCustomer;
    const last = Math.max(...customers.flatMap(({ switchedHours }) => switchedHours ?? []));
    const old = customers.filter(({ switchedHours }) => switchedHours !== undefined && switchedHours <= servedHours);
    if (!(servedHours < last))
        return fails(`${slug} was served at ${hours(servedHours)}, after everybody else was back.`);
    return holds(
        `${slug} was served at ${hours(servedHours)}, when ${old.length} of ${customers.length} customers were back; the last one was at ${hours(last)}.`,
    );
}

function paidFirst({ customers }: Observed): Judgement {
    const [paid, other] = (["paid", "other"] as const).map((planClass) =>
        restored(customers).filter((customer) => customer.planClass === planClass),
    ) as [DrilledCustomer[], DrilledCustomer[]];
    if (paid.length === 0 || other.length === 0) return holds("Customers of only one class were restored.");
    const lastPaid = Math.max(...paid.map(({ restoreBeginHours }) => restoreBeginHours!));
    const firstOther = firstBegin(other);
    const sentence = `The last paid customer's restore began at ${hours(lastPaid)}, the first other one's at ${hours(firstOther)}.`;
    return lastPaid <= firstOther + sameHours ? holds(sentence) : fails(sentence);
}

/** Every lane is busy as long as a restore waits, and never more than the platform has. */
function parallelToTheLimit({ customers, pools, lanes }: Observed): Judgement {
    if (pools.length === 0) return fails("Nothing was restored.");
    const over = pools.find(({ mostParallel }) => mostParallel > lanes);
    if (over) return fails(`${over.mostParallel} restores ran at once in ${over.pool}.`);
    for (const { pool } of pools) {
        const own = restored(customers).filter((customer) => customer.pool === pool);
        const running = own.flatMap(restoresOf);
        for (const { slug, submittedHours, restoreBeginHours } of own) {
            if (submittedHours === undefined || restoreBeginHours! - submittedHours <= sameHours) continue;
            // Just before it began, and just after it was submitted, others must have had all lanes.
            const waits = [submittedHours + sameHours / 2, restoreBeginHours! - sameHours / 2];
            const idle = waits.find((at) => busyAt(running, at) < lanes);
            if (idle !== undefined) return fails(`${slug} waited at ${hours(idle)} while a lane of ${pool} was free.`);
        }
    }
    return holds(
        `${pools.map(({ pool, mostParallel, restores }) => `${pool}: ${mostParallel} at a time of ${restores}`).join(", ")}; no lane was free while a restore waited.`,
    );
}

const busyAt = (intervals: readonly { beginHours: number; endHours: number }[], at: number) =>
    intervals.filter(({ beginHours, endHours }) => beginHours <= at && at < endHours).length;

function resumable({ reruns, resumed }: Observed): Judgement {
    if (reruns.length === 0 || resumed.length === 0) return fails("No step was run again, or none was broken off.");
    const changed = reruns.find(({ changes, restores }) => changes + restores > 0);
    if (changed) {
        return fails(`Run again, ${changed.step} made ${changed.changes} changes and ${changed.restores} restores.`);
    }
    const twice = resumed.flatMap(({ madeTwice }) => madeTwice);
    if (twice.length > 0) return fails(`Broken off and resumed, it made ${some(twice)} twice.`);
    if (!resumed.every(({ broken }) => broken)) return fails("It was over before it could be broken off.");
    return holds(
        `${resumed.map(({ step }) => `${step} was broken off in the middle and resumed in a copy of this world, nothing was made twice`).join("; ")}; ` +
            `run again, ${reruns.map(({ step }) => step).join(", ")} changed nothing.`,
    );
}

function wayHome({ home, customers }: Observed): Judgement {
    if (home === undefined) return fails("The way home was not gone.");
    const moved = customers.filter(({ outcome }) => outcome === "back");
    const bad = moved.filter((customer) => customer.home?.equal !== true || customer.home.rowsLost > 0);
    if (bad.length > 0) return fails(`At home ${some(bad.map(({ slug }) => slug))} lack what was written elsewhere.`);
    if (home.changed.length > 0) {
        return fails(
            `${home.changed.length} of ${home.resources} resources at home are not as before: ${some(home.changed)}.`,
        );
    }
    const rows = moved.reduce((sum, customer) => sum + customer.home!.rowsWrittenElsewhere, 0);
    const longest = Math.max(0, ...moved.map((customer) => customer.home!.downtimeMinutes));
    return holds(
        `${moved.length} customers are home with all ${rows} rows written elsewhere, after at most ${longest.toFixed(1)} min each; ` +
            `the ${home.resources} resources of the home site are as before.`,
    );
}

const judges: Readonly<Record<PropertyName, (observed: Observed) => Judgement>> = {
    capacityFirst,
    mirrorsLostSite,
    cancellable,
    newCustomersMeanwhile,
    paidFirst,
    parallelToTheLimit,
    resumable,
    wayHome,
};

export const judgeProperties = (observed: Observed): DrillProperty[] =>
    propertyNames.map((name) => ({ name, ...judges[name](observed) }));
