import { cpSync } from "node:fs";
import { request } from "node:http";

import type { Engine, EngineEvent, Run, RunRequest } from "../../engine/engine";
import type { CellStack } from "../../infra/config/schema";
import { customerNames } from "../../infra/model/naming";
import { databasesOf } from "../../infra/model/standIn";
import { type Configuration, ConfigurationError, readConfiguration, type RecoveryJob } from "../../recovery/run/job";
import type { Recorded } from "../../recovery/run/journal";
import type { Expectation, Health, Site, Verification } from "../../recovery/site";
import { isoTime } from "../../recovery/time";
import type { DatabaseBackups } from "../../sandbox/control";
import { temporaryFolder } from "../support/folders";
import { capacityOf, lost, lostSecond } from "./planInputs";

/** What a process that was killed does from then on: nothing. */
export class Killed extends Error {}

interface FakeDatabase {
    id: string;
    /** Whose rows it holds: a backup may be another customer's. */
    rowsOf: string;
    restoredFrom: string | undefined;
    primary: boolean;
}

/** A cloud without time, an engine that declares databases and catalogue entries as the program does, and a site, in one. */
export class RunWorld {
    readonly directory = temporaryFolder();
    /** Databases by id; what was made once stays, whatever process asked for it. */
    readonly databases = new Map<string, FakeDatabase>();
    /** Restores and copies, each time one was begun. */
    readonly restores: string[] = [];
    /** Stack and slug to the catalogue's status and database. */
    readonly catalogue = new Map<string, { status: string; database: string }>();
    readonly hosts = new Map<string, Set<string>>();
    readonly runs: string[] = [];
    readonly events: Recorded[] = [];
    /** Slug to how many times its restore fails. */
    readonly failing = new Map<string, number>();
    /** Slug to whose backup is served instead. */
    readonly swapped = new Map<string, string>();
    readonly down = new Map<string, Health>([["westeurope", lost]]);
    private readonly states = new Map<string, Map<string, string>>();
    private clock = lostSecond + 45 * 60;
    private dead = false;
    private eventsLeft = Number.POSITIVE_INFINITY;

    constructor(readonly root: string) {}

    /** The same once more, for what must not touch this one. */
    fork(): RunWorld {
        const fork = new RunWorld(copyOf(this.root));
        cpSync(this.directory, fork.directory, { recursive: true });
        for (const [id, database] of this.databases) fork.databases.set(id, { ...database });
        for (const [key, entry] of this.catalogue) fork.catalogue.set(key, entry);
        for (const [stack, slugs] of this.hosts) fork.hosts.set(stack, slugs);
        for (const [stack, state] of this.states) fork.states.set(stack, new Map(state));
        fork.down.clear();
        for (const [region, health] of this.down) fork.down.set(region, health);
        fork.clock = this.clock;
        return fork;
    }

    /** Kills the process after so many more journal lines. */
    killAfter(events: number): void {
        this.eventsLeft = events;
    }

    /** A new process begins. */
    revive(): void {
        this.dead = false;
        this.eventsLeft = Number.POSITIVE_INFINITY;
    }

    /** Called with each run, before it begins. */
    onRun: (stack: string) => void = () => undefined;
    onDatabase: (slug: string) => void = () => undefined;

    job(more: Partial<RecoveryJob> = {}): RecoveryJob {
        return {
            engine: this.engine,
            site: this.site,
            root: this.root,
            directory: this.directory,
            cell: "eu1",
            requestFor: (stack) => ({
                program: this.root,
                root: this.root,
                stack,
                directory: this.directory,
                providers: {},
                passphrase: "",
            }),
            ...more,
            onEvent: (event) => {
                this.events.push(event);
                if (--this.eventsLeft < 0) this.dead = true;
                this.live();
                more.onEvent?.(event);
            },
        };
    }

    /** Which stack serves a customer, by the rules at the edge and the catalogue behind; undefined: nobody. */
    servedBy(slug: string): string | undefined {
        const stack = [...this.hosts].find(([, slugs]) => slugs.has(slug))?.[0] ?? "prod";
        const entry = this.catalogue.get(`${stack} ${slug}`);
        const region = stack === "prod" ? "westeurope" : "northeurope";
        const down = this.down.get(region);
        if (down && !down.data) return undefined;
        return entry?.status === "active" ? stack : undefined;
    }

    private live(): void {
        if (this.dead) throw new Killed("killed");
    }

    private tick(): string {
        this.live();
        return isoTime(++this.clock);
    }

    private readonly site: Site = {
        kind: "sandbox",
        now: () => later(() => this.tick()),
        health: (region) =>
            later(() => {
                this.live();
                return this.down.get(region) ?? { control: true, data: true };
            }),
        backups: () => later((): DatabaseBackups[] => []),
        capacity: (region) => later(() => capacityOf(region)),
        verify: ({ customer, databaseId }: Expectation) =>
            later((): Verification => {
                const ok = this.databases.get(databaseId)?.rowsOf === customer;
                const because = ok ? "all rows are this customer's" : "it holds rows of another customer";
                return { ok, because, at: this.tick() };
            }),
        importCertificate: () => later(() => "a copy"),
        approveLinks: () => Promise.resolve(),
        failover: (databaseId) =>
            later(() => {
                this.live();
                const database = this.databases.get(databaseId)!;
                const other = this.databases.get(database.restoredFrom ?? "");
                database.primary = true;
                if (other) other.primary = false;
            }),
    };

