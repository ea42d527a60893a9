/** aws:ssm - parameters, and documents that say what a session may do. */
import type { Problem } from "../model";
import { isUnknown, text, type Properties } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

/** Bytes of a value by tier. Source: "Managing parameter tiers". */
const SIZES: Readonly<Record<string, number>> = { Standard: 4096, Advanced: 8192 };

function wrongValue(inputs: Properties): Problem[] {
    const given = ["value", "insecureValue", "valueWo"].filter((name) => inputs[name] !== undefined);
    const [property = ""] = given;
    const value = text(inputs, property);
    const limit = SIZES[text(inputs, "tier") ?? "Standard"] ?? 8192;
    return [
        ...(given.length === 1
            ? []
            : [{ property: "", reason: "exactly one of value, insecureValue, valueWo is given" }]),
        ...(value !== undefined && !isUnknown(value) && Buffer.byteLength(value) > limit
            ? [{ property, reason: `ValidationException: more than ${String(limit)} bytes` }]
            : []),
        ...(value === "" ? [{ property, reason: "ValidationException: a value has at least one character" }] : []),
        ...(value !== undefined && value.includes("{{")
            ? [{ property, reason: "ValidationException: Parameter value can't nest another parameter" }]
            : []),
        ...(inputs["insecureValue"] !== undefined && inputs["type"] === "SecureString"
            ? [{ property: "insecureValue", reason: "not with type SecureString" }]
            : []),
    ];
}

/** Ids of databases on instances (see `recovery/hosted`) in a text. */
const databaseIdsIn = (value: string): string[] =>
    [...value.matchAll(/arn:aws:rds:[a-z0-9-]+:\d+:db:[a-z0-9-]+\/[\w-]+/g)].map(([id]) => id);

export const ssm: AwsTable = {
    "ssm/parameter:Parameter": {
        id: "{name}",
        arn: ({ inputs, cloud, name }) =>
            `arn:aws:ssm:${regionOf(inputs)}:${cloud.accountId}:parameter${name.startsWith("/") ? "" : "/"}${name}`,
        inputs: `allowedPattern arn dataType description insecureValue keyId name overwrite region tags tier type value
            valueWo valueWoVersion`,
        required: "type",
        named: "name",
        name: {
            min: 1,
            max: 1011,
            pattern: /^(?!\/?(aws|ssm))(\/[\w.-]+){1,15}$|^(?!aws|ssm)[\w.-]+$/i,
            text: "letters, digits and _.- in at most 15 levels that begin with a slash, not beginning with aws or ssm",
        },
        createOnly: "name",
        values: {
            type: ["String", "StringList", "SecureString"],
            tier: ["Standard", "Advanced", "Intelligent-Tiering"],
        },
        check: wrongValue,
        // The application reads there which database it is to open.
        mentions: ({ inputs }) => databaseIdsIn(text(inputs, "insecureValue") ?? text(inputs, "value") ?? ""),
        quotas: ({ inputs }) => [
            {
                key: `parameters|${regionOf(inputs)}`,
                limit: 10_000,
                what: `standard parameters in ${regionOf(inputs)}`,
            },
        ],
        outputs: ({ inputs, id, revision }) => ({
            dataType: "text",
            tier: "Standard",
            ...inputs,
            ...(inputs["insecureValue"] === undefined ? {} : { value: inputs["insecureValue"] }),
            arn: id,
            version: revision,
            hasValueWo: inputs["valueWo"] !== undefined,
        }),
        seconds: { create: 2, source: "assumed" },
    },
    "ssm/document:Document": {
        id: "{name}",
        arn: "arn:aws:ssm:{region}:{account}:document/{name}",
        inputs: `attachmentsSources content documentFormat documentType name permissions region tags targetType
            versionName`,
        required: "content documentType",
        named: "name",
        name: {
            min: 3,
            max: 128,
            pattern: /^(?!aws|amazon|amzn)[\w.-]+$/i,
            text: "3-128 letters, digits and _.-, not beginning with aws or amazon",
        },
        createOnly: "documentType name",
        values: { documentFormat: ["JSON", "TEXT", "YAML"] },
        check: (inputs) => {
            const [content, format] = [text(inputs, "content"), text(inputs, "documentFormat") ?? "JSON"];
            if (content === undefined || format !== "JSON" || isUnknown(content)) return [];
            try {
                JSON.parse(content);
                return [];
            } catch {
                return [{ property: "content", reason: "InvalidDocumentContent: JSON not well-formed" }];
            }
        },
        outputs: ({ inputs, revision, cloud }) => ({
            documentFormat: "JSON",
            ...inputs,
            defaultVersion: String(revision),
            latestVersion: String(revision),
            documentVersion: String(revision),
            owner: cloud.accountId,
            status: "Active",
        }),
        seconds: { create: 3, source: "assumed" },
    },
};
