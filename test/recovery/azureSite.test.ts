import { cellNames, globalNames } from "../../infra/model/naming";
import { isoTime } from "../../recovery/time";
import { FakeAz, subscription } from "./fakeAz";

const names = cellNames({ cell: "eu1", domain: "oxygis-cloud.example", region: "westeurope" });
const group = `/subscriptions/${subscription}/resourceGroups/${names.resourceGroups.data}`;
const server = `${group}/providers/Microsoft.Sql/servers/${names.sqlServer}`;
const state = (database: string, availabilityState: string) => ({
    id: `${server}/databases/${database}/providers/Microsoft.ResourceHealth/availabilityStatuses/current`,
    properties: { availabilityState },
});
const issue = (service: string, region: string, status = "Active") => ({
    properties: {
        ...{ eventType: "ServiceIssue", status, impactStartTime: "2026-11-23T01:20:00.0000000Z" },
        impact: [{ impactedService: service, impactedRegions: [{ impactedRegion: region }] }],
    },
});
const gone = { stderr: 'ERROR: Service Unavailable({"error":{"code":"ServiceUnavailable"}})' };
const nowhere = { stderr: 'ERROR: Not Found({"error":{"code":"ResourceGroupNotFound","message":"..."}})' };

describe("a site on Azure", () => {
    let az: FakeAz;
    beforeEach(() => {
        az = new FakeAz();
    });
    afterEach(() => az.remove());

    describe("says whether a region serves", () => {
        const quiet = () =>
            az
                .on(["Microsoft.Sql/locations/westeurope/usages"], { json: { value: [] } })
                .on(["availabilityStatuses"], {
                    json: { value: [state("db-a", "Available"), state("db-b", "Unknown")] },
                })
                .on(["ResourceHealth/events"], { json: { value: [issue("SQL Database", "West Europe", "Resolved")] } });

        it("both, on a quiet day", async () => {
            quiet();
            expect(await (await az.site()).health("westeurope")).toEqual({ control: true, data: true });
        });

        it("neither, where Azure SQL there does not answer and most databases are out of reach", async () => {
            quiet()
                .on(["Microsoft.Sql/locations/westeurope/usages"], gone)
                .on(["availabilityStatuses"], {
                    json: { value: [state("db-a", "Unavailable"), state("db-b", "Available")] },
                });
            expect(await (await az.site()).health("westeurope")).toEqual({ control: false, data: false });
        });

        it("takes what nobody knows for lost while Azure SQL has an issue in that region, and in no other", async () => {
            const unknown = { json: { value: [state("db-a", "Unknown"), state("db-b", "Unknown")] } };
            quiet().on(["availabilityStatuses"], unknown);
            const site = await az.site();
            expect((await site.health("westeurope")).data).toBe(true);
            az.on(["ResourceHealth/events"], { json: { value: [issue("SQL Database", "North Europe")] } });
            expect((await site.health("westeurope")).data).toBe(true);
            az.on(["ResourceHealth/events"], { json: { value: [issue("SQL Database", "West Europe")] } });
            expect((await site.health("westeurope")).data).toBe(false);
        });

        it("and since when it does not, as Azure dates its trouble", async () => {
            quiet();
            const site = await az.site();
            expect(await site.lostSince("westeurope")).toBeUndefined();
            az.on(["ResourceHealth/events"], { json: { value: [issue("SQL Database", "West Europe")] } });
            expect(await site.lostSince("westeurope")).toBe("2026-11-23T01:20:00.000Z");
        });

        it("by Azure SQL alone, where the cell has nothing", async () => {
            quiet().on(["availabilityStatuses"], nowhere);
            const site = await az.site();
            expect((await site.health("westeurope")).data).toBe(true);
            az.on(["ResourceHealth/events"], { json: { value: [issue("SQL Database", "West Europe")] } });
            expect((await site.health("westeurope")).data).toBe(false);
        });

        it("and does not take a missing right for an outage", async () => {
            quiet().on(["Microsoft.Sql/locations/westeurope/usages"], {
                stderr: 'ERROR: Forbidden({"error":{"code":"AuthorizationFailed","message":"The client \'x\' does not have authorization"}})',
            });
            await expect((await az.site()).health("westeurope")).rejects.toThrow(/Is your elevation active\?/);
        });
    });

    describe("lists what can be restored", () => {
        const weekly = (database: string, backupTime: string, redundancy: string, deleted?: string) => ({
            id: `${group}/providers/Microsoft.Sql/locations/westeurope/longTermRetentionServers/${names.sqlServer}/longTermRetentionDatabases/${database}/longTermRetentionBackups/5555;1316`,
            properties: {
                ...{ databaseName: database, backupTime, backupStorageRedundancy: redundancy },
                databaseDeletionTime: deleted ?? null,
            },
        });
        const remembered = (name: string, customer: string) => ({
            id: `${server.toLowerCase()}/databases/${name}`,
            name,
            tags: { "oxygis:customer": customer, "oxygis:plan": "paid" },
            created: "2026-02-01T08:00:00Z",
            maxSizeBytes: 5 * 1024 ** 3,
            redundancy: "GeoZone",
        });
        const lost = () =>
            az
                .on(["availabilityStatuses"], { json: { value: [state("db-amber-otter", "Unavailable")] } })
                .on(["ResourceHealth/events"], { json: { value: [] } })
                .on(["locations/westeurope/usages"], gone)
                .on(
                    ["Microsoft.ResourceGraph"],
                    { json: { data: [remembered("db-amber-otter", "amber-otter")], $skipToken: "more" } },
                    { json: { data: [remembered("db-blue-heron", "blue-heron")] } },
                )
                .on(["Microsoft.Insights/metrics"], {
                    json: {
                        value: [
                            {
                                timeseries: [
                                    {
                                        metadatavalues: [{ value: `${server.toLowerCase()}/databases/db-amber-otter` }],
                                        data: [{ maximum: 1024 ** 3 }, { maximum: 1.5 * 1024 ** 3 }, {}],
                                    },
                                ],
                            },
                        ],
                    },
                })
                .on(["recoverableDatabases"], {
                    json: {
                        value: [
                            {
                                id: `${server}/recoverableDatabases/db-amber-otter`,
                                name: "db-amber-otter",
                                properties: {
                                    lastAvailableBackupDate: "2026-11-23T01:06:29.78Z",
                                    elasticPoolName: null,
                                },
                            },
                        ],
                    },
                })
                .on(["longTermRetentionBackups"], {
                    json: {
                        value: [
                            weekly("db-amber-otter", "2026-11-21T00:00:00Z", "GeoZone"),
                            weekly("db-blue-heron", "2026-11-21T00:00:00Z", "Zone"),
                            weekly("db-gone-goose", "2026-10-03T00:00:00Z", "GeoZone", "2026-10-05T12:00:00Z"),
                        ],
                    },
                })
                .on(["restorableDroppedDatabases"], gone);

        it("from Resource Graph, the geo-replicated and the weekly backups, and metrics", async () => {
            lost();
            const databases = await (await az.site()).backups("westeurope");
            expect(databases.map(({ name, usedGiB, redundancy }) => [name, usedGiB, redundancy])).toEqual([
                ["db-amber-otter", 1.5, "GeoZone"],
                ["db-blue-heron", 5, "GeoZone"],
                ["db-gone-goose", 0, "Zone"],
            ]);
            const [otter, heron, goose] = databases;
            expect(otter).toMatchObject({
                databaseId: `${server}/databases/db-amber-otter`,
                serverId: server,
                region: "westeurope",
                tags: { "oxygis:customer": "amber-otter", "oxygis:plan": "paid" },
                paths: [
                    {
                        path: "geo",
                        source: `${server}/recoverableDatabases/db-amber-otter`,
                        target: "anywhere",
                        reachable: true,
                    },
                    { path: "weekly", target: "anywhere", reachable: true },
                ],
            });
            expect(isoTime(otter!.newest.replicated!)).toBe("2026-11-23T01:06:30Z");
            expect(isoTime(otter!.createdAt)).toBe("2026-02-01T08:00:00Z");
            // Zone-redundant backups lie in the lost region.
            expect(heron!.paths.map(({ path, reachable }) => [path, reachable])).toEqual([["weekly", false]]);
            expect([goose!.tags, isoTime(goose!.deletedAt!)]).toEqual([
                { "oxygis:customer": "gone-goose" },
                "2026-10-05T12:00:00Z",
            ]);
            expect(az.notes).toEqual([]);
        });

        it("by what the backup watch saw, where Azure SQL of the lost region lists nothing", async () => {
            const { workspace } = globalNames({ domain: "oxygis-cloud.example", region: "swedencentral" });
            lost()
                .on(["recoverableDatabases"], gone)
                .on(["longTermRetentionBackups"], gone)
                .on(["Microsoft.Insights/metrics"], gone)
                .on([`workspaces/${workspace}?`], { json: { properties: { customerId: "guid-of-workspace" } } })
                .on(["api.loganalytics.io/v1/workspaces/guid-of-workspace/query", "BackupAge_CL"], {
                    json: {
                        tables: [
                            {
                                columns: [{ name: "Database" }, { name: "FinishedAt" }],
                                rows: [["db-amber-otter", "2026-11-23T00:10:00Z"]],
                            },
                        ],
                    },
                });
            const [otter, heron] = await (await az.site()).backups("westeurope");
            expect(otter!.paths).toMatchObject([
                { path: "geo", source: `${server}/recoverableDatabases/db-amber-otter`, reachable: true },
            ]);
            expect(isoTime(otter!.newest.replicated!)).toBe("2026-11-23T00:10:00Z");
            expect([otter!.usedGiB, heron!.paths]).toEqual([5, []]);
            expect(az.notes).toEqual([
                expect.stringMatching(/backup watch saw/),
                expect.stringMatching(/weekly backups/),
                expect.stringMatching(/may grow to/),
            ]);
        });

        it("and says so where nobody knows anything", async () => {
            lost()
                .on(["recoverableDatabases"], gone)
                .on(["longTermRetentionBackups"], gone)
                .on(["OperationalInsights/workspaces"], gone);
            await expect((await az.site()).backups("westeurope")).rejects.toThrow(
                /^Neither Azure SQL nor the backup watch/,
            );
        });
    });

    describe("says what a region can take", () => {
        const usage = (name: string, currentValue: number, limit: number) => ({
            name,
            properties: { displayName: `${name} of North Europe`, currentValue, limit, unit: "Count" },
        });
        const pools = (zoneRedundant: boolean) => [
            {
                name: "12.0",
                supportedElasticPoolEditions: [{ name: "GeneralPurpose", status: "Available", zoneRedundant }],
            },
        ];
        const size = (restrictions: unknown[] = []) => ({
            ...{ resourceType: "virtualMachines", name: "Standard_D2s_v5", family: "standardDSv5Family" },
            locationInfo: [{ location: "northeurope", zones: ["1", "2", "3"] }],
            restrictions,
        });
        const vault = {
            name: "kv-eu1-neu-abcdef",
            properties: { vaultId: "/subscriptions/s/vaults/kv", scheduledPurgeDate: "2026-12-14T00:00:00Z" },
        };
        const ample = () =>
            az
                .on(["locations/northeurope/usages", "Microsoft.Sql"], {
                    json: {
                        value: [
                            usage("ServerQuota", 1, 20),
                            usage("RegionalVCoreQuotaForSQLDBAndDW", 10, 540),
                            usage("SubscriptionFreeDatabaseCount", 0, 1),
                        ],
                    },
                })
                .on(["locations/northeurope/capabilities"], {
                    json: { name: "North Europe", status: "Available", supportedServerVersions: pools(true) },
                })
                .on(["Microsoft.Compute/locations/northeurope/usages"], {
                    json: {
                        value: [
                            {
                                name: { value: "cores", localizedValue: "Total Regional vCPUs" },
                                currentValue: 4,
                                limit: 100,
                            },
                            {
                                name: { value: "standardDSv5Family", localizedValue: "DSv5" },
                                currentValue: 4,
                                limit: 50,
                            },
                            { name: { value: "standardAFamily", localizedValue: "A" }, currentValue: 0, limit: 10 },
                        ],
                    },
                })
                .on(["Microsoft.Compute/skus"], { json: { value: [size()] } })
                .on([`${subscription}/locations?`], {
                    json: {
                        value: [
                            {
                                name: "northeurope",
                                availabilityZoneMappings: ["1", "2", "3"].map((logicalZone) => ({ logicalZone })),
                            },
                        ],
                    },
                })
                .on(["deletedVaults"], { json: { value: [vault] } })
                .on(["deletedConfigurationStores"], { json: { value: [] } });

        it("in quotas, zones and held names", async () => {
            ample();
            const capacity = await (await az.site()).capacity("northeurope");
            expect(capacity).toMatchObject({ region: "northeurope", zones: 3 });
            expect(capacity.quotas.map(({ key, limit, used }) => [key, limit, used])).toEqual([
                ["sqlServers|northeurope", 20, 1],
                ["vCores|northeurope", 540, 10],
                ["machineCores|northeurope", 100, 4],
                ["machineCores.standardDSv5Family|northeurope", 50, 4],
            ]);
            expect(capacity.heldNames.map(({ kind, name, until }) => [kind, name, isoTime(until)])).toEqual([
                ["keyVault", "kv-eu1-neu-abcdef", "2026-12-14T00:00:00Z"],
            ]);
        });

        it.each([
            [
                "a zone is closed to the subscription",
                2,
                [size([{ type: "Zone", restrictionInfo: { zones: ["3"] } }])],
                true,
            ],
            ["the size is not sold there", 0, [size([{ type: "Location" }])], true],
            ["the size is not known there", 0, [], true],
            ["pools are not zone-redundant there", 0, [size()], false],
        ])("without the zones where %s", async (_, zones, sizes, zoned) => {
            ample()
                .on(["Microsoft.Compute/skus"], { json: { value: sizes } })
                .on(["locations/northeurope/capabilities"], {
                    json: { status: "Available", supportedServerVersions: pools(zoned) },
                });
            expect((await (await az.site()).capacity("northeurope")).zones).toBe(zones);
        });

        it("and that Azure SQL is closed there", async () => {
            ample().on(["locations/northeurope/capabilities"], {
                json: { status: "Disabled", reason: "ProvisioningDisabled", supportedServerVersions: pools(true) },
            });
            const [servers] = (await (await az.site()).capacity("northeurope")).quotas;
            expect(servers).toMatchObject({
                limit: 1,
                used: 1,
                what: expect.stringContaining("ProvisioningDisabled") as string,
            });
        });
    });
});
