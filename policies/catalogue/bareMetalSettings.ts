/** Azure: settings that put an otherwise virtual resource on a physical machine or outside Azure. Paths per type. */
export const azureHostSettings: ReadonlyMap<string, readonly string[]> = new Map(
    Object.entries<readonly string[]>({
        "azure-native:compute:VirtualMachine": ["host", "hostGroup"],
        "azure-native:compute:VirtualMachineScaleSet": ["hostGroup"],
        "azure-native:containerservice:AgentPool": ["hostGroupID"],
        "azure-native:containerservice:ManagedCluster": ["agentPoolProfiles[].hostGroupID"],
        "azure-native:servicefabric:NodeType": ["hostGroupId"],
        "azure-native:web:AppServicePlan": ["kubeEnvironmentProfile"],
    }),
);
/** The one setting that is a number of hosts. */
export const azureHostCount = { type: "azure-native:web:AppServiceEnvironment", path: "dedicatedHostCount" };
/** Azure: a custom location or an edge zone, on any type. */
export const azureExtendedLocation = "extendedLocation";

/**
 * AWS: keys that carry an instance type, in some 110 places of the provider; hence any key, at any depth.
 * All 158 bare-metal values (and all `mac*`) of 1,405 in `@pulumi/aws` 7.48 match the second pattern, and no other.
 */
export const awsInstanceTypeKey = /(instance_?types?|instance_?class|node_?type)$/i;
export const awsMetalType = /(^|\.)metal(-\d+xl)?$/i;

/** AWS: keys that put a resource on a dedicated host, an Outpost or a customer's own machines, whatever their value. */
export const awsHostKeys: ReadonlySet<string> = new Set([
    "hostId",
    "hostResourceGroupArn",
    "outpostArn",
    "outpostArns",
    "outpostId",
    "primaryOutpostArn",
    "replicaOutpostArns",
    "customerOwnedIpv4Pool",
    "outpostConfig",
    "remoteNetworkConfig",
]);

/** AWS: keys that must have one of these values, or be left out. */
export const awsLimitedKeys: ReadonlyMap<string, readonly (string | boolean)[]> = new Map(
    Object.entries<readonly (string | boolean)[]>({
        instanceTenancy: ["default"],
        // "SHARED" is how a WorkSpaces directory says the same.
        tenancy: ["default", "SHARED"],
        placementTenancy: ["default"],
        bareMetal: ["excluded"],
        backupTarget: ["region"],
        customerOwnedIpEnabled: [false],
    }),
);

/** AWS: keys that must not have this value, alone or in a list. */
export const awsForbiddenValues: ReadonlyMap<string, string> = new Map(
    Object.entries<string>({
        environmentType: "MAC_ARM",
        launchType: "EXTERNAL",
        requiresCompatibilities: "EXTERNAL",
    }),
);
