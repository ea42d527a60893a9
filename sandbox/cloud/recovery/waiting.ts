/** Restores that were asked for and wait until nothing else can go on, so that their order does not depend on that of their arrival. */
import type { CloudType } from "../catalogue";
import type { Stored } from "../state";
import { same, type Properties } from "../values";

export interface Waiting {
    type: CloudType;
    urn: string;
    id: string;
    inputs: Properties;
    /** Virtual second from which it could begin. */
    arrival: number;
    /** Place among those that arrive together, as text. */
    order: string;
    resolve: (stored: Promise<Stored>) => void;
    answer: Promise<Stored>;
}

export class WaitingRoom {
    private readonly waiting = new Map<string, Waiting>();

    get size(): number {
        return this.waiting.size;
    }

    /** The answer that the same create waits for already. @throws when another one waits for this id */
    same(urn: string, id: string, inputs: Properties): Promise<Stored> | undefined {
        const found = this.waiting.get(id.toLowerCase());
        if (found === undefined) return undefined;
        if (found.urn === urn && same(found.inputs, inputs)) return found.answer;
        throw new Error(`'${id}' is being restored already`);
    }

    enter(one: Omit<Waiting, "resolve" | "answer">): Promise<Stored> {
        let resolve: Waiting["resolve"] = () => undefined;
        const answer = new Promise<Stored>((settle) => (resolve = settle));
        this.waiting.set(one.id.toLowerCase(), { ...one, resolve, answer });
        return answer;
    }

    /** Everybody, in the order in which they begin; the room is empty then. */
    leave(): Waiting[] {
        const all = [...this.waiting.values()];
        this.waiting.clear();
        const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
        return all.sort((a, b) => a.arrival - b.arrival || compare(a.order, b.order) || compare(a.id, b.id));
    }
}
