import type { WatchRule } from "./backupWatch";

/**
 * When documents are copied to other regions (DR-2). A run ends before the next one begins, so a copy is at most as old as the
 * hours between runs and the length of one; what is missed after that is an alert with hours left before the promised 24 are over.
 */
export const copyTimes = {
    /** Every four hours, between the hours at which the vaults take their backups. */
    cronExpression: "20 */4 * * *",
    /** Three and a half hours; what is left is copied by the next run. */
    mostSeconds: 12_600,
} as const;

/** Hours after which a copy that was not finished is an alert: two runs have failed then. */
const mostHours = 12;

/** The rule about one account of copies. Absence is what counts: `summarize` without `by` answers one row also where it counts none. */
export const copyRule = (label: string) =>
    ({
        label: `documents-${label}-not-copied`,
        trouble: `The documents in the copies ${label} have not been brought up to date for ${mostHours} hours; 24 are promised (DR-2).`,
        severity: 1 as const,
        window: "P2D" as const,
        query: (host: string) => `union isfuzzy=true ContainerAppConsoleLogs,
    (datatable(TimeGenerated: datetime, Log: string)[])
| where TimeGenerated > ago(${mostHours}h) and Log startswith 'documents-copied target=${host} '
| summarize Runs = count()
| where Runs == 0`,
    }) satisfies Omit<WatchRule, "query"> & { query: (host: string) => string };
