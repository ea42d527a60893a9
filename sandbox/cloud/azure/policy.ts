/** azure-native:authorization, the part that is Azure Policy */
import { nameRule, type Problem, type TypeTable } from "../model";
import { isUnknown, text, type Properties } from "../values";

const DEFINITION = /\/providers\/Microsoft\.Authorization\/policy(Set)?Definitions\/[^/]+$/i;

function checkAssignment(inputs: Properties): Problem[] {
    const problems: Problem[] = [];
    const definition = text(inputs, "policyDefinitionId");
    if (definition === undefined || (!isUnknown(definition) && !DEFINITION.test(definition)))
        problems.push({
            property: "policyDefinitionId",
            reason: `'${definition ?? ""}' is not the id of a policy or initiative`,
        });
    for (const [property, most] of [
        ["displayName", 128],
        ["description", 512],
    ] as const) {
        const value = text(inputs, property);
        if (value !== undefined && value.length > most)
            problems.push({ property, reason: `it has at most ${String(most)} characters` });
    }
    if (inputs["identity"] !== undefined && inputs["location"] === undefined)
        problems.push({ property: "location", reason: "an assignment with an identity needs a location" });
    return problems;
}

export const policyAssignments: TypeTable = {
    PolicyAssignment: {
        id: "/{scope}/providers/Microsoft.Authorization/policyAssignments/{policyAssignmentName}",
        apiVersion: "2025-01-01",
        inputs: `assignmentType definitionVersion description displayName enforcementMode identity location metadata
            nonComplianceMessages notScopes overrides parameters policyAssignmentName policyDefinitionId resourceSelectors scope`,
        name: nameRule(
            1,
            64,
            /^[^<>*%&:?.+/]*[^<>*%&:?.+/ ]$/,
            "1-64 characters, none of <>*%&:?.+/, no blank at the end",
        ),
        values: {
            assignmentType: ["NotSpecified", "System", "SystemHidden", "Custom"],
            enforcementMode: ["Default", "DoNotEnforce", "Enroll"],
        },
        check: checkAssignment,
        quotas: ({ inputs }) => [
            {
                key: `policyAssignments|${(text(inputs, "scope") ?? "").toLowerCase()}`,
                limit: 200,
                what: "policy assignments per scope",
            },
        ],
        outputs: ({ inputs, id, cloud }) => ({
            ...inputs,
            effectiveDefinitionVersion: "1.0.0",
            instanceId: cloud.guid(id, "instance"),
        }),
        seconds: { create: 5, source: "assumed" },
    },
};
