/** What was answered is on the disk, what is secret is not readable there, and one process at a time has the folder. */
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readWorld } from "../../sandbox/inspect";
import { World } from "../../sandbox/cloud/world";
import { secret, type Properties } from "../../sandbox/cloud/values";
import { startSandbox } from "../../sandbox/start";
import { Client, urnOf } from "./support/client";
import { group, regional, TestCloud } from "./support/cloud";
import { temporaryFolder } from "../support/folders";

const GROUP = "azure-native:resources:ResourceGroup";
const contents = (directory: string): string =>
    readdirSync(directory)
        .filter((name) => name !== "cloud.key")
        .map((name) => readFileSync(join(directory, name), "utf8"))
        .join("\n");
const journalOf = (directory: string): string =>
    join(directory, readdirSync(directory).find((name) => name.startsWith("journal-")) ?? "");

const account = (tags: Properties): Properties => ({
    ...regional,
    accountName: "sa1",
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
    tags,
});

describe("a world closed and opened again", () => {
    test("holds the same, goes on at the same time and keeps its GUIDs", async () => {
        const first = await TestCloud.open();
        await first.make("resources:ResourceGroup", regional);
        const made = await first.make("storage:StorageAccount", account({ token: secret("s3cret-token") }));
        const { state, timeline, view } = first.world;
        const [all, now] = [state.all(), timeline.now];
        await first.close();
        const second = await TestCloud.open(first.directory, "another seed");
        expect(second.world.state.all()).toEqual(all);
        expect(second.world.timeline.now).toBe(now);
        expect(second.world.view.tenantId).toBe(view.tenantId);
        expect((await second.world.read("azure-native:storage:StorageAccount", made.id))?.outputs).toEqual(
            made.outputs,
        );
        await second.close();
    });

    test("still refuses taken names, full scopes and soft-deleted names", async () => {
        const first = await TestCloud.open();
        await first.make("resources:ResourceGroup", regional);
        await first.make("storage:StorageAccount", account({}));
        const vault = {
            ...regional,
            vaultName: "kv-one",
            properties: { tenantId: "t", sku: { family: "A", name: "standard" } },
        };
        await first.delete(await first.make("keyvault:Vault", vault));
        await first.close();
        const second = await TestCloud.open(first.directory);
        await second.make("resources:ResourceGroup", { ...regional, resourceGroupName: "other" }, "other");
        await expect(
            second.make("storage:StorageAccount", { ...account({}), resourceGroupName: "other" }, "x"),
        ).rejects.toMatchObject({ code: "StorageAccountAlreadyTaken" });
        await expect(second.make("keyvault:Vault", vault, "y")).rejects.toMatchObject({ code: "ConflictError" });
        expect(second.world.state.count("storageAccounts|westeurope")).toBe(1);
        await second.close();
    });
});

describe("a process that is killed", () => {
    test("has lost nothing it answered, and the resumed engine gets the lost answer again", async () => {
        const directory = temporaryFolder();
        const sandbox = await startSandbox({ directory, seed: 1 });
        const azure = new Client(sandbox.providers["azure-native"] ?? "");
        const urn = urnOf(GROUP, "rg");
        const inputs = await azure.check(urn, { resourceGroupName: "rg", location: "westeurope" });
        const made = await azure.create(urn, inputs);
        const owner = Number(readFileSync(join(directory, "cloud.lock"), "utf8").split(" ")[0]);
        process.kill(owner, "SIGKILL");
        await sandbox.stop();
        azure.close();
        expect(existsSync(join(directory, "cloud.lock"))).toBe(true);

        const again = await startSandbox({ directory });
        const resumed = new Client(again.providers["azure-native"] ?? "");
        expect(await resumed.create(urn, inputs)).toEqual(made);
        expect(await again.clockSeconds()).toBe(3);
        resumed.close();
        await again.stop();
        expect(readWorld(directory).resources).toHaveLength(1);
        expect(existsSync(join(directory, "cloud.lock"))).toBe(false);
    });

    test("may leave a torn last line, which was never answered", async () => {
        const first = await TestCloud.open();
        await first.make("resources:ResourceGroup", regional);
        await first.close();
        appendFileSync(journalOf(first.directory), '{"put":{"id":"/subscriptions/x","tok');
        expect(readWorld(first.directory).resources).toHaveLength(1);
        const second = await TestCloud.open(first.directory);
        expect(second.world.state.all()).toHaveLength(1);
        await second.make("resources:ResourceGroup", { ...regional, resourceGroupName: "other" }, "other");
        await second.close();
        expect(readWorld(first.directory).resources).toHaveLength(2);
    });

    test("but a damaged line before the last is an error that says what to do", async () => {
        const first = await TestCloud.open();
        await first.make("resources:ResourceGroup", regional);
        await first.close();
        const journal = journalOf(first.directory);
        writeFileSync(journal, `{"put"\n${readFileSync(journal, "utf8")}`);
        await expect(World.open(first.directory)).rejects.toThrow(
            /journal-1\.jsonl line 1 is damaged\. Start afresh with/,
        );
        expect(existsSync(join(first.directory, "cloud.lock"))).toBe(false);
    });
});

