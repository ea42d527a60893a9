import { policy as openly } from "../../policies/rules/hosting/noGenericResources";
import { policy as reviewed } from "../../policies/rules/hosting/reviewedTypesOnly";
import { checkProgram, checkRegistrations, modes } from "../support/policyHarness";
import { registration } from "../support/policyMessages";
import { samplePlatform } from "../support/policySample";

/** The policies that refuse a type, by name. */
const refusing = async (type: string) =>
    (await checkRegistrations([openly, reviewed], [registration(type, "it", {})])).map(
        ({ policy, level }) => `${level} ${policy}`,
    );

describe.each(modes)("the sample at %s", (mode) => {
    it("uses reviewed types only, and nothing generic", async () => {
        expect(await checkProgram([openly, reviewed], samplePlatform, mode)).toEqual([]);
    });
});

describe("a resource that creates others out of sight", () => {
    it.each([
        "azure-native:resources:Resource",
        "azure-native:resources/v20240301:Resource",
        "azure-native_resources_v20240301:resources:Resource",
        "azure-native:resources:Deployment",
        "azure-native:resources:DeploymentAtScope",
        "azure-native:resources:DeploymentAtSubscriptionScope",
        "azure-native:resources:DeploymentAtManagementGroupScope",
        "azure-native:resources:DeploymentAtTenantScope",
        "azure-native:resources:DeploymentStackAtResourceGroup",
        "azure-native:resources:DeploymentStackAtSubscription",
        "azure-native:resources:DeploymentStackAtManagementGroup",
        "azure-native:resources:TemplateSpec",
        "azure-native:resources:TemplateSpecVersion",
        "azure-native:resources:AzureCliScript",
        "azure-native:resources:AzurePowerShellScript",
        "azure-native:solutions:Application",
        "azure-native:blueprint:Assignment",
        "azapi:resource:Resource",
        "aws:cloudcontrol/resource:Resource",
        "aws:cloudformation/stack:Stack",
        "aws:cloudformation/stackSet:StackSet",
        "aws:servicecatalog/provisionedProduct:ProvisionedProduct",
        "command:local:Command",
        "command:remote:Command",
        "pulumi-nodejs:dynamic:Resource",
        "terraform-module:index:Module",
    ])("is refused once, with the reason: %s", async (type) => {
        expect(await refusing(type)).toEqual([`mandatory ${openly.name}`]);
    });
});

describe("a type nobody reviewed", () => {
    it.each([
        "azure:mssql/server:Server",
        "azure-native:web:WebApp",
        "azure-native:sql:InstancePool",
        "azure-native:resources:ResourceGroups",
        "azure-native:SQL:Nothing",
        "aws:ec2/instance:Instance",
        "aws-native:ec2:Instance",
        "gcp:compute/instance:Instance",
        "kubernetes:core/v1:Pod",
        "docker:index/container:Container",
        "pulumi:providers:kubernetes",
        "pulumi:providers:azure",
        "pulumi:providers:oxygis",
        "pulumi:providers:azure-native-v2",
        "pulumi:pulumi:Unheard",
        "random:index/randomPet:RandomPet",
        "oxygisx:data:CustomerDatabase",
        "",
        "constructor",
        "toString",
    ])("is refused by default: %j", async (type) => {
        expect(await refusing(type)).toEqual([`mandatory ${reviewed.name}`]);
    });

    it("is left to the policy that can explain it", async () => {
        expect(await refusing("azure-native:compute:DedicatedHost")).toEqual([]);
        expect(await refusing("azure-native:frontdoor:FrontDoor")).toEqual([]);
    });
});

describe("a reviewed type", () => {
    it.each([
        "azure-native:sql:Database",
        "azure-native:sql/v20230801:Database",
        "azure-native_sql_v20250101:sql:LongTermRetentionPolicy",
        "azure-native:insights:DiagnosticSetting",
        "azuread:index/group:Group",
        "random:index/randomPassword:RandomPassword",
        "pulumi:pulumi:Stack",
        "pulumi:pulumi:StackReference",
        "pulumi:providers:azure-native",
        "pulumi:providers:azure-native_sql_v20250101",
        "pulumi:providers:aws",
        "oxygis:data:CustomerDatabase",
    ])("is accepted under each of its names: %s", async (type) => {
        expect(await refusing(type)).toEqual([]);
    });
});
