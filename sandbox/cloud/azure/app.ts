/** azure-native:app, containers without servers: an environment and scheduled jobs in it. */
import { normalLocation } from "../arm";
import { rangeOf } from "../cidr";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, select, text, type Properties } from "../values";
import { assignedIdentity } from "../identity";
import { prefixes } from "./networkShared";

const DELEGATION = "Microsoft.App/environments";
/** Addresses of a /27, the smallest subnet of an environment with workload profiles. */
const LEAST_ADDRESSES = 32;
const NAME = /^[a-z]([a-z0-9]|-(?!-))*[a-z0-9]$/;

/** @throws CloudError where the subnet is not the environment's alone, or too small */
function refuseEnvironment({ inputs, cloud }: Facts): void {
    const subnet = cloud.find(text(inputs, "vnetConfiguration.infrastructureSubnetId") ?? "");
    if (subnet === undefined) return;
    const [range] = prefixes(subnet.inputs).flatMap((cidr) => rangeOf(cidr) ?? []);
    const services = select(subnet.inputs, "delegations[].serviceName").map(([, service]) => service);
    if (!services.includes(DELEGATION))
        throw new CloudError(
            "ManagedEnvironmentSubnetDelegationError",
            `Subnet '${subnet.name}' must be delegated to the service '${DELEGATION}'.`,
        );
    if (range !== undefined && range.end - range.first + 1 < LEAST_ADDRESSES)
        throw new CloudError("ManagedEnvironmentInvalidSubnetSize", `Subnet '${subnet.name}' is smaller than /27.`);
}

function checkEnvironment(inputs: Properties): Problem[] {
    const subnet = select(inputs, "vnetConfiguration.infrastructureSubnetId").length > 0;
    const network = inputs["vnetConfiguration"];
    const known = !isUnknown(network) && !(isObject(network) && isUnknown(network["infrastructureSubnetId"]));
    return inputs["zoneRedundant"] === true && known && !subnet
        ? [{ property: "zoneRedundant", reason: "an environment is zone-redundant only in a subnet of its own" }]
        : [];
}

const TRIGGERS = { Schedule: "scheduleTriggerConfig", Event: "eventTriggerConfig", Manual: "manualTriggerConfig" };

function checkJob(inputs: Properties): Problem[] {
    const trigger = text(inputs, "configuration.triggerType") as keyof typeof TRIGGERS | undefined;
    const needed = trigger === undefined ? undefined : TRIGGERS[trigger];
    const cron = text(inputs, "configuration.scheduleTriggerConfig.cronExpression");
    const containers = select(inputs, "template.containers[]");
    const wrongSizes = containers.flatMap(([path, container]) => {
        const cpu = select(container, "resources.cpu")[0]?.[1];
        const memory = /^(\d+(?:\.\d+)?)Gi$/.exec(text(container, "resources.memory") ?? "")?.[1];
        // The Consumption profile: quarters of a core up to four, twice as many GiB.
        return typeof cpu === "number" && cpu >= 0.25 && cpu <= 4 && cpu % 0.25 === 0 && Number(memory) === cpu * 2
            ? []
            : [{ property: `${path}.resources`, reason: "cpu is 0.25 to 4 in quarters, memory twice as many Gi" }];
    });
    return [
        ...(needed === undefined || select(inputs, `configuration.${needed}`).length > 0
            ? []
            : [{ property: `configuration.${needed}`, reason: "the trigger has no configuration" }]),
        ...(cron === undefined || isUnknown(cron) || cron.split(/\s+/).length === 5
            ? []
            : [
                  {
                      property: "configuration.scheduleTriggerConfig.cronExpression",
                      reason: `'${cron}' has not 5 fields`,
                  },
              ]),
        ...(containers.length === 0 && !isUnknown(inputs["template"])
            ? [{ property: "template.containers", reason: "a job needs a container" }]
            : []),
        ...wrongSizes,
    ];
}

/** @throws CloudError where the job lies elsewhere than its environment, or asks for a profile that it does not have */
function refuseJob({ inputs, cloud }: Facts): void {
    const environment = cloud.find(text(inputs, "environmentId") ?? "");
    if (environment === undefined) return;
    const [here, there] = [inputs, environment.inputs].map((each) => normalLocation(text(each, "location") ?? ""));
    if (here !== there)
        throw new CloudError("LocationMismatch", `The job must be in the region of its environment, ${there ?? ""}.`);
    const profile = text(inputs, "workloadProfileName");
    const profiles = select(environment.inputs, "workloadProfiles[].name").map(([, name]) => name);
    if (profile !== undefined && !profiles.includes(profile))
        throw new CloudError("WorkloadProfileNameInvalid", `The environment has no workload profile '${profile}'.`);
}

export const app: TypeTable = {
    ManagedEnvironment: {
        id: "Microsoft.App/managedEnvironments/{environmentName}",
        apiVersion: "2025-02-02-preview",
        inputs: `appInsightsConfiguration appLogsConfiguration availabilityZones customDomainConfiguration daprAIConnectionString
            daprAIInstrumentationKey diskEncryptionConfiguration environmentName identity infrastructureResourceGroup
            ingressConfiguration kind location openTelemetryConfiguration peerAuthentication peerTrafficConfiguration
            publicNetworkAccess resourceGroupName tags vnetConfiguration workloadProfiles zoneRedundant`,
        name: nameRule(2, 60, NAME, "2-60 lower-case letters, digits and single hyphens, beginning with a letter"),
        location: "region",
        // Both are chosen when the environment is made.
        immutable: "vnetConfiguration zoneRedundant",
        values: {
            publicNetworkAccess: ["Enabled", "Disabled"],
            "appLogsConfiguration.destination": ["log-analytics", "azure-monitor", "none"],
        },
        usual: "name type provisioningState",
        inUse: "ManagedEnvironmentHasContainerApps",
        check: checkEnvironment,
        claims: ({ inputs }) =>
            select(inputs, "vnetConfiguration.infrastructureSubnetId").map(([, subnet]) => ({
                kind: "environmentSubnet",
                value: String(subnet as string).toLowerCase(),
                code: "ManagedEnvironmentSubnetInUse",
                message: "The subnet is already used by another environment.",
            })),
        refuse: refuseEnvironment,
        outputs: (facts) => ({
            ...assignedIdentity(facts),
            defaultDomain: `${facts.name}.${normalLocation(text(facts.inputs, "location") ?? "")}.azurecontainerapps.io`,
        }),
        seconds: { create: 300, update: 60, delete: 120, source: "assumed" },
    },
    Job: {
        id: "Microsoft.App/jobs/{jobName}",
        apiVersion: "2025-02-02-preview",
        inputs: `configuration environmentId extendedLocation identity jobName location resourceGroupName tags template
            workloadProfileName`,
        name: nameRule(2, 32, NAME, "2-32 lower-case letters, digits and single hyphens, beginning with a letter"),
        location: "region",
        immutable: "environmentId",
        values: {
            "configuration.triggerType": ["Schedule", "Event", "Manual"],
            "identity.type": ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"],
        },
        usual: "name type provisioningState",
        check: checkJob,
        refuse: refuseJob,
        outputs: (facts) => ({ ...assignedIdentity(facts), runningState: "Ready" }),
        seconds: { create: 30, source: "assumed" },
    },
};
