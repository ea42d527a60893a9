/** What the world keeps of databases and documents over time, with the indexes that questions about it need. */
import type {
    CarrierHistory,
    ContainerHistory,
    CopyJobHistory,
    DatabaseHistory,
    KnownFault,
    Surroundings,
} from "../data/history";
import type { KnownOutage } from "./outages";

/** Histories as they are from now on; each replaces the one of its `id`. */
export interface Kept {
    databases?: DatabaseHistory[];
    containers?: ContainerHistory[];
    copyJobs?: CopyJobHistory[];
    carriers?: CarrierHistory[];
}

/** Histories in order of their beginning by something they share. */
class Index<T extends { id: string }> {
    private readonly members = new Map<string, Map<string, T>>();

    add(key: string, history: T): void {
        const found = this.members.get(key.toLowerCase()) ?? new Map<string, T>();
        found.set(history.id, history);
        this.members.set(key.toLowerCase(), found);
    }

    at(key: string): readonly T[] {
        return [...(this.members.get(key.toLowerCase())?.values() ?? [])];
    }
}

export class Histories {
    private readonly databases = new Map<string, DatabaseHistory>();
    private readonly containers = new Map<string, ContainerHistory>();
    private readonly copyJobs = new Map<string, CopyJobHistory>();
    private readonly carriers = new Map<string, CarrierHistory>();
    /** By ARM id: every life of a database, container or job. */
    private readonly databaseLives = new Index<DatabaseHistory>();
    private readonly containerLives = new Index<ContainerHistory>();
    private readonly jobLives = new Index<CopyJobHistory>();
    private readonly onServers = new Index<DatabaseHistory>();
    private readonly inAccounts = new Index<ContainerHistory>();

    put({ databases = [], containers = [], copyJobs = [], carriers = [] }: Kept): void {
        for (const carrier of carriers) this.carriers.set(carrier.id, carrier);
        for (const history of databases) {
            this.databases.set(history.id, history);
            this.databaseLives.add(history.databaseId, history);
            this.onServers.add(history.serverId, history);
        }
        for (const history of containers) {
            this.containers.set(history.id, history);
            this.containerLives.add(history.containerId, history);
            this.inAccounts.add(history.host, history);
        }
        for (const history of copyJobs) {
            this.copyJobs.set(history.id, history);
            this.jobLives.add(history.id.replace(/@\d+$/, ""), history);
        }
    }

    all(): Kept {
        return {
            databases: this.allDatabases(),
            containers: [...this.containers.values()],
            copyJobs: [...this.copyJobs.values()],
            carriers: [...this.carriers.values()],
        };
    }

    allDatabases(): DatabaseHistory[] {
        return [...this.databases.values()];
    }

    /** Every life of the database with an ARM id, oldest first. */
    livesOf(databaseId: string): readonly DatabaseHistory[] {
        return this.databaseLives.at(databaseId);
    }

    /** The latest life of what has, or had, an ARM id. */
    database(databaseId: string): DatabaseHistory | undefined {
        return this.livesOf(databaseId).at(-1);
    }

    container(containerId: string): ContainerHistory | undefined {
        return this.containerLives.at(containerId).at(-1);
    }

    copyJob(jobId: string): CopyJobHistory | undefined {
        return this.jobLives.at(jobId).at(-1);
    }

    /** What a resource says of the ways of backups now. */
    carriersOf(ownerId: string): CarrierHistory[] {
        return [...this.carriers.values()].filter(
            (carrier) => carrier.ownerId === ownerId && carrier.deletedAt === undefined,
        );
    }

    /** Every life of every database that was ever on a server. */
    onServer(serverId: string): readonly DatabaseHistory[] {
        return this.onServers.at(serverId);
    }

    /** What content and backups depend on: always as it is now. */
    around(
        world: Pick<Surroundings, "seed" | "subscriptionId">,
        ledger: { readonly outages: readonly KnownOutage[]; readonly faults: readonly KnownFault[] },
    ): Surroundings {
        return {
            ...world,
            get outages() {
                return ledger.outages;
            },
            get faults() {
                return ledger.faults;
            },
            database: (id) => this.databases.get(id),
            containers: (host) => this.inAccounts.at(host),
            carriers: () => [...this.carriers.values()],
            copiesInto: (host) =>
                [...this.copyJobs.values()].filter(({ settings }) =>
                    settings.some(({ value }) => value.target.toLowerCase() === host.toLowerCase()),
                ),
        };
    }
}
