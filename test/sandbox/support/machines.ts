/** Machines, their backups and Bastion, as tests make them and change one thing. */
import type { Answer } from "../../../sandbox/provider/package";
import type { Properties } from "../../../sandbox/cloud/values";
import { group, regional, type TestCloud } from "./cloud";

export const nic = (name: string, subnet: string): Properties => ({
    ...regional,
    networkInterfaceName: name,
    ipConfigurations: [{ name: "ip", subnet: { id: subnet } }],
});
export const disk = (name: string, more: Properties = {}): Properties => ({
    ...regional,
    diskName: name,
    sku: { name: "Premium_ZRS" },
    creationData: { createOption: "Empty" },
    diskSizeGB: 128,
    ...more,
});
export const machine = (parts: { nic: Answer; disk?: Answer }, more: Properties = {}): Properties => ({
    ...regional,
    vmName: "vm-1",
    zones: ["1"],
    identity: { type: "SystemAssigned" },
    storageProfile: {
        imageReference: { id: "/subscriptions/other/images/one/versions/1.0.0" },
        dataDisks: parts.disk ? [{ lun: 0, createOption: "Attach", managedDisk: { id: parts.disk.id } }] : [],
    },
    networkProfile: { networkInterfaces: [{ id: parts.nic.id }] },
    ...more,
});
export const vault = (more: { security?: Properties; redundancy?: string } = {}): Properties => ({
    ...regional,
    vaultName: "rsv",
    sku: { name: "RS0", tier: "Standard" },
    properties: {
        redundancySettings: { standardTierStorageRedundancy: more.redundancy ?? "ZoneRedundant" },
        securitySettings: {
            immutabilitySettings: { state: "Unlocked" },
            softDeleteSettings: { softDeleteState: "AlwaysON", softDeleteRetentionPeriodInDays: 30 },
            ...more.security,
        },
    },
});
const time = "2026-01-01T01:00:00Z";
export const policy = (weeks = 53, more: Properties = {}): Properties => ({
    ...group,
    vaultName: "rsv",
    policyName: "daily",
    properties: {
        backupManagementType: "AzureIaasVM",
        policyType: "V2",
        instantRpRetentionRangeInDays: 7,
        schedulePolicy: { scheduleRunFrequency: "Daily", dailySchedule: { scheduleRunTimes: [time] } },
        retentionPolicy: {
            dailySchedule: { retentionTimes: [time], retentionDuration: { count: 35, durationType: "Days" } },
            weeklySchedule: { retentionTimes: [time], retentionDuration: { count: weeks, durationType: "Weeks" } },
        },
        ...more,
    },
});
export const item = (made: { vm: Answer; policy: Answer }, more: Properties = {}): Properties => ({
    ...group,
    vaultName: "rsv",
    fabricName: "Azure",
    containerName: "iaasvmcontainer;iaasvmcontainerv2;rg;vm-1",
    protectedItemName: "vm;iaasvmcontainerv2;rg;vm-1",
    properties: {
        protectedItemType: "Microsoft.Compute/virtualMachines",
        policyId: made.policy.id,
        sourceResourceId: made.vm.id,
    },
    ...more,
});

/** A machine with its card and disk, in the subnet of the foundation. */
export const newMachine = async (cloud: TestCloud, subnet: Answer, more: Properties = {}) => {
    const parts = {
        nic: await cloud.make("network:NetworkInterface", nic("nic-1", subnet.id), "nic"),
        disk: await cloud.make("compute:Disk", disk("disk-1"), "disk"),
    };
    return { ...parts, vm: await cloud.make("compute:VirtualMachine", machine(parts, more), "vm") };
};
/** The same with a vault that backs it up. */
export const protectedMachine = async (cloud: TestCloud, subnet: Answer) => {
    const made = {
        ...(await newMachine(cloud, subnet)),
        vault: await cloud.make("recoveryservices:Vault", vault(), "vault"),
        policy: await cloud.make("recoveryservices:ProtectionPolicy", policy(), "policy"),
    };
    return { ...made, item: await cloud.make("recoveryservices:ProtectedItem", item(made), "item") };
};
