/** What a fault of the catalogue is: what it does to a drill, and what is expected of it. */
import type { PromiseId } from "../../../infra/model/promises";
import type { PlanInputs } from "../../plan/inputs";
import type { Wave } from "../../plan/types";
import type { Fleet } from "../before";
import type { DrillWorld } from "../world";

/** What a fault can act on. Times are virtual seconds. */
export interface Scene {
    world: DrillWorld;
    fleet: Fleet;
    lostAt: number;
}

export interface DrillFaultDefinition {
    name: string;
    expect: "broken" | "survived";
    /** Promises it is expected to break: all of them and no other. */
    breaks: readonly PromiseId[];
    /** What it does, in one sentence. */
    what: string;
    /** Another loss than that of the cell's whole region. */
    lose?: "zone";
    /** A plan shows it already: what comes after would show nothing more. */
    untilPlan?: boolean;
    /** Changes the configuration before the site comes up. */
    configure?: (root: string, fleet: Fleet) => void;
    /** Once the site is up, weeks before the loss. */
    before?: (scene: Scene) => Promise<unknown>;
    /** Instead of losing the whole region. */
    loss?: (scene: Scene) => Promise<unknown>;
    /** After the loss and before anybody plans. */
    after?: (scene: Scene) => Promise<unknown>;
    /** What the plan is told besides. */
    plan?: (scene: Scene) => Partial<PlanInputs>;
    /** In which wave the machine that runs the recovery dies. */
    kill?: Wave;
}

/** The customer that faults of a single one strike: the first that pays, so that it is the same in every fleet. */
export const struck = ({ fleet }: Scene): string =>
    (fleet.customers.find(({ plan }) => plan === "paid") ?? fleet.customers[0]!).slug;
