import type { OxygisPolicy } from "../../policies/lib/policy";
import { policy as threeDatacenters } from "../../policies/rules/backup/threeDatacenters";
import { policy as weeklyBackups } from "../../policies/rules/backup/weeklyBackupsKeptAYear";
import { policy as dataPlaneTls } from "../../policies/rules/communication/dataPlaneTls";
import { policy as edgeTls } from "../../policies/rules/communication/edgeTls";
import { policy as databasePerCustomer } from "../../policies/rules/isolation/databasePerCustomer";
import { captureProgram, checkRegistrations, type Mode, modes } from "../support/policyHarness";
import { type Registration, unknownValue } from "../support/policyMessages";
import { change } from "../support/policyMutations";
import { Declared, samplePlatform } from "../support/policySample";

/** A property that must be one of a few literals. */
interface LiteralCase {
    /** Name of the resource in the program. */
    readonly resource: string;
    /** Path of the property, list positions included: `storageSettings[0].type`. */
    readonly path: string;
    /** At least one. */
    readonly good: readonly unknown[];
    /** Values somebody might write instead. */
    readonly bad: readonly unknown[];
}

type Program = () => unknown;

/**
 * Tests a literal property of a policy in both modes: good values pass; a bad one, none, null, empty, of another case or
 * type, and at preview unknown, gives a mandatory finding on that resource.
 */
function testLiterals(policy: OxygisPolicy, program: Program, cases: readonly LiteralCase[]): void {
    describe.each(modes)(`${policy.name} at %s`, (mode) => {
        let sample: Registration[];
        beforeAll(async () => {
            sample = (await captureProgram(program, mode)).registrations;
        });

        it("accepts the sample", async () => {
            expect(await checkRegistrations([policy], sample)).toEqual([]);
        });

        for (const { resource, path, good, bad } of cases) {
            const judge = (value: unknown) => checkRegistrations([policy], change(sample, resource, path, value));

            it.each(good.map((value) => [label(value), value]))(
                `accepts ${resource} with ${path} %s`,
                async (_, value) => {
                    expect(await judge(value)).toEqual([]);
                },
            );

            it.each([...badForms(good, mode), ...bad].map((value) => [label(value), value]))(
                `refuses ${resource} with ${path} %s`,
                async (_, value) => {
                    const findings = await judge(value);
                    expect(findings.length).toBeGreaterThan(0);
                    expect(findings).toEqual(
                        findings.map(() => ({
                            policy: policy.name,
                            level: "mandatory",
                            urn: expect.stringMatching(`::${resource}$`) as string,
                            message: expect.stringContaining(path.replace(/\[\d+\]$/, "")) as string,
                        })),
                    );
                },
            );
        }
    });
}

function badForms([first]: readonly unknown[], mode: Mode): unknown[] {
    return [
        undefined,
        null,
        "",
        42,
        { value: first },
        ...(Array.isArray(first) ? [[], [...(first as unknown[]), "other"]] : [[first]]),
        ...(typeof first === "boolean" ? [String(first), !first] : [true]),
        ...(typeof first === "string"
            ? [first.toLowerCase(), first.toUpperCase()].filter((text) => text !== first)
            : []),
        ...(mode === "preview" ? [unknownValue] : []),
    ];
}

function label(value: unknown): string {
    return value === undefined ? "unset" : value === unknownValue ? "unknown" : JSON.stringify(value);
}

const zonalSkus = [
    "Standard_ZRS",
    "Standard_GZRS",
    "Standard_RAGZRS",
    "StandardV2_ZRS",
    "StandardV2_GZRS",
    "Premium_ZRS",
];

function sampleWithVaults(): void {
    samplePlatform();
    new Declared("azure-native:sql:ManagedInstance", "instance", { requestedBackupStorageRedundancy: "Zone" });
    new Declared("azure-native:recoveryservices:Vault", "machines", {
        properties: { redundancySettings: { standardTierStorageRedundancy: "ZoneRedundant" } },
    });
    new Declared("azure-native:dataprotection:BackupVault", "blobs", {
        properties: {
            storageSettings: [
                { datastoreType: "VaultStore", type: "ZoneRedundant" },
                { datastoreType: "OperationalStore", type: "ZoneRedundant" },
            ],
        },
    });
    new Declared("azure-native:storage/v20230101:StorageAccount", "pinned", { sku: { name: "Standard_ZRS" } });
    new Declared("azure-native_sql_v20240501preview:sql:Database", "local", {
        requestedBackupStorageRedundancy: "GeoZone",
    });
}

testLiterals(threeDatacenters, sampleWithVaults, [
    {
        resource: "acme",
        path: "requestedBackupStorageRedundancy",
        good: ["Zone", "GeoZone"],
        bad: ["Geo", "Local", "geoZone", "GeoZone "],
    },
    { resource: "local", path: "requestedBackupStorageRedundancy", good: ["GeoZone"], bad: ["Geo"] },
    { resource: "instance", path: "requestedBackupStorageRedundancy", good: ["GeoZone"], bad: ["Geo"] },
    {
        resource: "documents",
        path: "sku.name",
        good: zonalSkus,
        bad: ["Standard_LRS", "Standard_GRS", "Standard_RAGRS", "Premium_LRS", "zrs", "Standard_ZRS,Standard_LRS"],
    },
    { resource: "pinned", path: "sku.name", good: ["Standard_ZRS"], bad: ["Standard_GRS"] },
    {
        resource: "machines",
        path: "properties.redundancySettings.standardTierStorageRedundancy",
        good: ["ZoneRedundant"],
        bad: ["GeoRedundant", "LocallyRedundant", "Invalid"],
    },
    {
        resource: "blobs",
        path: "properties.storageSettings[1].type",
        good: ["ZoneRedundant"],
        bad: ["GeoRedundant", "LocallyRedundant"],
    },
    {
        resource: "blobs",
        path: "properties.storageSettings",
        good: [[{ type: "ZoneRedundant" }]],
        bad: [["ZoneRedundant"]],
    },
]);

