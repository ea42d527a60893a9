/** aws:ec2 - what machines are made of, and what stands around them in a network. Source of the durations: assumed. */
import type { Problem } from "../model";
import { select, text, type Properties, type Value } from "../values";
import { ofNetwork, perRegion, quick, wrongRanges } from "./ec2";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

/** Services with an endpoint of the kind Gateway; all others have one of the kind Interface. */
const GATEWAYS = /\.(s3|dynamodb)$/;

function wrongEndpoint(inputs: Properties): Problem[] {
    const [service, kind = "Gateway"] = [text(inputs, "serviceName"), text(inputs, "vpcEndpointType")];
    if (service === undefined) return [];
    const region = regionOf(inputs);
    if (service.startsWith("com.amazonaws.") && !service.startsWith(`com.amazonaws.${region}.`))
        return [{ property: "serviceName", reason: `InvalidServiceName: '${service}' does not exist in ${region}` }];
    if (kind === "Gateway" && !GATEWAYS.test(service))
        return [
            { property: "vpcEndpointType", reason: `InvalidParameter: ${service} has no endpoint of type Gateway` },
        ];
    return [];
}

function wrongTemplate(inputs: Properties): Problem[] {
    const name = text(inputs, "imageId");
    const both =
        select(inputs, "networkInterfaces[].securityGroups[]").length > 0 &&
        select(inputs, "vpcSecurityGroupIds[]").length > 0;
    return [
        ...(name !== undefined && !/^(ami-[0-9a-f]{8,17}|resolve:ssm:.+)$/.test(name)
            ? [{ property: "imageId", reason: `InvalidAMIID.Malformed: "${name}"` }]
            : []),
        ...(both
            ? [
                  {
                      property: "vpcSecurityGroupIds",
                      reason: "InvalidParameterCombination: network interfaces name security groups",
                  },
              ]
            : []),
    ];
}

const templateValues = {
    "metadataOptions.httpTokens": ["optional", "required"],
    "metadataOptions.httpEndpoint": ["enabled", "disabled"],
    "placement.tenancy": ["default", "dedicated", "host"],
    instanceInitiatedShutdownBehavior: ["stop", "terminate"],
    "blockDeviceMappings[].ebs.volumeType": ["standard", "io1", "io2", "gp2", "gp3", "sc1", "st1"],
};

/** A flow log watches exactly one thing. */
function wrongTarget(inputs: Properties): Problem[] {
    const targets = [
        "eniId",
        "subnetId",
        "vpcId",
        "transitGatewayId",
        "transitGatewayAttachmentId",
        "regionalNatGatewayId",
    ];
    return targets.filter((name) => inputs[name] !== undefined).length === 1
        ? []
        : [{ property: "", reason: `exactly one of ${targets.join(", ")} is given` }];
}

const entryCount = (inputs: Properties): number => (Array.isArray(inputs["entries"]) ? inputs["entries"].length : 0);
const whole = (value: Value | undefined, usual: number): number => (typeof value === "number" ? value : usual);

