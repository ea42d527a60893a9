import { projectOf } from "./project";
import type { RestoreEntry, StackFileChange } from "./stackFile";
import { type CustomerProgress, isBack } from "./state";
import type { Work } from "./work";

/**
 * What the file of the stack that stands in must say by the journal; after a kill between the two, the journal is right. Read from files
 * that may hold mistakes: one of those this corrects is a new customer who keeps every copy at home.
 */
export function settingsOf({ job, state }: Work): Required<Pick<StackFileChange, "waiting" | "restores">> {
    const roster = projectOf(job.root).roster.filter(({ cell, status }) => cell === job.cell && status !== "erased");
    const here = new Set(roster.map(({ slug }) => slug));
    const all = [...state.customers.values()];
    const waiting = new Set(
        [
            ...state.plan.without.map(({ slug }) => slug),
            ...all.filter((each) => each.state === "waiting").map(({ slug }) => slug),
            ...roster.filter(({ residency }) => residency === "home").map(({ slug }) => slug),
        ].filter((slug) => here.has(slug)),
    );
    const restores = Object.fromEntries(
        all.map((each): [string, RestoreEntry | undefined] => [
            each.slug,
            waiting.has(each.slug) || !here.has(each.slug) ? undefined : entryOf(each),
        ]),
    );
    return { waiting: [...waiting], restores };
}

const entryOf = (customer: CustomerProgress): RestoreEntry => ({
    from: customer.source.from,
    source: customer.source.id,
    point: customer.source.point,
    wave: customer.planned.wave,
    order: customer.order,
    verified: isBack(customer),
    ...(customer.planned.database === 2 && { database: 2 }),
});
