/** azure-native:storage */
import { createHash } from "node:crypto";
import { UNPAIRED_REGIONS } from "../regions";
import { normalLocation } from "../arm";
import { assignedIdentity } from "../identity";
import { CloudError, nameRule, type Facts, type TypeTable } from "../model";
import { isObject, text, type Properties } from "../values";
import { storageBlobs } from "./storageBlobs";
import { checkImmutability, refuseImmutability } from "./storageImmutability";

/** Endpoints of an account; web hosts carry a zone number that depends on the region (6 in West Europe). */
function endpoints(name: string): Properties {
    const host = (service: string) => `https://${name}.${service}.core.windows.net/`;
    return {
        blob: host("blob"),
        dfs: host("dfs"),
        file: host("file"),
        queue: host("queue"),
        table: host("table"),
        web: `https://${name}.z6.web.core.windows.net/`,
    };
}

function blobUrl({ inputs }: Facts): string {
    const account = text(inputs, "accountName") ?? "";
    return `https://${account}.blob.core.windows.net/${text(inputs, "containerName") ?? ""}/${text(inputs, "blobName") ?? ""}`;
}

/** Base64 MD5 of a text asset, as the blob service answers it. */
function contentMd5({ inputs }: Facts): Properties {
    const source = inputs["source"];
    const content = isObject(source) ? source["text"] : undefined;
    if (inputs["contentMd5"] !== undefined || typeof content !== "string") return {};
    return { contentMd5: createHash("md5").update(content).digest("base64") };
}

export const storage: TypeTable = {
    StorageAccount: {
        id: "Microsoft.Storage/storageAccounts/{accountName}",
        apiVersion: "2024-01-01",
        inputs: `accessTier accountName allowBlobPublicAccess allowCrossTenantReplication allowSharedKeyAccess allowedCopyScope
            azureFilesIdentityBasedAuthentication customDomain defaultToOAuthAuthentication dnsEndpointType enableExtendedGroups
            enableHttpsTrafficOnly enableNfsV3 encryption extendedLocation identity immutableStorageWithVersioning isHnsEnabled
            isLocalUserEnabled isSftpEnabled keyPolicy kind largeFileSharesState location minimumTlsVersion networkRuleSet
            publicNetworkAccess resourceGroupName routingPreference sasPolicy sku tags`,
        required: "kind sku",
        name: nameRule(3, 24, /^[a-z0-9]+$/, "3-24 lower-case letters and digits"),
        createOnly: "isHnsEnabled",
        immutable: "dnsEndpointType enableNfsV3",
        location: "region",
        usual: "name type provisioningState",
        values: {
            kind: ["Storage", "StorageV2", "BlobStorage", "FileStorage", "BlockBlobStorage"],
            "sku.name": [
                "Standard_LRS",
                "Standard_GRS",
                "Standard_RAGRS",
                "Standard_ZRS",
                "Premium_LRS",
                "Premium_ZRS",
                "Standard_GZRS",
                "Standard_RAGZRS",
                "StandardV2_LRS",
                "StandardV2_GRS",
                "StandardV2_ZRS",
                "StandardV2_GZRS",
                "PremiumV2_LRS",
                "PremiumV2_ZRS",
            ],
            minimumTlsVersion: ["TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"],
            publicNetworkAccess: ["Enabled", "Disabled", "SecuredByPerimeter"],
            accessTier: ["Hot", "Cool", "Premium", "Cold"],
            "networkRuleSet.defaultAction": ["Allow", "Deny"],
            "immutableStorageWithVersioning.immutabilityPolicy.state": ["Unlocked", "Locked", "Disabled"],
        },
        check: checkImmutability,
        claims: ({ name }) => [
            {
                kind: "storageAccount",
                value: name,
                code: "StorageAccountAlreadyTaken",
                message: `The storage account named ${name} is already taken.`,
            },
        ],
        quotas: ({ inputs }) => {
            const location = normalLocation(text(inputs, "location") ?? "");
            return [{ key: `storageAccounts|${location}`, limit: 250, what: `storage accounts in region ${location}` }];
        },
        refuse: (facts) => {
            const { inputs } = facts;
            refuseImmutability(facts);
            const sku = text(inputs, "sku.name") ?? "";
            const location = normalLocation(text(inputs, "location") ?? "");
            if (/GRS|GZRS/.test(sku) && UNPAIRED_REGIONS.has(location))
                throw new CloudError(
                    "SkuNotAvailable",
                    `The sku ${sku} is not available in ${location}: the region has no pair.`,
                );
        },
        outputs: (facts) => ({
            // What an account gets when the request says nothing (Storage resource provider 2024-01-01).
            accessTier: "Hot",
            enableHttpsTrafficOnly: true,
            minimumTlsVersion: "TLS1_0",
            allowBlobPublicAccess: false,
            ...facts.inputs,
            sku: { ...(isObject(facts.inputs["sku"]) ? facts.inputs["sku"] : {}), tier: skuTier(facts.inputs) },
            ...assignedIdentity(facts),
            creationTime: facts.before?.["creationTime"] ?? facts.now.toISOString(),
            primaryEndpoints: endpoints(facts.name),
            primaryLocation: normalLocation(text(facts.inputs, "location") ?? ""),
            statusOfPrimary: "available",
            privateEndpointConnections: [],
        }),
        seconds: { create: 25, update: 5, delete: 10, source: "assumed" },
    },
    StorageAccountStaticWebsite: {
        id: "Microsoft.Storage/storageAccounts/{accountName}/staticWebsite",
        inputs: "accountName error404Document indexDocument resourceGroupName",
        writeOnly: "accountName",
        usual: "",
        outputs: () => ({ containerName: "$web" }),
        seconds: { create: 3, source: "assumed" },
    },
    Blob: {
        id: "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}/blobs/{blobName}",
        inputs: "accessTier accountName blobName containerName contentMd5 contentType metadata resourceGroupName source type",
        usual: "name",
        createOnly: "type source contentMd5",
        writeOnly: "accountName containerName source",
        values: { type: ["Block", "Append"] },
        outputs: (facts) => ({ metadata: {}, ...facts.inputs, url: blobUrl(facts), ...contentMd5(facts) }),
        seconds: { create: 2, source: "assumed" },
    },
    ...storageBlobs,
};

function skuTier(inputs: Properties): string {
    return (text(inputs, "sku.name") ?? "").startsWith("Premium") ? "Premium" : "Standard";
}
