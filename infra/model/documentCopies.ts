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

/**
 * When documents are brought to a site that people work at: from the copies of a lost one, or from the site that stood in. Often, because
 * somebody waits for them, and no longer than until the next run.
 */
export const fillTimes = {
    cronExpression: "*/20 * * * *",
    mostSeconds: 1140,
} as const;

/** The rule about what is brought to one account. Absence is what counts: `summarize` without `by` answers one row also where it counts none. */
const absenceRule = (rule: Pick<WatchRule, "label" | "trouble">, mostHours: number) =>
    ({
        ...rule,
        severity: 1 as const,
        window: "P2D" as const,
        query: (host: string) => `union isfuzzy=true ContainerAppConsoleLogs,
    (datatable(TimeGenerated: datetime, Log: string)[])
| where TimeGenerated > ago(${mostHours}h) and Log startswith 'documents-copied target=${host} '
| summarize Runs = count()
| where Runs == 0`,
    }) satisfies Omit<WatchRule, "query"> & { query: (host: string) => string };

/** Hours after which a copy that was not finished is an alert: two runs have failed then. */
const mostHours = 12;

/** The rule about one account of copies. */
export const copyRule = (label: string) =>
    absenceRule(
        {
            label: `documents-${label}-not-copied`,
            trouble: `The documents in the copies ${label} have not been brought up to date for ${mostHours} hours; 24 are promised (DR-2).`,
        },
        mostHours,
    );

/** Hours after which people are told that documents do not come, or take that long: a quarter of what is promised for paying customers. */
const fillHours = 6;

/** The rule about an account that documents are brought to from another site. */
export const fillRule = (label: string) =>
    absenceRule(
        {
            label: `documents-${label}-not-brought`,
            trouble: `The documents of account ${label} have not all been brought from the other site for ${fillHours} hours (DR-2, DR-3).`,
        },
        fillHours,
    );
