/** The provider protocol as an engine sees it: every call over gRPC, with previews, unknowns, secrets, replacements and refreshes. */
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { secret, SIGNATURE, UNKNOWN, type Properties } from "../../sandbox/cloud/values";
import { urnOf } from "./support/client";
import { openService, type Service } from "./support/service";

const GROUP = "azure-native:resources:ResourceGroup";
const ACCOUNT = "azure-native:storage:StorageAccount";
const SERVER = "azure-native:sql:Server";
const DATABASE = "azure-native:sql:Database";
const ENDPOINT = "azure-native:network:PrivateEndpoint";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

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

describe("the provider itself", () => {
    test("shakes hands and takes secrets, resources and outputs", async () => {
        const response = await service.azure.call<pb.ProviderHandshakeResponse>((done, client) =>
            client.handshake(new pb.ProviderHandshakeRequest(), done),
        );
        expect(response.toObject()).toMatchObject({ acceptSecrets: true, acceptResources: true, acceptOutputs: true });
    });

    test("is configured with preview supported", async () => {
        const response = await service.azure.configure(urnOf("pulumi:providers:azure-native", "default"));
        expect(response.toObject()).toMatchObject({
            acceptsecrets: true,
            supportspreview: true,
            acceptresources: true,
            acceptoutputs: true,
        });
    });

    test("says its version and the least of a schema", async () => {
        const info = await service.azure.call<PluginInfo>((done, client) => client.getPluginInfo(new Empty(), done));
        expect(info.getVersion()).toBe("3.28.0");
        const schema = await service.azure.call<pb.GetSchemaResponse>((done, client) =>
            client.getSchema(new pb.GetSchemaRequest(), done),
        );
        expect(JSON.parse(schema.getSchema())).toEqual({ name: "azure-native", version: "3.28.0" });
    });

    test("refuses calls it does not implement by name", async () => {
        const call = service.azure.call<pb.CallResponse>((done, client) => client.call(new pb.CallRequest(), done));
        await expect(call).rejects.toThrow("azure-native provider does not implement /pulumirpc.ResourceProvider/Call");
    });

    test("takes cancel and attach", async () => {
        await service.azure.call<Empty>((done, client) => client.cancel(new Empty(), done));
        expect((await service.azure.make(ACCOUNT, "sa", account())).outputs).toMatchObject({ name: "oxygis1" });
    });

    test.each([
        ["azure", "azure-native:web:WebApp", "sandbox/cloud/azure/web.ts"],
        ["azure", "azure-native:network/v20200101:Subnet", "sandbox/cloud/azure/network.ts"],
        ["azuread", "azuread:index/user:User", "sandbox/cloud/azuread/"],
        ["aws", "aws:sqs/queue:Queue", "sandbox/cloud/aws/sqs.ts"],
        ["random", "random:index/randomPet:RandomPet", "sandbox/provider/randomPackage.ts"],
    ] as const)("%s names the file to extend for %s", async (client, token, file) => {
        const message = `The sandbox does not model ${token}. Add it to ${file}.`;
        await expect(service[client].check(urnOf(token, "x"), {})).rejects.toThrow(message);
        await expect(service[client].create(urnOf(token, "x"), {})).rejects.toThrow(message);
    });
});

