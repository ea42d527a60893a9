import * as compute from "@pulumi/azure-native/compute";
import * as pulumi from "@pulumi/pulumi";

import { healthPaths } from "../../model/health";
import type { CommonArgs } from "../commonArgs";

export interface ApplicationScaleSetArgs extends CommonArgs {
    scaleSetName: string;
    /** Version of a *specialised* image in an Azure Compute Gallery: it carries the application and has no user to create. */
    imageId: string;
    vmSize: string;
    instances: number;
    zones: string[];
    subnetId: pulumi.Input<string>;
    backendPoolId: pulumi.Input<string>;
    identity: { id: pulumi.Input<string>; clientId: pulumi.Input<string> };
    /** Key-vault address of the certificate that the application presents to Front Door. */
    certificateUrl: pulumi.Input<string>;
    /** Where the application finds its catalogue. */
    configurationEndpoint: pulumi.Input<string>;
    /** The application answers only requests that Front Door stamped with this id. */
    frontDoorId: pulumi.Input<string>;
}

/** Where the Azure Instance Metadata Service hands out tokens of the machine's identity. */
const tokenEndpoint = "http://169.254.169.254/metadata/identity/oauth2/token";

/**
 * The virtual machines that run the .NET application and serve its front end, spread over three zones and replaced when ill. No
 * machine has a public address, a password, a key or a local account; none holds data.
 *
 * Keeps: SW-1 (.NET on virtual machines), HOST-1 (virtual servers), DR-1 (three zones), STAFF-1 (no local accounts),
 * DR-5 (rebuilt anywhere from an image).
 */
export class ApplicationScaleSet extends pulumi.ComponentResource {
    public readonly scaleSetId: pulumi.Output<string>;

    constructor(name: string, args: ApplicationScaleSetArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:compute:ApplicationScaleSet", name, args, opts);

        const { resourceGroupName, location, tags, identity } = args;
        const scaleSet = new compute.VirtualMachineScaleSet(
            `${name}-vmss`,
            {
                resourceGroupName,
                location,
                tags,
                vmScaleSetName: args.scaleSetName,
                orchestrationMode: compute.OrchestrationMode.Flexible,
                platformFaultDomainCount: 1,
                singlePlacementGroup: false,
                zones: args.zones,
                // Strict balance would refuse new machines as long as a zone is down.
                zoneBalance: false,
                sku: { name: args.vmSize, tier: "Standard", capacity: args.instances },
                identity: {
                    type: compute.ResourceIdentityType.UserAssigned,
                    userAssignedIdentities: [identity.id],
                },
                automaticRepairsPolicy: {
                    enabled: true,
                    gracePeriod: "PT30M",
                    repairAction: compute.RepairAction.Replace,
                },
                resiliencyPolicy: {
                    resilientVMCreationPolicy: { enabled: true },
                    automaticZoneRebalancingPolicy: { enabled: true },
                },
                // A new version of the image replaces the machines one after the other, each after its replacement is well.
                upgradePolicy: {
                    mode: compute.UpgradeMode.Rolling,
                    rollingUpgradePolicy: {
                        maxSurge: true,
                        prioritizeUnhealthyInstances: true,
                        maxBatchInstancePercent: 20,
                        maxUnhealthyInstancePercent: 34,
                        maxUnhealthyUpgradedInstancePercent: 34,
                        pauseTimeBetweenBatches: "PT1M",
                    },
                },
                virtualMachineProfile: {
                    // Read by the application from the Instance Metadata Service; addresses, never secrets.
                    userData: pulumi
                        .jsonStringify({
                            configuration: args.configurationEndpoint,
                            identity: identity.clientId,
                            frontDoorId: args.frontDoorId,
                        })
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
                    },
                    networkProfile: {
                        // Azure asks for it where the orchestration is flexible.
                        networkApiVersion: compute.NetworkApiVersion.NetworkApiVersion_2022_11_01,
                        networkInterfaceConfigurations: [
                            {
                                name: "application",
                                primary: true,
                                enableAcceleratedNetworking: true,
                                deleteOption: compute.DeleteOptions.Delete,
                                ipConfigurations: [
                                    {
                                        name: "application",
                                        primary: true,
                                        subnet: { id: args.subnetId },
                                        loadBalancerBackendAddressPools: [{ id: args.backendPoolId }],
                                    },
                                ],
                            },
                        ],
                    },
                    extensionProfile: { extensions: [certificateExtension(args), healthExtension] },
                },
            },
            { parent: this },
        );

        this.scaleSetId = scaleSet.id;
        this.registerOutputs({ scaleSetId: this.scaleSetId });
    }
}

/** Fetches the certificate for the origin's name from the key vault and renews it; without one the machine does not start to serve. */
const certificateExtension = ({ certificateUrl, identity }: ApplicationScaleSetArgs) => ({
    name: "certificate",
    publisher: "Microsoft.Azure.KeyVault",
    type: "KeyVaultForWindows",
    typeHandlerVersion: "3.0",
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    settings: {
        secretsManagementSettings: {
            pollingIntervalInS: "3600",
            requireInitialSync: true,
            linkOnRenewal: true,
            observedCertificates: [
                { url: certificateUrl, certificateStoreLocation: "LocalMachine", certificateStoreName: "MY" },
            ],
        },
        authenticationSettings: { msiEndpoint: tokenEndpoint, msiClientId: identity.clientId },
    },
});

/** Tells the scale set whether the application answers, so that it can replace a machine on which it does not. */
const healthExtension = {
    name: "health",
    publisher: "Microsoft.ManagedServices",
    type: "ApplicationHealthWindows",
    typeHandlerVersion: "2.0",
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    provisionAfterExtensions: ["certificate"],
    settings: {
        protocol: "https",
        port: 443,
        requestPath: healthPaths.machine,
        intervalInSeconds: 5,
        numberOfProbes: 2,
    },
};
