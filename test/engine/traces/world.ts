import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunRequest } from "../../../engine/engine";
import { openSecrets, passphrase, salt } from "./crypto";
import { fixtures } from "./scenario";

/** A call as the reference provider logs it. */
interface Call {
    method: string;
    urn: string;
}

interface Provider {
    port: number;
    log: Call[];
    faults: { method: string; name: string; kind: "error"; message: string }[];
    stop(): void;
}

/** A folder, a provider that outlives the engine's runs, and the program `many`. */
export class World {
    readonly directory = mkdtempSync(join(tmpdir(), "engine-world-"));
    private readonly root = join(this.directory, "configuration");
    private constructor(private readonly provider: Provider) {
        mkdirSync(this.root);
        writeFileSync(join(this.root, "Pulumi.dev.yaml"), `encryptionsalt: ${salt}\n`);
    }

    static async open(): Promise<World> {
        const { start } = createRequire(__filename)(join(fixtures, "provider.js")) as {
            start: (options: object) => Promise<Provider>;
        };
        return new World(await start({ port: 0 }));
    }

    close(): void {
        this.provider.stop();
        rmSync(this.directory, { recursive: true, force: true });
    }

    request(environment: Record<string, string> = {}): RunRequest {
        return {
            program: join(fixtures, "many"),
            root: this.root,
            stack: "dev",
            directory: this.directory,
            providers: { trace: `127.0.0.1:${this.provider.port}` },
            passphrase,
            parallel: environment.TRACE_PARALLEL ? 8 : 1,
            environment,
        };
    }

    /** Has the next call of a method for a resource fail. */
    fail(method: string, name: string, message: string): void {
        this.provider.faults.push({ method, name, kind: "error", message });
    }

    /** Calls back when the n-th call of a method arrives. */
    when(method: string, count: number, then: () => void): void {
        let seen = 0;
        const log: Call[] = [];
        log.push = (call) => {
            seen += call.method === method ? 1 : 0;
            if (call.method === method && seen === count) {
                then();
            }
            return Array.prototype.push.call(log, call);
        };
        this.provider.log = log;
    }

    /** Urns for which a method was called, in order; calls of earlier runs are forgotten by `forget`. */
    calls(method: string): string[] {
        return this.provider.log.filter((call) => call.method === method).map(({ urn }) => urn);
    }

    forget(): void {
        this.provider.log = [];
    }

    readonly checkpoint = join(this.directory, ".pulumi", "stacks", "many", "dev.json");
    readonly journal = this.checkpoint.replace(/json$/, "journal");

    /** Names of the resources in a project's state that are no components and no providers, sorted; fails where one is under way. */
    stored(project: string): string[] {
        const path = join(this.directory, ".pulumi", "stacks", project, "dev.json");
        const { checkpoint } = JSON.parse(readFileSync(path, "utf8")) as {
            checkpoint: { latest: { resources: { urn: string }[]; pending_operations?: unknown[] } };
        };
        const { resources, pending_operations: pending = [] } = checkpoint.latest;
        if (pending.length > 0) {
            throw new Error(`${pending.length} operations are pending`);
        }
        const urns = resources.map(({ urn }) => urn).filter((urn) => !urn.includes("::pulumi:"));
        return urns.map((urn) => urn.split("::").pop() ?? "").sort();
    }

    /** The checkpoint's text. */
    get text(): string {
        return readFileSync(this.checkpoint, "utf8");
    }
}

/** A deployment without what differs from run to run: times, ids of providers, how often a name was created before, ciphertexts. */
export function comparable(deployment: unknown): unknown {
    const { resources } = openSecrets(deployment) as { resources: Record<string, unknown>[] };
    const text = JSON.stringify(resources.map((resource) => ({ ...resource, created: "", modified: "" })))
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
        .replace(/(g\d-[abc])-\d+/g, "$1-n");
    return JSON.parse(text) as unknown;
}
