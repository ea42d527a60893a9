/** The provider protocol after the first create: diff, update, read, delete, invoke, and azuread. */
import { secret, text, UNKNOWN, type Properties } from "../../sandbox/cloud/values";
import { urnOf } from "./support/client";
import { openService, type Service } from "./support/service";

const GROUP = "azure-native:resources:ResourceGroup";
const ACCOUNT = "azure-native:storage:StorageAccount";
const SERVER = "azure-native:sql:Server";
const DATABASE = "azure-native:sql:Database";
const ENDPOINT = "azure-native:network:PrivateEndpoint";

let service: Service;
beforeEach(async () => {
    service = await openService("1");
    await service.azure.make(GROUP, "rg", { resourceGroupName: "rg", location: "westeurope" });
});
afterEach(() => service.close());

const account = (more: Properties = {}): Properties => ({
    resourceGroupName: "rg",
    accountName: "oxygis1",
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
    ...more,
});
const server = (more: Properties = {}): Properties => ({
    resourceGroupName: "rg",
    serverName: "sql-1",
    administratorLogin: "admin",
    administratorLoginPassword: secret("hunter2-correct-horse"),
    ...more,
});

describe("diff and update", () => {
    test("nothing changed is nothing, whether secret or not, and however the location is written", async () => {
        const made = await service.azure.make(ACCOUNT, "sa", account({ tags: { a: "b" } }));
        const same = { ...made.inputs, tags: secret({ a: "b" }), location: "West Europe" };
        expect(await service.azure.diff(made, same)).toMatchObject({
            changes: false,
            diffs: [],
            replaces: [],
            detailed: {},
        });
    });

    test("an update names the leaves that changed", async () => {
        const made = await service.azure.make(ACCOUNT, "sa", account({ tags: { a: "b", c: "d" } }));
        const news = { ...made.inputs, tags: { a: "x", e: "f" }, sku: { name: "Standard_GZRS" } };
        expect(await service.azure.diff(made, news)).toEqual({
            changes: true,
            diffs: ["sku", "tags"],
            replaces: [],
            deleteBeforeReplace: false,
            stables: ["name", "type", "location"],
            detailed: { "sku.name": "UPDATE", "tags.a": "UPDATE", "tags.c": "DELETE", "tags.e": "ADD" },
        });
        const { outputs } = await service.azure.update(made, news);
        expect(outputs).toMatchObject({ tags: { a: "x", e: "f" }, sku: { name: "Standard_GZRS", tier: "Standard" } });
    });

    test("a preview of an update keeps name and location known", async () => {
        const made = await service.azure.make(ACCOUNT, "sa", account());
        const { outputs } = await service.azure.update(made, { ...made.inputs, tags: { a: UNKNOWN } }, true);
        expect(outputs).toMatchObject({
            name: "oxygis1",
            location: "westeurope",
            primaryEndpoints: UNKNOWN,
            tags: { a: UNKNOWN },
        });
        expect((await service.azure.read(made))?.outputs).not.toHaveProperty("tags");
    });

    test("a create-only property replaces: after the delete when the name was given, before it when it was made up", async () => {
        const named = await service.azure.make(ACCOUNT, "named", account());
        expect(await service.azure.diff(named, { ...named.inputs, location: "northeurope" })).toMatchObject({
            replaces: ["location"],
            deleteBeforeReplace: true,
            detailed: { location: "UPDATE_REPLACE" },
        });
        const made = await service.azure.make(ACCOUNT, "made", {
            resourceGroupName: "rg",
            kind: "StorageV2",
            sku: { name: "Standard_ZRS" },
        });
        expect(await service.azure.diff(made, { ...made.inputs, isHnsEnabled: true })).toMatchObject({
            replaces: ["isHnsEnabled"],
            deleteBeforeReplace: false,
            detailed: { isHnsEnabled: "ADD_REPLACE" },
        });
    });

    test.each<[string, Properties, string[]]>([
        ["createMode", { createMode: "Copy" }, ["createMode"]],
        ["collation", { collation: "Latin1_General_100_CI_AS" }, ["collation"]],
        [
            "the source of a restore",
            { sourceDatabaseId: "/x", restorePointInTime: "2026-01-01T00:00:00Z" },
            ["restorePointInTime", "sourceDatabaseId"],
        ],
        ["an unknown server", { serverName: UNKNOWN }, ["serverName"]],
        ["backup redundancy", { requestedBackupStorageRedundancy: "GeoZone" }, []],
        ["sku", { sku: { name: "GP_Gen5_2", tier: "GeneralPurpose" } }, []],
        ["zone redundancy", { zoneRedundant: true }, []],
        ["size", { maxSizeBytes: 1 }, []],
    ])("a database's %s", async (_, change, replaces) => {
        await service.azure.make(SERVER, "s", server());
        const made = await service.azure.make(DATABASE, "db", {
            resourceGroupName: "rg",
            serverName: "sql-1",
            createMode: "Default",
        });
        const found = await service.azure.diff(made, { ...made.inputs, ...change });
        expect({ changes: found.changes, replaces: found.replaces }).toEqual({ changes: true, replaces });
    });

    test("setting a create-only property to what the cloud chose by itself replaces nothing", async () => {
        await service.azure.make(SERVER, "s", server());
        const made = await service.azure.make(DATABASE, "db", { resourceGroupName: "rg", serverName: "sql-1" });
        const found = await service.azure.diff(made, { ...made.inputs, collation: made.outputs["collation"] ?? "" });
        expect(found).toMatchObject({ changes: true, replaces: [], detailed: { collation: "ADD" } });
    });

    test("a replaced property may lie inside another: the subnet of a private endpoint", async () => {
        const made = { id: "/x", urn: urnOf(ENDPOINT, "pe"), inputs: { subnet: { id: "a" } }, outputs: {} };
        expect(await service.azure.diff(made, { subnet: { id: "b" } })).toMatchObject({
            replaces: ["subnet"],
            detailed: { "subnet.id": "UPDATE_REPLACE" },
        });
    });
});

