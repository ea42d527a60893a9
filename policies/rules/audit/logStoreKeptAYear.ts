import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { requireAmount } from "../../lib/amount";
import { requireUnset } from "../../lib/requirement";

/** ACC-2: "at least a year". */
const aYear = { least: 365, unit: "days" };
/** A table that says so is kept as long as its workspace says. */
const asTheWorkspace = -1;
/** CloudWatch's way to write "for ever". */
const forEver = 0;

const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    "azure-native:operationalinsights:Workspace": (props, report) => {
        // Unset is 30 days.
        requireAmount(props, "retentionInDays", aYear, report);
        const purge = props.read("features.immediatePurgeDataOn30Days");
        if (purge.state !== "unset" && !(purge.state === "set" && purge.value === false)) {
            report("features.immediatePurgeDataOn30Days must be false or left out: it deletes logs after 30 days.");
        }
        requireUnset(props, "workspaceCapping", "logs above a daily cap are thrown away.", report);
    },
    "azure-native:operationalinsights:Table": (props, report) => {
        for (const retention of ["totalRetentionInDays", "retentionInDays"]) {
            const total = retention === "totalRetentionInDays" || props.read("totalRetentionInDays").state === "unset";
            // How long a table can be searched is no promise as long as the whole of it is kept.
            if (total && props.read(retention).state !== "unset" && !is(props, retention, asTheWorkspace)) {
                requireAmount(props, retention, aYear, report);
            }
        }
    },
    "aws:cloudwatch/logGroup:LogGroup": (props, report) => {
        if (!is(props, "retentionInDays", forEver)) {
            requireAmount(props, "retentionInDays", aYear, report);
        }
    },
    "aws:lb/loadBalancer:LoadBalancer": (props, report) => requireOneOf(props, "accessLogs.enabled", [true], report),
    "aws:alb/loadBalancer:LoadBalancer": (props, report) => requireOneOf(props, "accessLogs.enabled", [true], report),
    "aws:cloudfront/distribution:Distribution": (props, report) => {
        if (props.read("loggingConfig.bucket").state === "unset") {
            report("loggingConfig.bucket is not set: no access is logged.");
        }
    },
};

export const policy = definePolicy({
    name: "log-store-kept-a-year",
    promise: "ACC-2",
    severity: "critical",
    description: "What is logged stays for at least 365 days.",
    remedy:
        "Workspace: retentionInDays 365 or more, without a daily cap and without immediate purge; tables no shorter. CloudWatch: " +
        "retentionInDays 365 or more, or 0 for ever. Load balancers and CloudFront: access logs on.",
    url: "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
    counterparts: ["CKV_AWS_66", "CKV_AWS_338", "CKV_AWS_86", "CKV_AWS_91"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

function is(props: PropertyReader, path: string, value: number): boolean {
    const reading = props.read(path);
    return reading.state === "set" && reading.value === value;
}
