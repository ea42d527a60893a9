import { textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

/** Plans with what must be on in them besides the plan itself. */
const extensionsOf: Readonly<Record<string, readonly string[]>> = {
    CloudPosture: ["AgentlessVmScanning"],
    VirtualMachines: ["AgentlessVmScanning"],
    StorageAccounts: ["OnUploadMalwareScanning"],
};
const serverPlan = "VirtualMachines";

const classic = (_: PropertyReader, report: Report) =>
    report(
        "The classic configuration ends on 16 August 2027 and keeps its results in a store of ours: use the express one.",
    );
const enabled =
    (path: string, value: string | boolean) =>
    (props: PropertyReader, report: Report): void =>
        requireOneOf(props, path, [value], report);

const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    "azure-native:security:Pricing": (props, report) => {
        requireOneOf(props, "pricingTier", ["Standard"], report);
        const plan = textOf(props, "pricingName");
        if (plan === undefined) {
            return report(mustBeKnown("pricingName"));
        }
        if (plan === serverPlan) {
            // P1 has no scanning without agents.
            requireOneOf(props, "subPlan", ["P2"], report);
        }
        requireExtensions(props, extensionsOf[plan] ?? [], report);
    },
    "azure-native:security:AzureServersSetting": enabled("selectedProvider", "MdeTvm"),
    "azure-native:sql:SqlVulnerabilityAssessmentsSetting": enabled("state", "Enabled"),
    "azure-native:sql:ServerVulnerabilityAssessment": classic,
    "azure-native:sql:DatabaseVulnerabilityAssessment": classic,
    "azure-native:sql:ManagedInstanceVulnerabilityAssessment": classic,
    "azure-native:sql:ManagedDatabaseVulnerabilityAssessment": classic,
    "aws:guardduty/detector:Detector": enabled("enable", true),
    "aws:ecr/repository:Repository": enabled("imageScanningConfiguration.scanOnPush", true),
    "aws:inspector2/enabler:Enabler": (props, report) => {
        for (const { path, reading } of props.readEach("resourceTypes[]")) {
            if (reading.state === "unset") {
                report(`${path} names nothing to scan.`);
            }
        }
    },
};

export const policy = definePolicy({
    name: "production-scanned",
    promise: "TEST-1",
    severity: "high",
    description: "Scans for weaknesses and threats are on, with all that they can find.",
    remedy:
        "Defender plans: pricingTier Standard, servers P2, the named extensions enabled. SQL: SqlVulnerabilityAssessmentsSetting with state " +
        "Enabled. AWS: GuardDuty and Inspector on, images scanned when they are pushed.",
    url: "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-sql-azure-vulnerability-assessment-enable",
    counterparts: [
        "Azure Policy ef2a8f2a",
        "CKV_AZURE_55",
        "CKV_AZURE_87",
        "CKV2_AZURE_2",
        "CKV2_AZURE_3",
        "AZR-000186",
        "AZR-000294",
        "CKV_AWS_163",
        "CKV_AWS_238",
    ],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

function requireExtensions(props: PropertyReader, needed: readonly string[], report: Report): void {
    const on =
        needed.length === 0
            ? []
            : elementsOf(props, "extensions", report).filter(({ props: one }) => textOf(one, "isEnabled") === "True");
    const missing = needed.filter((name) => !on.some(({ props: one }) => textOf(one, "name") === name));
    if (missing.length > 0) {
        report(`extensions does not enable ${missing.join(", ")}: isEnabled must be "True".`);
    }
}
