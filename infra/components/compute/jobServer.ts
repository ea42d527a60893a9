import * as compute from "@pulumi/azure-native/compute";
import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface JobServerArgs extends CommonArgs {
    machineName: string;
    diskName: string;
    networkInterfaceName: string;
    /** Version of a *specialised* image in an Azure Compute Gallery; another version replaces the machine and keeps its data disk. */
    imageId: string;
    vmSize: string;
    /** GiB; can grow, never shrink. */
    dataDiskGiB: number;
    zone: string;
    subnetId: pulumi.Input<string>;
    identity: { id: pulumi.Input<string>; clientId: pulumi.Input<string> };
    /** Where the jobs find their configuration. */
    configurationEndpoint: pulumi.Input<string>;
}

/**
 * A virtual machine for scheduled work and document conversion, in one zone. Its queue and work files lie on a disk that all zones hold
 * and that outlives the machine. No password, no key and no local account: people sign in with Entra ID, through Bastion.
 *
 * Keeps: SW-1 (.NET on virtual machines), HOST-1 (virtual servers), DR-1 (the disk survives a zone), STAFF-1 (own sign-in only).
 */
export class JobServer extends pulumi.ComponentResource {
    public readonly machineId: pulumi.Output<string>;

    constructor(name: string, args: JobServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:compute:JobServer", name, args, opts);

        const { resourceGroupName, location, tags, identity } = args;
        const common = { resourceGroupName, location, tags };
        const card = new network.NetworkInterface(
            `${name}-nic`,
            {
                ...common,
                networkInterfaceName: args.networkInterfaceName,
                enableAcceleratedNetworking: true,
                ipConfigurations: [
                    {
                        name: "jobs",
                        primary: true,
                        privateIPAllocationMethod: network.IPAllocationMethod.Dynamic,
                        subnet: { id: args.subnetId },
                    },
                ],
            },
            { parent: this },
        );
        const disk = new compute.Disk(
            `${name}-data`,
            {
                ...common,
                diskName: args.diskName,
                sku: { name: compute.DiskStorageAccountTypes.Premium_ZRS },
                creationData: { createOption: compute.DiskCreateOption.Empty },
                diskSizeGB: args.dataDiskGiB,
                // Nobody copies a disk out over the network; backups do not need it.
                networkAccessPolicy: compute.NetworkAccessPolicy.DenyAll,
                publicNetworkAccess: compute.PublicNetworkAccess.Disabled,
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        const machine = new compute.VirtualMachine(
            `${name}-vm`,
            {
                ...common,
                vmName: args.machineName,
                zones: [args.zone],
                hardwareProfile: { vmSize: args.vmSize },
                identity: {
                    // Entra sign-in works with the machine's own identity; the jobs use the one that survives it.
                    type: compute.ResourceIdentityType.SystemAssigned_UserAssigned,
                    userAssignedIdentities: [identity.id],
                },
                // Read by the jobs from the Instance Metadata Service; addresses, never secrets.
                userData: pulumi
                    .jsonStringify({ configuration: args.configurationEndpoint, identity: identity.clientId })
                    .apply((text) => Buffer.from(text).toString("base64")),
                securityProfile: {
                    securityType: compute.SecurityTypes.TrustedLaunch,
                    encryptionAtHost: true,
                    uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
                },
                storageProfile: {
                    imageReference: { id: args.imageId },
                    osDisk: {
                        createOption: compute.DiskCreateOptionTypes.FromImage,
                        caching: compute.CachingTypes.ReadWrite,
                        deleteOption: compute.DiskDeleteOptionTypes.Delete,
                        managedDisk: { storageAccountType: compute.StorageAccountTypes.Premium_LRS },
                    },
                    dataDisks: [
                        {
                            lun: 0,
                            createOption: compute.DiskCreateOptionTypes.Attach,
                            caching: compute.CachingTypes.ReadOnly,
                            deleteOption: compute.DiskDeleteOptionTypes.Detach,
                            managedDisk: { id: disk.id },
                        },
                    ],
                },
                networkProfile: { networkInterfaces: [{ id: card.id, primary: true }] },
            },
            {
                parent: this,
                // Azure refuses these changes and azure-native does not know it; the machine goes first, its card and disk wait.
                replaceOnChanges: ["storageProfile.imageReference.id", "zones"],
                deleteBeforeReplace: true,
            },
        );
        new compute.VirtualMachineExtension(
            `${name}-sign-in`,
            {
                ...common,
                vmName: machine.name,
                vmExtensionName: "AADLoginForWindows",
                publisher: "Microsoft.Azure.ActiveDirectory",
                type: "AADLoginForWindows",
                typeHandlerVersion: "2.0",
                autoUpgradeMinorVersion: true,
            },
            { parent: this },
        );

        this.machineId = machine.id;
        this.registerOutputs({ machineId: this.machineId });
    }
}
