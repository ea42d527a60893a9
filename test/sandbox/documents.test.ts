/** What the simulated cloud refuses of documents and their backups, and what it never takes back. */
import type { Answer } from "../../sandbox/provider/package";
import { assign, type Properties } from "../../sandbox/cloud/values";
import { group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
beforeEach(async () => {
    cloud = await TestCloud.open();
    await cloud.make("resources:ResourceGroup", regional);
});
afterEach(() => cloud.close());

/** Properties with one of them changed; `undefined` takes it out. */
function but(properties: Properties, path: string, value: Properties[string] | undefined): Properties {
    const changed = structuredClone(properties);
    assign(changed, path, value);
    return changed;
}

const account: Properties = {
    ...regional,
    accountName: "docs",
    kind: "StorageV2",
    sku: { name: "Standard_RAGZRS" },
    allowCrossTenantReplication: true,
};
const service: Properties = {
    ...group,
    accountName: "docs",
    blobServicesName: "default",
    isVersioningEnabled: true,
    changeFeed: { enabled: true },
    deleteRetentionPolicy: { enabled: true, days: 30 },
};
const container = (containerName: string): Properties => ({ ...group, accountName: "docs", containerName });
const vault: Properties = {
    ...regional,
    vaultName: "vault",
    identity: { type: "SystemAssigned" },
    properties: {
        storageSettings: [{ datastoreType: "VaultStore", type: "ZoneRedundant" }],
        securitySettings: {
            immutabilitySettings: { state: "Unlocked" },
            softDeleteSettings: { state: "AlwaysOn", retentionDurationInDays: 30 },
        },
    },
};
const retention = (name: string, duration: string): Properties => ({
    objectType: "AzureRetentionRule",
    name,
    lifecycles: [{ deleteAfter: { objectType: "AbsoluteDeleteOption", duration } }],
});
const policy: Properties = {
    ...group,
    vaultName: "vault",
    backupPolicyName: "documents",
    properties: {
        objectType: "BackupPolicy",
        policyRules: [retention("Default", "P35D"), retention("Weekly", "P53W")],
    },
};
const security = "properties.securitySettings";

/** An account with its settings and one container, and a vault that may back it up. */
async function protectable() {
    const made = await cloud.make("storage:StorageAccount", account);
    const blobs = await cloud.make("storage:BlobServiceProperties", service);
    await cloud.make("storage:BlobContainer", container("acme"), "acme");
    const keeper = await cloud.make("dataprotection:BackupVault", vault);
    const rules = await cloud.make("dataprotection:BackupPolicy", policy);
    const role = await cloud.make("authorization:RoleAssignment", {
        scope: made.id,
        roleAssignmentName: "00000000-0000-4000-8000-00000000000a",
        principalId: (keeper.outputs["identity"] as Properties)["principalId"]!,
        roleDefinitionId:
            "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1",
    });
    return { account: made, blobs, vault: keeper, policy: rules, role };
}
const instance = (made: { account: Answer; policy: Answer }, containersList: string[] = ["acme"]): Properties => {
    const source = {
        datasourceType: "Microsoft.Storage/storageAccounts/blobServices",
        resourceID: made.account.id,
        resourceLocation: "westeurope",
    };
    return {
        ...group,
        vaultName: "vault",
        backupInstanceName: "docs",
        properties: {
            objectType: "BackupInstance",
            dataSourceInfo: source,
            policyInfo: {
                policyId: made.policy.id,
                policyParameters: {
                    backupDatasourceParametersList: [{ objectType: "BlobBackupDatasourceParameters", containersList }],
                },
            },
        },
    };
};
const BACKUP = "dataprotection:BackupInstance";

describe("blobs of an account", () => {
    beforeEach(() => cloud.make("storage:StorageAccount", account));

    test.each<[string, string, Properties, RegExp]>([
        [
            "a soft delete of more than a year",
            "storage:BlobServiceProperties",
            but(service, "deleteRetentionPolicy.days", 366),
            /366 is not between 1 and 365/,
        ],
        [
            "a second blob service",
            "storage:BlobServiceProperties",
            but(service, "blobServicesName", "second"),
            /the only blob service of an account is 'default'/,
        ],
        [
            "a point-in-time restore that goes back further than deleted blobs are kept",
            "storage:BlobServiceProperties",
            { ...service, restorePolicy: { enabled: true, days: 30 } },
            /needs versioning, the change feed and a longer soft delete/,
        ],
        ["a container with two hyphens in a row", "storage:BlobContainer", container("a--b"), /single hyphens/],
        [
            "metadata whose name is no identifier",
            "storage:BlobContainer",
            { ...container("acme"), metadata: { "oxygis:customer": "acme" } },
            /begin with a letter/,
        ],
        [
            "a container to be read by anyone",
            "storage:BlobContainer",
            { ...container("acme"), publicAccess: "Blob" },
            /Public access is not permitted on storage account 'docs'/,
        ],
        [
            "a lifecycle policy of another name",
            "storage:ManagementPolicy",
            { ...group, accountName: "docs", managementPolicyName: "mine", policy: { rules: [] } },
            /the only lifecycle policy of an account is 'default'/,
        ],
        [
            "a lifecycle rule that moves append blobs to another tier",
            "storage:ManagementPolicy",
            {
                ...group,
                accountName: "docs",
                managementPolicyName: "default",
                policy: {
                    rules: [
                        {
                            name: "end",
                            type: "Lifecycle",
                            definition: {
                                filters: { blobTypes: ["appendBlob"] },
                                actions: { baseBlob: { tierToCool: {} } },
                            },
                        },
                    ],
                },
            },
            /append blobs can be deleted, not moved to another tier/,
        ],
    ])("refuse %s", async (_, type, inputs, message) => {
        await expect(cloud.make(type, inputs)).rejects.toThrow(message);
    });

    test("keep no versions in a hierarchical namespace", async () => {
        await cloud.make("storage:StorageAccount", { ...account, accountName: "lake", isHnsEnabled: true }, "lake");
        await expect(
            cloud.make("storage:BlobServiceProperties", { ...service, accountName: "lake" }),
        ).rejects.toMatchObject({ code: "FeatureNotSupportedForAccount" });
    });
});

describe("a backup vault", () => {
    test.each<[string, Properties, RegExp]>([
        ["with soft delete off", but(vault, `${security}.softDeleteSettings.state`, "Off"), /cannot be switched off/],
        [
            "with a week of soft delete",
            but(vault, `${security}.softDeleteSettings.retentionDurationInDays`, 7),
            /between 14 and 180/,
        ],
        [
            "that restores across regions without geo-redundancy",
            but(vault, "properties.featureSettings", { crossRegionRestoreSettings: { state: "Enabled" } }),
            /only a GeoRedundant vault/,
        ],
    ])("is refused %s", async (_, inputs, message) => {
        await expect(cloud.make("dataprotection:BackupVault", inputs)).rejects.toThrow(message);
    });

    test("never changes its redundancy, and never takes back what protects its backups", async () => {
        const made = await cloud.make("dataprotection:BackupVault", vault);
        const update = (inputs: Properties) => cloud.update("dataprotection:BackupVault", made, inputs);
        const locked = but(vault, `${security}.immutabilitySettings.state`, "Locked");

        await expect(update(but(vault, "properties.storageSettings[0].type", "GeoRedundant"))).rejects.toThrow(
            /fixed since its creation: ZoneRedundant/,
        );
        await expect(update(but(vault, `${security}.softDeleteSettings.state`, "On"))).rejects.toThrow(/always on/);
        await update(but(vault, `${security}.immutabilitySettings.state`, "Disabled"));
        await update(locked);
        await expect(update(vault)).rejects.toThrow(/is locked, which cannot be taken back/);
    });

    test("keeps no backup shorter once it is immutable, and knows no mark without a retention", async () => {
        await cloud.make("dataprotection:BackupVault", vault);
        const made = await cloud.make("dataprotection:BackupPolicy", policy);
        const weekly = (duration: string) => but(policy, "properties.policyRules[1]", retention("Weekly", duration));

        await cloud.update("dataprotection:BackupPolicy", made, weekly("P60W"));
        await expect(cloud.update("dataprotection:BackupPolicy", made, weekly("P53W"))).rejects.toThrow(
            /Retention 'Weekly' of policy 'documents' cannot be shortened/,
        );
        const marked = {
            objectType: "AzureBackupRule",
            trigger: { taggingCriteria: [{ tagInfo: { tagName: "Yearly" } }] },
        };
        expect(cloud.reasons("dataprotection:BackupPolicy", but(policy, "properties.policyRules[2]", marked))).toEqual([
            "properties.policyRules: no retention rule is called 'Yearly'",
        ]);
    });

    test("stays where it was for two weeks after its deletion", async () => {
        const made = await cloud.make("dataprotection:BackupVault", vault);
        await cloud.delete(made);
        await expect(cloud.make("dataprotection:BackupVault", vault)).rejects.toMatchObject({ code: "ConflictError" });
    });
});

describe("the backup of an account", () => {
    test("needs the vault's role, replication to Azure Backup's tenant, versions and change feed", async () => {
        const made = await protectable();
        const refused = (code: string) => expect(cloud.make(BACKUP, instance(made))).rejects.toMatchObject({ code });

        await cloud.update("storage:BlobServiceProperties", made.blobs, { ...service, isVersioningEnabled: false });
        await refused("UserErrorRequiredStorageFeaturesDisabled");
        await cloud.update("storage:BlobServiceProperties", made.blobs, service);
        await cloud.update("storage:StorageAccount", made.account, { ...account, allowCrossTenantReplication: false });
        await refused("UserErrorCrossTenantOrsPolicyDisabled");
        await cloud.update("storage:StorageAccount", made.account, account);
        await cloud.delete(made.role);
        await refused("UserErrorMissingRequiredPermissions");
    });

    test("takes containers that are there, at least one and at most a hundred", async () => {
        const made = await protectable();
        const wanted = (count: number) => Array.from({ length: count }, (_, index) => `container-${String(index)}`);

        await expect(cloud.make(BACKUP, instance(made, []))).rejects.toThrow(/No containers of account 'docs'/);
        await expect(cloud.make(BACKUP, instance(made, ["acme", "blue"]))).rejects.toThrow(/has no container blue/);
        await expect(cloud.make(BACKUP, instance(made, wanted(101)))).rejects.toThrow(/101 containers .* 100 can be/);
        for (const name of wanted(100)) await cloud.make("storage:BlobContainer", container(name), name);
        await cloud.make(BACKUP, instance(made, wanted(100)));
    });

    test("is made by one vault, of the account's own region", async () => {
        const made = await protectable();
        await cloud.make(BACKUP, instance(made));
        await expect(
            cloud.make(BACKUP, { ...instance(made), backupInstanceName: "again" }, "again"),
        ).rejects.toMatchObject({ code: "UserErrorDatasourceAlreadyProtected" });

        await cloud.make(
            "dataprotection:BackupVault",
            { ...vault, vaultName: "away", location: "northeurope" },
            "away",
        );
        const rules = await cloud.make("dataprotection:BackupPolicy", { ...policy, vaultName: "away" }, "away");
        await cloud.make("storage:StorageAccount", { ...account, accountName: "other" }, "other");
        const other = {
            ...made,
            policy: rules,
            account: { ...made.account, id: made.account.id.replace(/docs$/, "other") },
        };
        await expect(cloud.make(BACKUP, { ...instance(other), vaultName: "away" }, "away")).rejects.toThrow(
            /Account 'other' lies in westeurope and vault 'away' in northeurope/,
        );
        await expect(
            cloud.make(BACKUP, { ...instance({ ...made, account: other.account }), vaultName: "away" }, "away"),
        ).rejects.toThrow(/Policy 'documents' is not in vault 'away'/);
    });

    test("never turns to another account, and holds its policy and its vault", async () => {
        const made = await protectable();
        const backup = await cloud.make(BACKUP, instance(made));
        await cloud.make("storage:StorageAccount", { ...account, accountName: "other" }, "other");
        const other = { ...made.account, id: made.account.id.replace(/docs$/, "other") };

        await expect(cloud.update(BACKUP, backup, instance({ ...made, account: other }))).rejects.toThrow(
            /protects another account already/,
        );
        await expect(cloud.delete(made.policy)).rejects.toMatchObject({ code: "UserErrorPolicyInUse" });
        await expect(cloud.delete(made.vault)).rejects.toMatchObject({ code: "VaultDeletionNotAllowed" });
    });
});

test("a private endpoint gives blobs their private name", async () => {
    const made = await cloud.make("storage:StorageAccount", account);
    await cloud.make("network:VirtualNetwork", {
        ...regional,
        virtualNetworkName: "vnet",
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    });
    const subnet = await cloud.make("network:Subnet", {
        ...group,
        virtualNetworkName: "vnet",
        subnetName: "endpoints",
        addressPrefix: "10.0.1.0/24",
    });
    const endpoint = await cloud.make("network:PrivateEndpoint", {
        ...regional,
        privateEndpointName: "pe",
        subnet: { id: subnet.id },
        privateLinkServiceConnections: [{ name: "blob", privateLinkServiceId: made.id, groupIds: ["blob"] }],
    });
    expect(endpoint.outputs["customDnsConfigs"]).toEqual([
        expect.objectContaining({ fqdn: "docs.blob.core.windows.net" }),
    ]);
});
