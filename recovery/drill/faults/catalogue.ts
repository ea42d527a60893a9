/** Everything that a drill can be told to break. */
import { backupFaults } from "./backups";
import type { DrillFaultDefinition } from "./fault";
import { placeFaults } from "./places";
import { restoreFaults } from "./restores";
import { secretFaults } from "./secrets";
import { targetFaults } from "./targets";
import { wishFaults } from "./wishes";

export const faults: readonly DrillFaultDefinition[] = [
    ...backupFaults,
    ...wishFaults,
    ...targetFaults,
    ...secretFaults,
    ...restoreFaults,
    ...placeFaults,
];
