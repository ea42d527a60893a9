import { recordProgram } from "../support/recordProgram";
import { governanceCases } from "./governanceCases";

const declared = async (component: string) => {
    const { create } = governanceCases.find((each) => each.component === component)!;
    return (await recordProgram(() => create("one"))).resources;
};
const inputsOf = async (component: string, name: string) =>
    (await declared(component)).find((each) => each.name === name)!.inputs;

describe("PolicyAssignments", () => {
    it("lays a built-in policy on the subscription, enforced, and tells whoever is refused why", async () => {
        expect(await inputsOf("governance:PolicyAssignments", "one-rule")).toMatchObject({
            scope: "/subscriptions/subscription",
            policyAssignmentName: "pa-rule",
            policyDefinitionId: "/providers/Microsoft.Authorization/policyDefinitions/definition",
            parameters: { effect: { value: "Deny" }, list: { value: ["one"] }, always: { value: true } },
            enforcementMode: "Default",
            nonComplianceMessages: [{ message: "Not here. (HOST-1, CERT-1)" }],
        });
    });
});

describe("DefenderPlans", () => {
    it("switches the paid plans on, with what scans machines, databases and files", async () => {
        const plans = (await declared("governance:DefenderPlans")).filter(({ type }) => type.endsWith(":Pricing"));

        expect(plans.map(({ inputs }) => [inputs["pricingName"], inputs["pricingTier"], inputs["scopeId"]])).toEqual(
            ["Arm", "CloudPosture", "KeyVaults", "SqlServers", "StorageAccounts", "VirtualMachines"].map((plan) => [
                plan,
                "Standard",
                "subscriptions/subscription",
            ]),
        );
        expect(plans.find(({ inputs }) => inputs["pricingName"] === "VirtualMachines")!.inputs).toMatchObject({
            subPlan: "P2",
            extensions: [{ name: "AgentlessVmScanning", isEnabled: "True" }],
        });
        expect(plans.find(({ inputs }) => inputs["pricingName"] === "StorageAccounts")!.inputs).toMatchObject({
            subPlan: "DefenderForStorageV2",
            extensions: [
                { name: "OnUploadMalwareScanning", isEnabled: "True" },
                { name: "SensitiveDataDiscovery", isEnabled: "True" },
            ],
        });
    });

    it("never goes back to the free plan by being forgotten", async () => {
        const settings = (await declared("governance:DefenderPlans")).filter(({ custom }) => custom);

        expect(settings.map(({ retainOnDelete }) => retainOnDelete)).toEqual(settings.map(() => true));
    });
});

describe("SubscriptionAlerts", () => {
    it("sends findings to every security address and to the subscription's owners", async () => {
        expect(await inputsOf("governance:SubscriptionAlerts", "one-contact")).toMatchObject({
            isEnabled: true,
            emails: "one@platform.test;two@platform.test",
            notificationsByRole: { state: "On", roles: ["Owner"] },
            notificationsSources: [
                { sourceType: "Alert", minimalSeverity: "Medium" },
                { sourceType: "AttackPath", minimalRiskLevel: "High" },
            ],
        });
    });

    it("warns before the budget is spent, and as soon as it looks too small", async () => {
        const budget = await inputsOf("governance:SubscriptionAlerts", "one-budget");

        expect(budget).toMatchObject({
            amount: 100,
            timeGrain: "Monthly",
            timePeriod: { startDate: "2027-01-01T00:00:00Z" },
            notifications: {
                spent: { enabled: true, threshold: 80, thresholdType: "Actual", contactGroups: ["operations"] },
                expected: { enabled: true, threshold: 100, thresholdType: "Forecasted", contactGroups: ["operations"] },
            },
        });
    });
});

describe("VulnerabilityAssessment", () => {
    it("is on, in the express configuration", async () => {
        expect(await inputsOf("data:VulnerabilityAssessment", "one-setting")).toMatchObject({
            serverName: "server",
            vulnerabilityAssessmentName: "default",
            state: "Enabled",
        });
    });
});

describe("ApplicationSettings", () => {
    it("writes each value as JSON under its key, tagged with the promises that rest on it", async () => {
        expect(await inputsOf("secrets:ApplicationSettings", "one-a-list")).toMatchObject({
            keyValueName: "settings:a:list",
            contentType: "application/json",
            value: '["x"]',
            tags: { platform: "test", "oxygis:promises": "SW-8 AUTH-1" },
        });
        expect(await inputsOf("secrets:ApplicationSettings", "one-a-number")).toMatchObject({ value: "10" });
    });
});
