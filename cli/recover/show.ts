import type { RecoveryPlan } from "../../recovery/plan/types";
import type { Outcome } from "../../recovery/run/job";
import { isBack, type CustomerProgress, type RecoveryState } from "../../recovery/run/state";
import { hoursBetween } from "../../recovery/time";
import { print, styled, table } from "../output";

const hours = (value: number): string => `${value.toFixed(1)} h`;
const minute = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** A plan for people: the verdicts first, because they decide whether it is carried out. */
export function printPlan(plan: RecoveryPlan): void {
    const { target, customers, without, refusals, warnings } = plan;
    print(
        `Recovery of ${plan.cell}: ${plan.lostRegion} lost at ${minute(plan.lostAt)}, planned at ${minute(plan.madeAt)}`,
    );
    if (target.region !== "")
        print(`to ${target.region} (pair ${target.pairedRegion}) as stack ${plan.stack}: ${target.why}`);
    for (const { region, why } of target.passedOver) print(`passed over ${region}: ${why}`);
    print("");
    const rows = customers.map((each) => [
        each.slug,
        each.plan,
        each.wave,
        each.order,
        each.pool,
        each.lane + 1,
        `${each.usedGiB.toFixed(1)} GiB`,
        each.source.from,
        each.source.point.slice(0, 16).replace("T", " "),
        hours(each.ageHours),
        hours(each.finishHours),
    ]);
    if (rows.length > 0) {
        print(
            table(
                ["customer", "plan", "wave", "place", "pool", "lane", "data", "from", "point", "age", "back after"],
                rows,
            ),
        );
        print("");
    }
    for (const { slug, plan: bought, why } of without) print(`not restored  ${slug} (${bought}): ${why}`);
    const waves = plan.waves.map(({ wave, customers: count, beginHours, endHours }) => [
        wave,
        count,
        hours(beginHours),
        hours(endHours),
    ]);
    print(table(["wave", "customers", "begins after", "ends after"], waves));
    print("");
    print(
        table(
            ["promise", "verdict", "because"],
            plan.verdicts.map(({ id, verdict, because }) => [id, verdictInColour(verdict), because]),
        ),
    );
    for (const warning of warnings) print(`${styled("yellow", "note")}  ${warning}`);
    for (const { what, remedy } of refusals) print(`${styled("red", "refused")}  ${what}\n         instead: ${remedy}`);
}

const verdictInColour = (verdict: "kept" | "broken"): string => styled(verdict === "kept" ? "green" : "red", verdict);

/** What a customer's progress comes to, for machines. */
const customerView = (customer: CustomerProgress, lostAt: string) => ({
    slug: customer.slug,
    plan: customer.planned.plan,
    wave: customer.planned.wave,
    order: customer.order,
    state: customer.state,
    source: customer.source,
    ageHours: Math.max(0, hoursBetween(customer.source.point, lostAt)),
    ...customer.times,
    ...(customer.times.switched && { backAfterHours: hoursBetween(lostAt, customer.times.switched) }),
    ...(customer.because && { because: customer.because }),
    ...(customer.offer && { offer: customer.offer }),
});

/** A recovery for machines. */
export const stateView = (state: RecoveryState) => ({
    cell: state.plan.cell,
    stack: state.plan.stack,
    lostRegion: state.plan.lostRegion,
    target: state.plan.target.region,
    lostAt: state.plan.lostAt,
    phase: phaseOf(state),
    waves: Object.entries(state.waveTimes).map(([wave, times]) => ({ wave, ...times })),
    customers: [...state.customers.values()].map((customer) => customerView(customer, state.plan.lostAt)),
    without: state.plan.without,
});

function phaseOf(state: RecoveryState): string {
    if (state.repatriatedAt !== undefined) return "home";
    if (Object.keys(state.homeWaves).length > 0) return "repatriating";
    if (state.finishedAt !== undefined) return "finished";
    if (state.cancel === "done") return "cancelled";
    if (state.targetLost) return "target lost";
    if (state.homeReturned && !state.continued) return "home returned";
    return state.wave ?? "planned";
}

export function printState(state: RecoveryState): void {
    const { plan, customers } = state;
    print(
        `Recovery of ${plan.cell}: ${plan.lostRegion} lost at ${minute(plan.lostAt)}, stack ${plan.stack} in ${plan.target.region}: ${phaseOf(state)}`,
    );
    print("");
    const time = (iso: string | undefined) => (iso === undefined ? "" : hours(hoursBetween(plan.lostAt, iso)));
    const rows = [...customers.values()].map((each) => [
        each.slug,
        each.planned.plan,
        each.planned.wave,
        each.order,
        each.state,
        each.source.from,
        hours(Math.max(0, hoursBetween(each.source.point, plan.lostAt))),
        time(each.times.restored),
        time(each.times.verified),
        time(each.times.switched),
        time(each.times.home),
    ]);
    if (rows.length > 0) {
        print(
            table(
                [
                    "customer",
                    "plan",
                    "wave",
                    "place",
                    "state",
                    "from",
                    "age",
                    "restored",
                    "verified",
                    "switched",
                    "home",
                ],
                rows,
            ),
        );
        print(" times are hours after the loss");
    }
    for (const { slug, why } of plan.without) print(`not restored  ${slug}: ${why}`);
    printTroubles(state);
    print("");
    const back = [...customers.values()].filter(isBack).length;
    const waves = Object.entries(state.waveTimes).map(
        ([wave, { begun, ended, runs }]) =>
            `${wave} ${time(begun)}-${ended ? time(ended) : ""}${runs > 1 ? ` (${runs} runs)` : ""}`,
    );
    print(`${back} of ${customers.size} customers are back${waves.length > 0 ? `; waves: ${waves.join(", ")}` : ""}`);
}

function printTroubles({ customers, plan }: RecoveryState): void {
    for (const { slug, state, because, offer, wrong } of customers.values()) {
        if (because === undefined) continue;
        print(`${styled("yellow", wrong ? "wrong" : state)}  ${slug}: ${because}`);
        if (offer) {
            print(
                `         next best: the ${offer.from} backup of ${minute(offer.point)}: oxygis recover up --cell ${plan.cell} --use-backup ${slug}=${offer.from}`,
            );
        }
    }
}

export function printStopped({ stopped }: Outcome): void {
    if (!stopped) return;
    print(`\n${styled("red", "stopped")}  ${stopped.message}`);
    for (const choice of stopped.choices) print(`  - ${choice}`);
}
