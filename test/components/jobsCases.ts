import { MachineVault } from "../../infra/components/backup/machineVault";
import { JobServer } from "../../infra/components/compute/jobServer";
import { SessionRecordings } from "../../infra/components/monitoring/sessionRecordings";
import { Bastion } from "../../infra/components/network/bastion";
import { machineBackups } from "../../infra/model/schedules";
import { common, zones } from "./arguments";
import type { ComponentCase } from "./componentCase";

export const jobServer = {
    ...common,
    machineName: "vm",
    diskName: "disk",
    networkInterfaceName: "nic",
    imageId: "image",
    vmSize: "size",
    dataDiskGiB: 128,
    zone: "2",
    subnetId: "subnet",
    identity: { id: "identity", clientId: "client" },
    configurationEndpoint: "configuration",
};
export const machineVault = {
    ...common,
    vaultName: "vault",
    policyName: "daily",
    restorePointsGroupPrefix: "restore-points",
    immutability: "locked" as "locked" | "reversible",
    backups: machineBackups,
    machines: { "jobs-1": { id: "machine", name: "vm", resourceGroupName: "compute" } },
};

export const jobsCases: ComponentCase[] = [
    {
        component: "backup:MachineVault",
        create: (name, options) => new MachineVault(name, machineVault, options),
        children: [
            "authorization:ManagementLockByScope lock",
            "recoveryservices:ProtectedItem jobs-1",
            "recoveryservices:ProtectionPolicy policy",
            "recoveryservices:Vault vault",
        ],
    },
    {
        component: "compute:JobServer",
        create: (name, options) => new JobServer(name, jobServer, options),
        children: [
            "compute:Disk data",
            "compute:VirtualMachine vm",
            "compute:VirtualMachineExtension sign-in",
            "network:NetworkInterface nic",
        ],
    },
    {
        component: "monitoring:SessionRecordings",
        create: (name, options) =>
            new SessionRecordings(
                name,
                { ...common, accountName: "account", playerOrigin: "https://bastion.test", keptDays: 365 },
                options,
            ),
        children: [
            "authorization:ManagementLockByScope lock",
            "storage:BlobContainer container",
            "storage:BlobServiceProperties service",
            "storage:ManagementPolicy lifecycle",
            "storage:StorageAccount account",
        ],
    },
    {
        component: "network:Bastion",
        create: (name, options) =>
            new Bastion(
                name,
                { ...common, bastionName: "bastion", publicAddressName: "address", subnetId: "subnet", zones },
                options,
            ),
        children: ["network:BastionHost host", "network:PublicIPAddress address"],
    },
];
