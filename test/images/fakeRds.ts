import type { Cloud, Row, Session, StoredObject } from "../../images/databases/src/cloud";

interface FakeDatabase {
    notes: Record<string, string>;
    tables: string[];
    /** Passwords of users; nothing else may learn them. */
    users: Record<string, string>;
    minutes: number;
}

interface FakeTask {
    id: number;
    kind: "BACKUP_DB" | "RESTORE_DB";
    database: string;
    arn: string;
    state: string;
    info: string;
}

export const bucket = "oxygis-aws1-backups-123456789012";
const instances = [
    { identifier: "oxygis-aws1-1", host: "one.test", masterSecretArn: "master-1" },
    { identifier: "oxygis-aws1-2", host: "two.test", masterSecretArn: "master-2" },
];

/** What a native backup holds; a restore makes a database of it. */
export type FakeBackup = Pick<FakeDatabase, "notes" | "tables">;

/**
 * SQL Server on RDS as far as the function knows it: databases, what is noted in them, native tasks that take a while, and locks of
 * sessions. A statement that it does not know is an error, so that nothing passes unseen.
 */
export class FakeRds implements Cloud {
    public readonly cell = "aws1";
    public readonly backupBucket = bucket;
    public readonly instances = instances;
    public readonly databases = new Map<string, FakeDatabase>();
    public readonly tasks: FakeTask[] = [];
    public readonly backups = new Map<string, FakeBackup>();
    public readonly stored: StoredObject[] = [];
    public entries: string[] = [];
    public readonly statements: string[] = [];
    public readonly reported: number[] = [];
    /** Instances that write an audit. */
    public readonly audited = new Set<string>();
    /** One that takes none. */
    public refuseAuditOf: string | undefined;
    public readonly secrets = new Map<string, string>();
    /** Pauses that a task takes. */
    public pauses = 2;
    public seconds = 900;
    /** Thrown by the next statement that begins so; a run that is broken off there. */
    public breakAt: string | undefined;
    /** Name of a database that RDS takes no backup of. */
    public refuseBackupOf: string | undefined;
    public openSessions = 0;
    private readonly locks = new Set<string>();

    public add(name: string, customer?: string, more: Partial<FakeDatabase> = {}): void {
        const notes: Record<string, string> = customer === undefined ? {} : { "oxygis:customer": customer };
        this.databases.set(name, { notes, tables: ["orders"], users: {}, minutes: 60_000, ...more });
    }

    public connect({ identifier }: { identifier: string }, database: string): Promise<Session> {
        if (database !== "master" && !this.databases.has(database)) {
            return Promise.reject(new Error(`cannot open ${database}`));
        }
        this.openSessions++;
        const held: string[] = [];
        return Promise.resolve({
            query: (statement: string, values: Record<string, string> = {}) =>
                statement.includes("server audit")
                    ? this.audit(statement, identifier)
                    : this.run(statement, values, database, held),
            close: () => {
                this.openSessions--;
                held.forEach((name) => this.locks.delete(name));
                return Promise.resolve();
            },
        });
    }

    public secret(name: string): Promise<string> {
        const value = this.secrets.get(name);
        return value === undefined ? Promise.reject(new Error("no such secret")) : Promise.resolve(value);
    }

    public catalogue = () => Promise.resolve(this.entries);

    public objects = (prefix: string, after: string) =>
        Promise.resolve(this.stored.filter(({ key }) => key.startsWith(prefix) && key > after));

    public reportHours(hours: number): Promise<void> {
        this.reported.push(hours);
        return Promise.resolve();
    }

    public sleep(seconds: number): Promise<void> {
        this.seconds -= seconds;
        this.pauses--;
        if (this.pauses <= 0) {
            this.tasks.filter(({ state }) => state === "IN_PROGRESS").forEach((task) => this.end(task));
        }
        return Promise.resolve();
    }

    public secondsLeft = () => this.seconds;

