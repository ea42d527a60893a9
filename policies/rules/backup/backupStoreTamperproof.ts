import { requireAmount } from "../../lib/amount";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

/** Least days a deleted backup can be brought back; also Azure's own least. */
const softDelete = { least: 14, unit: "days" };
const year = { least: 365, unit: "days" };

type Check = (props: PropertyReader, report: Report) => void;

/** Setting by setting what must be written; the SDK's enums also hold lookalikes (`Invalid`, `AlwaysOn` beside `AlwaysON`). */
const settings: Readonly<Record<string, Readonly<Record<string, readonly (string | boolean)[]>>>> = {
    "azure-native:recoveryservices:Vault": {
        "properties.securitySettings.softDeleteSettings.softDeleteState": ["AlwaysON", "Enabled"],
        "properties.securitySettings.immutabilitySettings.state": ["Locked", "Unlocked"],
        // Copies for another region would be geo-redundant ones, at the price of the three datacenters.
        "properties.redundancySettings.crossRegionRestore": ["Disabled"],
        "properties.restoreSettings.crossSubscriptionRestoreSettings.crossSubscriptionRestoreState": [
            "Disabled",
            "PermanentlyDisabled",
        ],
        "properties.publicNetworkAccess": ["Disabled"],
    },
    "azure-native:dataprotection:BackupVault": {
        "properties.securitySettings.softDeleteSettings.state": ["AlwaysOn", "On"],
        "properties.securitySettings.immutabilitySettings.state": ["Locked", "Unlocked"],
        "properties.featureSettings.crossRegionRestoreSettings.state": ["Disabled"],
        "properties.featureSettings.crossSubscriptionRestoreSettings.state": ["Disabled", "PermanentlyDisabled"],
    },
    "azure-native:authorization:ManagementLockByScope": { level: ["CanNotDelete", "ReadOnly"] },
    "azure-native:keyvault:Vault": {
        "properties.enableSoftDelete": [true],
        "properties.enablePurgeProtection": [true],
    },
    "azure-native:appconfiguration:ConfigurationStore": { enablePurgeProtection: [true] },
    "aws:rds/instance:Instance": {
        deletionProtection: [true],
        deleteAutomatedBackups: [false],
        skipFinalSnapshot: [false],
    },
    "aws:rds/cluster:Cluster": {
        deletionProtection: [true],
        deleteAutomatedBackups: [false],
        skipFinalSnapshot: [false],
    },
    "aws:dynamodb/table:Table": { deletionProtectionEnabled: [true] },
    "aws:backup/vault:Vault": { forceDestroy: [false] },
    "aws:s3/bucket:Bucket": { forceDestroy: [false] },
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
        "rule.defaultRetention.mode": ["COMPLIANCE", "GOVERNANCE"],
    },
};

const amounts: Readonly<Record<string, Check>> = {
    "azure-native:recoveryservices:Vault": (props, report) =>
        requireAmount(
            props,
            "properties.securitySettings.softDeleteSettings.softDeleteRetentionPeriodInDays",
            softDelete,
            report,
        ),
    "azure-native:dataprotection:BackupVault": (props, report) =>
        requireAmount(
            props,
            "properties.securitySettings.softDeleteSettings.retentionDurationInDays",
            softDelete,
            report,
        ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": (props, report) =>
        requireAmount(props, "minRetentionDays", year, report),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": (props, report) => {
        const inYears = props.read("rule.defaultRetention.years").state !== "unset";
        requireAmount(
            props,
            `rule.defaultRetention.${inYears ? "years" : "days"}`,
            inYears ? { least: 1, unit: "years" } : year,
            report,
        );
    },
};

export const policy = definePolicy({
    name: "backup-store-tamperproof",
    promise: "BKP-1",
    severity: "high",
    description:
        "Nobody can shorten, delete or carry off backups at once: not by mistake, and not with a stolen account.",
    remedy:
        "Vaults: soft delete AlwaysON (backup vaults: AlwaysOn) for 14 days and more, immutability Locked (Unlocked on trial), restores into other " +
        "regions and subscriptions Disabled, no public address. Key vaults and configuration stores: purge protection. Locks: CanNotDelete. " +
        "AWS: vault lock of 365 days, deletion protection, no forceDestroy, automated backups and a final snapshot kept.",
    url: "https://learn.microsoft.com/azure/backup/security-overview",
    counterparts: [
        "Azure Policy 31b8092a, d6f6f560, 9798d31d, 2514263b, 0b60c0b2",
        "CKV_AZURE_110",
        "AZR-000397",
        "CKV_AWS_139",
        "CKV_AWS_293",
    ],
    types: [...new Set([...Object.keys(settings), ...Object.keys(amounts)])],
    resource: ({ token, props }, report) => {
        for (const [path, allowed] of Object.entries(settings[token] ?? {})) {
            requireOneOf(props, path, allowed, report);
        }
        amounts[token]?.(props, report);
    },
});
