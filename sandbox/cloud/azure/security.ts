/** azure-native:security: Microsoft Defender for Cloud */
import { nameRule, words, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, select, text, type Properties } from "../values";

const PLANS = words(`VirtualMachines SqlServers AppServices StorageAccounts SqlServerVirtualMachines KeyVaults Arm
    OpenSourceRelationalDatabases CosmosDbs Containers CloudPosture Api AI`);

/** Where each extension exists, as `plan` or `plan/sub-plan` (SDK, REST reference 2024-01-01). */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
    AgentlessDiscoveryForKubernetes: ["CloudPosture", "Containers"],
    AgentlessVmScanning: ["CloudPosture", "VirtualMachines/P2", "Containers"],
    AIPromptEvidence: ["AI"],
    ContainerRegistriesVulnerabilityAssessments: ["CloudPosture", "Containers"],
    ContainerSensor: ["Containers"],
    EntraPermissionsManagement: ["CloudPosture"],
    FileIntegrityMonitoring: ["VirtualMachines/P2"],
    MdeDesignatedSubscription: ["VirtualMachines/P1", "VirtualMachines/P2"],
    OnUploadMalwareScanning: ["StorageAccounts/DefenderForStorageV2"],
    SensitiveDataDiscovery: ["StorageAccounts/DefenderForStorageV2", "CloudPosture"],
};

function checkPlan(inputs: Properties): Problem[] {
    const plan = text(inputs, "pricingName") ?? "";
    const subPlan = text(inputs, "subPlan");
    if (isUnknown(plan) || isUnknown(subPlan)) return [];
    const problems: Problem[] = PLANS.includes(plan)
        ? []
        : [{ property: "pricingName", reason: `'${plan}' is not a plan of Defender for Cloud` }];
    for (const [property, name] of select(inputs, "extensions[].name")) {
        if (typeof name !== "string" || isUnknown(name)) continue;
        const places = EXTENSIONS[name] ?? [];
        if (places.includes(plan) || places.includes(`${plan}/${subPlan ?? ""}`)) continue;
        problems.push({
            property,
            reason: `InvalidInputJson: Extension with name '${name}' is not supported for '${plan}' plan and '${subPlan ?? ""}' SubPlan`,
        });
    }
    if (text(inputs, "pricingTier") === "Free" && (subPlan !== undefined || isObject(inputs["extensions"])))
        problems.push({ property: "pricingTier", reason: "the free tier has neither sub-plans nor extensions" });
    return problems;
}

export const security: TypeTable = {
    /** Every subscription has each plan, free to begin with; to delete one is to set it back to that. */
    Pricing: {
        id: "/{scopeId}/providers/Microsoft.Security/pricings/{pricingName}",
        apiVersion: "2024-01-01",
        inputs: "enforce extensions pricingName pricingTier scopeId subPlan",
        required: "pricingTier",
        writeOnly: "scopeId",
        name: nameRule(1, 260, /^[\w-]+$/, "1-260 letters, digits, underscores and hyphens"),
        values: {
            enforce: ["False", "True"],
            pricingTier: ["Free", "Standard"],
            "extensions[].isEnabled": ["True", "False"],
        },
        check: checkPlan,
        outputs: ({ inputs, before, now }) => ({
            ...inputs,
            deprecated: false,
            enablementTime: before?.["enablementTime"] ?? now.toISOString(),
            freeTrialRemainingTime: "P30D",
            inherited: "False",
            resourcesCoverageStatus: "FullyCovered",
        }),
        seconds: { create: 20, source: "assumed" },
    },
    AzureServersSetting: {
        id: "/subscriptions/{subscriptionId}/providers/Microsoft.Security/serverVulnerabilityAssessmentsSettings/{settingKind}",
        apiVersion: "2023-05-01",
        inputs: "kind selectedProvider settingKind",
        required: "kind selectedProvider",
        name: nameRule(19, 19, /^azureServersSetting$/, "the only setting is 'azureServersSetting'"),
        values: { kind: ["AzureServersSetting"], selectedProvider: ["MdeTvm"] },
        seconds: { create: 5, source: "assumed" },
    },
    SecurityContact: {
        id: "/subscriptions/{subscriptionId}/providers/Microsoft.Security/securityContacts/{securityContactName}",
        apiVersion: "2023-12-01-preview",
        inputs: "emails isEnabled notificationsByRole notificationsSources phone securityContactName",
        name: nameRule(7, 7, /^default$/, "the only security contact is 'default'"),
        values: {
            "notificationsByRole.state": ["On", "Off"],
            "notificationsByRole.roles[]": ["AccountAdmin", "ServiceAdmin", "Owner", "Contributor"],
            "notificationsSources[].sourceType": ["Alert", "AttackPath"],
            "notificationsSources[].minimalSeverity": ["High", "Medium", "Low"],
            "notificationsSources[].minimalRiskLevel": ["Critical", "High", "Medium", "Low"],
        },
        check: ({ emails }) =>
            typeof emails !== "string" || emails.split(";").every((email) => /^[^\s@;,]+@[^\s@;,]+$/.test(email))
                ? []
                : [{ property: "emails", reason: `'${emails}' is not a list of e-mail addresses between semicolons` }],
        seconds: { create: 5, source: "assumed" },
    },
};
