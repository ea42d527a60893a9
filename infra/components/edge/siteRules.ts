import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import type { EdgeProfile } from "./edgeProfile";

export interface SiteRulesArgs extends EdgeProfile {
    ruleSetName: string;
    cell: string;
}

/**
 * The rule set in which a site that stands in for a lost one says which hosts are sent to it (see HostRules). It hangs on the cell's
 * route from the beginning, so that a recovery changes nothing that all customers use.
 *
 * Keeps: DR-5 (a site is moved by rules of its own).
 */
export class SiteRules extends pulumi.ComponentResource {
    public readonly ruleSetName: pulumi.Output<string>;
    /** Known once the set has a rule: nothing says that Azure takes an empty one on a route. */
    public readonly ruleSetId: pulumi.Output<string>;

    constructor(name: string, args: SiteRulesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:SiteRules", name, args, opts);

        const { resourceGroupName, profileName } = args;
        const ruleSet = new cdn.RuleSet(
            `${name}-rules`,
            { resourceGroupName, profileName, ruleSetName: args.ruleSetName },
            { parent: this },
        );
        const cell = new cdn.Rule(
            `${name}-cell`,
            {
                resourceGroupName,
                profileName,
                ruleSetName: ruleSet.name,
                ruleName: "Cell",
                order: 1,
                actions: [
                    {
                        name: "ModifyRequestHeader",
                        parameters: {
                            typeName: "DeliveryRuleHeaderActionParameters",
                            headerAction: cdn.HeaderAction.Overwrite,
                            headerName: "X-Oxygis-Cell",
                            value: args.cell,
                        },
                    },
                ],
                matchProcessingBehavior: cdn.MatchProcessingBehavior.Continue,
            },
            { parent: this },
        );

        this.ruleSetName = ruleSet.name;
        this.ruleSetId = pulumi.all([ruleSet.id, cell.id]).apply(([id]) => id);
        this.registerOutputs({ ruleSetName: this.ruleSetName, ruleSetId: this.ruleSetId });
    }
}
