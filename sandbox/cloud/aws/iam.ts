/** aws:iam - roles and what they may do. It lies in no region. Access itself is not checked. */
import { hashOf } from "../arm";
import { CloudError, type Problem } from "../model";
import { isUnknown, text, type Properties } from "../values";
import type { AwsTable } from "./entry";

const quick = { create: 3, source: "assumed" };
const ROLE = "iam/role:Role";
const name = (max: number) => ({
    min: 1,
    max,
    pattern: /^[\w+=,.@-]+$/,
    text: `1-${String(max)} letters, digits and _+=,.@-`,
});
const path = (inputs: Properties): string => text(inputs, "path") ?? "/";

/** Characters of a policy without blanks. Source: "IAM and AWS STS quotas". */
const tooLong =
    (property: string, limit: number) =>
    (inputs: Properties): Problem[] => {
        const document = text(inputs, property);
        const length = document === undefined || isUnknown(document) ? 0 : document.replace(/\s/g, "").length;
        return length > limit
            ? [{ property, reason: `LimitExceeded: ${String(length)} characters; at most ${String(limit)}` }]
            : [];
    };

export const iam: AwsTable = {
    "iam/role:Role": {
        id: "{name}",
        arn: ({ inputs, cloud, name: named }) => `arn:aws:iam::${cloud.accountId}:role${path(inputs)}${named}`,
        global: true,
        inputs: `assumeRolePolicy description forceDetachPolicies inlinePolicies managedPolicyArns maxSessionDuration name
            namePrefix path permissionsBoundary tags`,
        required: "assumeRolePolicy",
        named: "name",
        unique: "account",
        name: name(64),
        createOnly: "name namePrefix path",
        documents: "assumeRolePolicy inlinePolicies[].policy",
        check: (inputs) => {
            const duration = inputs["maxSessionDuration"];
            return [
                ...tooLong("assumeRolePolicy", 2048)(inputs),
                ...(typeof duration === "number" && (duration < 3600 || duration > 43_200)
                    ? [{ property: "maxSessionDuration", reason: "3600 to 43200 seconds" }]
                    : []),
            ];
        },
        quotas: () => [{ key: "roles", limit: 1000, what: "roles in the account" }],
        inUse: "DeleteConflict",
        outputs: ({ inputs, id, cloud }) => ({
            path: "/",
            maxSessionDuration: 3600,
            forceDetachPolicies: false,
            description: "",
            ...inputs,
            uniqueId: `AROA${hashOf(17, cloud.guid(id)).toUpperCase()}`,
        }),
        seconds: { create: 10, source: "assumed" },
    },
    "iam/rolePolicy:RolePolicy": {
        id: "{role}:{name}",
        global: true,
        inputs: "name namePrefix policy role",
        required: "policy role",
        named: "name",
        name: name(128),
        createOnly: "name namePrefix role",
        refers: { role: ROLE },
        documents: "policy",
        check: tooLong("policy", 10_240),
        seconds: quick,
    },
    "iam/rolePolicyAttachment:RolePolicyAttachment": {
        id: "{role}/{policyArn}",
        global: true,
        inputs: "policyArn role",
        required: "policyArn role",
        createOnly: "policyArn role",
        refers: { role: ROLE },
        quotas: ({ inputs }) => {
            const role = text(inputs, "role") ?? "";
            return [{ key: `managedPolicies|${role}`, limit: 10, what: `managed policies of role ${role}` }];
        },
        seconds: quick,
    },
    "iam/policy:Policy": {
        id: "{arn}",
        arn: ({ inputs, cloud, name: named }) => `arn:aws:iam::${cloud.accountId}:policy${path(inputs)}${named}`,
        global: true,
        inputs: "delayAfterPolicyCreationInMs description name namePrefix path policy tags",
        required: "policy",
        named: "name",
        unique: "account",
        name: name(128),
        createOnly: "description name namePrefix path",
        documents: "policy",
        check: tooLong("policy", 6144),
        quotas: () => [{ key: "policies", limit: 1500, what: "customer managed policies in the account" }],
        inUse: "DeleteConflict",
        outputs: ({ inputs, id, cloud }) => ({
            path: "/",
            ...inputs,
            policyId: `ANPA${hashOf(17, cloud.guid(id)).toUpperCase()}`,
            attachmentCount: 0,
        }),
        seconds: quick,
    },
    "iam/instanceProfile:InstanceProfile": {
        id: "{name}",
        arn: ({ inputs, cloud, name: named }) =>
            `arn:aws:iam::${cloud.accountId}:instance-profile${path(inputs)}${named}`,
        global: true,
        inputs: "name namePrefix path role tags",
        named: "name",
        unique: "account",
        name: name(128),
        createOnly: "name namePrefix path",
        refers: { role: ROLE },
        outputs: ({ inputs, id, cloud }) => ({
            path: "/",
            ...inputs,
            uniqueId: `AIPA${hashOf(17, cloud.guid(id)).toUpperCase()}`,
        }),
        seconds: { create: 10, source: "assumed" },
    },
    "iam/openIdConnectProvider:OpenIdConnectProvider": {
        id: "{arn}",
        arn: ({ inputs, cloud }) =>
            `arn:aws:iam::${cloud.accountId}:oidc-provider/${(text(inputs, "url") ?? "").replace(/^https:\/\//, "")}`,
        global: true,
        inputs: "clientIdLists tags thumbprintLists url",
        required: "clientIdLists url",
        createOnly: "url",
        check: (inputs) => {
            const url = text(inputs, "url");
            return url === undefined || isUnknown(url) || url.startsWith("https://")
                ? []
                : [{ property: "url", reason: "ValidationError: an issuer begins with https://" }];
        },
        quotas: () => [{ key: "oidcProviders", limit: 100, what: "OpenID Connect providers in the account" }],
        outputs: ({ inputs }) => ({
            thumbprintLists: ["0000000000000000000000000000000000000000"],
            ...inputs,
            // The provider answers what AWS keeps: without the scheme.
            url: (text(inputs, "url") ?? "").replace(/^https:\/\//, ""),
        }),
        seconds: quick,
    },
    "iam/accountPasswordPolicy:AccountPasswordPolicy": {
        id: "iam-account-password-policy",
        global: true,
        inputs: `allowUsersToChangePassword hardExpiry maxPasswordAge minimumPasswordLength passwordReusePrevention
            requireLowercaseCharacters requireNumbers requireSymbols requireUppercaseCharacters`,
        refuse: ({ inputs }) => {
            if (typeof inputs["minimumPasswordLength"] === "number" && inputs["minimumPasswordLength"] > 128)
                throw new CloudError("ValidationError", "at most 128 characters");
        },
        outputs: ({ inputs }) => ({ expirePasswords: inputs["maxPasswordAge"] !== undefined }),
        seconds: quick,
    },
};
