import * as authorization from "@pulumi/azure-native/authorization";
import * as dataprotection from "@pulumi/azure-native/dataprotection";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface DocumentsVaultArgs extends CommonArgs {
    vaultName: string;
    /** `locked` can never be taken back: no backup can be deleted or kept shorter, by anyone. */
    immutability: "locked" | "reversible";
    schedule: {
        /** When a backup is taken, UTC, as `02:00`. */
        timeOfDay: string;
        /** How long a daily backup is kept, ISO 8601. */
        daily: string;
        /** How long the first backup of a week is kept, ISO 8601. */
        weekly: string;
        /** Days a deleted backup can be brought back; Azure allows 14 to 180. */
        softDeleteDays: number;
    };
}

const vaultStore = { objectType: "DataStoreInfoBase", dataStoreType: dataprotection.DataStoreTypes.VaultStore };

/**
 * The vault for documents of one region, with its rule: every day, and the first of each week for more than a year. Zone-redundant,
 * because a geo-redundant vault gives up the zones; another region has a vault of its own (docs/decisions/008).
 *
 * Keeps: BKP-1 (weekly backups kept a year), BKP-2 and BKP-3 (on Azure, in three datacenters), DR-4 (failed backups raise alerts).
 */
export class DocumentsVault extends pulumi.ComponentResource {
    public readonly vaultId: pulumi.Output<string>;
    public readonly vaultName: pulumi.Output<string>;
    public readonly policyId: pulumi.Output<string>;
    /** The vault's own identity, which reads the accounts it protects. */
    public readonly principalId: pulumi.Output<string>;

    constructor(name: string, args: DocumentsVaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:backup:DocumentsVault", name, args, opts);

        const { resourceGroupName, location, tags, schedule } = args;
        const kept = { parent: this, protect: true, retainOnDelete: true };
        const vault = new dataprotection.BackupVault(
            `${name}-vault`,
            {
                resourceGroupName,
                location,
                tags,
                vaultName: args.vaultName,
                // Blobs are backed up under the vault's own identity only; an assigned one is refused.
                identity: { type: "SystemAssigned" },
                properties: {
                    storageSettings: [
                        {
                            datastoreType: dataprotection.StorageSettingStoreTypes.VaultStore,
                            type: dataprotection.StorageSettingTypes.ZoneRedundant,
                        },
                    ],
                    securitySettings: {
                        immutabilitySettings: {
                            state:
                                args.immutability === "locked"
                                    ? dataprotection.ImmutabilityState.Locked
                                    : dataprotection.ImmutabilityState.Unlocked,
                        },
                        softDeleteSettings: {
                            state: dataprotection.SoftDeleteState.AlwaysOn,
                            retentionDurationInDays: schedule.softDeleteDays,
                        },
                    },
                    monitoringSettings: {
                        azureMonitorAlertSettings: { alertsForAllJobFailures: dataprotection.AlertsState.Enabled },
                    },
                    featureSettings: {
                        crossRegionRestoreSettings: { state: dataprotection.CrossRegionRestoreState.Disabled },
                        crossSubscriptionRestoreSettings: {
                            state: dataprotection.CrossSubscriptionRestoreState.Disabled,
                        },
                    },
                },
            },
            kept,
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: vault.id,
                lockName: "keep-backups",
                level: authorization.LockLevel.CanNotDelete,
                notes: "The vault holds a year of backups of every customer's documents.",
            },
            { parent: this, protect: true },
        );
        const policy = new dataprotection.BackupPolicy(
            `${name}-policy`,
            {
                resourceGroupName,
                vaultName: vault.name,
                backupPolicyName: "documents",
                properties: {
                    objectType: "BackupPolicy",
                    datasourceTypes: ["Microsoft.Storage/storageAccounts/blobServices"],
                    policyRules: [
                        dailyBackup(schedule.timeOfDay),
                        retention("Default", schedule.daily),
                        retention("Weekly", schedule.weekly),
                    ],
                },
            },
            kept,
        );

        this.vaultId = vault.id;
        this.vaultName = vault.name;
        this.policyId = policy.id;
        this.principalId = vault.identity.apply((identity) => identity!.principalId);
        this.registerOutputs({ vaultId: this.vaultId, vaultName: this.vaultName, policyId: this.policyId });
    }
}

/** A backup a day, marked `Weekly` where it is the first of its week and `Default` otherwise. The date only says where counting begins. */
const dailyBackup = (timeOfDay: string) => ({
    objectType: "AzureBackupRule" as const,
    name: "BackupDaily",
    dataStore: vaultStore,
    backupParameters: { objectType: "AzureBackupParams" as const, backupType: "Discrete" },
    trigger: {
        objectType: "ScheduleBasedTriggerContext" as const,
        schedule: { repeatingTimeIntervals: [`R/2026-01-05T${timeOfDay}:00+00:00/P1D`], timeZone: "UTC" },
        taggingCriteria: [
            { isDefault: true, taggingPriority: 99, tagInfo: { tagName: "Default" } },
            {
                isDefault: false,
                taggingPriority: 20,
                tagInfo: { tagName: "Weekly" },
                criteria: [
                    {
                        objectType: "ScheduleBasedBackupCriteria" as const,
                        absoluteCriteria: [dataprotection.AbsoluteMarker.FirstOfWeek],
                    },
                ],
            },
        ],
    },
});

const retention = (name: string, duration: string) => ({
    objectType: "AzureRetentionRule" as const,
    name,
    isDefault: name === "Default",
    lifecycles: [
        { deleteAfter: { objectType: "AbsoluteDeleteOption" as const, duration }, sourceDataStore: vaultStore },
    ],
});
