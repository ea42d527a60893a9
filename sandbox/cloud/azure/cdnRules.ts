/** azure-native:cdn, the rules engine of Front Door. Limits: "Azure Front Door limits" (2026-07) for Premium. */
import { parentOf } from "../arm";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, select, type Properties } from "../values";

export const LETTERS = /^[a-z][a-z0-9]*$/i;
export const PART_OUTPUTS = "name type provisioningState";
export const deployed = (): Properties => ({ deploymentStatus: "NotStarted" });

/** Parts of one rule, and values that one condition compares with ("Azure Front Door limits", azurerm provider). */
const MOST_CONDITIONS = 10;
const MOST_ACTIONS = 5;
const MOST_VALUES = 25;

function checkRule(inputs: Properties): Problem[] {
    const problems: Problem[] = [];
    const limit = (property: string, found: number, most: number): void => {
        if (found > most)
            problems.push({
                property,
                reason: `${String(found)} are more than the ${String(most)} that Front Door takes`,
            });
    };
    limit("conditions", select(inputs, "conditions[]").length, MOST_CONDITIONS);
    limit("actions", select(inputs, "actions[]").length, MOST_ACTIONS);
    for (const [path, condition] of select(inputs, "conditions[]"))
        if (isObject(condition))
            limit(`${path}.parameters.matchValues`, select(condition, "parameters.matchValues[]").length, MOST_VALUES);
    if (select(inputs, "actions[]").length === 0 && !isUnknown(inputs["actions"]))
        problems.push({ property: "actions", reason: "a rule needs an action" });
    return problems;
}

/** A rule may send requests to another group than the route's, which must have somebody to answer. */
function refuseRule({ inputs, cloud }: Facts): void {
    for (const [, group] of select(inputs, "actions[].parameters.originGroupOverride.originGroup.id"))
        if (typeof group === "string" && cloud.count(`originsOf|${group.toLowerCase()}`) === 0)
            throw new CloudError(
                "BadRequest",
                `The origin group ${group} has no enabled origin: a rule that sends requests there needs at least one.`,
            );
}

export const cdnRules: TypeTable = {
    Rule: {
        id: "Microsoft.Cdn/profiles/{profileName}/ruleSets/{ruleSetName}/rules/{ruleName}",
        apiVersion: "2025-06-01",
        inputs: "actions conditions matchProcessingBehavior order profileName resourceGroupName ruleName ruleSetName",
        writeOnly: "profileName",
        name: nameRule(1, 260, LETTERS, "1-260 letters and digits, beginning with a letter"),
        usual: PART_OUTPUTS,
        values: { matchProcessingBehavior: ["Continue", "Stop"] },
        check: checkRule,
        refuse: refuseRule,
        claims: ({ id, inputs }) => [
            {
                kind: "frontDoorRuleOrder",
                value: `${parentOf(id) ?? ""}|${JSON.stringify(inputs["order"] ?? 0)}`,
                code: "BadRequest",
                message: "Another rule of the rule set has the same order.",
            },
        ],
        quotas: ({ id }) => [
            { key: `rules|${parentOf(id)?.toLowerCase() ?? ""}`, limit: 100, what: "rules per rule set" },
        ],
        outputs: deployed,
        seconds: {
            create: 600,
            delete: 60,
            source: "Front Door FAQ: the rules engine takes up to 20 minutes; half assumed",
        },
    },
};
