import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { type MachineFacts, startScript } from "../../model/awsStart";
import type { RegionalArgs } from "./regionalArgs";

export interface Machines extends RegionalArgs {
    groupName: string;
    /** An image of Windows with the application on it; another one replaces the machines. */
    imageId: string;
    instanceType: string;
    instances: number;
    /** One in each of three zones. */
    subnetIds: pulumi.Input<string>[];
    securityGroupId: pulumi.Input<string>;
    instanceProfileArn: pulumi.Input<string>;
    /** GiB; larger than the image. */
    systemDiskGiB: number;
    /** GiB of a second disk that stays behind when its machine goes; none where left out. */
    dataDiskGiB?: number;
    /** What a machine is told when it starts; addresses and names, never secrets. */
    facts: { [fact in keyof MachineFacts]: pulumi.Input<MachineFacts[fact]> };
    /** Where machines take requests; they are asked for their health there too. */
    targetGroupArn?: pulumi.Input<string>;
}

/** Seconds that Windows may take from its first start to an answer of the application. */
const startSeconds = 1800;

/**
 * Machines of one image over three zones, replaced when ill and one after the other when the image changes, as children of the component
 * that declares them. None has a public address, a password, a key or an open port for people: staff come in by Session Manager.
 */
export function declareMachines(name: string, args: Machines, parent: pulumi.Resource): autoscaling.Group {
    const { region, tags, groupName } = args;
    const named = { ...tags, Name: groupName };
    const disk = (deviceName: string, volumeSize: number, deleteOnTermination: boolean) => ({
        deviceName,
        ebs: {
            volumeType: "gp3",
            volumeSize,
            encrypted: "true",
            deleteOnTermination: String(deleteOnTermination),
        },
    });
    const template = new ec2.LaunchTemplate(
        `${name}-template`,
        {
            region,
            tags: named,
            name: groupName,
            updateDefaultVersion: true,
            imageId: args.imageId,
            instanceType: args.instanceType,
            ebsOptimized: "true",
            placement: { tenancy: "default" },
            instanceInitiatedShutdownBehavior: "terminate",
            iamInstanceProfile: { arn: args.instanceProfileArn },
            // A request that the application is tricked into cannot fetch the machine's credentials, nor can a container on it.
            metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
            monitoring: { enabled: true },
            networkInterfaces: [
                {
                    deviceIndex: 0,
                    associatePublicIpAddress: "false",
                    deleteOnTermination: "true",
                    securityGroups: [args.securityGroupId],
                },
            ],
            blockDeviceMappings: [
                disk("/dev/sda1", args.systemDiskGiB, true),
                ...(args.dataDiskGiB === undefined ? [] : [disk("xvdb", args.dataDiskGiB, false)]),
            ],
            userData: pulumi
                .all(args.facts)
                .apply((facts) => Buffer.from(startScript(facts as unknown as MachineFacts)).toString("base64")),
            tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
                resourceType,
                tags: named,
            })),
        },
        { parent },
    );
    return new autoscaling.Group(
        `${name}-group`,
        {
            region,
            name: groupName,
            vpcZoneIdentifiers: args.subnetIds,
            minSize: args.instances,
            desiredCapacity: args.instances,
            // Room for replacements beside what they replace, of a third at a time and of a lost zone's machines together.
            maxSize: 2 * args.instances,
            launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
            targetGroupArns: args.targetGroupArn === undefined ? undefined : [args.targetGroupArn],
            healthCheckType: args.targetGroupArn === undefined ? "EC2" : "ELB",
            healthCheckGracePeriod: startSeconds,
            defaultInstanceWarmup: 60,
            // Strict balance would refuse new machines as long as a zone is down.
            availabilityZoneDistribution: { capacityDistributionStrategy: "balanced-best-effort" },
            instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 134 },
            instanceRefresh: {
                strategy: "Rolling",
                preferences: {
                    minHealthyPercentage: 100,
                    maxHealthyPercentage: 134,
                    autoRollback: true,
                    skipMatching: true,
                },
            },
            enabledMetrics: ["GroupInServiceInstances", "GroupDesiredCapacity"],
            // The provider gives up before Windows has started.
            waitForCapacityTimeout: "40m",
            tags: Object.entries(named).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
        },
        { parent },
    );
}
