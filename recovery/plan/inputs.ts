import type { CellStack } from "../../infra/config/schema";
import type { RestoreTimes } from "../../infra/model/recoveryTime";
import type { Capacity, DatabaseBackups } from "../../sandbox/control";
import type { AnyCell } from "../clouds";
import type { Health } from "../site";
import type { Source } from "./types";

/** A region that a site could be rebuilt in, as the cloud says it is now. */
export interface Candidate {
    region: string;
    health: Health;
    /** Unset where the region's control plane does not answer. */
    capacity?: Capacity;
}

/** Everything a plan is made of; the same inputs give the same plan. Times are ISO 8601 in UTC. */
export interface PlanInputs {
    /** The lost stack as its file declares it, with its customers. */
    lost: AnyCell;
    /** The cell on Azure that a site for a cell on AWS is made like; see `templateOf`. */
    template?: CellStack | undefined;
    /** Names that the stack which is to stand in for it cannot have. */
    stacksTaken: readonly string[];
    globalSite: { region: string; pairedRegion: string };
    /** The databases that serve customers at the lost site, with every way to get them back. */
    inventory: readonly DatabaseBackups[];
    /** Customers whose database the lost stack's state knows; whoever is in neither list is new. */
    declared: readonly string[];
    candidates: readonly Candidate[];
    home: Health;
    times: RestoreTimes;
    lostAt: string;
    now: string;
    /** The region a person chose. */
    to?: string | undefined;
    /** Goes on although the lost site still serves customers. */
    force?: boolean | undefined;
    /** Sources that a person chose by slug, instead of the newest. */
    use?: Readonly<Record<string, Source["from"]>> | undefined;
    /** The region that holds the state of all stacks, where somebody has said so. */
    stateRegion?: string | undefined;
}
