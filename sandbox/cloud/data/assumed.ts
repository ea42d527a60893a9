import type { Surroundings } from "./history";

/** Whether nobody asks what databases are made from (see `Fault`): each is made at once, and empty. */
export const areSourcesAssumed = ({ faults }: Pick<Surroundings, "faults">): boolean =>
    faults.some(({ fault }) => fault.kind === "sourcesAssumed");
