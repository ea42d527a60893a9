import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import type { EdgeProfile } from "./edgeProfile";

export interface SecurityHeadersArgs extends EdgeProfile {
    ruleSetName: string;
}

/** Azure allows five actions in one rule ("Front Door limits"). */
const actionsPerRule = 5;

const contentSecurityPolicy = [
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "upgrade-insecure-requests",
].join("; ");

/** What browsers are told with every answer, whatever the application or the maintenance page says. */
const securityHeaders: Readonly<Record<string, string>> = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Content-Security-Policy": contentSecurityPolicy,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
};

/**
 * Security headers at the edge, for every host name alike.
 *
 * Keeps: COM-1 (browsers come back by HTTPS only), SW-4 (cross-site scripting), SW-5 (no framing).
 */
export class SecurityHeaders extends pulumi.ComponentResource {
    public readonly ruleSetId: pulumi.Output<string>;

    constructor(name: string, args: SecurityHeadersArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:SecurityHeaders", name, args, opts);

        const { resourceGroupName, profileName } = args;
        const ruleSet = new cdn.RuleSet(
            `${name}-rules`,
            { resourceGroupName, profileName, ruleSetName: args.ruleSetName },
            { parent: this },
        );
        const actions = Object.entries(securityHeaders).map(([headerName, value]) => ({
            name: "ModifyResponseHeader" as const,
            parameters: {
                typeName: "DeliveryRuleHeaderActionParameters" as const,
                headerAction: cdn.HeaderAction.Overwrite,
                headerName,
                value,
            },
        }));
        for (let first = 0; first < actions.length; first += actionsPerRule) {
            const number = first / actionsPerRule + 1;
            new cdn.Rule(
                `${name}-rule-${number}`,
                {
                    resourceGroupName,
                    profileName,
                    ruleSetName: ruleSet.name,
                    ruleName: `Headers${number}`,
                    order: number,
                    actions: actions.slice(first, first + actionsPerRule),
                    matchProcessingBehavior: cdn.MatchProcessingBehavior.Continue,
                },
                { parent: this },
            );
        }

        this.ruleSetId = ruleSet.id;
        this.registerOutputs({ ruleSetId: this.ruleSetId });
    }
}
