import * as alertsmanagement from "@pulumi/azure-native/alertsmanagement";
import * as pulumi from "@pulumi/pulumi";

export interface VaultAlertsArgs {
    resourceGroupName: pulumi.Input<string>;
    tags: Record<string, string>;
    ruleName: string;
    subscriptionId: pulumi.Input<string>;
    actionGroupId: pulumi.Input<string>;
}

/** Both kinds of vault that Azure Backup has. */
const vaultTypes = ["microsoft.recoveryservices/vaults", "microsoft.dataprotection/backupvaults"];

/**
 * Brings the built-in alerts of every backup vault of the subscription to people: Azure raises one for each failed job, and by itself
 * shows it in the portal only. One rule for all, so that no vault can be forgotten.
 *
 * Keeps: DR-4 (failed backups reach people).
 */
export class VaultAlerts extends pulumi.ComponentResource {
    constructor(name: string, args: VaultAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:VaultAlerts", name, args, opts);

        new alertsmanagement.AlertProcessingRuleByName(
            `${name}-rule`,
            {
                resourceGroupName: args.resourceGroupName,
                location: "global",
                tags: args.tags,
                alertProcessingRuleName: args.ruleName,
                properties: {
                    description: "Alerts of backup vaults reach the people of operations.",
                    enabled: true,
                    scopes: [pulumi.interpolate`/subscriptions/${args.subscriptionId}`],
                    conditions: [
                        {
                            field: alertsmanagement.Field.TargetResourceType,
                            operator: alertsmanagement.Operator.Equals,
                            values: vaultTypes,
                        },
                    ],
                    actions: [{ actionType: "AddActionGroups", actionGroupIds: [args.actionGroupId] }],
                },
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
