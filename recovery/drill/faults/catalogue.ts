/** Everything that a drill can be told to break. */
import type { DrillFaultDefinition } from "./fault";

export const faults: readonly DrillFaultDefinition[] = [];
