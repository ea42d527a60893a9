/** Answers the questions of `control.ts` from a world. Whatever an answer rests on is durable before it is given. */
import type { Answer, Arguments, Question } from "../../control";
import type { World } from "../world";
import { dataAnswers } from "./dataQuestions";
import { placeAnswers } from "./placeQuestions";

export type Answers = { [Q in Question]: (world: World, args: Arguments<Q>) => Answer<Q> | Promise<Answer<Q>> };

const now = (world: World) => ({ now: world.timeline.now });

const answers: Answers = {
    clock: now,
    async advance(world, { to }) {
        await world.pass(to);
        return now(world);
    },
    async idle(world) {
        return { released: await world.releaseWaiting() };
    },
    async lose(world, outage) {
        const from = outage.from ?? world.timeline.now;
        await world.note({ event: { kind: "outage", outage: { ...outage, from } } });
        // What comes from now on meets the outage; one that lies ahead is not waited for.
        if (from <= world.timeline.now) await world.pass(from);
        return now(world);
    },
    async bringBack(world, { region, zone, at = world.timeline.now }) {
        await world.note({ event: { kind: "back", place: { region, ...(zone === undefined ? {} : { zone }) }, at } });
        if (at <= world.timeline.now) await world.pass(at);
        return now(world);
    },
    outages: (world) => ({ outages: world.ledger.outages }),
    ...dataAnswers,
    ...placeAnswers,
    async fault(world, fault) {
        const event = { kind: "fault" as const, at: world.timeline.now, fault };
        const id = `of subscription ${world.view.guid("somebody else")}`;
        const held =
            fault.kind === "nameHeld" ? [{ kind: fault.claim, value: fault.value, id, until: fault.until }] : [];
        await world.note({ event, held });
        return {};
    },
    async verified(world, { databaseId, seconds }) {
        // A database on AWS is no resource of its own.
        const readyAt = world.state.get(databaseId)?.readyAt ?? world.histories.database(databaseId)?.createdAt;
        if (readyAt === undefined) throw new Error(`There is no database ${databaseId}.`);
        const at = world.timeline.beginAfter([readyAt]) + seconds;
        await world.note({ event: { kind: "verified", id: databaseId, at } });
        return { at };
    },
    async certificates(world, { vaultId, put }) {
        if (put !== undefined) await world.note({ event: { kind: "certificate", vaultId, name: put } });
        return { names: world.ledger.certificatesIn(vaultId) };
    },
};

/** @throws when the question is not known or cannot be answered */
export async function answerQuestion<Q extends Question>(
    world: World,
    question: Q,
    args: Arguments<Q>,
): Promise<Answer<Q>> {
    const answer = answers[question] as Answers[Q] | undefined;
    if (answer === undefined) throw new Error(`The sandbox does not know the question "${question}".`);
    return answer(world, args);
}
