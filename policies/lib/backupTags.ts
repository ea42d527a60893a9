import { durationDays, elements, numberAt, valueOf } from "./backupSchedule";
import type { PropertyReader } from "./propertyReader";

/**
 * Whether the rules of a backup vault's policy mark a backup of each week with a tag that is kept for so many days. Of several tags the one
 * of the highest priority (lowest number) counts.
 */
export function keepsEveryWeek(rules: readonly PropertyReader[], days: number): boolean {
    const kept = new Map(
        rules.filter(isA("AzureRetentionRule")).map((rule) => [valueOf(rule, "name"), daysInVault(rule)]),
    );
    const marks = rules
        .filter(isA("AzureBackupRule"))
        .flatMap((rule) => elements(rule, "trigger.taggingCriteria"))
        .map((mark) => {
            const long = (kept.get(valueOf(mark, "tagInfo.tagName")) ?? 0) >= days;
            const priority = numberAt(mark, "taggingPriority");
            return {
                long,
                // One that cannot be read must not seem harmless.
                priority: Number.isNaN(priority) ? (long ? Infinity : -Infinity) : priority,
                weekly: valueOf(mark, "isDefault") === true || elements(mark, "criteria").some(meetsEveryWeek),
            };
        })
        .sort((one, other) => one.priority - other.priority);
    const first = marks.findIndex(({ long }) => !long);
    return (first < 0 ? marks : marks.slice(0, first)).some(({ weekly }) => weekly);
}

function meetsEveryWeek(criteria: PropertyReader): boolean {
    const limited = ["daysOfMonth", "monthsOfYear", "weeksOfTheMonth"].some(
        (list) => criteria.read(list).state !== "unset",
    );
    const markers = criteria
        .readEach("absoluteCriteria[]")
        .map(({ reading }) => (reading.state === "set" ? reading.value : undefined));
    return (
        ["AllBackup", "FirstOfDay", "FirstOfWeek"].some((marker) => markers.includes(marker)) ||
        (criteria.read("daysOfTheWeek").state === "set" && !limited)
    );
}

function daysInVault(rule: PropertyReader): number {
    const stays = elements(rule, "lifecycles").filter(
        (stay) => valueOf(stay, "sourceDataStore.dataStoreType") === "VaultStore",
    );
    return stays.length === 0 ? 0 : Math.min(...stays.map((stay) => durationDays(stay, "deleteAfter.duration")));
}

const isA = (kind: string) => (rule: PropertyReader) => valueOf(rule, "objectType") === kind;
