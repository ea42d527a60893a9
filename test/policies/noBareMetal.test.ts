import { policy } from "../../policies/rules/hosting/noBareMetal";
import { checkProgram, checkRegistrations, modes } from "../support/policyHarness";
import { registration, secretValue, unknownValue } from "../support/policyMessages";
import { withValue } from "../support/policyMutations";
import { samplePlatform } from "../support/policySample";

const check = (type: string, inputs: Record<string, unknown>) =>
    checkRegistrations([policy], [registration(type, "it", inputs)]);
const refused = [{ policy: policy.name, level: "mandatory" }];

describe.each(modes)("the sample at %s", (mode) => {
    it("has no bare metal", async () => {
        expect(await checkProgram([policy], samplePlatform, mode)).toEqual([]);
    });
});

describe("a type that is a machine or stands elsewhere", () => {
    it.each([
        "azure-native:baremetalinfrastructure:AzureBareMetalInstance",
        "azure-native:azurelargeinstance:AzureLargeInstance",
        "azure-native:avs:PrivateCloud",
        "azure-native:vmwarecloudsimple:DedicatedCloudNode",
        "azure-native:networkcloud:BareMetalMachine",
        "azure-native:managednetworkfabric:NetworkFabric",
        "azure-native:azurestackhci:Cluster",
        "azure-native:azurestack:Registration",
        "azure-native:databoxedge:Device",
        "azure-native:compute:DedicatedHost",
        "azure-native:compute:DedicatedHostGroup",
        "azure-native:hardwaresecuritymodules:DedicatedHsm",
        "azure-native:hybridcompute:Machine",
        "azure-native:hybridcontainerservice:AgentPool",
        "azure-native:connectedvmwarevsphere:VCenter",
        "azure-native:scvmm:VmmServer",
        "azure-native:azurearcdata:SqlServerInstance",
        "azure-native:kubernetesruntime:LoadBalancer",
        "azure-native:edge:Site",
        "azure-native:edgeorder:OrderItemByName",
        "azure-native:databox:Job",
        "azure-native:azuresphere:Device",
        "azure-native:hybridnetwork:NetworkFunction",
        "azure-native:iotoperations:Instance",
        "azure-native:kubernetes:ConnectedCluster",
        "azure-native:extendedlocation:CustomLocation",
        "azure-native:extendedlocation:ResourceSyncRule",
        "azure-native:app:ConnectedEnvironment",
        "azure-native:web:KubeEnvironment",
        "azure-native:automation:HybridRunbookWorker",
        "azure-native:automation:HybridRunbookWorkerGroup",
        "azure-native:compute/v20240701:DedicatedHost",
        "azure-native_compute_v20240701:compute:DedicatedHostGroup",
        "azure-native_avs_v20230901:avs:PrivateCloud",
        "aws:ec2/dedicatedHost:DedicatedHost",
        "aws:outposts/capacityTask:CapacityTask",
        "aws:s3outposts/endpoint:Endpoint",
        "aws:odb/cloudExadataInfrastructure:CloudExadataInfrastructure",
        "aws:odb/cloudVmCluster:CloudVmCluster",
        "aws:odb/cloudAutonomousVmCluster:CloudAutonomousVmCluster",
        "aws:ec2/localGatewayRoute:LocalGatewayRoute",
        "aws:ec2/localGatewayRouteTableVpcAssociation:LocalGatewayRouteTableVpcAssociation",
    ])("is refused: %s", async (type) => {
        expect(await check(type, {})).toMatchObject(refused);
    });
});

describe("a setting of Azure that leaves the virtual world", () => {
    it.each([
        ["azure-native:compute:VirtualMachine", "host.id"],
        ["azure-native:compute:VirtualMachine", "hostGroup.id"],
        ["azure-native:compute/v20240701:VirtualMachine", "host.id"],
        ["azure-native:compute:VirtualMachineScaleSet", "hostGroup.id"],
        ["azure-native:containerservice:AgentPool", "hostGroupID"],
        ["azure-native:servicefabric:NodeType", "hostGroupId"],
        ["azure-native:web:AppServicePlan", "kubeEnvironmentProfile.id"],
        ["azure-native:storage:StorageAccount", "extendedLocation.name"],
        ["azure-native:network:VirtualNetwork", "extendedLocation.name"],
    ])("is refused, known, unknown or secret: %s with %s", async (type, path) => {
        for (const value of ["an-id", unknownValue, secretValue("an-id")]) {
            expect(await check(type, withValue({}, path, value))).toMatchObject(refused);
        }
        expect(await check(type, withValue({}, path.split(".")[0] ?? "", unknownValue))).toMatchObject(refused);
    });

    it("is refused in any of several agent pools", async () => {
        const cluster = (pools: unknown) =>
            check("azure-native:containerservice:ManagedCluster", { agentPoolProfiles: pools });
        expect(await cluster([{ name: "a" }, { name: "b" }])).toEqual([]);
        expect(await cluster([{ name: "a" }, { hostGroupID: "h" }])).toMatchObject(refused);
        expect(await cluster([{ name: "a" }, unknownValue])).toMatchObject(refused);
        expect(await cluster(unknownValue)).toMatchObject(refused);
    });

    it.each([
        [undefined, 0],
        [null, 0],
        [0, 0],
        [1, 1],
        ["0", 1],
        [unknownValue, 1],
    ])("is refused by its number of hosts: %s gives %d finding", async (count, findings) => {
        const inputs = count === undefined ? {} : { dedicatedHostCount: count };
        expect(await check("azure-native:web:AppServiceEnvironment", inputs)).toHaveLength(findings);
    });

    it("may be null, which is how a program says nothing", async () => {
        const inputs = { host: null, hostGroup: { id: null }, extendedLocation: null };
        expect(await check("azure-native:compute:VirtualMachine", { ...inputs, hostGroup: null })).toEqual([]);
    });
});

