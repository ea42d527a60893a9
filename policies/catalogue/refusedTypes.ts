/** Type patterns: a full normalised token, or a beginning that ends in `*`. */
type Patterns = readonly string[];

/** Physical machines, somebody else's datacenter, or the edge of a network: not "virtual servers or managed services". */
export const bareMetalTypes: Patterns = [
    // Azure, physical machines
    "azure-native:baremetalinfrastructure:*",
    "azure-native:azurelargeinstance:*",
    "azure-native:avs:*",
    "azure-native:vmwarecloudsimple:*",
    "azure-native:networkcloud:*",
    "azure-native:managednetworkfabric:*",
    "azure-native:azurestackhci:*",
    "azure-native:azurestack:*",
    "azure-native:databoxedge:*",
    "azure-native:compute:DedicatedHost",
    "azure-native:compute:DedicatedHostGroup",
    "azure-native:hardwaresecuritymodules:DedicatedHsm",
    // Azure's names for machines that stand elsewhere
    "azure-native:hybridcompute:*",
    "azure-native:hybridcontainerservice:*",
    "azure-native:connectedvmwarevsphere:*",
    "azure-native:scvmm:*",
    "azure-native:azurearcdata:*",
    "azure-native:kubernetesruntime:*",
    "azure-native:edge:*",
    "azure-native:edgeorder:*",
    "azure-native:databox:*",
    "azure-native:azuresphere:*",
    "azure-native:hybridnetwork:*",
    "azure-native:iotoperations:*",
    "azure-native:kubernetes:ConnectedCluster",
    "azure-native:extendedlocation:CustomLocation",
    "azure-native:extendedlocation:ResourceSyncRule",
    "azure-native:app:ConnectedEnvironment",
    "azure-native:web:KubeEnvironment",
    "azure-native:automation:HybridRunbookWorker",
    "azure-native:automation:HybridRunbookWorkerGroup",
    // AWS
    "aws:ec2/dedicatedHost:DedicatedHost",
    "aws:ec2/localGateway*",
    "aws:outposts/*",
    "aws:s3outposts/*",
    "aws:odb/cloudExadataInfrastructure:CloudExadataInfrastructure",
    "aws:odb/cloudVmCluster:CloudVmCluster",
    "aws:odb/cloudAutonomousVmCluster:CloudAutonomousVmCluster",
];

/** Resources that carry other resources or commands inside, where no policy looks. */
export const genericTypes: Patterns = [
    "azure-native:resources:Resource",
    "azure-native:resources:Deployment*",
    "azure-native:resources:TemplateSpec*",
    "azure-native:resources:AzureCliScript",
    "azure-native:resources:AzurePowerShellScript",
    "azure-native:blueprint:*",
    "azure-native:solutions:*",
    "azure-native:customproviders:*",
    "azapi:*",
    "aws:cloudcontrol/*",
    "aws:cloudformation/*",
    "aws:servicecatalog/provisionedProduct:ProvisionedProduct",
    "aws-native:index:ExtensionResource",
    "command:*",
    "terraform-module:*",
    "pulumi-nodejs:*",
    "pulumi-python:*",
];

/** Front Door (classic) and CDN (classic): their domains take none of the cipher settings the promise needs. */
export const classicEdgeTypes: Patterns = [
    "azure-native:frontdoor:FrontDoor",
    "azure-native:frontdoor:RulesEngine",
    "azure-native:cdn:Endpoint",
    "azure-native:cdn:CustomDomain",
    "azure-native:cdn:Origin",
    "azure-native:cdn:OriginGroup",
];

export function matches(token: string, patterns: Patterns): boolean {
    return patterns.some((pattern) =>
        pattern.endsWith("*") ? token.startsWith(pattern.slice(0, -1)) : token === pattern,
    );
}
