import { policy as live } from "../../policies/rules/recovery/liveStoreNotReplaced";
import { policy } from "../../policies/rules/recovery/storeRecoverable";
import { checkRegistrations } from "../support/policyHarness";
import { type Registration, registration, unknownValue } from "../support/policyMessages";

type Inputs = Record<string, unknown>;
/** A resource whose inputs were made from others. */
const made = (type: string, name: string, inputs: Inputs, from: Record<string, Registration[]> = {}) =>
    registration(type, name, inputs, {
        propertyDependencies: Object.fromEntries(
            Object.entries(from).map(([input, sources]) => [input, sources.map(({ urn }) => urn)]),
        ),
    });
const azure = (type: string) => `azure-native:${type}`;
const lock = (of: Registration) =>
    made(azure("authorization:ManagementLockByScope"), `${of.name}-lock`, {}, { scope: [of] });

const refused = (...names: string[]) =>
    names.map((name) => ({
        policy: policy.name,
        level: "mandatory",
        urn: expect.stringMatching(`::${name}$`) as string,
    }));
const check = (...all: Registration[]) => checkRegistrations([policy], all);

describe("a machine with its disk", () => {
    const disk = made(azure("compute:Disk"), "disk", {});
    const machine = made(azure("compute:VirtualMachine"), "machine", {}, { storageProfile: [disk] });
    const itsPolicy = made(azure("recoveryservices:ProtectionPolicy"), "policy", {});
    const item = (...from: Registration[]) =>
        made(azure("recoveryservices:ProtectedItem"), "item", {}, { properties: from });

    it("is backed up by an item made from it and from a policy", async () => {
        expect(await check(disk, machine, itsPolicy, item(machine, itsPolicy))).toEqual([]);
    });

    it.each([
        ["there is none", []],
        ["its policy is nobody's", [item(machine)]],
        ["it is another machine's", [itsPolicy, item(itsPolicy)]],
    ])("is missed when %s", async (_, others) => {
        expect(await check(disk, machine, ...others)).toMatchObject(refused("machine", "disk"));
    });

    it("is missed when the disk is in no machine", async () => {
        const loose = made(azure("compute:Disk"), "loose", {});
        expect(await check(disk, machine, itsPolicy, item(machine, itsPolicy), loose)).toMatchObject(refused("loose"));
        const blobPolicy = made(azure("dataprotection:BackupPolicy"), "disks", {});
        const own = made(azure("dataprotection:BackupInstance"), "own", {}, { properties: [loose, blobPolicy] });
        expect(await check(loose, blobPolicy, own)).toEqual([]);
    });
});

describe("a store on AWS", () => {
    const database = made("aws:rds/instance:Instance", "database", {});
    const plan = made("aws:backup/plan:Plan", "plan", {});
    const selection = (inputs: Inputs, from: Record<string, Registration[]>) =>
        made("aws:backup/selection:Selection", "selection", inputs, from);

    it("is taken in by a selection made from it, with a plan", async () => {
        expect(await check(database, plan, selection({}, { planId: [plan], resources: [database] }))).toEqual([]);
    });

    it("is missed by selections of tags, without a plan, or with exceptions", async () => {
        expect(await check(database, plan, selection({ selectionTags: [{}] }, { planId: [plan] }))).toMatchObject(
            refused("database"),
        );
        expect(await check(database, selection({}, { resources: [database] }))).toMatchObject(refused("database"));
        const all = { planId: [plan], resources: [database] };
        expect(await check(database, plan, selection({ notResources: ["*"] }, all))).toMatchObject(
            refused("selection"),
        );
    });
});