describe("a setting of AWS that leaves the virtual world", () => {
    const bareMetalTypes = ["m5.metal", "c7g.metal-48xl", "u-6tb1.metal", "mac2-m2pro.metal", "M5.METAL", "metal-24xl"];
    const virtualTypes = ["m7i.large", "db.m6i.large", "metallic.large", "m5.metal2"];
    const places = [
        ["aws:ec2/instance:Instance", "instanceType"],
        ["aws:ec2/launchTemplate:LaunchTemplate", "instanceType"],
        ["aws:autoscaling/group:Group", "mixedInstancesPolicy.launchTemplate.overrides[1].instanceType"],
        ["aws:ec2/fleet:Fleet", "launchTemplateConfigs[0].overrides[0].instanceType"],
        ["aws:batch/computeEnvironment:ComputeEnvironment", "computeResources.instanceTypes[2]"],
        ["aws:eks/nodeGroup:NodeGroup", "instanceTypes[0]"],
        ["aws:rds/instance:Instance", "instanceClass"],
        ["aws:elasticache/cluster:Cluster", "nodeType"],
        ["aws:eks/cluster:Cluster", "outposts.controlPlaneInstanceType"],
        ["aws:elasticbeanstalk/environment:Environment", "settings[0].value"],
    ] as const;
    const withType = (path: string, value: unknown) =>
        withValue({ settings: [{ namespace: "aws:ec2:instances", name: "InstanceTypes" }] }, path, value);

    it.each(places)("is refused as a bare-metal type: %s, %s", async (type, path) => {
        for (const instanceType of bareMetalTypes) {
            expect(await check(type, withType(path, instanceType))).toMatchObject(refused);
        }
        expect(await check(type, withType(path, unknownValue))).toMatchObject(refused);
        expect(await check(type, withType(path, secretValue("m5.metal")))).toMatchObject(refused);
        for (const instanceType of virtualTypes) {
            expect(await check(type, withType(path, instanceType))).toEqual([]);
        }
    });

    it("is refused in a comma-separated list of types", async () => {
        const settings = [{ name: "InstanceTypes", value: "m7i.large, m5.metal" }];
        expect(await check("aws:elasticbeanstalk/environment:Environment", { settings })).toMatchObject(refused);
        const other = [{ name: "Notes", value: "m5.metal" }];
        expect(await check("aws:elasticbeanstalk/environment:Environment", { settings: other })).toEqual([]);
    });

    it.each([
        ["hostId", "h-1"],
        ["hostResourceGroupArn", "arn"],
        ["outpostArn", "arn"],
        ["outpostArns", ["arn"]],
        ["outpostId", "op-1"],
        ["primaryOutpostArn", "arn"],
        ["replicaOutpostArns", []],
        ["customerOwnedIpv4Pool", ""],
        ["outpostConfig", { outpostArns: ["arn"] }],
        ["remoteNetworkConfig", {}],
    ])("is refused at any depth: %s", async (key, value) => {
        for (const given of [value, unknownValue]) {
            const findings = await check("aws:any/thing:Thing", { nested: [{ deeper: { [key]: given } }] });
            expect(findings[0]).toMatchObject({ policy: policy.name, level: "mandatory" });
        }
        expect(await check("aws:any/thing:Thing", { [key]: null })).toEqual([]);
    });

    it.each([
        ["tenancy", ["default", "SHARED"], ["host", "dedicated", "DEDICATED", "Default", 1]],
        ["placementTenancy", ["default"], ["dedicated", "host", ""]],
        ["instanceTenancy", ["default"], ["dedicated"]],
        ["bareMetal", ["excluded"], ["included", "required", "Excluded", true]],
        ["backupTarget", ["region"], ["outposts"]],
        ["customerOwnedIpEnabled", [false], [true, "false"]],
        ["environmentType", ["LINUX_CONTAINER"], ["MAC_ARM", "mac_arm"]],
        ["launchType", ["EC2", "FARGATE"], ["EXTERNAL"]],
        ["requiresCompatibilities", [["EC2", "FARGATE"], []], [["EC2", "EXTERNAL"]]],
    ])("has only these values: %s", async (key, good, bad) => {
        const nested = (value: unknown) => check("aws:any/thing:Thing", { placement: [{ [key]: value }] });
        for (const value of good) {
            expect(await nested(value)).toEqual([]);
        }
        for (const value of [...bad, unknownValue]) {
            expect(await nested(value)).toMatchObject(refused);
        }
        expect(await check("aws:any/thing:Thing", { [key]: null })).toEqual([]);
    });

    it("excludes bare metal in so many words where types have wildcards", async () => {
        const group = (requirements: Record<string, unknown>) =>
            check("aws:autoscaling/group:Group", { instanceRequirements: requirements });
        expect(await group({ allowedInstanceTypes: ["m5*"] })).toMatchObject(refused);
        expect(await group({ allowedInstanceTypes: ["m5*"], bareMetal: "excluded" })).toEqual([]);
        expect(await group({ allowedInstanceTypes: ["m5.large"] })).toEqual([]);
    });

    it("is not confused by keys that every object has", async () => {
        const inputs = { constructor: "x", nested: { toString: "y", hasOwnProperty: unknownValue } };
        expect(await check("aws:any/thing:Thing", inputs)).toEqual([]);
    });

    it("is not looked for elsewhere: other clouds' resources are refused as unreviewed", async () => {
        expect(await check("random:index/randomUuid:RandomUuid", { keepers: { hostId: "x" } })).toEqual([]);
    });
});
