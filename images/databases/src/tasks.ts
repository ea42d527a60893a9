import type { Row, Session } from "./cloud";

/** A native backup or restore that RDS was asked for; it remembers them for 36 days. */
export interface Task {
    id: string;
    kind: string;
    database: string;
    /** Of the object that is written or read. */
    arn: string;
    state: string;
    percent: string;
    /** What RDS says went wrong. */
    info: string;
}

const asText = (row: Row, column: string) => {
    const value = row[column];
    return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : "";
};

const taskOf = (row: Row): Task => ({
    id: asText(row, "task_id"),
    kind: asText(row, "task_type"),
    database: asText(row, "database_name"),
    arn: asText(row, "S3_object_arn"),
    state: asText(row, "lifecycle"),
    percent: asText(row, "% complete"),
    info: asText(row, "task_info"),
});

export const isPending = ({ state }: Task): boolean => ["CREATED", "IN_PROGRESS"].includes(state);
export const isDone = ({ state }: Task): boolean => state === "SUCCESS";

/** All tasks of one kind that an instance remembers, oldest first. */
export async function tasksOf(session: Session, kind: "BACKUP_DB" | "RESTORE_DB"): Promise<Task[]> {
    const rows = await session.query("exec msdb.dbo.rds_task_status");
    return rows
        .map(taskOf)
        .filter((task) => task.kind === kind)
        .sort((a, b) => Number(a.id) - Number(b.id));
}

/** Where RDS finds an object, whatever its region. */
export const arnOf = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
