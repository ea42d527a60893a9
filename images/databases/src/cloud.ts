/** All that the function does outside itself. The real one is in index.mjs; tests bring their own. */

export type Row = Record<string, unknown>;

export interface Session {
    /** Runs a statement with values that are bound, never pasted. */
    query(statement: string, values?: Record<string, string>): Promise<Row[]>;
    close(): Promise<void>;
}

export interface Instance {
    identifier: string;
    host: string;
    masterSecretArn: string;
}

export interface StoredObject {
    key: string;
    bytes: number;
    modified: Date;
}

export interface Cloud {
    cell: string;
    backupBucket: string;
    instances: Instance[];
    /** Signs in as the master of an instance. */
    connect(instance: Instance, database: string): Promise<Session>;
    secret(name: string): Promise<string>;
    /** The values of the catalogue's entries. */
    catalogue(): Promise<string[]>;
    /** Objects of the bucket of backups whose key begins with the prefix and comes after a key. */
    objects(prefix: string, after: string): Promise<StoredObject[]>;
    /** Reports the age of the oldest customer's newest backup, hours. */
    reportHours(hours: number): Promise<void>;
    sleep(seconds: number): Promise<void>;
    /** Seconds until this run is ended. */
    secondsLeft(): number;
}

/** Runs something in a session, which is closed whatever happens. */
export async function inSession<T>(
    cloud: Cloud,
    identifier: string,
    database: string,
    work: (session: Session) => Promise<T>,
): Promise<T> {
    const session = await cloud.connect(instanceOf(cloud, identifier), database);
    try {
        return await work(session);
    } finally {
        await session.close();
    }
}

/** By the instance's name, or by the host that the catalogue gives the application. */
export function instanceOf({ instances }: Cloud, name: string): Instance {
    const found = instances.find(({ identifier, host }) => identifier === name || host === name);
    if (!found) {
        throw new Error("this function does not know that instance");
    }
    return found;
}