describe("check", () => {
    test("fills in name, location and API version as azure-native does", async () => {
        const inputs = await service.azure.check(urnOf(ACCOUNT, "sa"), {
            resourceGroupName: "rg",
            kind: "StorageV2",
            sku: { name: "Standard_ZRS" },
        });
        expect(inputs).toMatchObject({
            location: "westeurope",
            azureApiVersion: "2024-01-01",
            __createBeforeDelete: true,
        });
        expect(inputs["accountName"]).toMatch(/^sa[0-9a-f]{8}$/);
        const again = await service.azure.check(
            urnOf(ACCOUNT, "sa"),
            { resourceGroupName: "rg", kind: "StorageV2", sku: { name: "Standard_LRS" } },
            inputs,
        );
        expect(again).toMatchObject({ accountName: inputs["accountName"], __createBeforeDelete: true });
    });

    test("names a child after its Pulumi name, and a role assignment by a GUID", async () => {
        const database = await service.azure.check(urnOf(DATABASE, "db"), { resourceGroupName: "rg", serverName: "s" });
        expect(database).toMatchObject({ databaseName: "db" });
        expect(database).not.toHaveProperty("__createBeforeDelete");
        const assignment = await service.azure.check(urnOf("azure-native:authorization:RoleAssignment", "ra"), {
            scope: "/x",
            principalId: UNKNOWN,
            roleDefinitionId: UNKNOWN,
        });
        expect(assignment["roleAssignmentName"]).toMatch(/^[0-9a-f-]{36}$/);
    });

    test("leaves the location unknown while the resource group is", async () => {
        const inputs = await service.azure.check(urnOf(ACCOUNT, "sa"), account({ resourceGroupName: UNKNOWN }));
        expect(inputs).toMatchObject({ resourceGroupName: UNKNOWN, location: UNKNOWN });
    });

    test("takes the location of the provider's configuration", async () => {
        await service.azure.configure(urnOf("pulumi:providers:azure-native", "default"), {
            "azure-native:config:location": "northeurope",
        });
        expect(await service.azure.check(urnOf(GROUP, "g"), {})).toMatchObject({ location: "northeurope" });
    });

    test("keeps secrets wrapped, turns output values into secrets and unknowns, and drops nulls", async () => {
        const inputs = await service.azure.check(urnOf(SERVER, "s"), {
            ...server({ location: "westeurope" }),
            version: { [SIGNATURE]: OUTPUT, value: "12.0", secret: false, dependencies: [] },
            keyId: { [SIGNATURE]: OUTPUT, value: "k", secret: true },
            minimalTlsVersion: { [SIGNATURE]: OUTPUT },
            federatedClientId: null,
        });
        expect(inputs).toEqual({
            ...server({ location: "westeurope" }),
            azureApiVersion: "2023-08-01",
            version: "12.0",
            keyId: secret("k"),
            minimalTlsVersion: UNKNOWN,
        });
    });

    test("reports every mistake at once, and never the text of a secret", async () => {
        const { failures } = await service.azure.checkAll(urnOf(ACCOUNT, "sa"), {
            resourceGroupName: "rg",
            accountName: secret("Not-Allowed-Name"),
            sku: { name: "Standard_XRS" },
            colour: "red",
            location: "atlantis",
        });
        expect(failures).toEqual([
            "colour: azure-native:storage:StorageAccount has no property 'colour'",
            ": missing required property 'kind'",
            "accountName: InvalidResourceName: '[secret]' is not allowed: 3-24 lower-case letters and digits",
            expect.stringMatching(/^location: LocationNotAvailableForResourceType: 'atlantis'/),
            expect.stringMatching(/^sku\.name: 'Standard_XRS' is not one of Standard_LRS, /),
        ]);
    });
});

