import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { chooseEngine, EngineUnavailableError } from "../../engine/choose";
import type { Engine, Run, RunRequest } from "../../engine/engine";
import { findExecutable } from "../../engine/pulumiCli/command";
import { startSandbox } from "../../sandbox/start";

const repository = resolve(__dirname, "../..");

/** A change of every kind, step by step: tags are updated in place, a location is not, `spare` comes and goes. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { ResourceGroup } = require("@pulumi/azure-native/resources");
const { RandomPassword } = require("@pulumi/random");
const { step } = process.env;
class Site extends pulumi.ComponentResource {
    constructor(name) {
        super("test:index:Site", name, {});
        const location = step === "replace" ? "northeurope" : "westeurope";
        const tags = { step: step === "create" ? "first" : "later" };
        this.group = new ResourceGroup(name + "-group", { resourceGroupName: "site", location, tags }, { parent: this });
        this.password = new RandomPassword(name + "-password", { length: 20 }, { parent: this, dependsOn: this.group });
        this.registerOutputs({});
    }
}
const site = new Site("site");
if (step === "create") new ResourceGroup("spare", { resourceGroupName: "spare", location: "westeurope" });
exports.group = site.group.name;
exports.password = site.password.result;
`;
const allSteps = ["create", "update", "replace", "again"];

/** What a rehearsal shows, without what differs from run to run: times, random ids, ciphertexts, the order of independent steps. */
interface Trace {
    runs: {
        verb: string;
        ok: boolean;
        changes: Run["changes"];
        steps: Record<string, string[]>;
        outputs: Run["outputs"];
    }[];
    exports: Record<string, unknown>[];
}

interface Resource {
    urn: string;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[]>;
}

class Rehearsal {
    private readonly folder = mkdtempSync(join(tmpdir(), "both-engines-"));
    private readonly project = join(this.folder, "project");

    constructor() {
        mkdirSync(this.project);
        symlinkSync(join(repository, "node_modules"), join(this.project, "node_modules"));
        writeFileSync(join(this.project, "package.json"), JSON.stringify({ main: "index.js" }));
        writeFileSync(
            join(this.project, "Pulumi.yaml"),
            "name: both\nruntime: { name: nodejs, options: { typescript: false } }\n",
        );
        writeFileSync(join(this.project, "index.js"), program);
    }