describe("secrets on disk", () => {
    test("are ciphertext in journal and snapshot, and the key is the owner's only", async () => {
        const first = await TestCloud.open();
        await first.make("resources:ResourceGroup", regional);
        await first.make(
            "storage:StorageAccount",
            account({ token: secret("s3cret-token"), nested: secret({ deep: ["also-s3cret"] }) }),
        );
        expect(contents(first.directory)).not.toMatch(/s3cret/);
        await first.close();
        const second = await TestCloud.open(first.directory);
        expect(contents(first.directory)).not.toMatch(/s3cret/);
        expect(contents(first.directory)).toMatch(/sealed/);
        expect(JSON.stringify(second.world.state.all())).toMatch(/also-s3cret/);
        await second.close();
        expect(statSync(join(first.directory, "cloud.key")).mode & 0o777).toBe(0o600);
    });

    test("do not show in what readWorld answers", async () => {
        const first = await TestCloud.open();
        await first.make("resources:ResourceGroup", regional);
        await first.make("storage:StorageAccount", account({ token: secret("s3cret-token") }));
        await first.close();
        expect(JSON.stringify(readWorld(first.directory))).not.toMatch(/s3cret|sealed/);
    });

    test("open with their own key only", async () => {
        const first = await TestCloud.open();
        await first.make("resources:ResourceGroup", regional);
        await first.make("storage:StorageAccount", account({ token: secret("s3cret-token") }));
        await first.close();
        writeFileSync(join(first.directory, "cloud.key"), "00".repeat(32));
        await expect(World.open(first.directory)).rejects.toThrow(/authenticate/);
    });
});

describe("the lock", () => {
    test("names the process that has the folder", async () => {
        const first = await TestCloud.open();
        await expect(World.open(first.directory)).rejects.toThrow(
            `The sandbox in ${first.directory} is in use by process ${String(process.pid)}. Wait until it ends, or use another folder.`,
        );
        await expect(startSandbox({ directory: first.directory })).rejects.toThrow(/is in use by process/);
        await first.close();
    });

    test.each(["999999999", "999999999 5", `${String(process.pid)} 1`, ""])(
        "of a process that is gone (%s) is taken over",
        async (owner) => {
            const directory = temporaryFolder();
            writeFileSync(join(directory, "cloud.lock"), owner);
            const world = await World.open(directory);
            expect(readFileSync(join(directory, "cloud.lock"), "utf8")).toMatch(new RegExp(`^${String(process.pid)} `));
            await world.close();
            expect(readdirSync(directory).filter((name) => name.includes("lock"))).toEqual([]);
        },
    );
});

test("the process ends when whoever started it goes away", async () => {
    const directory = temporaryFolder();
    const sandbox = await startSandbox({ directory });
    expect(Object.keys(sandbox.providers).sort()).toEqual(["aws", "azure-native", "azuread", "random"]);
    await sandbox.stop();
    const again = await startSandbox({ directory });
    await again.stop();
    expect(readWorld(directory)).toMatchObject({ resources: [], clock: "2026-01-05T00:00:00.000Z" });
});

test("many operations at once are each durable when answered", async () => {
    const cloud = await TestCloud.open();
    await cloud.make("resources:ResourceGroup", regional);
    const names = Array.from({ length: 200 }, (_, index) => `id-${String(index)}`);
    await Promise.all(
        names.map(async (resourceName) => {
            await cloud.make(
                "managedidentity:UserAssignedIdentity",
                { ...regional, ...group, resourceName },
                resourceName,
            );
            expect(readFileSync(journalOf(cloud.directory), "utf8")).toContain(
                `/userAssignedIdentities/${resourceName}"`,
            );
        }),
    );
    await cloud.close();
    expect(readWorld(cloud.directory).resources).toHaveLength(201);
});
