import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

import { AzureSite } from "../../recovery/azureSite";

interface Answer {
    json?: unknown;
    /** What `az` says on standard error; it then fails. */
    stderr?: string;
    exit?: number;
    sleepSeconds?: number;
    /** What lies in the file that `--file` names afterwards. */
    download?: string;
}

export const subscription = "11111111-2222-4333-8444-555555555555";
export const signedIn = {
    id: subscription,
    name: "Oxygis",
    state: "Enabled",
    tenantId: "t",
    user: { name: "x@y.example" },
};

/** An `az` on the PATH that answers as planned, and a temporary folder of its own. */
export class FakeAz {
    readonly folder = mkdtempSync(join(tmpdir(), "fake az "));
    private readonly environment = { ...process.env };
    private readonly plan: { match: string[]; answers: Answer[] }[] = [];
    readonly notes: string[] = [];

    constructor() {
        process.env["FAKE_AZ"] = this.folder;
        process.env["PATH"] = [resolve(__dirname, "../fixtures/fakeAz"), this.environment["PATH"]].join(delimiter);
        this.on(["account", "show"], { json: signedIn });
    }

    /** Answers of the command whose arguments hold all these texts; the last one planned comes first. */
    on(match: string[], ...answers: Answer[]): this {
        this.plan.unshift({ match, answers });
        writeFileSync(join(this.folder, "plan.json"), JSON.stringify(this.plan));
        for (const file of ["calls.jsonl", "ended"]) rmSync(join(this.folder, file), { force: true });
        return this;
    }

    /** A PATH without any `az`. */
    hide(): void {
        process.env["PATH"] = dirname(process.execPath);
    }

    site(settings: Parameters<typeof AzureSite.open>[1] = {}): Promise<AzureSite> {
        const cell = {
            cell: "eu1",
            domain: "oxygis-cloud.example",
            globalRegion: "swedencentral",
            machineSizes: ["Standard_D2s_v5"],
        };
        return AzureSite.open(cell, { pauseSeconds: 0.01, timeoutSeconds: 20, ...settings }, (text) =>
            this.notes.push(text),
        );
    }

    /** The command lines so far, addresses as a person would write them. */
    calls(): string[] {
        return this.log().map(({ argv }) => decodeURIComponent(argv.join(" ")));
    }

    /** The most calls that were under way together, as far as they could see each other. */
    mostAtOnce(): number {
        return Math.max(...this.log().map(({ underWay }) => underWay));
    }

    private log(): { argv: string[]; underWay: number }[] {
        const file = join(this.folder, "calls.jsonl");
        if (!existsSync(file)) return [];
        const lines = readFileSync(file, "utf8").trim().split("\n");
        return lines.map((line) => JSON.parse(line) as { argv: string[]; underWay: number });
    }

    remove(): void {
        for (const name of Object.keys(process.env)) if (!(name in this.environment)) delete process.env[name];
        Object.assign(process.env, this.environment);
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    }
}
