import { type Cloud, inSession, type Session } from "./cloud";
import type { CreateRequest } from "./request";
import { arnOf, isDone, isPending, type Task, tasksOf } from "./tasks";

/** What became of a request; `present` means that nothing was left to do. */
export interface Made {
    database: string;
    state: "created" | "restored" | "present";
}

/** The user that the application is. It lives inside one database, so that it reaches no other and comes along with a backup. */
const user = "application";
/** What is written into a database: whose it is, and from which backup it was made. Both travel with its backups. */
const owner = "oxygis:customer";
const origin = "oxygis:restored-from";

/** RDS brings the state of a task up to date every two minutes or so. */
const pauseSeconds = 20;
/** Enough to answer before the run is ended. */
const reserveSeconds = 45;

/**
 * Brings about one customer's database: a new one, or one that is restored from a backup. Asked again, also after a run that was broken
 * off, it goes on where that one stopped, and it never writes over a database that is there.
 */
export function makeDatabase(cloud: Cloud, request: CreateRequest): Promise<Made> {
    const { instance, database } = request;
    return inSession(cloud, instance, "master", async (session) => {
        await lock(session, database);
        const state = request.restore
            ? await restore(cloud, session, request, request.restore)
            : await create(cloud, session, request);
        await settle(cloud, request);
        return { database, state };
    });
}

/** One run at a time for a database: two would both find nothing, and both begin. Held until the session ends. */
async function lock(session: Session, database: string): Promise<void> {
    const [row] = await session.query(
        "declare @result int; exec @result = sp_getapplock @Resource = @name, @LockMode = 'Exclusive', " +
            "@LockOwner = 'Session', @LockTimeout = 0; select @result as result",
        { name: database },
    );
    if (typeof row?.["result"] !== "number" || row["result"] < 0) {
        throw new Error(`${database}: another run works on it; ask again`);
    }
}

/** Undefined where there is none. */
async function stateOf(session: Session, database: string): Promise<string | undefined> {
    const [row] = await session.query("select state_desc from sys.databases where name = @name", { name: database });
    return row && String(row["state_desc"]);
}

async function create(cloud: Cloud, session: Session, { instance, customer, database }: CreateRequest) {
    if ((await stateOf(session, database)) === undefined) {
        // A name cannot be bound here; parseRequest lets through letters, digits and hyphens alone.
        await session.query(`create database [${database}] containment = partial collate SQL_Latin1_General_CP1_CI_AS`);
        await write(cloud, instance, database, owner, customer);
        return "created" as const;
    }
    // A run that was broken off between the two statements above left an empty database that says nothing of its owner.
    const known = await noteOf(cloud, instance, database, owner);
    if (known === undefined && (await isEmpty(cloud, instance, database))) {
        await write(cloud, instance, database, owner, customer);
        return "created" as const;
    }
    return "present" as const;
}

async function restore(
    cloud: Cloud,
    session: Session,
    { instance, database }: CreateRequest,
    { from, bucket = cloud.backupBucket }: NonNullable<CreateRequest["restore"]>,
) {
    const arn = arnOf(bucket, from);
    const before = (await tasksOf(session, "RESTORE_DB")).filter((task) => task.database === database);
    const pending = before.find(isPending);
    if (pending && pending.arn !== arn) {
        throw new Error(`${database}: another backup is being restored into it`);
    }
    if (!pending && (await stateOf(session, database)) !== undefined) {
        const known = await noteOf(cloud, instance, database, origin);
        const last = before.filter(isDone).at(-1)?.arn;
        // RDS forgets its tasks; until then they tell more than a note, which comes along with a backup.
        if (last !== arn && !(last === undefined && known === from)) {
            throw new Error(`${database} is there already: a restore never writes over a database`);
        }
        if (known === from) {
            return "present" as const;
        }
        await write(cloud, instance, database, origin, from);
        return "restored" as const;
    }
    await finish(cloud, session, pending ?? (await start(session, database, arn)));
    await write(cloud, instance, database, origin, from);
    return "restored" as const;
}

async function start(session: Session, database: string, arn: string): Promise<Task> {
    await session.query(
        "exec msdb.dbo.rds_restore_database @restore_db_name = @name, @s3_arn_to_restore_from = @arn, @type = 'FULL'",
        { name: database, arn },
    );
    const task = (await tasksOf(session, "RESTORE_DB")).filter((one) => one.database === database).at(-1);
    if (!task) {
        throw new Error(`${database}: the instance took the restore, but does not know it`);
    }
    return task;
}

/** Waits for as long as this run may. RDS goes on without it, and the next run waits for the same task. */
async function finish(cloud: Cloud, session: Session, begun: Task): Promise<void> {
    for (let task: Task | undefined = begun; ;) {
        if (!task || (!isPending(task) && !isDone(task))) {
            throw new Error(`${begun.database}: the restore failed: ${task?.info ?? "the instance forgot it"}`);
        }
        if (isDone(task)) {
            return;
        }
        if (cloud.secondsLeft() < reserveSeconds + pauseSeconds) {
            throw new Error(`${begun.database} is being restored, ${task.percent || "0"} % are done: ask again`);
        }
        await cloud.sleep(pauseSeconds);
        task = (await tasksOf(session, "RESTORE_DB")).find(({ id }) => id === begun.id);
    }
}

/** Lets the application into a database of the right customer, and into no other. */
async function settle(cloud: Cloud, { instance, customer, database, secret }: CreateRequest): Promise<void> {
    const known = await noteOf(cloud, instance, database, owner);
    if (known !== customer) {
        throw new Error(`${database} does not say that it is this customer's: nobody is let in`);
    }
    const password = await cloud.secret(secret);
    // Longer ones are cut to nothing by QUOTENAME, and the statement with them.
    if (password.length < 32 || password.length > 128) {
        throw new Error(`${database}: its secret holds no password of 32 to 128 characters`);
    }
    await inSession(cloud, instance, database, (session) =>
        session.query(
            "declare @statement nvarchar(max) = iif(database_principal_id(@user) is null, N'create', N'alter') + N' user ' + " +
                "quotename(@user) + N' with password = N' + quotename(@password, ''''); exec (@statement); " +
                "alter role db_datareader add member [application]; alter role db_datawriter add member [application]; " +
                "alter role db_ddladmin add member [application]; grant execute to [application]",
            { user, password },
        ),
    );
}

async function noteOf(cloud: Cloud, instance: string, database: string, note: string): Promise<string | undefined> {
    const rows = await inSession(cloud, instance, database, (session) =>
        session.query(
            "select cast(value as nvarchar(400)) as value from sys.extended_properties where class = 0 and name = @note",
            {
                note,
            },
        ),
    );
    const value = rows[0]?.["value"];
    return typeof value === "string" ? value : undefined;
}

const write = (cloud: Cloud, instance: string, database: string, note: string, value: string) =>
    inSession(cloud, instance, database, (session) =>
        session.query(
            "if exists (select * from sys.extended_properties where class = 0 and name = @note) " +
                "exec sp_updateextendedproperty @name = @note, @value = @value " +
                "else exec sp_addextendedproperty @name = @note, @value = @value",
            { note, value },
        ),
    );

async function isEmpty(cloud: Cloud, instance: string, database: string): Promise<boolean> {
    const rows = await inSession(cloud, instance, database, (session) =>
        session.query("select top (1) name from sys.objects where is_ms_shipped = 0"),
    );
    return rows.length === 0;
}
