import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { discoverPolicies } from "../../policies/lib/discover";
import { analyzeRequest, analyzeStackRequest, registration, secretValue } from "../support/policyMessages";

const root = join(__dirname, "../..");
const pack = join(root, "policies");

const secret = "Hunter2 in plain text";
const database = registration("azure-native:sql:Database", "acme", {
    administratorPassword: secretValue(secret),
    requestedBackupStorageRedundancy: secretValue(secret),
    createMode: secretValue(secret),
    sourceDatabaseId: secretValue(secret),
    tags: { "oxygis:customer": secretValue(secret) },
});

describe("the pack in its own process, started as the engine starts it", () => {
    let child: ChildProcess;
    let client: AnalyzerClient;
    let output = "";

    beforeAll(async () => {
        const script = join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");
        child = spawn(process.execPath, [script, "127.0.0.1:1", pack], { cwd: pack });
        child.stderr?.on("data", (text: Buffer) => (output += text.toString()));
        const port = await new Promise<string>((resolve, reject) => {
            child.once("exit", (code) => reject(new Error(`the pack ended with ${code}: ${output}`)));
            child.stdout?.on("data", (text: Buffer) => {
                output += text.toString();
                resolve(text.toString().trim());
            });
        });
        client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    });

    afterAll(() => {
        client?.close();
        child.removeAllListeners("exit");
        child.kill();
    });

    const unary = <Response>(method: (callback: grpc.requestCallback<Response>) => unknown): Promise<Response> =>
        new Promise((resolve, reject) =>
            method((error, response) =>
                error || !response ? reject(error ?? new Error("no answer")) : resolve(response),
            ),
        );
    const diagnostics = (response: proto.AnalyzeResponse) =>
        response.getDiagnosticsList().map((one) => ({
            policy: one.getPolicyname(),
            mandatory: one.getEnforcementlevel() === proto.EnforcementLevel.MANDATORY,
            message: one.getMessage(),
        }));
    const analyze = async () =>
        diagnostics(await unary<proto.AnalyzeResponse>((done) => client.analyze(analyzeRequest(database), done)));
    const analyzeStack = async () =>
        diagnostics(
            await unary<proto.AnalyzeResponse>((done) => client.analyzeStack(analyzeStackRequest([database]), done)),
        );
    const configureAll = (level: proto.EnforcementLevel, mandatory: readonly string[] = []) => {
        const request = new proto.ConfigureAnalyzerRequest();
        for (const { name } of discoverPolicies()) {
            const its = mandatory.includes(name) ? proto.EnforcementLevel.MANDATORY : level;
            request
                .getPolicyconfigMap()
                .set(name, new proto.PolicyConfig().setEnforcementlevel(its).setProperties(new Struct()));
        }
        return unary((done) => client.configure(request, done));
    };

    it("introduces its policies, all of them mandatory", async () => {
        const info = await unary<proto.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
        expect(info.getName()).toBe("oxygis");
        expect(info.getVersion()).toMatch(/^\d+\.\d+\.\d+$/);
        const listed = info.getPoliciesList();
        expect(listed.map((one) => one.getName()).sort()).toEqual(
            discoverPolicies()
                .map(({ name }) => name)
                .sort(),
        );
        expect(listed.every((one) => one.getEnforcementlevel() === proto.EnforcementLevel.MANDATORY)).toBe(true);
        // An engine need not send the stack to a pack that lists no policy over it.
        expect(listed.some((one) => one.getPolicyType() === proto.PolicyType.POLICY_TYPE_STACK)).toBe(true);
    });

    it("finds what is wrong with a resource and with a stack", async () => {
        const [resource, stack] = [await analyze(), await analyzeStack()];
        expect([...resource, ...stack].every(({ mandatory }) => mandatory)).toBe(true);
        expect(resource.map(({ policy }) => policy)).toEqual(
            expect.arrayContaining(["backup-in-three-datacenters", "database-one-per-customer", "store-protected"]),
        );
        expect(stack.map(({ policy }) => policy)).toEqual(
            expect.arrayContaining(["database-weekly-backups-kept-a-year", "database-one-per-customer"]),
        );
    });

    it("tells no secret that a rule has read", async () => {
        const said = JSON.stringify([...(await analyze()), ...(await analyzeStack())]) + output;
        expect(said).toContain("requestedBackupStorageRedundancy");
        expect(said).not.toContain(secret);
    });

    it("finds the same, all of it mandatory, under a configuration that lowers it to advisory", async () => {
        const before = [...(await analyze()), ...(await analyzeStack())];
        await configureAll(proto.EnforcementLevel.ADVISORY);
        expect([...(await analyze()), ...(await analyzeStack())]).toEqual(before);
        expect(before.every(({ mandatory, message }) => mandatory && message.includes("\n"))).toBe(true);
    });

    it("finds the same under a configuration that disables the rules themselves", async () => {
        await configureAll(proto.EnforcementLevel.MANDATORY);
        const before = [...(await analyze()), ...(await analyzeStack())];
        await configureAll(proto.EnforcementLevel.DISABLED, ["promise-not-ignored", "exemption-valid"]);
        expect([...(await analyze()), ...(await analyzeStack())]).toEqual(before);
    });

    it("can only be silenced by a configuration that disables all of it", async () => {
        await configureAll(proto.EnforcementLevel.DISABLED);
        expect([...(await analyze()), ...(await analyzeStack())]).toEqual([]);
        await configureAll(proto.EnforcementLevel.MANDATORY);
        expect(await analyze()).not.toEqual([]);
    });
});

it("no command of this repository passes a configuration to the pack", () => {
    const files = ["package.json", "Pulumi.yaml", ...filesBelow(".ci"), ...filesBelow("cli"), ...filesBelow(".github")];
    const passing = files.filter((file) => /policy-?(pack-?)?config/i.test(readFileSync(join(root, file), "utf8")));
    expect(passing).toEqual([]);
});

function filesBelow(directory: string): string[] {
    try {
        return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath.slice(root.length + 1), entry.name));
    } catch {
        return []; // Not every repository has each of them.
    }
}