    private readonly engine: Engine = {
        name: "embedded",
        preview: (request) => this.up(request),
        up: (request) => this.up(request),
        destroy: (request) => this.up(request),
        exportStack: ({ stack }) =>
            later(() => {
                this.live();
                const state = this.states.get(stack);
                const resources = [...(state ?? [])].map(([urn, id]) => ({ urn, id }));
                return state && { version: 3 as const, deployment: { resources } };
            }),
    };

    private async up(request: RunRequest): Promise<Run> {
        this.live();
        const { stack, root } = request;
        this.runs.push(stack);
        this.onRun(stack);
        const run = { stack, ok: true, diagnostics: [] as Run["diagnostics"][number][] };
        const empty = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
        const rest = {
            changes: empty,
            steps: [],
            violations: [],
            outputs: { privateLinkServiceId: "/pls" },
            seconds: 0,
        };
        const configuration = readable(root);
        if (configuration instanceof ConfigurationError) {
            // A program that finds mistakes registers nothing.
            return { ...run, ...rest, ok: false, diagnostics: [{ severity: "error", message: configuration.message }] };
        }
        const platform = configuration.platforms.find((each) => each.stack === stack)!;
        const state = this.states.get(stack) ?? new Map<string, string>();
        this.states.set(stack, state);
        const step = (phase: "finished" | "failed", urn: string): void => {
            const event: EngineEvent = { kind: "step", phase, op: "create", urn };
            request.onEvent?.(event);
        };
        if (platform.kind === "cell") {
            if (this.down.get(platform.site.region)?.control === false) {
                run.ok = false;
                run.diagnostics.push({ severity: "error", message: "the region does not answer" });
            } else await this.declare(platform, request, state, step, run);
        }
        return { ...run, ...rest };
    }

    private async declare(
        platform: CellStack,
        request: RunRequest,
        state: Map<string, string>,
        step: (phase: "finished" | "failed", urn: string) => void,
        run: { ok: boolean; diagnostics: Run["diagnostics"][number][] },
    ): Promise<void> {
        const { stack, cell, recovers } = platform;
        const urnOf = (type: string, name: string) => `urn:pulumi:${stack}::oxygis::azure-native:${type}::${name}`;
        step("finished", urnOf("keyvault:Vault", `${cell}-vault-vault`));
        const served = new Set<string>();
        for (const { customer, generation, restore, serves, live } of databasesOf(platform)) {
            if (request.signal?.aborted) {
                run.ok = false;
                return;
            }
            const { slug } = customer;
            const label = generation === 1 ? `${cell}-${slug}` : `${cell}-${slug}--${generation}`;
            const urn = urnOf("sql:Database", `${label}-db`);
            const id = `/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg/providers/Microsoft.Sql/servers/sql-${platform.site.region}/databases/${customerNames(slug, generation).database}`;
            this.onDatabase(slug);
            this.live();
            if (!this.databases.has(id)) {
                if (restore) this.restores.push(slug);
                const failures = restore ? (this.failing.get(slug) ?? 0) : 0;
                if (failures > 0) {
                    this.failing.set(slug, failures - 1);
                    step("failed", urn);
                    run.ok = false;
                    run.diagnostics.push({
                        severity: "error",
                        urn,
                        message: "InternalServerError: the restore failed",
                    });
                    continue;
                }
                const rowsOf = restore ? (this.swapped.get(slug) ?? slug) : slug;
                this.databases.set(id, {
                    id,
                    rowsOf,
                    restoredFrom: restore?.source,
                    primary: restore?.from !== "secondary",
                });
            }
            // A kill between the cloud's answer and the engine's note of it.
            this.live();
            state.set(urn, id);
            step("finished", urn);
            if (!serves) continue;
            const right = live || (await ask(request.environment?.["OXYGIS_VERIFIER"], slug, id));
            this.live();
            this.catalogue.set(`${stack} ${slug}`, { status: right ? customer.status : "recovering", database: id });
            step("finished", urnOf("appconfiguration:KeyValue", `${cell}-catalogue-${slug}`));
            const sent = !recovers?.returned.includes(slug) && !(recovers?.cancelled && restore && !restore.verified);
            if (recovers && sent) served.add(slug);
        }
        if (recovers) this.hosts.set(stack, served);
    }
}

function readable(root: string): Configuration | ConfigurationError {
    try {
        return readConfiguration(root);
    } catch (error) {
        return error as ConfigurationError;
    }
}

/** What a thing answers, or throws, as a promise. */
const later = <T>(answer: () => T): Promise<T> => new Promise((resolve) => resolve(answer()));

function copyOf(root: string): string {
    const copy = temporaryFolder();
    cpSync(root, copy, { recursive: true });
    return copy;
}

/** As the program asks. */
function ask(address: string | undefined, customer: string, databaseId: string): Promise<boolean> {
    if (address === undefined) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
        const question = request(address, { method: "POST" }, (response) => {
            let text = "";
            response.on("data", (part: Buffer) => (text += part.toString()));
            response.on("end", () => resolve((JSON.parse(text) as { verified: boolean }).verified));
        });
        question.on("error", reject);
        question.end(JSON.stringify({ customer, databaseId }));
    });
}
