import * as consumption from "@pulumi/azure-native/consumption";
import * as security from "@pulumi/azure-native/security";
import * as pulumi from "@pulumi/pulumi";

export interface SubscriptionAlertsArgs {
    subscriptionId: pulumi.Input<string>;
    /** E-mail addresses that Defender's findings go to. */
    securityEmails: string[];
    budget: {
        budgetName: string;
        /** In the currency of the subscription's bill. */
        monthlyAmount: number;
        /** First of the month the budget begins with, ISO 8601. Azure takes none before the month in which it is made. */
        startDate: string;
        actionGroupId: pulumi.Input<string>;
    };
}

/** Percents of the budget, and whether of what was spent or of what Azure expects by the end of the month. */
const budgetAlerts = {
    spent: { threshold: 80, thresholdType: consumption.ThresholdType.Actual },
    expected: { threshold: 100, thresholdType: consumption.ThresholdType.Forecasted },
};

/**
 * People hear of what goes wrong in the subscription as a whole: findings of Defender for Cloud, and costs, which are also how
 * machines that somebody else started show first.
 *
 * Keeps: TEST-1 (findings of scans reach people).
 */
export class SubscriptionAlerts extends pulumi.ComponentResource {
    constructor(name: string, args: SubscriptionAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:governance:SubscriptionAlerts", name, args, opts);

        new security.SecurityContact(
            `${name}-contact`,
            {
                securityContactName: "default",
                emails: args.securityEmails.join(";"),
                isEnabled: true,
                notificationsByRole: { state: security.State.On, roles: [security.SecurityContactRole.Owner] },
                notificationsSources: [
                    { sourceType: "Alert", minimalSeverity: security.MinimalSeverity.Medium },
                    { sourceType: "AttackPath", minimalRiskLevel: security.MinimalRiskLevel.High },
                ],
            },
            { parent: this },
        );

        const { budgetName, monthlyAmount, startDate, actionGroupId } = args.budget;
        new consumption.Budget(
            `${name}-budget`,
            {
                scope: pulumi.interpolate`/subscriptions/${args.subscriptionId}`,
                budgetName,
                category: consumption.CategoryType.Cost,
                amount: monthlyAmount,
                timeGrain: consumption.TimeGrainType.Monthly,
                timePeriod: { startDate },
                notifications: Object.fromEntries(
                    Object.entries(budgetAlerts).map(([alert, { threshold, thresholdType }]) => [
                        alert,
                        {
                            enabled: true,
                            operator: consumption.OperatorType.GreaterThanOrEqualTo,
                            threshold,
                            thresholdType,
                            contactEmails: [],
                            contactGroups: [actionGroupId],
                        },
                    ]),
                ),
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
