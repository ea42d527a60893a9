/** azure-native:alertsmanagement */
import { nameRule, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties } from "../values";

/** Exactly one action, and at most five values a condition, each condition on a field of its own. */
function checkRule(inputs: Properties): Problem[] {
    // The SDK fills in defaults here, so that at preview one unknown id makes all of it unknown.
    if (isUnknown(inputs["properties"])) return [];
    const actions = select(inputs, "properties.actions[]");
    const fields = select(inputs, "properties.conditions[].field").map(([, field]) => field);
    const missing = actions.flatMap(([path, action]) =>
        text(action, "actionType") === "AddActionGroups" && select(action, "actionGroupIds[]").length === 0
            ? [{ property: `${path}.actionGroupIds`, reason: "an action that adds action groups needs some" }]
            : [],
    );
    return [
        ...(actions.length === 1
            ? missing
            : [{ property: "properties.actions", reason: `${String(actions.length)} actions: a rule has one` }]),
        ...(select(inputs, "properties.scopes[]").length > 0
            ? []
            : [{ property: "properties.scopes", reason: "a rule needs a scope" }]),
        ...(new Set(fields).size === fields.length
            ? []
            : [{ property: "properties.conditions", reason: "two conditions are on the same field" }]),
    ];
}

export const alertsmanagement: TypeTable = {
    AlertProcessingRuleByName: {
        id: "Microsoft.AlertsManagement/actionRules/{alertProcessingRuleName}",
        apiVersion: "2021-08-08",
        inputs: "alertProcessingRuleName location properties resourceGroupName tags",
        name: nameRule(1, 260, /^[^*<>%&:\\?+/]*[^*<>%&:\\?+/. ]$/, "1-260 characters, none of *<>%&:\\?+/"),
        location: "global",
        values: {
            "properties.actions[].actionType": ["AddActionGroups", "RemoveAllActionGroups"],
            "properties.conditions[].field": [
                "Severity",
                "MonitorService",
                "MonitorCondition",
                "SignalType",
                "TargetResourceType",
                "TargetResource",
                "TargetResourceGroup",
                "AlertRuleId",
                "AlertRuleName",
                "Description",
                "AlertContext",
            ],
            "properties.conditions[].operator": ["Equals", "NotEquals", "Contains", "DoesNotContain"],
        },
        check: checkRule,
        seconds: { create: 10, source: "assumed" },
    },
};
