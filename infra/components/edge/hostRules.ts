import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import type { HostRule } from "../../model/standIn";
import type { EdgeProfile } from "./edgeProfile";

export interface HostRulesArgs extends EdgeProfile {
    /** The cell's rule set, which hangs on its route. */
    ruleSetName: pulumi.Input<string>;
    originGroupId: pulumi.Input<string>;
    rules: HostRule[];
}

/** The groups' places among the rules; the first hundred is the rule set's own. Azure takes a hundred rules in all. */
const firstOrder = { new: 100, paid: 200, rest: 300 };

/**
 * Sends the hosts of single customers to a site that stands in for a lost one. All others go on to the cell's usual site, so that its
 * coming back in the middle of a recovery makes nobody work in two places.
 *
 * Keeps: DR-5 (customers are switched one by one), COM-1 (by HTTPS only).
 */
export class HostRules extends pulumi.ComponentResource {
    constructor(name: string, args: HostRulesArgs, opts?: pulumi.ComponentResourceOptions) {
        const { resourceGroupName, profileName, ruleSetName, originGroupId } = args;
        // The rules stay out of the component's own inputs: a change to one shows on it alone.
        super("oxygis:edge:HostRules", name, { resourceGroupName, profileName, ruleSetName, originGroupId }, opts);

        for (const { group, number, hosts } of args.rules) {
            new cdn.Rule(
                `${name}-${group}-${number}`,
                {
                    resourceGroupName,
                    profileName,
                    ruleSetName,
                    ruleName: `Site${group}${number}`,
                    order: firstOrder[group] + number,
                    conditions: [
                        {
                            name: "HostName",
                            parameters: {
                                typeName: "DeliveryRuleHostNameConditionParameters",
                                operator: cdn.HostNameOperator.Equal,
                                negateCondition: false,
                                transforms: [cdn.Transform.Lowercase],
                                matchValues: hosts,
                            },
                        },
                    ],
                    actions: [
                        {
                            // Without a cache configuration nothing is cached, as on the route itself.
                            name: "RouteConfigurationOverride",
                            parameters: {
                                typeName: "DeliveryRuleRouteConfigurationOverrideActionParameters",
                                originGroupOverride: {
                                    originGroup: { id: originGroupId },
                                    forwardingProtocol: cdn.ForwardingProtocol.HttpsOnly,
                                },
                            },
                        },
                    ],
                    matchProcessingBehavior: cdn.MatchProcessingBehavior.Continue,
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
