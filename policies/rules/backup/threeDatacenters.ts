import { requireEachOneOf, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

/** The redundancies that keep at least three copies in three datacenters (zones) of the primary region. */
const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    // Unset means Geo: three copies in one datacenter, and three in one datacenter far away.
    "azure-native:sql:Database": (props, report) =>
        requireOneOf(props, "requestedBackupStorageRedundancy", ["Zone", "GeoZone"], report),
    "azure-native:sql:ManagedInstance": (props, report) =>
        requireOneOf(props, "requestedBackupStorageRedundancy", ["Zone", "GeoZone"], report),
    "azure-native:storage:StorageAccount": (props, report) =>
        requireOneOf(
            props,
            "sku.name",
            [
                "Standard_ZRS",
                "Standard_GZRS",
                "Standard_RAGZRS",
                "StandardV2_ZRS",
                "StandardV2_GZRS",
                "Premium_ZRS",
                "PremiumV2_ZRS",
            ],
            report,
        ),
    // Vaults know no GeoZone: GeoRedundant silently gives up the zones.
    "azure-native:recoveryservices:Vault": (props, report) =>
        requireOneOf(props, "properties.redundancySettings.standardTierStorageRedundancy", ["ZoneRedundant"], report),
    "azure-native:dataprotection:BackupVault": (props, report) =>
        requireEachOneOf(props, "properties.storageSettings[].type", ["ZoneRedundant"], report),
    // AWS spreads files and objects over three zones by itself, except where a single one is asked for.
    "aws:efs/fileSystem:FileSystem": (props, report) => {
        if (props.read("availabilityZoneName").state !== "unset") {
            report("availabilityZoneName keeps all copies in one datacenter: remove it.");
        }
    },
    "aws:s3/directoryBucket:DirectoryBucket": (_, report) =>
        report("A directory bucket lies in one datacenter: use s3.Bucket."),
};

export const policy = definePolicy({
    name: "backup-in-three-datacenters",
    promise: "BKP-3",
    severity: "critical",
    description: "Backups and stores lie in at least three datacenters (availability zones) of their region.",
    remedy:
        "Databases: requestedBackupStorageRedundancy GeoZone, or Zone where no copy may leave the region. Storage accounts: a " +
        "*_ZRS, *_GZRS or *_RAGZRS SKU. Vaults: ZoneRedundant. AWS: no one-zone file systems or directory buckets. Geo, GRS and Local each keep the primary copies in one datacenter.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/automated-backups-overview#backup-storage-redundancy",
    // CKV_AZURE_206, AZR-000195 and AZR-000170 ask for geo-redundancy, in one datacenter: the contrary.
    counterparts: ["Azure Policy 85b005b2, ae243d87"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});
