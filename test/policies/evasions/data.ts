import { registration, unknownValue } from "../../support/policyMessages";
import { type Evasion, families } from "../../support/policyProof";

const databaseType = "azure-native:sql:Database";
const accountType = "azure-native:storage:StorageAccount";
const serverType = "azure-native:sql:Server";
const domainType = "azure-native:cdn:AFDCustomDomain";

const evasion = (policy: string, name: string, type: string, inputs: Record<string, unknown> = {}): Evasion => ({
    name,
    policy,
    registrations: [registration(type, "evasion", inputs)],
});

const goodDomain = {
    minimumTlsVersion: "TLS12",
    cipherSuiteSetType: "Customized",
    customizedCipherSuiteSet: {
        cipherSuiteSetForTls12: ["ECDHE_RSA_AES256_GCM_SHA384"],
        cipherSuiteSetForTls13: ["TLS_AES_256_GCM_SHA384"],
    },
};
const ciphers = (tls12: unknown) => ({
    tlsSettings: {
        ...goodDomain,
        customizedCipherSuiteSet: { ...goodDomain.customizedCipherSuiteSet, cipherSuiteSetForTls12: tls12 },
    },
});

export const evasions: Evasion[] = [
    ...families(databaseType).map((token) =>
        evasion("backup-in-three-datacenters", `copies in one datacenter under ${token}`, token, {
            requestedBackupStorageRedundancy: "Geo",
        }),
    ),
    ...families(serverType).map((token) =>
        evasion("data-plane-tls-12", `an old TLS under ${token}`, token, { minimalTlsVersion: "1.0" }),
    ),
    ...families(accountType).map((token) =>
        evasion("data-plane-tls-12", `HTTP under ${token}`, token, {
            minimumTlsVersion: "TLS1_2",
            enableHttpsTrafficOnly: false,
        }),
    ),
    ...families(databaseType).map((token) =>
        evasion("database-weekly-backups-kept-a-year", `no retention for ${token}`, token, {
            databaseName: "db",
            tags: { "oxygis:customer": "acme" },
        }),
    ),
    ...families("azure-native:sql:BackupLongTermRetentionPolicy").map((token) =>
        evasion("database-weekly-backups-kept-a-year", `a short retention under the old name ${token}`, token, {
            policyName: "default",
            weeklyRetention: "P52W",
        }),
    ),
    ...families(databaseType).map((token) =>
        evasion("database-one-per-customer", `a database of nobody under ${token}`, token, {}),
    ),
    evasion(
        "edge-tls-256-bit",
        "a weak suite after the good one",
        domainType,
        ciphers(["ECDHE_RSA_AES256_GCM_SHA384", "ECDHE_RSA_AES128_GCM_SHA256"]),
    ),
    evasion(
        "edge-tls-256-bit",
        "an unknown suite after the good one",
        domainType,
        ciphers(["ECDHE_RSA_AES256_GCM_SHA384", unknownValue]),
    ),
    ...["minimumTlsVersion", "cipherSuiteSetType"].map((property) =>
        evasion("edge-tls-256-bit", `a lookalike ${property}`, domainType, {
            tlsSettings: { ...goodDomain, [property]: property === "minimumTlsVersion" ? "TLS1_2" : "customized" },
        }),
    ),
    // Lookalike values: another letter case, a number, a longer text, a letter of another alphabet.
    ...["GEOZONE", "geoZone", "Zone ", "Zоne", ["Zone"], { value: "Zone" }].map((value) =>
        evasion("backup-in-three-datacenters", `${JSON.stringify(value)} for a redundancy`, databaseType, {
            requestedBackupStorageRedundancy: value,
        }),
    ),
    ...[1.2, "1.20", "TLS1_2", "1.2,1.0", "None"].map((value) =>
        evasion("data-plane-tls-12", `${JSON.stringify(value)} for a TLS version`, serverType, {
            minimalTlsVersion: value,
        }),
    ),
    {
        name: "one good and one bad store in a list",
        policy: "backup-in-three-datacenters",
        registrations: [
            registration("azure-native:dataprotection:BackupVault", "vault", {
                properties: { storageSettings: [{ type: "ZoneRedundant" }, { type: "LocallyRedundant" }] },
            }),
        ],
    },
    ...["*", "sku", "sku.name", 'sku["name"]', "minimumTlsVersion", "enableHttpsTrafficOnly"].map((path): Evasion => ({
        name: `${path} under ignoreChanges`,
        policy: "promise-not-ignored",
        registrations: [
            registration(
                accountType,
                "evasion",
                { sku: { name: "Standard_ZRS" }, minimumTlsVersion: "TLS1_2", enableHttpsTrafficOnly: true },
                { ignoreChanges: [path] },
            ),
        ],
    })),
    ...families(accountType).map((token): Evasion => ({
        name: `an account under ${token} that may be deleted`,
        policy: "store-protected",
        registrations: [registration(token, "evasion", {})],
    })),
];
