import * as frontdoor from "@pulumi/azure-native/frontdoor";
import * as pulumi from "@pulumi/pulumi";

export interface WebApplicationFirewallArgs {
    resourceGroupName: pulumi.Input<string>;
    policyName: string;
    tags: Record<string, string>;
    /** Requests of one client address in a minute before it is refused. */
    requestsPerMinute: number;
}

/**
 * The web application firewall in front of every host name. It blocks; it does not merely report.
 *
 * Keeps: SW-3 (SQL injection), SW-4 (cross-site scripting), SW-6 (remote file inclusion).
 */
export class WebApplicationFirewall extends pulumi.ComponentResource {
    public readonly policyId: pulumi.Output<string>;

    constructor(name: string, args: WebApplicationFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:WebApplicationFirewall", name, args, opts);

        const policy = new frontdoor.Policy(
            `${name}-policy`,
            {
                resourceGroupName: args.resourceGroupName,
                policyName: args.policyName,
                tags: args.tags,
                location: "Global",
                sku: { name: frontdoor.SkuName.Premium_AzureFrontDoor },
                policySettings: {
                    enabledState: frontdoor.PolicyEnabledState.Enabled,
                    mode: frontdoor.PolicyMode.Prevention,
                    requestBodyCheck: frontdoor.PolicyRequestBodyCheck.Enabled,
                },
                managedRules: {
                    managedRuleSets: [
                        {
                            ruleSetType: "Microsoft_DefaultRuleSet",
                            // 2.2 could not be shown to exist on Front Door; 2.1 is supported.
                            ruleSetVersion: "2.1",
                            ruleSetAction: frontdoor.ManagedRuleSetActionType.Block,
                        },
                        { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
                    ],
                },
                customRules: {
                    rules: [
                        {
                            name: "RateLimit",
                            priority: 100,
                            enabledState: frontdoor.CustomRuleEnabledState.Enabled,
                            ruleType: frontdoor.RuleType.RateLimitRule,
                            action: frontdoor.ActionType.Block,
                            rateLimitThreshold: args.requestsPerMinute,
                            rateLimitDurationInMinutes: 1,
                            // A rate limit needs a condition; this one is true for every client.
                            matchConditions: [
                                {
                                    matchVariable: frontdoor.MatchVariable.SocketAddr,
                                    operator: frontdoor.Operator.IPMatch,
                                    matchValue: ["0.0.0.0/0", "::/0"],
                                },
                            ],
                        },
                    ],
                },
            },
            { parent: this },
        );

        this.policyId = policy.id;
        this.registerOutputs({ policyId: this.policyId });
    }
}
