import { VulnerabilityAssessment } from "../../infra/components/data/vulnerabilityAssessment";
import { DefenderPlans } from "../../infra/components/governance/defenderPlans";
import { PolicyAssignments } from "../../infra/components/governance/policyAssignments";
import { SubscriptionAlerts } from "../../infra/components/governance/subscriptionAlerts";
import { ApplicationSettings } from "../../infra/components/secrets/applicationSettings";
import type { ComponentCase } from "./componentCase";

/** The components of governance, scanning and the application's settings. */
export const governanceCases: ComponentCase[] = [
    {
        component: "data:VulnerabilityAssessment",
        create: (name, options) =>
            new VulnerabilityAssessment(name, { resourceGroupName: "group", serverName: "server" }, options),
        children: ["sql:SqlVulnerabilityAssessmentsSetting setting"],
    },
    {
        component: "governance:DefenderPlans",
        create: (name, options) => new DefenderPlans(name, { subscriptionId: "subscription" }, options),
        children: [
            "security:AzureServersSetting machines",
            "security:Pricing Arm",
            "security:Pricing CloudPosture",
            "security:Pricing KeyVaults",
            "security:Pricing SqlServers",
            "security:Pricing StorageAccounts",
            "security:Pricing VirtualMachines",
        ],
    },
    {
        component: "governance:PolicyAssignments",
        create: (name, options) =>
            new PolicyAssignments(
                name,
                {
                    subscriptionId: "subscription",
                    policies: [
                        {
                            name: "rule",
                            assignmentName: "pa-rule",
                            definition: "definition",
                            parameters: { effect: "Deny", list: ["one"], always: true },
                            promises: ["HOST-1", "CERT-1"],
                            message: "Not here.",
                        },
                    ],
                },
                options,
            ),
        children: ["authorization:PolicyAssignment rule"],
    },
    {
        component: "governance:SubscriptionAlerts",
        create: (name, options) =>
            new SubscriptionAlerts(
                name,
                {
                    subscriptionId: "subscription",
                    securityEmails: ["one@platform.test", "two@platform.test"],
                    budget: {
                        budgetName: "budget",
                        monthlyAmount: 100,
                        startDate: "2027-01-01T00:00:00Z",
                        actionGroupId: "operations",
                    },
                },
                options,
            ),
        children: ["consumption:Budget budget", "security:SecurityContact contact"],
    },
    {
        component: "secrets:ApplicationSettings",
        create: (name, options) =>
            new ApplicationSettings(
                name,
                {
                    resourceGroupName: "group",
                    storeName: "store",
                    tags: { platform: "test" },
                    settings: [
                        { key: "settings:a:number", value: 10, promises: ["PWD-4"] },
                        { key: "settings:a:list", value: ["x"], promises: ["SW-8", "AUTH-1"] },
                    ],
                },
                options,
            ),
        children: ["appconfiguration:KeyValue a-list", "appconfiguration:KeyValue a-number"],
    },
];
