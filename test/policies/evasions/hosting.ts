import { registration, unknownValue } from "../../support/policyMessages";
import { type Evasion, families } from "../../support/policyProof";

const evasion = (policy: string, name: string, type: string, inputs: Record<string, unknown> = {}): Evasion => ({
    name,
    policy,
    registrations: [registration(type, "evasion", inputs)],
});
const openly = (name: string, type: string, inputs?: Record<string, unknown>) =>
    evasion("resource-declared-openly", name, type, inputs);
const reviewed = (name: string, type: string, inputs?: Record<string, unknown>) =>
    evasion("resource-type-reviewed", name, type, inputs);
const bareMetal = (name: string, type: string, inputs?: Record<string, unknown>) =>
    evasion("resource-no-bare-metal", name, type, inputs);

export const evasions: Evasion[] = [
    // Generic resources, templates and scripts: what is inside never reaches a policy.
    ...[
        "azure-native:resources:Resource",
        "azure-native:resources:Deployment",
        "azure-native:resources:DeploymentStackAtSubscription",
        "azure-native:resources:TemplateSpecVersion",
        "azure-native:resources:AzureCliScript",
        "azure-native:resources:AzurePowerShellScript",
    ].flatMap((type) => families(type).map((token) => openly(`${token} in place of a type`, token))),
    openly("a resource by the resource manager's raw interface", "azapi:index/resource:Resource"),
    openly("a desired state for AWS", "aws:cloudcontrol/resource:Resource", { desiredState: "{}" }),
    openly("a CloudFormation template", "aws:cloudformation/stack:Stack"),
    openly("a command", "command:local:Command", { create: "az sql server create" }),
    openly("a dynamic resource", "pulumi-nodejs:dynamic:Resource"),
    openly("a Terraform module", "terraform-module:index:Module"),

    // Other providers for the same cloud objects.
    reviewed("the classic Azure provider", "azure:mssql/server:Server", { minimumTlsVersion: "1.0" }),
    reviewed("the native AWS provider", "aws-native:rds:DBInstance"),
    reviewed("another cloud", "gcp:compute/instance:Instance"),
    reviewed("the provider of another cloud", "pulumi:providers:gcp"),
    reviewed("a type of a reviewed module that nobody read", "azure-native:sql:DataMaskingPolicy"),
    reviewed("a module in another letter case and a type nobody read", "azure-native:SQL:OutboundFirewallRule"),
    reviewed("a type in another letter case", "azure-native:sql:database"),
    reviewed("a provider in another letter case", "Azure-Native-2:sql:Database"),
    reviewed("a package that only begins like a reviewed one", "azure-native-x:sql:Database"),
    reviewed("a component of somebody else", "others:data:CustomerDatabase"),

    ...families("azure-native:compute:VirtualMachine").map((token) =>
        bareMetal(`a dedicated host under ${token}`, token, { host: { id: "host" } }),
    ),
    bareMetal("a host that is not known yet", "azure-native:compute:VirtualMachine", { hostGroup: unknownValue }),
    bareMetal("an edge zone on any type", "azure-native:network:LoadBalancer", { extendedLocation: { name: "edge" } }),
    bareMetal("a bare-metal type deep in a launch template", "aws:autoscaling/group:Group", {
        mixedInstancesPolicy: {
            launchTemplate: { overrides: [{ instanceType: "m7i.large" }, { instanceType: "m7i.metal-24xl" }] },
        },
    }),
    bareMetal("a wildcard that bare-metal types match", "aws:ec2/launchTemplate:LaunchTemplate", {
        instanceRequirements: { allowedInstanceTypes: ["m7*"] },
    }),
];
