/** What faults say of restores, whatever makes them. */
import type { Surroundings } from "./history";

type Broken = Pick<Surroundings, "faults">;

/** Whether nobody asks what databases are made from (see `Fault`): each is made at once, and empty. */
export const areSourcesAssumed = ({ faults }: Broken): boolean =>
    faults.some(({ fault }) => fault.kind === "sourcesAssumed");

/** How many times as long as usual a restore takes. */
export const slownessOf = ({ faults }: Broken): number =>
    faults.reduce((factor, { fault }) => (fault.kind === "slowRestores" ? fault.factor : factor), 1);
