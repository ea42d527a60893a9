import * as pulumi from "@pulumi/pulumi";

/** A resource of any type, without the provider's SDK: policies see types and inputs, never classes. */
export class Declared extends pulumi.CustomResource {
    declare readonly name: pulumi.Output<string>;

    constructor(type: string, name: string, inputs: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        super(type, name, { name: undefined, ...inputs }, opts);
    }
}

/** The smallest program that keeps every promise the pack asserts; tests break one thing of it at a time. */
export function samplePlatform(): void {
    const group = new Declared("azure-native:resources:ResourceGroup", "group", { location: "westeurope" });
    const inGroup = { resourceGroupName: group.name };
    const server = new Declared("azure-native:sql:Server", "server", { ...inGroup, minimalTlsVersion: "1.2" });
    const onServer = { ...inGroup, serverName: server.name };
    const pool = new Declared("azure-native:sql:ElasticPool", "pool", { ...onServer, zoneRedundant: true });
    for (const customer of ["acme", "acme-north"]) {
        const database = new Declared("azure-native:sql:Database", customer, {
            ...onServer,
            databaseName: `db-${customer}`,
            elasticPoolId: pool.id,
            requestedBackupStorageRedundancy: "GeoZone",
            tags: { "oxygis:customer": customer, "oxygis:plan": "paid" },
        });
        new Declared("azure-native:sql:LongTermRetentionPolicy", `${customer}-weekly`, {
            ...onServer,
            databaseName: database.name,
            policyName: "default",
            weeklyRetention: "P53W",
        });
    }
    new Declared("azure-native:sql:Database", "jobs", {
        ...onServer,
        requestedBackupStorageRedundancy: "Zone",
        tags: { "oxygis:purpose": "system" },
    });
    new Declared("azure-native:storage:StorageAccount", "documents", {
        ...inGroup,
        sku: { name: "Standard_GZRS" },
        minimumTlsVersion: "TLS1_2",
        enableHttpsTrafficOnly: true,
    });
    new Declared("azure-native:compute:VirtualMachineScaleSet", "web", {
        ...inGroup,
        zones: ["1", "2", "3"],
        sku: { name: "Standard_D4s_v5", capacity: 3 },
    });
    declareEdge(inGroup);
}

function declareEdge(inGroup: pulumi.Inputs): void {
    const profile = new Declared("azure-native:cdn:Profile", "edge", {
        ...inGroup,
        sku: { name: "Premium_AzureFrontDoor" },
    });
    const inProfile = { ...inGroup, profileName: profile.name };
    const domain = new Declared("azure-native:cdn:AFDCustomDomain", "domain", {
        ...inProfile,
        hostName: "*.eu1.example.com",
        tlsSettings: {
            certificateType: "ManagedCertificate",
            minimumTlsVersion: "TLS12",
            cipherSuiteSetType: "Customized",
            customizedCipherSuiteSet: {
                cipherSuiteSetForTls12: ["ECDHE_RSA_AES256_GCM_SHA384"],
                cipherSuiteSetForTls13: ["TLS_AES_256_GCM_SHA384"],
            },
        },
    });
    new Declared("azure-native:cdn:Route", "route", {
        ...inProfile,
        customDomains: [{ id: domain.id }],
        supportedProtocols: ["Http", "Https"],
        httpsRedirect: "Enabled",
        forwardingProtocol: "HttpsOnly",
        linkToDefaultDomain: "Disabled",
    });
    new Declared("azure-native:cdn:AFDOrigin", "origin", { ...inProfile, enforceCertificateNameCheck: true });
    new Declared("azure-native:cdn:Rule", "maintenance", {
        ...inProfile,
        actions: [
            { name: "UrlRedirect", parameters: { redirectType: "Found", destinationProtocol: "Https" } },
            {
                name: "RouteConfigurationOverride",
                parameters: {
                    originGroupOverride: { forwardingProtocol: "HttpsOnly", originGroup: { id: profile.id } },
                },
            },
        ],
    });
}