testLiterals(weeklyBackups, samplePlatform, [
    {
        resource: "acme-weekly",
        path: "weeklyRetention",
        good: ["P53W", "P1Y", "P12M", "P365D", "P10Y"],
        bad: ["P52W", "P364D", "P11M", "PT0S", "P0D", "P", "PT9999H", "53W", "P53W ", "P-53W", "P53.5W", "P1YT", 371],
    },
    { resource: "acme-weekly", path: "policyName", good: ["default"], bad: ["weekly"] },
]);

testLiterals(databasePerCustomer, samplePlatform, [
    {
        resource: "acme",
        path: "tags.oxygis:customer",
        good: ["acme", "a1-b2-c3"],
        bad: ["Acme", "acme_north", "-acme", "acme-", "a--b", "acme,globex", ["acme", "globex"]],
    },
    { resource: "jobs", path: "tags.oxygis:purpose", good: ["system"], bad: ["restore", "System "] },
]);

function sampleWithVersions(): void {
    samplePlatform();
    new Declared("azure-native:sql:ManagedInstance", "instance", { minimalTlsVersion: "1.2" });
    new Declared("azure-native:sql/v20230801:Server", "pinned", { minimalTlsVersion: "1.2" });
    new Declared("azure-native_storage_v20240101:storage:StorageAccount", "local", {
        minimumTlsVersion: "TLS1_2",
        enableHttpsTrafficOnly: true,
    });
}

testLiterals(dataPlaneTls, sampleWithVersions, [
    { resource: "server", path: "minimalTlsVersion", good: ["1.2", "1.3"], bad: ["None", "1.0", "1.1", 1.2, "1.20"] },
    { resource: "instance", path: "minimalTlsVersion", good: ["1.2", "1.3"], bad: ["None", "1.1"] },
    { resource: "pinned", path: "minimalTlsVersion", good: ["1.2"], bad: ["1.0"] },
    { resource: "documents", path: "minimumTlsVersion", good: ["TLS1_2"], bad: ["TLS1_0", "TLS1_1", "1.2", "TLS12"] },
    { resource: "documents", path: "enableHttpsTrafficOnly", good: [true], bad: [1] },
    { resource: "local", path: "minimumTlsVersion", good: ["TLS1_2"], bad: ["TLS1_1"] },
]);

const suites = "tlsSettings.customizedCipherSuiteSet";
const suite12 = "ECDHE_RSA_AES256_GCM_SHA384";
const suite13 = "TLS_AES_256_GCM_SHA384";

testLiterals(edgeTls, samplePlatform, [
    { resource: "domain", path: "tlsSettings.minimumTlsVersion", good: ["TLS12", "TLS13"], bad: ["TLS10", "1.2"] },
    {
        resource: "domain",
        path: "tlsSettings.cipherSuiteSetType",
        good: ["Customized"],
        bad: ["TLS12_2022", "TLS12_2023", "TLS10_2019"],
    },
    {
        resource: "domain",
        path: `${suites}.cipherSuiteSetForTls12`,
        good: [[suite12]],
        bad: [
            ["ECDHE_RSA_AES128_GCM_SHA256"],
            [suite12, "ECDHE_RSA_AES128_GCM_SHA256"],
            [suite12, "ECDHE_RSA_AES256_SHA384"],
            ["DHE_RSA_AES256_GCM_SHA384"],
            [suite13],
            [suite12, null],
            suite12,
        ],
    },
    {
        resource: "domain",
        path: `${suites}.cipherSuiteSetForTls13`,
        good: [[suite13]],
        bad: [["TLS_AES_128_GCM_SHA256"], [suite13, "TLS_AES_128_GCM_SHA256"], [suite12]],
    },
    { resource: "domain", path: `${suites}.cipherSuiteSetForTls12[0]`, good: [suite12], bad: [] },
    { resource: "origin", path: "enforceCertificateNameCheck", good: [true], bad: [] },
    { resource: "route", path: "httpsRedirect", good: ["Enabled"], bad: ["Disabled"] },
    { resource: "route", path: "forwardingProtocol", good: ["HttpsOnly"], bad: ["HttpOnly", "MatchRequest"] },
    { resource: "route", path: "linkToDefaultDomain", good: ["Disabled"], bad: ["Enabled"] },
    { resource: "route", path: "supportedProtocols", good: [["Http", "Https"], ["Https"]], bad: [["Https", "Ftp"]] },
    {
        resource: "edge",
        path: "sku.name",
        good: ["Premium_AzureFrontDoor", "Standard_AzureFrontDoor"],
        bad: ["Standard_Microsoft", "Premium_Verizon", "Standard_Akamai"],
    },
]);
