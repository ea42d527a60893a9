import { givesReason } from "../../lib/accountExceptions";
import { requireOneOf } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";
import { requireSettings } from "../../lib/requirements";
import { requireEmpty } from "../../lib/requirement";

/** What an account may have for a recorded reason, and what is required without one. Whether the reason holds is judged for the stack. */
const exceptions = [
    {
        path: "publicNetworkAccess",
        usual: ["Disabled", "SecuredByPerimeter"],
        other: "Enabled",
        reason: "public-network",
    },
    { path: "allowSharedKeyAccess", usual: [false], other: true, reason: "shared-key" },
    { path: "allowCrossTenantReplication", usual: [false], other: true, reason: "cross-tenant-replication" },
] as const;

const settings = requireSettings({
    "azure-native:storage:StorageAccount": [
        { path: "allowBlobPublicAccess", allowed: [false] },
        { path: "defaultToOAuthAuthentication", allowed: [true] },
        { path: "isLocalUserEnabled", allowed: [false] },
        { path: "isSftpEnabled", allowed: [false] },
    ],
    "azure-native:storage:BlobContainer": [{ path: "publicAccess", allowed: ["None"] }],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": awsBlock(),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": awsBlock(),
    "aws:s3/bucketAcl:BucketAcl": [{ path: "acl", allowed: ["private", "log-delivery-write"] }],
    "aws:s3/bucket:Bucket": [{ path: "acl", allowed: ["private"], mayBeUnset: true }],
});

function awsBlock() {
    return ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map((path) => ({
        path,
        allowed: [true],
    }));
}

export const policy = definePolicy({
    name: "storage-not-public",
    promise: "SW-9",
    severity: "critical",
    description:
        "No file is read without a link signed for one person: no public access, shared keys, local users or foreign tenants.",
    remedy:
        "Storage accounts: allowBlobPublicAccess, allowSharedKeyAccess, allowCrossTenantReplication, isLocalUserEnabled and isSftpEnabled " +
        "false, defaultToOAuthAuthentication true, publicNetworkAccess Disabled, no ipRules; containers: publicAccess None. A reviewed exception " +
        "carries its reason as a tag. Buckets: a public access block with all four settings true.",
    url: "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent",
    counterparts: [
        "Azure Policy 4fa4b6c0, 34c877ad, 8c6a50c6, 92a89a79",
        "CKV_AZURE_34/59/190",
        "CKV2_AZURE_33/38/40/41/47",
        "CKV_AWS_53/54/55/56",
        "AZR-000202",
    ],
    types: settings.types,
    resource: (resource, report) => {
        settings.resource(resource, report);
        const { token, props } = resource;
        if (token === "azure-native:storage:StorageAccount") {
            for (const { path, usual, other, reason } of exceptions) {
                requireOneOf(props, path, givesReason(props, reason) ? [...usual, other] : usual, report);
            }
            for (const list of ["ipRules", "virtualNetworkRules", "resourceAccessRules"]) {
                requireEmpty(props, `networkRuleSet.${list}`, "it lets somebody in past the private endpoint.", report);
            }
        }
    },
});
