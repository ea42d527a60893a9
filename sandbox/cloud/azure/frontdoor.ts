/** azure-native:frontdoor: the web application firewall of Front Door. */
import { nameRule, type TypeTable } from "../model";

export const frontdoor: TypeTable = {
    Policy: {
        id: "Microsoft.Network/frontDoorWebApplicationFirewallPolicies/{policyName}",
        apiVersion: "2025-11-01",
        inputs: "customRules location managedRules policyName policySettings resourceGroupName sku tags",
        name: nameRule(1, 128, /^[a-z][a-z0-9]*$/i, "1-128 letters and digits, beginning with a letter"),
        location: "global",
        usual: "name type provisioningState etag",
        inUse: "Conflict",
        unlimited: true,
        values: {
            "sku.name": ["Classic_AzureFrontDoor", "Standard_AzureFrontDoor", "Premium_AzureFrontDoor"],
            "policySettings.enabledState": ["Disabled", "Enabled"],
            "policySettings.mode": ["Prevention", "Detection"],
            "policySettings.requestBodyCheck": ["Disabled", "Enabled"],
            "customRules.rules[].ruleType": ["MatchRule", "RateLimitRule"],
            "customRules.rules[].action": [
                "Allow",
                "Block",
                "Log",
                "Redirect",
                "AnomalyScoring",
                "JSChallenge",
                "CAPTCHA",
            ],
            "customRules.rules[].rateLimitDurationInMinutes": [1, 5],
        },
        quotas: ({ cloud }) => [
            {
                key: `firewallPolicies|${cloud.subscriptionId}`,
                limit: 100,
                what: "Front Door WAF policies per subscription",
            },
        ],
        outputs: () => ({
            resourceState: "Enabled",
            frontendEndpointLinks: [],
            routingRuleLinks: [],
            securityPolicyLinks: [],
        }),
        seconds: { create: 60, delete: 30, source: "assumed" },
    },
};
