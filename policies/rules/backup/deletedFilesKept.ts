import { requireAmount } from "../../lib/amount";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

/** Days a deleted or overwritten file can be taken back: time to notice a mistake. */
const kept = { least: 7, unit: "days" };

type Check = (props: PropertyReader, report: Report) => void;

const checks: Readonly<Record<string, Check>> = {
    "azure-native:storage:BlobServiceProperties": (props, report) => {
        const retentions = ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"];
        const unset = retentions.filter((path) => props.read(path).state === "unset");
        // What is immutable needs versions only, and where versions are not wanted, deleted and overwritten files are kept themselves.
        if (unset.length === retentions.length) {
            return requireOneOf(props, "isVersioningEnabled", [true], report);
        }
        for (const path of retentions) {
            requireOneOf(props, `${path}.enabled`, [true], report);
            requireAmount(props, `${path}.days`, kept, report);
        }
    },
    "aws:s3/bucketVersioning:BucketVersioning": (props, report) =>
        requireOneOf(props, "versioningConfiguration.status", ["Enabled"], report),
};

export const policy = definePolicy({
    name: "deleted-files-kept",
    promise: "DR-2",
    severity: "high",
    description: "A deleted or overwritten file can be taken back for at least a week, without a restore.",
    remedy:
        "storage.BlobServiceProperties: deleteRetentionPolicy and containerDeleteRetentionPolicy enabled for 7 days and more; in an account with " +
        "an immutability policy isVersioningEnabled: true is enough. AWS: s3.BucketVersioning with the status Enabled.",
    url: "https://learn.microsoft.com/azure/storage/blobs/data-protection-overview",
    counterparts: ["CKV2_AZURE_38", "CKV_AWS_21", "AZR-000198", "AWS-0090"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});
