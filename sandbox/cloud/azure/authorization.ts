/** azure-native:authorization */
import { type InvokeTable, type Problem, type TypeTable, nameRule, CloudError } from "../model";
import { select, text, type Properties } from "../values";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `*`, or a path of words that may hold wildcards; an action that Azure's operations do not know is refused there, not here. */
const ACTION = /^(\*|(\*|Microsoft\.[\w.]+)(\/[\w.*-]+)+)$/i;
const ACTION_LISTS = ["actions", "notActions", "dataActions", "notDataActions"];

function roleActions(inputs: Properties): Problem[] {
    return ACTION_LISTS.flatMap((list) =>
        select(inputs, `permissions[].${list}[]`)
            .filter(([, action]) => typeof action === "string" && !ACTION.test(action))
            .map(([property, action]) => ({
                property,
                reason: `InvalidActionOrNotAction: ${JSON.stringify(action)} is not an operation of a resource provider`,
            })),
    );
}

function roleTexts(inputs: Properties): Problem[] {
    const limits = { roleName: 512, description: 2048 };
    return Object.entries(limits).flatMap(([property, most]) =>
        (text(inputs, property) ?? "").length > most
            ? [{ property, reason: `a role's ${property} has at most ${String(most)} characters` }]
            : [],
    );
}

const types: TypeTable = {
    RoleAssignment: {
        id: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        apiVersion: "2022-04-01",
        inputs: `condition conditionVersion delegatedManagedIdentityResourceId description principalId principalType
            roleAssignmentName roleDefinitionId scope`,
        required: "principalId roleDefinitionId",
        name: nameRule(36, 36, GUID, "a GUID"),
        createOnly: "principalId",
        // ARM: RoleAssignmentUpdateNotPermitted, "Tenant ID, application ID, principal ID, and scope are not allowed to be updated."
        immutable: "roleDefinitionId principalType",
        values: {
            principalType: [
                "User",
                "Group",
                "ServicePrincipal",
                "ForeignGroup",
                "Device",
                "AgentUser",
                "AgentServicePrincipal",
            ],
        },
        check: (inputs) => {
            const principal = text(inputs, "principalId");
            return principal === undefined || GUID.test(principal)
                ? []
                : [{ property: "principalId", reason: `'${principal}' is not the object id (a GUID) of a principal` }];
        },
        // One principal holds a role at a scope once, whatever the assignment is called.
        claims: ({ inputs }) => [
            {
                kind: "roleAssignment",
                value: ["scope", "principalId", "roleDefinitionId"]
                    .map((path) => text(inputs, path)?.toLowerCase() ?? "")
                    .join("|"),
                code: "RoleAssignmentExists",
                message: "The role assignment already exists.",
            },
        ],
        quotas: ({ cloud }) => [
            {
                key: `roleAssignments|${cloud.subscriptionId}`,
                limit: 5000,
                what: "role assignments per subscription",
            },
        ],
        // Role propagation takes minutes in Azure; the assignment itself answers at once.
        seconds: { create: 25, delete: 5, source: "assumed" },
    },
    RoleDefinition: {
        id: "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        apiVersion: "2022-05-01-preview",
        inputs: "assignableScopes description permissions roleDefinitionId roleName roleType scope",
        required: "assignableScopes permissions roleName",
        writeOnly: "scope",
        name: nameRule(36, 36, GUID, "a GUID"),
        values: { roleType: ["CustomRole"] },
        check: (inputs) => [...roleActions(inputs), ...roleTexts(inputs)],
        claims: ({ inputs }) => [
            {
                kind: "roleName",
                value: (text(inputs, "roleName") ?? "").toLowerCase(),
                code: "RoleDefinitionWithSameNameExists",
                message: `A custom role with the same name '${text(inputs, "roleName") ?? ""}' already exists in this directory.`,
            },
        ],
        quotas: ({ cloud }) => [
            { key: `roleDefinitions|${cloud.tenantId}`, limit: 5000, what: "custom roles per tenant" },
        ],
        inUse: "RoleDefinitionHasAssignments",
        outputs: ({ inputs, now, before }) => ({
            roleType: "CustomRole",
            ...inputs,
            createdOn: before?.["createdOn"] ?? now.toISOString(),
            updatedOn: now.toISOString(),
        }),
        seconds: { create: 10, delete: 5, source: "assumed" },
    },
    ManagementLockByScope: {
        id: "/{scope}/providers/Microsoft.Authorization/locks/{lockName}",
        apiVersion: "2020-05-01",
        inputs: "level lockName notes owners scope",
        required: "level",
        writeOnly: "scope",
        name: nameRule(
            1,
            90,
            /^[-\w.()]*[-\w()]$/,
            "1-90 letters, digits, periods, underscores, hyphens and parentheses",
        ),
        values: { level: ["NotSpecified", "CanNotDelete", "ReadOnly"] },
        quotas: ({ inputs }) => {
            const scope = `/${text(inputs, "scope") ?? ""}`.replace("//", "/").toLowerCase();
            const locks = [{ key: `locks|${scope}`, limit: 20, what: "management locks per scope" }];
            return text(inputs, "level") === "ReadOnly"
                ? [...locks, { key: `readOnlyLocks|${scope}`, limit: 20, what: "management locks per scope" }]
                : locks;
        },
        refuse: ({ inputs }) => {
            if ((text(inputs, "notes") ?? "").length > 512)
                throw new CloudError("InvalidLockNotes", "The notes of a lock have at most 512 characters.");
        },
        seconds: { create: 5, source: "assumed" },
    },
};

const invokes: InvokeTable = {
    "azure-native:authorization:getClientConfig": (_, cloud) => ({
        clientId: cloud.guid("client"),
        objectId: cloud.guid("client", "object"),
        subscriptionId: cloud.subscriptionId,
        tenantId: cloud.tenantId,
    }),
};

export const authorization = { types, invokes };
