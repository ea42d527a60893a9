/** azure-native:monitor */
import { nameRule, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties } from "../values";
import { monitorDiagnostics } from "./monitorDiagnostics";
import { monitorLogs } from "./monitorLogs";

/** Azure Monitor service limits: 1,000 e-mail receivers in a group, each with a name of its own; 12 characters of short name. */
function checkReceivers(inputs: Properties): Problem[] {
    const short = text(inputs, "groupShortName");
    const receivers = Object.keys(inputs)
        .filter((name) => name.endsWith("Receivers"))
        .flatMap((property) => select(inputs, `${property}[].name`))
        .flatMap(([path, name]) => (typeof name === "string" ? [{ path, name }] : []));
    const repeated = receivers.find(({ name }, index) => receivers.findIndex((other) => other.name === name) < index);
    return [
        ...(short !== undefined && !isUnknown(short) && (short.length < 1 || short.length > 12)
            ? [{ property: "groupShortName", reason: `'${short}' has not 1 to 12 characters` }]
            : []),
        ...(select(inputs, "emailReceivers[]").length > 1000
            ? [{ property: "emailReceivers", reason: "an action group takes at most 1000 e-mail receivers" }]
            : []),
        ...(repeated === undefined
            ? []
            : [
                  {
                      property: repeated.path,
                      reason: `another receiver of the group is called '${repeated.name}'`,
                  },
              ]),
    ];
}

export const monitor: TypeTable = {
    ...monitorDiagnostics,
    ...monitorLogs,
    ActionGroup: {
        id: "Microsoft.Insights/actionGroups/{actionGroupName}",
        apiVersion: "2024-10-01-preview",
        inputs: `actionGroupName armRoleReceivers automationRunbookReceivers azureAppPushReceivers azureFunctionReceivers
            emailReceivers enabled eventHubReceivers groupShortName identity incidentReceivers itsmReceivers location
            logicAppReceivers resourceGroupName smsReceivers tags voiceReceivers webhookReceivers`,
        required: "enabled groupShortName",
        name: nameRule(
            1,
            260,
            /^[^:<>+/&%\\?|\p{Cc}]*[^:<>+/&%\\?|. \p{Cc}]$/u,
            "1-260 characters, none of :<>+/&%\\?|, no blank or period at the end",
        ),
        location: "global",
        check: checkReceivers,
        quotas: ({ cloud }) => [
            {
                key: `actionGroups|${cloud.subscriptionId}`,
                limit: 2000,
                what: "action groups per subscription",
            },
        ],
        seconds: { create: 5, source: "assumed" },
    },
    ActivityLogAlert: {
        id: "Microsoft.Insights/activityLogAlerts/{activityLogAlertName}",
        apiVersion: "2020-10-01",
        inputs: "actions activityLogAlertName condition description enabled location resourceGroupName scopes tags",
        required: "actions condition scopes",
        name: nameRule(
            1,
            260,
            /^[^<>*%&:\\?+/#|]*[^<>*%&:\\?+/#|. ]$/,
            "1-260 characters, none of <>*%&:\\?+/#|, no blank or period at the end",
        ),
        location: "global",
        check: (inputs) =>
            isUnknown(inputs["condition"]) ||
            select(inputs, "condition.allOf[].field").some(([, field]) => text(field, "")?.toLowerCase() === "category")
                ? []
                : [{ property: "condition", reason: "one of the conditions of allOf is the field 'category'" }],
        quotas: ({ cloud }) => [
            {
                key: `activityLogAlerts|${cloud.subscriptionId}`,
                limit: 100,
                what: "activity log alerts per subscription",
            },
        ],
        seconds: { create: 5, source: "assumed" },
    },
};
