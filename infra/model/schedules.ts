import type { Plan } from "./plans";

/** What every customer database keeps of its backups (BKP-1, DR-2). */
export interface BackupSchedule {
    /** Weekly backups are kept this long, ISO 8601; 52 weeks would be a day short of the promised year. */
    weeklyRetention: "P53W";
    /** Days back to which any point in time can be restored; Azure allows 1 to 35. */
    pointInTimeDays: number;
    /** Hours between differential backups; Azure allows 12 or 24. */
    differentialHours: 12;
}

/** A trial is over before its second month, so a week of points in time is enough for it. */
export function backupSchedule(plan: Plan): BackupSchedule {
    return { weeklyRetention: "P53W", pointInTimeDays: plan === "trial" ? 7 : 35, differentialHours: 12 };
}

/** What a machine's vault keeps (BKP-1). */
export interface MachineBackups {
    /** When the daily backup is taken, UTC. */
    timeOfDay: string;
    /** Days a snapshot also stays beside the machine, for a restore within minutes; Azure allows 1 to 30. */
    snapshotDays: number;
    dailyDays: number;
    /** 52 weeks would be a day short of the promised year. */
    weeklyWeeks: number;
    /** Days a deleted backup can be brought back; Azure allows 14 to 180. */
    softDeleteDays: number;
}

export const machineBackups: MachineBackups = {
    timeOfDay: "01:00",
    snapshotDays: 7,
    dailyDays: 35,
    weeklyWeeks: 53,
    softDeleteDays: 30,
};

/** Days a recording of a staff session stays, and days in which a deleted one can be brought back: a year, which is also Azure's most. */
export const recordingsKeptDays = 365;

/** What the vaults keep of documents (BKP-1): a copy a day, and the first of a week for more than a year. */
export const documentBackups = {
    /** When the copy is taken, UTC: by then the machines' backups are under way. */
    timeOfDay: "02:00",
    daily: "P35D",
    weekly: "P53W",
    /** Days a deleted backup can be brought back; Azure allows 14 to 180. */
    softDeleteDays: 30,
} as const;

const duration = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * The least number of days an ISO 8601 duration can mean: a year counts 365 days and a month 28, because a promise must
 * hold in the shortest of them. Throws on anything that is not a duration.
 */
export function daysOf(text: string): number {
    const parts = duration.exec(text)?.slice(1);
    if (!parts?.some(Boolean) || text.endsWith("T")) {
        throw new Error(`${JSON.stringify(text)} is no ISO 8601 duration; write for example P53W, P1Y or PT12H`);
    }
    const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) =>
        Number(part || 0),
    );
    return years * 365 + months * 28 + weeks * 7 + days + (hours + minutes / 60 + seconds / 3600) / 24;
}
