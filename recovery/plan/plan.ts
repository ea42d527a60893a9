import type { Customer } from "../../infra/config/schema";
import { planClassOf } from "../../infra/model/plans";
import { estimateRecovery, timesIn } from "../../infra/model/recoveryTime";
import { hoursBetween } from "../time";
import type { PlanInputs } from "./inputs";
import { type Places, placesFor } from "./places";
import { findSources, type Restorable, type Sources } from "./sources";
import { chooseTarget } from "./target";
import type { PlannedCustomer, RecoveryPlan, Refusal } from "./types";
import { judge, some } from "./verdicts";

/** Plans the recovery of a lost site: which customers, from what, where to, in which order, until when, and what stands against it. */
export function planRecovery(inputs: PlanInputs): RecoveryPlan {
    const { lost, lostAt, now } = inputs;
    const region = lost.site.region;
    const target = chooseTarget(inputs);
    const places = placesFor(lost, target.region, inputs.template);
    const sources = findSources({ ...inputs, region, customers: lost.customers, sourceOf: places.sourceOf });
    const { customers, waves } = inOrder(sources.restorable, inputs, places);
    const refusals = [
        ...objectionToBeginning(inputs),
        ...target.refusals,
        ...objectionsToSources(sources, region),
        ...places.objectionsToPools(customers),
    ];
    const plan = {
        cell: lost.cell,
        lostStack: lost.stack,
        lostRegion: region,
        stack: nameOfStack(lost.cell, places.codeOf(target.region ?? ""), inputs.stacksTaken),
        lostAt,
        madeAt: now,
        target: {
            region: target.region ?? "",
            pairedRegion: target.region === undefined ? "" : (places.pairOf(target.region) ?? ""),
            why: target.why,
            passedOver: target.passedOver,
        },
        customers,
        without: sources.without,
        waves,
        refusals,
        warnings: warnings(inputs, customers, sources, { region: target.region, pairOf: places.pairOf }),
    };
    const verdicts = judge({
        ...plan,
        target: plan.target.region,
        inventory: inputs.inventory,
        roster: lost.customers,
        endHours: Math.max(0, ...customers.map(({ finishHours }) => finishHours)),
    });
    return { ...plan, verdicts };
}

/** `recovery`, unless another recovery has or had that name. */
function nameOfStack(cell: string, code = "elsewhere", taken: readonly string[]): string {
    const names = ["recovery", `recovery-${cell}`, `recovery-${cell}-${code}`];
    return names.find((name) => !taken.includes(name)) ?? `recovery-${cell}-${code}-2`;
}

const waveOf = ({ plan }: Customer) => (planClassOf(plan) === "paid" ? "paid" : "rest");

/** Order, lane and finish of each restore, as the model computes them; a loss that is planned for late ends late. */
function inOrder(
    restorable: readonly Restorable[],
    { lost, lostAt, now, ...inputs }: PlanInputs,
    { cloud, poolOf }: Places,
) {
    const times = timesIn(cloud.name, inputs.times);
    const bySlug = new Map(restorable.map((each) => [each.customer.slug, each]));
    const estimate = estimateRecovery(
        restorable.map(({ customer, database }) => ({
            slug: customer.slug,
            wave: waveOf(customer),
            pool: poolOf(customer),
            usedGiB: database.usedGiB,
        })),
        times,
        cloud.lanes,
    );
    const decidedHours = (times.detectMinutes + times.decideMinutes) / 60;
    const late = Math.max(0, hoursBetween(lostAt, now) - decidedHours);
    const customers = estimate.customers.map(
        ({ slug, wave, order, pool, usedGiB, lane, finishHours }): PlannedCustomer => {
            const { customer, database, sources } = bySlug.get(slug)!;
            const [source, ...others] = sources;
            const otherSource = others.find(({ from }) => from !== source.from) ?? others[0];
            return {
                slug,
                plan: customer.plan,
                wave,
                order,
                pool,
                usedGiB,
                source,
                ageHours: Math.max(0, hoursBetween(source.point, lostAt)),
                ...(otherSource && { otherSource }),
                database: lost.restores[slug]?.database === 2 ? 1 : 2,
                lostDatabaseId: database.databaseId,
                finishHours: finishHours + late,
                lane,
            };
        },
    );
    const waves = estimate.waves.map((wave) => ({
        ...wave,
        beginHours: wave.beginHours + late,
        endHours: wave.endHours + late,
    }));
    return { customers, waves };
}

/** A site that still serves its customers is not replaced by its past: they would go on writing where nobody looks any more. */
function objectionToBeginning({ lost, home, force, stateRegion }: PlanInputs): Refusal[] {
    const { region } = lost.site;
    const refusals: Refusal[] = [];
    if (home.data && !force) {
        const what = home.control
            ? `${region} is not lost: it answers, and customers are served`
            : `only the control plane of ${region} is lost: customers are still served, and what they write would be left behind`;
        const remedy = home.control
            ? "recover nothing; a rehearsal is `oxygis drill`"
            : "wait for the control plane; if the site must be left all the same, stop the application there first and repeat this with --force";
        refusals.push({ what, remedy });
    }
    if (stateRegion === region && !home.data) {
        refusals.push({
            what: `the state of all stacks lies in ${region}, which is lost`,
            remedy: "bring the newest copy of the state to another region, `pulumi login` there, and set OXYGIS_STATE_REGION to it",
        });
    }
    return refusals;
}

function objectionsToSources({ restorable, fresh, without }: Sources, region: string): Refusal[] {
    if (restorable.length > 0 || without.length === 0 || fresh.length > 0) return [];
    const what = `nothing can be restored of any of the ${without.length} customers while ${region} is lost`;
    return [{ what, remedy: `wait for ${region}: what lies there is the only copy` }];
}

function warnings(
    { lost, lostAt, stateRegion }: PlanInputs,
    customers: readonly PlannedCustomer[],
    { fresh }: Sources,
    target: { region: string | undefined; pairOf: Places["pairOf"] },
): string[] {
    const { region } = lost.site;
    const ahead = customers.filter(({ source }) => hoursBetween(lostAt, source.point) > 0).map(({ slug }) => slug);
    const pair = target.region === undefined ? undefined : target.pairOf(target.region);
    return [
        ...(stateRegion === undefined
            ? [`nobody has said where the state of all stacks lies (OXYGIS_STATE_REGION): it must not be in ${region}`]
            : []),
        ...(pair === region
            ? [
                  `backups made in ${target.region} are replicated to ${region}: until it is back, a second loss would lose what is written meanwhile`,
              ]
            : []),
        ...(ahead.length > 0
            ? [
                  `restorable points of ${some(ahead)} lie after the loss: a clock is wrong, and ages may be larger than they seem`,
              ]
            : []),
        ...(fresh.length > 0 ? [`${some(fresh)}: taken on after the loss, served from an empty database`] : []),
    ];
}