describe("what a customer has", () => {
    const tags = { "oxygis:customer": "acme", "oxygis:plan": "paid" };
    const database = (inputs: Inputs) =>
        made(azure("sql:Database"), "acme", { tags, location: "westeurope", ...inputs });
    const geo = database({ requestedBackupStorageRedundancy: "GeoZone" });
    const zone = database({ requestedBackupStorageRedundancy: "Zone" });
    const home = database({
        requestedBackupStorageRedundancy: "Zone",
        tags: { ...tags, "oxygis:residency": "home", "oxygis:residency-reason": "a contract" },
    });
    const replica = (location: unknown) =>
        made(
            azure("sql:Database"),
            "replica",
            { tags, location, createMode: "Secondary", requestedBackupStorageRedundancy: "Zone" },
            { sourceDatabaseId: [zone] },
        );

    it("outlives its region by geo-redundancy, by a replica, or need not by the customer's own wish", async () => {
        expect(await check(geo)).toEqual([]);
        expect(await check(zone, replica("germanywestcentral"))).toEqual([]);
        expect(await check(home)).toEqual([]);
    });

    it("is missed when all backups are in one region", async () => {
        for (const redundancy of ["Zone", "Geo", "geozone", null, unknownValue]) {
            expect(await check(database({ requestedBackupStorageRedundancy: redundancy }))).toMatchObject(
                refused("acme"),
            );
        }
        expect(await check(zone, replica("West Europe"))).toMatchObject(refused("replica", "acme"));
        expect(await check(zone, replica(unknownValue))).toMatchObject(refused("replica", "acme"));
    });

    const blobPolicy = made(azure("dataprotection:BackupPolicy"), "blobs", {});
    /** Documents in a region, in a vault or not. */
    const documents = (
        region: string,
        { backedUp = true, account: inputs = {} }: { backedUp?: boolean; account?: Inputs } = {},
    ) => {
        const account = made(azure("storage:StorageAccount"), `account-${region}`, { location: region, ...inputs });
        const container = made(
            azure("storage:BlobContainer"),
            `documents-${region}`,
            { metadata: { customer: "acme" } },
            { accountName: [account] },
        );
        const backup = made(
            azure("dataprotection:BackupInstance"),
            `backup-${region}`,
            {},
            { properties: [container, blobPolicy] },
        );
        const kept = { containerDeleteRetentionPolicy: { enabled: true, days: 30 } };
        const service = made(azure("storage:BlobServiceProperties"), `service-${region}`, kept, {
            accountName: [account],
        });
        return [account, container, service, lock(account), ...(backedUp ? [backup] : [])];
    };

    /** A job that reads and writes all accounts. */
    const copies = (cronExpression: string, triggerType = "Schedule") =>
        made(
            azure("app:Job"),
            "copies",
            { configuration: { triggerType, scheduleTriggerConfig: { cronExpression } } },
            { template: [...documents("westeurope"), ...documents("northeurope")] },
        );
    const often = copies("20 */4 * * *");

    it("are documents in two regions, each in its vault, with a job that copies", async () => {
        const both = [blobPolicy, ...documents("westeurope"), ...documents("northeurope")];
        expect(await check(geo, ...both, often)).toEqual([]);
        const old = refused("account-northeurope", "account-westeurope");
        expect(await check(geo, ...both)).toMatchObject(old);
        for (const seldom of [copies("20 4 * * 0"), copies("20 4 1 * *"), copies("20 4 * * *", "Manual"), copies("")]) {
            expect(await check(geo, ...both, seldom)).toMatchObject(old);
        }
        expect(await check(home, blobPolicy, ...documents("westeurope"))).toEqual([]);
    });

    it("is missed when documents are in one region, or in no vault", async () => {
        expect(await check(geo, blobPolicy, ...documents("westeurope"))).toMatchObject(refused("acme"));
        const unsaved = documents("northeurope", { backedUp: false });
        expect(await check(geo, often, blobPolicy, ...documents("westeurope"), ...unsaved)).toMatchObject(
            refused("documents-northeurope"),
        );
        const withoutPolicy = documents("westeurope").concat(documents("northeurope"));
        expect(await check(geo, often, ...withoutPolicy)).toMatchObject(
            refused("documents-northeurope", "documents-westeurope"),
        );
        // A customer whose containers lost their mark has none at all.
        const others = [...documents("westeurope"), ...documents("northeurope")];
        const nobody = database({
            tags: { ...tags, "oxygis:customer": "globex" },
            requestedBackupStorageRedundancy: "GeoZone",
        });
        expect(await check(nobody, often, blobPolicy, ...others)).toMatchObject(refused("acme"));
    });

    it("is missed when a deleted container would be gone at once", async () => {
        const all = [...documents("westeurope"), blobPolicy];
        const service = ({ name }: Registration) => name === "service-westeurope";
        expect(await check(home, ...all.filter((one) => !service(one)))).toMatchObject(refused("account-westeurope"));
        const forgetful = all.map((one) => (service(one) ? { ...one, inputs: { isVersioningEnabled: true } } : one));
        expect(await check(home, ...forgetful)).toMatchObject(refused("account-westeurope"));
    });

    it("may be without a vault where nothing can be lost for a year", async () => {
        const immutable = { account: { immutableStorageWithVersioning: { enabled: true } }, backedUp: false };
        expect(await check(home, ...documents("westeurope", immutable))).toEqual([]);
        const [account, ...rest] = documents("westeurope", { backedUp: false }) as [Registration, ...Registration[]];
        const keeps = (days: number) => {
            const retention = { enabled: true, days };
            const inputs = { deleteRetentionPolicy: retention, containerDeleteRetentionPolicy: retention };
            return made(azure("storage:BlobServiceProperties"), "blobs", inputs, { accountName: [account] });
        };
        expect(await check(home, account, ...rest, keeps(365))).toEqual([]);
        expect(await check(home, account, ...rest, keeps(364))).toMatchObject(refused("documents-westeurope"));
    });
});

