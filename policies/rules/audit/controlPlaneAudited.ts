import { categoriesMissing } from "../../lib/diagnosticSetting";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

const trailType = "aws:cloudtrail/trail:Trail";

/** Who changed what in the subscription, and who signed in and got which right in the tenant. */
const needed: Readonly<Record<string, readonly string[]>> = {
    "azure-native:monitor:SubscriptionDiagnosticSetting": ["Administrative", "Security", "Policy", "Alert"],
    "azure-native:aadiam:DiagnosticSetting": [
        "AuditLogs",
        "SignInLogs",
        "NonInteractiveUserSignInLogs",
        "ServicePrincipalSignInLogs",
        "ManagedIdentitySignInLogs",
    ],
};

export const policy = definePolicy({
    name: "control-plane-audited",
    promise: "STAFF-2",
    severity: "critical",
    description:
        "Every change of a resource, every sign-in and every elevation is written down under the person's own identity.",
    remedy:
        "Enable the named categories of the subscription's and the tenant's diagnostic setting. CloudTrail: isMultiRegionTrail, " +
        "enableLogFileValidation and enableLogging true, management events included.",
    url: "https://learn.microsoft.com/entra/identity/monitoring-health/howto-configure-diagnostic-settings",
    counterparts: ["CKV_AWS_36", "CKV_AWS_67", "CKV_AWS_251", "AWS-0014", "AWS-0016"],
    types: [...Object.keys(needed), trailType],
    resource: ({ token, props }, report) => {
        if (token === trailType) {
            return requireWholeTrail(props, report);
        }
        const missing = categoriesMissing([props], needed[token] ?? []);
        if (missing.length > 0) {
            report(`logs does not enable ${missing.join(", ")}.`);
        }
    },
});

function requireWholeTrail(props: PropertyReader, report: Report): void {
    for (const setting of ["isMultiRegionTrail", "enableLogFileValidation", "enableLogging"]) {
        requireOneOf(props, setting, [true], report);
    }
    for (const { path, props: selector } of elementsOf(props, "eventSelectors", report)) {
        requireOneOf(selector, "includeManagementEvents", [true], (message) => report(`${path}: ${message}`));
        requireOneOf(selector, "readWriteType", ["All"], (message) => report(`${path}: ${message}`));
    }
    if (props.read("advancedEventSelectors").state !== "unset") {
        report("advancedEventSelectors can leave out what staff do: use eventSelectors.");
    }
}
