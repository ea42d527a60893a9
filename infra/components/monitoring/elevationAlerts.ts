import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

type Subject = "activation" | "break-glass" | "membership" | "role-assignment";

export interface ElevationAlertsArgs extends CommonArgs {
    alertName: (subject: Subject) => string;
    /** The workspace that holds the directory's audit and sign-in logs. */
    workspaceId: pulumi.Input<string>;
    /** The subscription whose role assignments are watched, as an ARM id. */
    subscription: pulumi.Input<string>;
    actionGroupId: pulumi.Input<string>;
    /** Object ids of the break-glass accounts. */
    breakGlassAccounts: string[];
    /** Object ids of the groups that decide who may do what. */
    groupIds: pulumi.Input<string>[];
}

/**
 * Tells people whenever somebody gets more access: every activation, every sign-in of a break-glass account, every change of a group
 * past the rules, every role assignment.
 *
 * Keeps: STAFF-2 (elevation raises an alert).
 */
export class ElevationAlerts extends pulumi.ComponentResource {
    constructor(name: string, args: ElevationAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:ElevationAlerts", name, args, opts);

        const { resourceGroupName, location, tags, alertName, actionGroupId } = args;
        const query = (subject: Subject, description: string, search: pulumi.Input<string>) =>
            new monitor.ScheduledQueryRule(
                `${name}-${subject}`,
                {
                    resourceGroupName,
                    location,
                    tags,
                    ruleName: alertName(subject),
                    displayName: alertName(subject),
                    description,
                    kind: monitor.Kind.LogAlert,
                    scopes: [args.workspaceId],
                    severity: 1,
                    enabled: true,
                    evaluationFrequency: "PT5M",
                    windowSize: "PT10M",
                    // The directory's logs may come hours late: what counts is when they came in, so that none slips through. The
                    // window is twice the frequency for the same reason: rather told twice than never.
                    overrideQueryTimeRange: "P2D",
                    criteria: {
                        allOf: [
                            {
                                query: pulumi.interpolate`${search}\n| where ingestion_time() > ago(10m)`,
                                timeAggregation: monitor.TimeAggregation.Count,
                                operator: "GreaterThan",
                                threshold: 0,
                                failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
                            },
                        ],
                    },
                    // A second elevation is news even if nobody has closed the alert of the first one.
                    autoMitigate: false,
                    actions: { actionGroups: [actionGroupId] },
                },
                { parent: this },
            );

        query(
            "activation",
            "Somebody asked for elevation, was refused it or got it, in PIM or as Global Administrator.",
            `AuditLogs
| where (LoggedByService == "PIM" and OperationName has "PIM activation") or Category == "AzureRBACRoleManagementElevateAccess"`,
        );
        query(
            "break-glass",
            "A break-glass account signed in, or somebody tried to.",
            `union isfuzzy=true SigninLogs, AADNonInteractiveUserSignInLogs
| where UserId in (${args.breakGlassAccounts.map((id) => `"${id}"`).join(", ")})`,
        );
        query(
            "membership",
            "A group of staff got a member or an owner, or its rules changed, other than by an activation.",
            pulumi.interpolate`AuditLogs
| where OperationName has_any ("Add member to group", "Add owner to group", "in PIM completed", "Update role setting")
| where tostring(InitiatedBy.app.displayName) != "MS-PIM"
| where tostring(TargetResources) has_any (${pulumi
                .all(args.groupIds)
                .apply((ids) => ids.map((id) => `"${id}"`).join(", "))})`,
        );
        new monitor.ActivityLogAlert(
            `${name}-role-assignment`,
            {
                resourceGroupName,
                location: "global",
                tags,
                activityLogAlertName: alertName("role-assignment"),
                description: "Somebody was given a role in the subscription, by a deployment or by hand.",
                enabled: true,
                scopes: [args.subscription],
                condition: {
                    allOf: [
                        { field: "category", equals: "Administrative" },
                        { field: "operationName", equals: "Microsoft.Authorization/roleAssignments/write" },
                    ],
                },
                actions: { actionGroups: [{ actionGroupId }] },
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
