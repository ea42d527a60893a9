/** aws:kms - keys, their names and their copies in other regions. */
import { CloudError, type Problem } from "../model";
import { isUnknown, text, type Properties } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

/** AWS waits so many days before a key is gone for good. */
function wrongDays(inputs: Properties): Problem[] {
    const [window, period] = [inputs["deletionWindowInDays"], inputs["rotationPeriodInDays"]];
    return [
        ...(typeof window === "number" && (window < 7 || window > 30)
            ? [{ property: "deletionWindowInDays", reason: "7 to 30 days" }]
            : []),
        ...(typeof period === "number" && (period < 90 || period > 2560)
            ? [{ property: "rotationPeriodInDays", reason: "90 to 2560 days" }]
            : []),
        ...(period !== undefined && inputs["enableKeyRotation"] !== true
            ? [{ property: "enableKeyRotation", reason: "is true where a period is given" }]
            : []),
    ];
}

const idIn = (arn: string): string => arn.slice(arn.indexOf(":key/") + ":key/".length);

export const kms: AwsTable = {
    "kms/key:Key": {
        id: ({ id }) => idIn(id),
        arn: ({ inputs, cloud, urn }) => {
            const guid = cloud.guid(urn, regionOf(inputs), String(cloud.generation(urn)));
            const key = inputs["multiRegion"] === true ? `mrk-${guid.replaceAll("-", "")}` : guid;
            return `arn:aws:kms:${regionOf(inputs)}:${cloud.accountId}:key/${key}`;
        },
        inputs: `bypassPolicyLockoutSafetyCheck customKeyStoreId customerMasterKeySpec deletionWindowInDays description
            enableKeyRotation isEnabled keyUsage multiRegion policy region rotationPeriodInDays tags xksKeyId`,
        createOnly: "customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId",
        documents: "policy",
        check: wrongDays,
        outputs: ({ inputs, id }) => ({
            customerMasterKeySpec: "SYMMETRIC_DEFAULT",
            keyUsage: "ENCRYPT_DECRYPT",
            isEnabled: true,
            enableKeyRotation: false,
            multiRegion: false,
            ...inputs,
            keyId: idIn(id),
        }),
        seconds: { create: 15, source: "assumed" },
    },
    "kms/replicaKey:ReplicaKey": {
        id: ({ id }) => idIn(id),
        arn: ({ inputs, cloud }) =>
            `arn:aws:kms:${regionOf(inputs)}:${cloud.accountId}:key/${idIn(text(inputs, "primaryKeyArn") ?? "")}`,
        inputs: `bypassPolicyLockoutSafetyCheck deletionWindowInDays description enabled policy primaryKeyArn region tags`,
        required: "primaryKeyArn",
        createOnly: "primaryKeyArn",
        documents: "policy",
        elsewhere: "primaryKeyArn",
        check: wrongDays,
        refuse: ({ inputs, cloud }) => {
            const primary = cloud.find(text(inputs, "primaryKeyArn") ?? "");
            if (primary?.inputs["multiRegion"] !== true)
                throw new CloudError("UnsupportedOperationException", "the primary key is not a multi-Region key");
            if (text(primary.outputs, "region") === regionOf(inputs))
                throw new CloudError("AlreadyExistsException", "the primary key is in the same region");
        },
        outputs: ({ inputs, id, cloud }) => ({
            enabled: true,
            ...inputs,
            keyId: idIn(id),
            keySpec: "SYMMETRIC_DEFAULT",
            keyUsage: "ENCRYPT_DECRYPT",
            keyRotationEnabled: cloud.find(text(inputs, "primaryKeyArn") ?? "")?.inputs["enableKeyRotation"] === true,
        }),
        seconds: { create: 15, source: "assumed" },
    },
    "kms/alias:Alias": {
        id: "{name}",
        arn: "arn:aws:kms:{region}:{account}:{name}",
        inputs: "name namePrefix region targetKeyId",
        required: "targetKeyId",
        named: "name",
        name: {
            min: 7,
            max: 256,
            pattern: /^alias\/(?!aws\/)[\w/-]+$/,
            text: "alias/ and letters, digits and _/-, not alias/aws/",
        },
        createOnly: "name namePrefix",
        check: (inputs) => {
            const target = text(inputs, "targetKeyId");
            return target === undefined || isUnknown(target) || /^(arn:aws:kms:|mrk-|[0-9a-f]{8}-)/.test(target)
                ? []
                : [{ property: "targetKeyId", reason: `'${target}' is neither a key's id nor its ARN` }];
        },
        refuse: ({ inputs, cloud }) => {
            const target = text(inputs, "targetKeyId") ?? "";
            const arn = target.startsWith("arn:")
                ? target
                : `arn:aws:kms:${regionOf(inputs)}:${cloud.accountId}:key/${target}`;
            if (cloud.find(arn) === undefined) throw new CloudError("NotFoundException", `Key '${arn}' does not exist`);
        },
        outputs: ({ inputs, cloud }) => {
            const target = text(inputs, "targetKeyId") ?? "";
            return {
                targetKeyArn: target.startsWith("arn:")
                    ? target
                    : `arn:aws:kms:${regionOf(inputs)}:${cloud.accountId}:key/${target}`,
            };
        },
        seconds: { create: 2, source: "assumed" },
    },
};
