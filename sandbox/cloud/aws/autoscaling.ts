/** aws:autoscaling - groups of machines. */
import type { Problem } from "../model";
import type { Properties } from "../values";
import type { AwsTable } from "./entry";
import { zonesOfSubnets } from "./subnets";
import { regionOf } from "./templates";

function wrongSizes(inputs: Properties): Problem[] {
    const [min, max, wanted] = [inputs["minSize"], inputs["maxSize"], inputs["desiredCapacity"]];
    const sources = ["launchTemplate", "launchConfiguration", "mixedInstancesPolicy"].filter(
        (name) => inputs[name] !== undefined,
    );
    return [
        ...(typeof min === "number" && typeof max === "number" && min > max
            ? [{ property: "maxSize", reason: `ValidationError: min ${String(min)} is more than max ${String(max)}` }]
            : []),
        ...(typeof wanted === "number" &&
        ((typeof min === "number" && wanted < min) || (typeof max === "number" && wanted > max))
            ? [{ property: "desiredCapacity", reason: `ValidationError: ${String(wanted)} is not between min and max` }]
            : []),
        ...(sources.length === 1
            ? []
            : [
                  {
                      property: "",
                      reason: "exactly one of launchTemplate, launchConfiguration, mixedInstancesPolicy is given",
                  },
              ]),
        ...(["vpcZoneIdentifiers", "availabilityZones"].every((name) => inputs[name] === undefined)
            ? [{ property: "", reason: "ValidationError: at least one zone or subnet is given" }]
            : []),
    ];
}

export const autoscaling: AwsTable = {
    "autoscaling/group:Group": {
        id: "{name}",
        arn: "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
        inputs: `availabilityZoneDistribution availabilityZones capacityRebalance capacityReservationSpecification context
            defaultCooldown defaultInstanceWarmup desiredCapacity desiredCapacityType enabledMetrics forceDelete
            forceDeleteWarmPool healthCheckGracePeriod healthCheckType ignoreFailedScalingActivities
            initialLifecycleHooks instanceLifecyclePolicy instanceMaintenancePolicy instanceRefresh
            launchConfiguration launchTemplate loadBalancers maxInstanceLifetime maxSize metricsGranularity
            minElbCapacity minSize mixedInstancesPolicy name namePrefix placementGroup protectFromScaleIn region
            serviceLinkedRoleArn suspendedProcesses tags targetGroupArns terminationPolicies trafficSources
            vpcZoneIdentifiers waitForCapacityTimeout waitForElbCapacity warmPool`,
        required: "maxSize minSize",
        named: "name",
        tagList: true,
        unique: "region",
        createOnly: "name namePrefix",
        refers: { "launchTemplate.name": "ec2/launchTemplate:LaunchTemplate" },
        values: { healthCheckType: ["EC2", "ELB"], "instanceRefresh.strategy": ["Rolling"] },
        check: wrongSizes,
        quotas: ({ inputs }) => [
            {
                key: `autoscalingGroups|${regionOf(inputs)}`,
                limit: 500,
                what: `Auto Scaling groups in ${regionOf(inputs)}`,
            },
        ],
        outputs: (facts) => {
            const zones = zonesOfSubnets(facts, "vpcZoneIdentifiers[]");
            return {
                desiredCapacity: facts.inputs["minSize"] ?? 0,
                healthCheckType: "EC2",
                ...(zones.length === 0 ? {} : { availabilityZones: [...new Set(zones)].sort() }),
                ...facts.inputs,
            };
        },
        // Machines that come up and are in service; those of an update are replaced in rounds.
        seconds: { create: 300, update: 600, delete: 300, source: "assumed" },
    },
};
