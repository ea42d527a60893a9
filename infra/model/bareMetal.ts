/**
 * What Azure would host on machines of one's own, at the edge or on premises, as resource types of Azure Resource Manager: what HOST-1
 * rules out. The policy pack judges programs by a list of its own; this one is for Azure itself, which also sees what people do by hand.
 *
 * Source: the resource providers' own references on learn.microsoft.com, as of April 2026.
 */
export const bareMetalTypes: readonly string[] = [
    "Microsoft.AVS/privateClouds",
    "Microsoft.AzureArcData/sqlServerInstances",
    "Microsoft.AzureLargeInstance/azureLargeInstances",
    "Microsoft.AzureLargeInstance/azureLargeStorageInstances",
    "Microsoft.AzureStack/registrations",
    "Microsoft.AzureStackHCI/clusters",
    "Microsoft.BareMetalInfrastructure/bareMetalInstances",
    "Microsoft.BareMetalInfrastructure/bareMetalStorageInstances",
    "Microsoft.Compute/hostGroups",
    "Microsoft.Compute/hostGroups/hosts",
    "Microsoft.ConnectedVMwarevSphere/vcenters",
    "Microsoft.DataBoxEdge/dataBoxEdgeDevices",
    "Microsoft.ExtendedLocation/customLocations",
    "Microsoft.HardwareSecurityModules/dedicatedHSMs",
    "Microsoft.HybridCompute/machines",
    "Microsoft.Kubernetes/connectedClusters",
    "Microsoft.ManagedNetworkFabric/networkFabrics",
    "Microsoft.NetworkCloud/bareMetalMachines",
    "Microsoft.NetworkCloud/clusters",
    "Microsoft.NetworkCloud/racks",
    "Microsoft.ScVmm/vmmServers",
    "Microsoft.VMwareCloudSimple/dedicatedCloudNodes",
    "Microsoft.VMwareCloudSimple/dedicatedCloudServices",
    "Oracle.Database/cloudExadataInfrastructures",
];