describe("read", () => {
    test("by id alone answers outputs and inputs", async () => {
        const made = await service.azure.make(ACCOUNT, "sa", account({ tags: { a: secret("s3cret") } }));
        const found = await service.azure.read({
            id: made.id.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"),
            urn: made.urn,
        });
        expect(found).toEqual(made);
    });

    test("of a refresh without changes answers what was known", async () => {
        const made = await service.azure.make(ACCOUNT, "sa", account());
        expect(await service.azure.read(made)).toEqual(made);
    });

    test("answers nothing for what is gone, or is of another type", async () => {
        const made = await service.azure.make(ACCOUNT, "sa", account());
        expect(await service.azure.read({ id: made.id, urn: urnOf(GROUP, "sa") })).toBeUndefined();
        await service.azure.delete(made);
        expect(await service.azure.read(made)).toBeUndefined();
        await service.azure.delete(made);
    });
});

describe("invoke", () => {
    test("getClientConfig answers who the sandbox thinks you are", async () => {
        const { subscriptionId, tenantId } = service.world.view;
        expect(await service.azure.invoke("azure-native:authorization:getClientConfig")).toEqual({
            subscriptionId,
            tenantId,
            clientId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            objectId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        });
    });

    test("of a function that is not modelled names the file to extend", async () => {
        await expect(service.azure.invoke("azure-native:sql:getServer", {})).rejects.toThrow(
            "Add it to sandbox/cloud/azure/sql.ts.",
        );
    });
});

describe("azuread", () => {
    test("groups get an object id, members are replaced create-first, and a lost answer makes no second group", async () => {
        const made = await service.azuread.make("azuread:index/group:Group", "admins", {
            displayName: "admins",
            securityEnabled: true,
        });
        const objectId = text(made.outputs, "objectId") ?? "";
        expect(made.id).toBe(`/groups/${objectId}`);
        expect(await service.azuread.create(made.urn, made.inputs)).toEqual(made);
        await service.azuread.diff(made, made.inputs);
        const replacement = await service.azuread.create(made.urn, { ...made.inputs, assignableToRole: true });
        expect(replacement.id).not.toBe(made.id);
        const member = await service.azuread.make("azuread:index/groupMember:GroupMember", "m", {
            groupObjectId: objectId,
            memberObjectId: "00000000-0000-4000-8000-000000000001",
        });
        expect(member.id).toBe(`${objectId}/member/00000000-0000-4000-8000-000000000001`);
        expect(await service.azuread.diff(member, { ...member.inputs, memberObjectId: "x" })).toMatchObject({
            replaces: ["memberObjectId"],
            deleteBeforeReplace: false,
        });
    });
});
