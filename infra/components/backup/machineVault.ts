import * as authorization from "@pulumi/azure-native/authorization";
import * as recoveryservices from "@pulumi/azure-native/recoveryservices";
import type { recoveryservices as inputs } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";

import type { MachineBackups } from "../../model/schedules";
import type { CommonArgs } from "../commonArgs";

export interface MachineVaultArgs extends CommonArgs {
    vaultName: string;
    policyName: string;
    /** Azure Backup makes resource groups of its own for restore points and puts a number behind this name. */
    restorePointsGroupPrefix: string;
    /** `locked` can never be taken back: nobody shortens or deletes a backup before its time. */
    immutability: "locked" | "reversible";
    backups: MachineBackups;
    /**
     * What is backed up, by a label that stays the same. Names, which make up the id of a backup, are no outputs of the machine: replacing
     * the machine would replace its backup.
     */
    machines: Record<string, { id: pulumi.Input<string>; name: string; resourceGroupName: pulumi.Input<string> }>;
}

/**
 * The backups of virtual machines with a state of their own: daily and weekly, in three datacenters of the home region, beyond the
 * reach of whoever may delete. A zone-redundant vault cannot be restored in another region (docs/decisions/006).
 *
 * Keeps: BKP-1 (weekly backups kept over a year), BKP-2 (on Azure), BKP-3 (three datacenters), DR-4 (failed backups raise alerts).
 */
export class MachineVault extends pulumi.ComponentResource {
    public readonly vaultId: pulumi.Output<string>;

    constructor(name: string, args: MachineVaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:backup:MachineVault", name, args, opts);

        const { resourceGroupName, location, tags, backups } = args;
        const vault = new recoveryservices.Vault(
            `${name}-vault`,
            {
                resourceGroupName,
                location,
                tags,
                vaultName: args.vaultName,
                sku: { name: recoveryservices.SkuName.RS0, tier: "Standard" },
                properties: {
                    publicNetworkAccess: recoveryservices.PublicNetworkAccess.Disabled,
                    redundancySettings: {
                        standardTierStorageRedundancy: recoveryservices.StandardTierStorageRedundancy.ZoneRedundant,
                        crossRegionRestore: recoveryservices.CrossRegionRestore.Disabled,
                    },
                    securitySettings: {
                        immutabilitySettings: {
                            state:
                                args.immutability === "locked"
                                    ? recoveryservices.ImmutabilityState.Locked
                                    : recoveryservices.ImmutabilityState.Unlocked,
                        },
                        softDeleteSettings: {
                            softDeleteState: recoveryservices.SoftDeleteState.AlwaysON,
                            enhancedSecurityState: recoveryservices.EnhancedSecurityState.AlwaysON,
                            softDeleteRetentionPeriodInDays: backups.softDeleteDays,
                        },
                    },
                    monitoringSettings: {
                        azureMonitorAlertSettings: {
                            alertsForAllJobFailures: recoveryservices.AlertsState.Enabled,
                            alertsForAllFailoverIssues: recoveryservices.AlertsState.Enabled,
                            alertsForAllReplicationIssues: recoveryservices.AlertsState.Enabled,
                        },
                        classicAlertSettings: {
                            alertsForCriticalOperations: recoveryservices.AlertsState.Disabled,
                        },
                    },
                    restoreSettings: {
                        crossSubscriptionRestoreSettings: {
                            crossSubscriptionRestoreState: recoveryservices.CrossSubscriptionRestoreState.Disabled,
                        },
                    },
                },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: vault.id,
                lockName: "keep-backups",
                level: authorization.LockLevel.CanNotDelete,
                notes: "The security page promises weekly backups for a year.",
            },
            { parent: this, protect: true },
        );
        const policy = new recoveryservices.ProtectionPolicy(
            `${name}-policy`,
            {
                resourceGroupName,
                location,
                vaultName: vault.name,
                policyName: args.policyName,
                properties: schedule(args),
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        for (const [label, machine] of Object.entries(args.machines)) {
            const path = pulumi.interpolate`iaasvmcontainerv2;${machine.resourceGroupName};${machine.name}`;
            new recoveryservices.ProtectedItem(
                `${name}-${label}`,
                {
                    resourceGroupName,
                    location,
                    vaultName: vault.name,
                    fabricName: "Azure",
                    containerName: pulumi.interpolate`iaasvmcontainer;${path}`,
                    protectedItemName: pulumi.interpolate`vm;${path}`,
                    properties: {
                        protectedItemType: "Microsoft.Compute/virtualMachines",
                        policyId: policy.id,
                        sourceResourceId: machine.id,
                    },
                },
                // Forgetting a machine must not delete the year of backups it has.
                { parent: this, protect: true, retainOnDelete: true },
            );
        }

        this.vaultId = vault.id;
        this.registerOutputs({ vaultId: this.vaultId });
    }
}

/** An enhanced policy (V2): its snapshots, too, lie in all zones. */
function schedule({ backups, restorePointsGroupPrefix }: MachineVaultArgs): inputs.AzureIaaSVMProtectionPolicyArgs {
    // Azure takes the time of day from a full date and ignores the day.
    const times = [`2026-01-01T${backups.timeOfDay}:00Z`];
    return {
        backupManagementType: "AzureIaasVM",
        policyType: recoveryservices.IAASVMPolicyType.V2,
        timeZone: "UTC",
        instantRpRetentionRangeInDays: backups.snapshotDays,
        instantRPDetails: { azureBackupRGNamePrefix: restorePointsGroupPrefix },
        schedulePolicy: {
            schedulePolicyType: "SimpleSchedulePolicyV2",
            scheduleRunFrequency: recoveryservices.ScheduleRunType.Daily,
            dailySchedule: { scheduleRunTimes: times },
        },
        retentionPolicy: {
            retentionPolicyType: "LongTermRetentionPolicy",
            dailySchedule: {
                retentionTimes: times,
                retentionDuration: {
                    count: backups.dailyDays,
                    durationType: recoveryservices.RetentionDurationType.Days,
                },
            },
            weeklySchedule: {
                daysOfTheWeek: [recoveryservices.DayOfWeek.Sunday],
                retentionTimes: times,
                retentionDuration: {
                    count: backups.weeklyWeeks,
                    durationType: recoveryservices.RetentionDurationType.Weeks,
                },
            },
        },
    };
}
