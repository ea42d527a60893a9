/** aws:ssoadmin - what staff may do. The instance of IAM Identity Center and its groups are not modelled. */
import { hashOf } from "../arm";
import type { Problem } from "../model";
import { isUnknown, text, type Properties } from "../values";
import type { AwsTable } from "./entry";

const quick = { create: 5, source: "assumed" };
/** What belongs to a permission set, by its ARN. */
const part = { seconds: quick };

function wrongDuration(inputs: Properties): Problem[] {
    const duration = text(inputs, "sessionDuration");
    const hours = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration ?? "PT1H");
    const minutes = Number(hours?.[1] ?? 0) * 60 + Number(hours?.[2] ?? 0);
    return isUnknown(duration) || (minutes >= 60 && minutes <= 720)
        ? []
        : [{ property: "sessionDuration", reason: "ValidationException: from PT1H to PT12H" }];
}

export const ssoadmin: AwsTable = {
    "ssoadmin/permissionSet:PermissionSet": {
        id: ({ id, inputs }) => `${id},${text(inputs, "instanceArn") ?? ""}`,
        arn: ({ inputs, cloud, name }) => {
            const instance = (text(inputs, "instanceArn") ?? "").split("/").at(-1) ?? "";
            return `arn:aws:sso:::permissionSet/${instance}/ps-${hashOf(16, cloud.guid(instance, name))}`;
        },
        inputs: "description instanceArn name region relayState sessionDuration tags",
        required: "instanceArn",
        named: "name",
        unique: "instanceArn",
        name: { min: 1, max: 32, pattern: /^[\w+=,.@-]+$/, text: "1-32 letters, digits and _+=,.@-" },
        createOnly: "instanceArn name",
        check: wrongDuration,
        inUse: "ConflictException",
        outputs: ({ inputs }) => ({ sessionDuration: "PT1H", ...inputs }),
        seconds: quick,
    },
    "ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": {
        id: "{permissionSetArn},{instanceArn}",
        inputs: "inlinePolicy instanceArn permissionSetArn region",
        required: "inlinePolicy instanceArn permissionSetArn",
        createOnly: "instanceArn permissionSetArn",
        documents: "inlinePolicy",
        ...part,
    },
    "ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": {
        id: "{permissionSetArn},{instanceArn}",
        inputs: "instanceArn permissionSetArn permissionsBoundary region",
        required: "instanceArn permissionSetArn permissionsBoundary",
        createOnly: "instanceArn permissionSetArn permissionsBoundary",
        ...part,
    },
    "ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": {
        id: "{managedPolicyArn},{permissionSetArn},{instanceArn}",
        inputs: "instanceArn managedPolicyArn permissionSetArn region",
        required: "instanceArn managedPolicyArn permissionSetArn",
        createOnly: "instanceArn managedPolicyArn permissionSetArn",
        outputs: ({ inputs }) => ({
            managedPolicyName: (text(inputs, "managedPolicyArn") ?? "").split("/").at(-1) ?? "",
        }),
        ...part,
    },
    "ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment": {
        id: "{customerManagedPolicyReference.name},{permissionSetArn},{instanceArn}",
        inputs: "customerManagedPolicyReference instanceArn permissionSetArn region",
        required: "customerManagedPolicyReference instanceArn permissionSetArn",
        createOnly: "customerManagedPolicyReference instanceArn permissionSetArn",
        ...part,
    },
    "ssoadmin/accountAssignment:AccountAssignment": {
        id: "{principalId},{principalType},{targetId},{targetType},{permissionSetArn},{instanceArn}",
        inputs: "instanceArn permissionSetArn principalId principalType region targetId targetType",
        required: "instanceArn permissionSetArn principalId principalType targetId targetType",
        createOnly: "instanceArn permissionSetArn principalId principalType targetId targetType",
        values: { principalType: ["USER", "GROUP"], targetType: ["AWS_ACCOUNT"] },
        ...part,
    },
};