describe("create", () => {
    test("answers an ARM id and computed outputs, the same in every world of that seed", async () => {
        const made = await service.azure.make(SERVER, "s", server());
        expect(made.id).toBe(
            `/subscriptions/${service.world.view.subscriptionId}/resourceGroups/rg/providers/Microsoft.Sql/servers/sql-1`,
        );
        expect(made.outputs).toMatchObject({
            name: "sql-1",
            type: "Microsoft.Sql/servers",
            fullyQualifiedDomainName: "sql-1.database.windows.net",
            location: "westeurope",
        });
        expect(made.outputs).not.toHaveProperty("administratorLoginPassword");
        expect(made.outputs).not.toHaveProperty("resourceGroupName");
        const other = await openService("1");
        expect(other.world.view.subscriptionId).toBe(service.world.view.subscriptionId);
        await other.close();
    });

    test("in a preview has no id, leaves what the cloud adds unknown and accepts nothing", async () => {
        const inputs = await service.azure.check(urnOf(SERVER, "s"), server({ identity: { type: "SystemAssigned" } }));
        const { id, outputs } = await service.azure.create(urnOf(SERVER, "s"), inputs, true);
        expect(id).toBe("");
        expect(outputs).toMatchObject({
            name: UNKNOWN,
            fullyQualifiedDomainName: UNKNOWN,
            location: "westeurope",
            identity: { type: "SystemAssigned", principalId: UNKNOWN },
        });
        expect(service.world.state.all().map((one) => one.name)).toEqual(["rg"]);
    });

    test("in a preview takes unknown inputs of any shape, for every type", async () => {
        const inputs = await service.azure.check(urnOf(ENDPOINT, "pe"), {
            resourceGroupName: UNKNOWN,
            privateEndpointName: "pe",
            subnet: UNKNOWN,
            privateLinkServiceConnections: [{ name: UNKNOWN, privateLinkServiceId: UNKNOWN }],
        });
        const { outputs } = await service.azure.create(urnOf(ENDPOINT, "pe"), inputs, true);
        expect(outputs).toMatchObject({ subnet: UNKNOWN, customDnsConfigs: UNKNOWN });
    });

    test("refuses an unknown outside a preview", async () => {
        const inputs = await service.azure.check(urnOf(SERVER, "s"), server({ minimalTlsVersion: UNKNOWN }));
        await expect(service.azure.create(urnOf(SERVER, "s"), inputs)).rejects.toThrow(/unknown value/);
    });

    test("returns secrets as secrets, also where an answer repeats one", async () => {
        const made = await service.azure.make(
            ACCOUNT,
            "sa",
            account({ accountName: secret("hidden1"), tags: { token: secret("t0p"), plain: "p" } }),
        );
        expect(made.outputs["tags"]).toEqual({ token: secret("t0p"), plain: "p" });
        expect(made.outputs["name"]).toEqual(secret("hidden1"));
        expect(made.outputs["primaryEndpoints"]).toMatchObject({
            blob: secret("https://hidden1.blob.core.windows.net/"),
        });
        expect(made.outputs["primaryLocation"]).toBe("westeurope");
        const whole = account({ accountName: "second", sku: secret({ name: "Standard_ZRS" }) });
        const { outputs } = await service.azure.make(ACCOUNT, "whole", whole);
        expect(outputs["sku"]).toEqual(secret({ name: "Standard_ZRS", tier: "Standard" }));
    });

    test("never answers the value of a vault's secret", async () => {
        await service.azure.make("azure-native:keyvault:Vault", "kv", {
            resourceGroupName: "rg",
            vaultName: "kv-one",
            properties: { tenantId: "t", sku: { family: "A", name: "standard" } },
        });
        const made = await service.azure.make("azure-native:keyvault:Secret", "s", {
            resourceGroupName: "rg",
            vaultName: "kv-one",
            secretName: "s",
            properties: { value: secret("p4ssw0rd") },
        });
        expect(made.outputs["properties"]).toMatchObject({ secretUri: "https://kv-one.vault.azure.net/secrets/s" });
        expect(JSON.stringify(made.outputs)).not.toContain("p4ssw0rd");
        expect(made.inputs["properties"]).toEqual({ value: secret("p4ssw0rd") });
    });

    test("names the cloud's code and message, with secrets taken out", async () => {
        await service.azure.make(ACCOUNT, "sa", account());
        await service.azure.make(GROUP, "other", { resourceGroupName: "other", location: "westeurope" });
        await expect(
            service.azure.make(
                ACCOUNT,
                "second",
                account({ resourceGroupName: "other", accountName: secret("oxygis1") }),
            ),
        ).rejects.toThrow(
            'Code="StorageAccountAlreadyTaken" Message="The storage account named [secret] is already taken."',
        );
    });

    test("repeated with the same inputs gets the first answer; once the engine knew of it, or with others, it is refused", async () => {
        const made = await service.azure.make(ACCOUNT, "sa", account());
        const operations = service.world.operations.length;
        expect(await service.azure.create(made.urn, made.inputs)).toEqual(made);
        expect(service.world.operations).toHaveLength(operations);
        const refused = `cannot create already existing resource '${made.id}'`;
        await expect(service.azure.create(made.urn, { ...made.inputs, tags: { a: "b" } })).rejects.toThrow(refused);
        await expect(service.azure.create(urnOf(ACCOUNT, "somebody-else"), made.inputs)).rejects.toThrow(refused);
        await service.azure.diff(made, made.inputs);
        await expect(service.azure.create(made.urn, made.inputs)).rejects.toThrow(refused);
    });
});