describe("a lock", () => {
    it.each(["sql:Server", "keyvault:Vault", "recoveryservices:Vault", "dataprotection:BackupVault"])(
        "is on every %s",
        async (type) => {
            const store = made(azure(type), "store", {});
            const other = made(azure(type), "other", {});
            expect(await check(store, lock(store))).toEqual([]);
            expect(await check(store, other, lock(other))).toMatchObject(refused("store"));
        },
    );
});

describe("a live database", () => {
    const onlyAtCreation = [
        "createMode",
        "collation",
        "sourceDatabaseId",
        "sourceResourceId",
        "sourceDatabaseDeletionDate",
        "restorePointInTime",
        "recoverableDatabaseId",
        "recoveryServicesRecoveryPointId",
        "restorableDroppedDatabaseId",
        "longTermRetentionBackupResourceId",
    ];
    const tags = { "oxygis:customer": "acme" };
    const judge = (inputs: Inputs, options: Partial<Registration>) =>
        checkRegistrations([live], [registration(azure("sql:Database"), "acme", { tags, ...inputs }, options)]);

    it("cannot be replaced by a change of what Azure takes at creation only", async () => {
        expect(await judge({ createMode: "Default" }, { ignoreChanges: onlyAtCreation })).toEqual([]);
        for (const path of onlyAtCreation) {
            const ignoreChanges = onlyAtCreation.filter((one) => one !== path);
            const [finding] = await judge({}, { ignoreChanges });
            expect(finding).toMatchObject({ policy: live.name, level: "mandatory" });
            expect(finding?.message).toContain(path);
        }
    });

    it("that was made from another keeps how it came about", async () => {
        const restored = { createMode: "PointInTimeRestore", sourceDatabaseId: "id", restorePointInTime: "then" };
        expect(
            await judge(restored, { ignoreChanges: ["createMode", "sourceDatabaseId", "restorePointInTime"] }),
        ).toEqual([]);
        expect(await judge(restored, { ignoreChanges: ["createMode"] })).toHaveLength(1);
        expect(await judge({ createMode: unknownValue }, {})).toHaveLength(1);
    });

    it("is not deleted before its replacement; what holds no customer's data may be", async () => {
        expect(await judge({}, { ignoreChanges: onlyAtCreation, deleteBeforeReplace: true })).toHaveLength(1);
        expect(await judge({}, { ignoreChanges: onlyAtCreation, deleteBeforeReplace: false })).toEqual([]);
        expect(await judge({ tags: { "oxygis:purpose": "system" } }, {})).toEqual([]);
    });
});