export const ec2Machines: AwsTable = {
    "ec2/vpcEndpoint:VpcEndpoint": {
        id: "vpce-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:vpc-endpoint/{id}",
        inputs: `autoAccept dnsOptions ipAddressType policy privateDnsEnabled region resourceConfigurationArn
            routeTableIds securityGroupIds serviceName serviceNetworkArn serviceRegion subnetConfigurations subnetIds
            tags vpcEndpointType vpcId`,
        required: "vpcId",
        createOnly: "resourceConfigurationArn serviceName serviceNetworkArn serviceRegion vpcEndpointType vpcId",
        documents: "policy",
        values: {
            vpcEndpointType: ["Gateway", "GatewayLoadBalancer", "Interface", "Resource", "ServiceNetwork"],
        },
        check: wrongEndpoint,
        quotas: ({ inputs }) => {
            const vpc = text(inputs, "vpcId") ?? "";
            return inputs["vpcEndpointType"] === "Interface"
                ? [{ key: `endpoints|${vpc}`, limit: 50, what: `interface endpoints in ${vpc}` }]
                : [];
        },
        outputs: (facts) => ({
            vpcEndpointType: "Gateway",
            policy: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
            ...facts.inputs,
            ownerId: facts.cloud.accountId,
            state: "available",
            dnsEntries: [],
            networkInterfaceIds: [],
            ...(text(facts.inputs, "vpcEndpointType") === "Interface" ? {} : { prefixListId: ofNetwork(facts, "pl") }),
        }),
        seconds: { create: 120, delete: 60, source: "assumed" },
    },
    "ec2/managedPrefixList:ManagedPrefixList": {
        id: "pl-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:prefix-list/{id}",
        inputs: "addressFamily entries maxEntries name region tags",
        required: "addressFamily maxEntries",
        named: "name",
        createOnly: "addressFamily",
        values: { addressFamily: ["IPv4", "IPv6"] },
        check: (inputs) => [
            ...(typeof inputs["maxEntries"] === "number" && inputs["maxEntries"] < entryCount(inputs)
                ? [
                      {
                          property: "entries",
                          reason: `${String(entryCount(inputs))} entries; maxEntries is ${String(inputs["maxEntries"])}`,
                      },
                  ]
                : []),
            ...(whole(inputs["maxEntries"], 1) > 1000 ? [{ property: "maxEntries", reason: "at most 1000" }] : []),
            ...(inputs["addressFamily"] === "IPv4" ? wrongRanges("entries[].cidr")(inputs) : []),
        ],
        quotas: perRegion("prefixLists", 100, "prefix lists"),
        inUse: "PrefixListInUse",
        outputs: ({ inputs, cloud, revision }) => ({
            maxEntries: entryCount(inputs),
            ...inputs,
            ownerId: cloud.accountId,
            version: revision,
        }),
        seconds: { create: 5, source: "assumed" },
    },
    "ec2/launchTemplate:LaunchTemplate": {
        id: "lt-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:launch-template/{id}",
        inputs: `blockDeviceMappings capacityReservationSpecification cpuOptions creditSpecification defaultVersion
            description disableApiStop disableApiTermination ebsOptimized enclaveOptions hibernationOptions
            iamInstanceProfile imageId instanceInitiatedShutdownBehavior instanceMarketOptions instanceRequirements
            instanceType kernelId keyName licenseSpecifications maintenanceOptions metadataOptions monitoring name
            namePrefix networkInterfaces networkPerformanceOptions placement privateDnsNameOptions ramDiskId region
            secondaryInterfaces securityGroupNames tagSpecifications tags updateDefaultVersion userData
            vpcSecurityGroupIds`,
        named: "name",
        unique: "region",
        createOnly: "name namePrefix",
        refers: { "iamInstanceProfile.name": "iam/instanceProfile:InstanceProfile" },
        values: templateValues,
        check: wrongTemplate,
        inUse: "InvalidLaunchTemplate.InUse",
        outputs: ({ inputs, revision }) => ({
            latestVersion: revision,
            defaultVersion: inputs["updateDefaultVersion"] === true ? revision : whole(inputs["defaultVersion"], 1),
        }),
        seconds: quick,
    },
    "ec2/flowLog:FlowLog": {
        id: "fl-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:vpc-flow-log/{id}",
        inputs: `deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat
            maxAggregationInterval region regionalNatGatewayId subnetId tagFieldSpecifications tags trafficType
            transitGatewayAttachmentId transitGatewayId vpcId`,
        createOnly: `deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat
            maxAggregationInterval regionalNatGatewayId subnetId trafficType transitGatewayAttachmentId transitGatewayId vpcId`,
        values: {
            logDestinationType: ["cloud-watch-logs", "s3", "kinesis-data-firehose"],
            trafficType: ["ACCEPT", "REJECT", "ALL"],
            maxAggregationInterval: [60, 600],
        },
        check: wrongTarget,
        outputs: ({ inputs }) => ({ logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600, ...inputs }),
        seconds: quick,
    },
    "ebs/encryptionByDefault:EncryptionByDefault": {
        id: "encryption-by-default",
        inputs: "enabled region",
        outputs: ({ inputs }) => ({ enabled: true, ...inputs }),
        seconds: quick,
    },
};