    /** Previews and updates step by step, and at last destroys; `engineFor` says who does it. */
    async run(name: string, engineFor: (step: number) => Engine, steps = allSteps): Promise<Trace> {
        const directory = join(this.folder, name);
        mkdirSync(directory);
        const sandbox = await startSandbox({ directory, seed: 7 });
        const trace: Trace = { runs: [], exports: [] };
        const request = (step: string): RunRequest => ({
            program: this.project,
            root: this.project,
            stack: "dev",
            directory,
            providers: sandbox.providers,
            passphrase: "of a test",
            environment: { step },
        });
        try {
            for (const [index, step] of steps.entries()) {
                const engine = engineFor(index);
                trace.runs.push(shown(`preview ${step}`, await engine.preview(request(step)), false));
                trace.runs.push(shown(`up ${step}`, await engine.up(request(step)), true));
                trace.exports.push(await exported(engine, request(step)));
            }
            const last = engineFor(steps.length);
            trace.runs.push(shown("destroy", await last.destroy(request("again")), true));
            trace.exports.push(await exported(last, request("again")));
            return trace;
        } finally {
            await sandbox.stop();
        }
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}

function shown(verb: string, run: Run, withOutputs: boolean): Trace["runs"][number] {
    if (!run.ok) throw new Error(`${verb} failed: ${JSON.stringify(run.diagnostics)}`);
    const byUrn: Record<string, string[]> = {};
    for (const { op, urn } of run.steps) (byUrn[urn] ??= []).push(op);
    return { verb, ok: run.ok, changes: run.changes, steps: byUrn, outputs: withOutputs ? run.outputs : {} };
}

async function exported(engine: Engine, request: RunRequest): Promise<Record<string, unknown>> {
    const document = await engine.exportStack(request);
    const { resources = [] } = document!.deployment as { resources?: Resource[] };
    const varying = ["created", "modified", "sourcePosition", "stackTrace"];
    const plain = resources.map((resource) => {
        const text = JSON.stringify(resource, (key, value: unknown) => (varying.includes(key) ? undefined : value))
            .replaceAll(/"ciphertext":"[^"]*"/g, '"ciphertext":"..."')
            // Provider resources have a random id, which all references to them repeat.
            .replaceAll(/(::default\w*::)[0-9a-f-]{36}/g, "$1<id>")
            .replace(/"id":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/, '"id":"<id>"');
        const { dependencies, propertyDependencies, ...rest } = JSON.parse(text) as Resource;
        const sets = Object.entries(propertyDependencies ?? {}).map(([name, urns]) => [name, [...urns].sort()]);
        return {
            ...rest,
            dependencies: [...(dependencies ?? [])].sort(),
            propertyDependencies: Object.fromEntries(sets) as unknown,
        };
    });
    return Object.fromEntries(plain.map((resource) => [resource.urn, resource]));
}

// Dozens of runs, each of which starts a program.
jest.setTimeout(240_000);

describe("a rehearsal", () => {
    let rehearsal: Rehearsal;
    beforeEach(() => {
        rehearsal = new Rehearsal();
    });
    afterEach(() => rehearsal.remove());

    it("makes a change of every kind", async () => {
        const embedded = await chooseEngine("embedded");
        const { runs, exports } = await rehearsal.run("all", () => embedded);
        const changes = Object.fromEntries(runs.map((run) => [run.verb, run.changes]));
        // The stack and the component are resources too.
        expect(changes).toMatchObject({
            "up create": { create: 5, update: 0, replace: 0, delete: 0, same: 0 },
            "up update": { create: 0, update: 1, replace: 0, delete: 1, same: 3 },
            "up replace": { create: 0, update: 0, replace: 1, delete: 0, same: 3 },
            "up again": { create: 0, update: 0, replace: 1, delete: 0, same: 3 },
            destroy: { create: 0, update: 0, replace: 0, delete: 4, same: 0 },
        });
        expect(runs.at(-2)!.outputs).toEqual({ group: "site", password: "[secret]" });
        expect(exports.at(-1)).toEqual({});
    });

    it("is the same in two worlds, so that a difference between engines is one of the engines", async () => {
        const embedded = await chooseEngine("embedded");
        const first = await rehearsal.run("first", () => embedded, ["create"]);
        expect(await rehearsal.run("second", () => embedded, ["create"])).toEqual(first);
        expect(await rehearsal.run("third", () => embedded, ["update"])).not.toEqual(first);
    });

    if (findExecutable() === undefined) {
        it("cannot be compared with the real engine here: there is no pulumi CLI, and none is pretended", async () => {
            process.stderr.write(
                "No pulumi CLI on the PATH: the embedded engine was NOT compared with the real one.\n",
            );
            await expect(chooseEngine("pulumi")).rejects.toBeInstanceOf(EngineUnavailableError);
        });
    } else {
        it("is the same on the real engine: steps, counts, outputs, export", async () => {
            const [embedded, real] = [await chooseEngine("embedded"), await chooseEngine("pulumi")];
            const expected = await rehearsal.run("embedded", () => embedded);
            expect(await rehearsal.run("real", () => real)).toEqual(expected);
        });

        it("is the same when the engines take turns on one state", async () => {
            const [embedded, real] = [await chooseEngine("embedded"), await chooseEngine("pulumi")];
            const expected = await rehearsal.run("embedded", () => embedded);
            expect(await rehearsal.run("turns", (step) => (step % 2 === 0 ? embedded : real))).toEqual(expected);
            expect(await rehearsal.run("turns-about", (step) => (step % 2 === 0 ? real : embedded))).toEqual(expected);
        });
    }
});
