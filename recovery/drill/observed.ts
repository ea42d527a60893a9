/** What a drill saw happen, before anybody judges it. Hours count from the loss. */
import type { Wave } from "../plan/types";
import type { DrilledCustomer, PoolFigures, WaveFigures } from "./result";

/** Something the cloud did for the stack that stands in. */
export interface CloudOperation {
    op: "create" | "update" | "delete";
    urn: string;
    id: string;
    /** Pulumi type, such as `azure-native:sql:Database`. */
    type: string;
    beginHours: number;
    endHours: number;
}

/** The resources of the lost site beside those of the one that stands in. */
export interface Mirror {
    compared: number;
    /** Declared at the lost site and not at the new one, by type and name. */
    missing: string[];
    /** Declared at both with other settings than place, addresses and the restore explain. */
    different: string[];
    /** Not declared at the new site because both sites share them. */
    shared: number;
    /** Rights that at the new site reach the lost site's copies too. */
    reaching: number;
    /** Left out because their customer waits for the lost site. */
    excused: number;
}

/** A recovery that was given up in a copy of the world. */
export interface Cancelled {
    after: Wave;
    /** Customers that stay where they were verified, and those that home serves again. */
    stay: number;
    atHome: number;
    /** Customers that are served nowhere, or by a database that lacks their work. */
    stranded: string[];
}

/** A step that was run again after it was done. */
export interface Rerun {
    step: string;
    changes: number;
    restores: number;
}

/** A step that was broken off and run again. */
export interface Resumed {
    step: string;
    /** Whether it was in the middle then. How far it had come is a matter of real time, and in no report. */
    broken: boolean;
    /** Resources that the cloud made twice. */
    madeTwice: string[];
}

export interface Observed {
    customers: readonly DrilledCustomer[];
    /** Restores that a pool works on at a time. */
    lanes: number;
    /** What must stand before the first restore. */
    capacityTypes: readonly string[];
    pools: readonly PoolFigures[];
    waves: readonly WaveFigures[];
    /** What was done at the new site, in the order in which the cloud accepted it. */
    operations: readonly CloudOperation[];
    mirror?: Mirror;
    cancelled: readonly Cancelled[];
    newCustomer?: { slug: string; addedHours: number; servedHours: number };
    reruns: readonly Rerun[];
    resumed: readonly Resumed[];
    /** Resources of the home site after the return: those it had before the loss that are gone or differ. */
    home?: { resources: number; changed: string[] };
}
