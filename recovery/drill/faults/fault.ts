/** What a fault of the catalogue is: what it does to a drill, and what is expected of it. */
import type { PromiseId } from "../../../infra/model/promises";
import { setProperty } from "../../../sandbox/drift";
import type { PlanInputs } from "../../plan/inputs";
import type { Wave } from "../../plan/types";
import type { Site } from "../../site";
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
    /** Strikes a cell on AWS too: with the same outcome, or with this one, where a cell on Azure shows how to rebuild it there. */
    onAws?: true | Pick<DrillFaultDefinition, "expect" | "breaks">;
    /** Strikes where one zone is lost, and not a region. */
    lose?: "zone";
    /** Changes the configuration before the site comes up. */
    configure?: (root: string, fleet: Fleet) => void;
    /** Once the site is up, weeks before the loss. */
    before?: (scene: Scene) => Promise<unknown>;
    /** Planes that are lost. @default both */
    planes?: readonly ("control" | "data")[];
    /** After the loss and before anybody plans. */
    after?: (scene: Scene) => Promise<unknown>;
    /** What the plan is told besides. */
    plan?: (scene: Scene) => Partial<PlanInputs>;
    /** How the cloud answers otherwise than usual. */
    site?: (site: Site) => Partial<Site>;
    /** In which waves the machine that runs the recovery dies, in their order. */
    kill?: readonly Wave[];
}

/** A fault with what is expected of it where it strikes this fleet. */
export const expectedOf = (fault: DrillFaultDefinition, { home }: Fleet): DrillFaultDefinition =>
    home.kind === "awsCell" && typeof fault.onAws === "object" ? { ...fault, ...fault.onAws } : fault;

/** The customer that faults of a single one strike: the first that pays, so that it is the same in every fleet. */
export const struck = ({ customers }: Fleet): string =>
    (customers.find(({ plan }) => plan === "paid") ?? customers[0]!).slug;

/** Part of the ids of one customer's database and its backups: on AWS a database stands behind its instance. */
export const databaseOf = (slug: string): string => `/db-${slug}`;

type Resource = { id: string; type: string; name: string };

/** Somebody changes resources in the portal, behind the program's back. */
export async function byHand(
    { world }: Scene,
    which: (resource: Resource) => boolean,
    { path, value }: { path: string; value: string | number | boolean },
): Promise<void> {
    const found = world.view().resources.filter(which);
    if (found.length === 0) throw new Error("There is nothing that this fault could change.");
    await world.without(async () => {
        for (const { id } of found) await setProperty(world.directory, id, path, value);
    });
}
