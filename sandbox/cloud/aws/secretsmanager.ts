/** aws:secretsmanager - secrets and their values. A deleted secret holds its name while it could be recovered. */
import { hashOf } from "../arm";
import { CloudError } from "../model";
import { text } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

const SECRET = "secretsmanager/secret:Secret";

export const secretsmanager: AwsTable = {
    "secretsmanager/secret:Secret": {
        id: "{arn}",
        arn: ({ inputs, cloud, name, urn }) => {
            // AWS puts six letters behind the name, so that another secret of that name is another ARN.
            const letters = hashOf(6, cloud.guid(urn, name, String(cloud.generation(urn))));
            return `arn:aws:secretsmanager:${regionOf(inputs)}:${cloud.accountId}:secret:${name}-${letters}`;
        },
        inputs: `description forceOverwriteReplicaSecret kmsKeyId name namePrefix policy recoveryWindowInDays region
            replicas tags type`,
        named: "name",
        unique: "region",
        name: { min: 1, max: 512, pattern: /^[\w/+=.@-]+$/, text: "1-512 letters, digits and /_+=.@-" },
        createOnly: "name namePrefix type",
        documents: "policy",
        elsewhere: "replicas",
        check: (inputs) => {
            const days = inputs["recoveryWindowInDays"];
            return typeof days !== "number" || days === 0 || (days >= 7 && days <= 30)
                ? []
                : [{ property: "recoveryWindowInDays", reason: `${String(days)} is neither 0 nor between 7 and 30` }];
        },
        softDelete: ({ inputs }) => {
            const days = typeof inputs["recoveryWindowInDays"] === "number" ? inputs["recoveryWindowInDays"] : 30;
            return days === 0 ? undefined : { kind: `aws:${SECRET}|${regionOf(inputs)}`, days };
        },
        outputs: ({ inputs }) => ({ recoveryWindowInDays: 30, forceOverwriteReplicaSecret: false, ...inputs }),
        seconds: { create: 2, source: "assumed" },
    },
    "secretsmanager/secretVersion:SecretVersion": {
        id: "{secretId}|{uuid}",
        inputs: `region secretBinary secretId secretString secretStringWo secretStringWoVersion versionStages`,
        required: "secretId",
        createOnly: "secretBinary secretId secretString",
        refers: { secretId: SECRET },
        check: (inputs) => {
            const value = text(inputs, "secretString");
            return [
                ...(["secretString", "secretBinary", "secretStringWo"].filter((name) => inputs[name] !== undefined)
                    .length === 1
                    ? []
                    : [{ property: "", reason: "exactly one of secretString, secretBinary, secretStringWo is given" }]),
                ...(value !== undefined && Buffer.byteLength(value) > 65_536
                    ? [{ property: "secretString", reason: "a secret has at most 65536 bytes" }]
                    : []),
            ];
        },
        outputs: ({ inputs, id }) => ({
            versionStages: ["AWSCURRENT"],
            ...inputs,
            arn: text(inputs, "secretId") ?? "",
            secretArn: text(inputs, "secretId") ?? "",
            versionId: id.split("|").at(-1) ?? "",
            hasSecretStringWo: inputs["secretStringWo"] !== undefined,
        }),
        seconds: { create: 2, source: "assumed" },
    },
    "secretsmanager/secretPolicy:SecretPolicy": {
        id: "{secretArn}",
        inputs: "blockPublicPolicy policy region secretArn",
        required: "policy secretArn",
        createOnly: "secretArn",
        documents: "policy",
        refuse: ({ inputs, cloud }) => {
            if (cloud.find(text(inputs, "secretArn") ?? "") === undefined)
                throw new CloudError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        },
        seconds: { create: 2, source: "assumed" },
    },
};