    private audit(statement: string, identifier: string): Promise<Row[]> {
        this.statements.push(statement);
        if (identifier === this.refuseAuditOf) return Promise.reject(new Error("RDS refuses the audit"));
        this.audited.add(identifier);
        return Promise.resolve([]);
    }

    /** RDS ends a task that was going on. */
    public end(task: FakeTask): void {
        const backup = this.backups.get(task.arn);
        if (task.kind === "RESTORE_DB" && backup) {
            this.databases.set(task.database, {
                notes: { ...backup.notes },
                tables: [...backup.tables],
                users: {},
                minutes: 0,
            });
        }
        task.state = task.kind === "BACKUP_DB" || backup ? "SUCCESS" : "ERROR";
        task.info = task.state === "ERROR" ? "The specified key does not exist" : "";
    }

    private run(statement: string, values: Record<string, string>, name: string, held: string[]): Promise<Row[]> {
        this.statements.push(statement);
        if (this.breakAt !== undefined && statement.startsWith(this.breakAt)) {
            this.breakAt = undefined;
            return Promise.reject(new Error("the run was broken off"));
        }
        return Promise.resolve().then(() => this.answer(statement, values, name, held));
    }

    private answer(statement: string, values: Record<string, string>, name: string, held: string[]): Row[] {
        const here = this.databases.get(name);
        const made = /^create database \[([^\]]+)\] containment = partial/.exec(statement)?.[1];
        if (made !== undefined) {
            if (this.databases.has(made)) {
                throw new Error("Database exists");
            }
            this.add(made, undefined, { tables: [], minutes: 0 });
            return [];
        }
        if (statement.includes("sp_getapplock")) {
            const free = !this.locks.has(values["name"]!);
            if (free) {
                this.locks.add(values["name"]!);
                held.push(values["name"]!);
            }
            return [{ result: free ? 0 : -1 }];
        }
        if (statement.startsWith("select state_desc")) {
            return this.databases.has(values["name"]!) ? [{ state_desc: "ONLINE" }] : [];
        }
        if (statement.startsWith("select name, datediff")) {
            return [...this.databases].map(([each, { minutes }]) => ({ name: each, minutes }));
        }
        if (statement.startsWith("select cast(value")) {
            const value = here!.notes[values["note"]!];
            return value === undefined ? [] : [{ value }];
        }
        if (statement.startsWith("if exists (select * from sys.extended_properties")) {
            here!.notes[values["note"]!] = values["value"]!;
            return [];
        }
        if (statement.startsWith("select top (1) name from sys.objects")) {
            return here!.tables.slice(0, 1).map((table) => ({ name: table }));
        }
        if (statement.startsWith("declare @statement") && statement.includes("quotename(@password")) {
            here!.users[values["user"]!] = values["password"]!;
            return [];
        }
        if (statement.startsWith("exec msdb.dbo.rds_task_status")) {
            return this.tasks.map(({ id, kind, database, arn, state, info }) => ({
                task_id: id,
                task_type: kind,
                database_name: database,
                lifecycle: state,
                "% complete": state === "IN_PROGRESS" ? 40 : 100,
                task_info: info,
                S3_object_arn: arn,
            }));
        }
        const kind = statement.includes("rds_restore_database")
            ? "RESTORE_DB"
            : statement.includes("rds_backup_database")
              ? "BACKUP_DB"
              : undefined;
        if (kind === undefined) {
            throw new Error(`no such statement: ${statement}`);
        }
        const database = values["name"]!;
        if (kind === "RESTORE_DB" ? this.databases.has(database) : !this.databases.has(database)) {
            throw new Error(`RDS refuses ${database}`);
        }
        if (kind === "BACKUP_DB" && database === this.refuseBackupOf) {
            throw new Error("RDS refuses the backup");
        }
        const id = this.tasks.length + 1;
        this.tasks.push({ id, kind, database, arn: values["arn"]!, state: "IN_PROGRESS", info: "" });
        return [];
    }
}
