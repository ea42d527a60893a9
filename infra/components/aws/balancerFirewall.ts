import * as wafv2 from "@pulumi/aws/wafv2";
import * as pulumi from "@pulumi/pulumi";

import { declareLog, type LogArgs } from "./keptLog";
import type { RegionalArgs } from "./regionalArgs";

export interface BalancerFirewallArgs extends RegionalArgs, LogArgs {
    label: string;
    loadBalancerArn: pulumi.Input<string>;
}

/** Rules of AWS that block, and single ones among them that only count. */
const ruleSets: readonly { name: string; counted?: string }[] = [
    // Documents are uploaded: a rule that refuses every request of more than 8 KB would refuse them all.
    { name: "AWSManagedRulesCommonRuleSet", counted: "SizeRestrictions_BODY" },
    { name: "AWSManagedRulesSQLiRuleSet" },
    { name: "AWSManagedRulesKnownBadInputsRuleSet" },
];

/**
 * The second web application firewall, before the balancer: the first one stands at Front Door, and this one holds where a request came
 * past it. It blocks; it does not merely report. How often one visitor asks is the first one's to say: here all come from Front Door.
 *
 * Keeps: SW-3 (SQL injection), SW-4 (cross-site scripting), SW-6 (remote file inclusion).
 */
export class BalancerFirewall extends pulumi.ComponentResource {
    public readonly webAclArn: pulumi.Output<string>;

    constructor(name: string, args: BalancerFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:BalancerFirewall", name, args, opts);

        const { region, tags, label } = args;
        const visible = (metricName: string) => ({
            cloudwatchMetricsEnabled: true,
            metricName,
            // Samples are pieces of requests, which anybody could read who sees the metrics.
            sampledRequestsEnabled: false,
        });
        const acl = new wafv2.WebAcl(
            `${name}-acl`,
            {
                region,
                tags,
                name: `${label}-web`,
                scope: "REGIONAL",
                defaultAction: { allow: {} },
                rules: ruleSets.map(({ name: set, counted }, index) => ({
                    name: set,
                    priority: index + 1,
                    overrideAction: { none: {} },
                    statement: {
                        managedRuleGroupStatement: {
                            vendorName: "AWS",
                            name: set,
                            ruleActionOverrides: counted ? [{ name: counted, actionToUse: { count: {} } }] : undefined,
                        },
                    },
                    visibilityConfig: visible(set),
                })),
                visibilityConfig: visible(`${label}-web`),
            },
            { parent: this },
        );
        new wafv2.WebAclAssociation(
            `${name}-association`,
            { region, resourceArn: args.loadBalancerArn, webAclArn: acl.arn },
            { parent: this },
        );
        // The firewall writes to groups whose names begin like this, and to no others.
        const log = declareLog(`${name}-log`, { ...args, logName: `aws-waf-logs-${label}` }, this);
        new wafv2.WebAclLoggingConfiguration(
            `${name}-logging`,
            {
                region,
                resourceArn: acl.arn,
                logDestinationConfigs: [log.arn],
                redactedFields: ["authorization", "cookie"].map((header) => ({ singleHeader: { name: header } })),
                loggingFilter: {
                    defaultBehavior: "DROP",
                    filters: [
                        {
                            behavior: "KEEP",
                            requirement: "MEETS_ANY",
                            conditions: ["BLOCK", "COUNT"].map((action) => ({ actionCondition: { action } })),
                        },
                    ],
                },
            },
            { parent: this },
        );

        this.webAclArn = acl.arn;
        this.registerOutputs({ webAclArn: this.webAclArn });
    }
}
