/** aws:lambda - functions, and what is asked of them while a program runs. */
import { areSourcesAssumed, slownessOf } from "../data/restoring";
import { servedInstead } from "../data/backups";
import { usedGiBOf } from "../data/content";
import { nativeOrigin } from "../data/native";
import { CloudError, type Facts, type Problem, type Work } from "../model";
import { askedOf, backupBucket, databaseId, functionOf, instanceOf } from "../recovery/hosted";
import { text, type Properties } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

const FUNCTION = "lambda/function:Function";

function wrongCode(inputs: Properties): Problem[] {
    const wrong = (property: string, reason: string): Problem[] => [{ property, reason }];
    const image = inputs["packageType"] === "Image";
    const timeout = inputs["timeout"];
    const memory = inputs["memorySize"];
    return [
        ...(image && inputs["imageUri"] === undefined
            ? wrong("imageUri", "a function of an image needs imageUri")
            : []),
        ...(image ? ["handler", "runtime", "layers"] : [])
            .filter((name) => inputs[name] !== undefined)
            .flatMap((name) => wrong(name, "InvalidParameterValueException: not with an image")),
        ...(!image && (inputs["handler"] === undefined || inputs["runtime"] === undefined)
            ? wrong("runtime", "handler and runtime must be set when packageType is Zip")
            : []),
        ...(typeof timeout === "number" && (timeout < 1 || timeout > 900) ? wrong("timeout", "1 to 900 seconds") : []),
        ...(typeof memory === "number" && (memory < 128 || memory > 10_240)
            ? wrong("memorySize", "128 to 10240 MB")
            : []),
    ];
}

/** What the function answers is known where it says what it was asked for. */
function answered(input: string | undefined): string {
    try {
        const { database, instance } = JSON.parse(input ?? "null") as { database?: string; instance?: string };
        return JSON.stringify({ database, instance });
    } catch {
        return "null";
    }
}

/** RDS works on two native backups or restores of an instance at a time ("Importing and exporting SQL Server databases"). */
const LANES = 2;
/** Seconds for each GiB, and for the function around it (assumed). */
const [SECONDS_PER_GIB, SECONDS_AROUND] = [60, 120];

/** A database is made on an instance that is there, and only once under its name. */
function refuseDatabase({ id, inputs, cloud }: Facts): void {
    const asked = askedOf(text(inputs, "input"));
    if (asked !== undefined && cloud.find(instanceOf(id, asked.instance)) === undefined)
        throw new CloudError("DBInstanceNotFound", `DBInstance ${asked.instance} not found.`);
}

/** A restore of one database from its file in the bucket of the function. @throws CloudError where there is no such file */
function restore({ id, inputs, cloud }: Facts, at: number): Work | undefined {
    const asked = askedOf(text(inputs, "input"));
    if (asked?.from === undefined || areSourcesAssumed(cloud.around)) return undefined;
    const made = cloud.find(functionOf(id, text(inputs, "functionName") ?? ""));
    const file = { bucket: asked.bucket ?? backupBucket(made?.inputs), key: asked.from };
    const bucket = cloud.find(`arn:aws:s3:::${file.bucket}`);
    if (bucket === undefined)
        throw new CloudError("NoSuchBucket", `The specified bucket does not exist: ${file.bucket}`);
    if (text(bucket.outputs, "region") !== regionOf(inputs))
        throw new CloudError(
            "InvalidParameterValue",
            `The bucket ${file.bucket} must be in the same Region as the DB instance.`,
        );
    const origin = nativeOrigin(file, cloud.histories.allDatabases(), at, cloud.around);
    const source = cloud.histories.allDatabases().find((history) => history.id === origin?.history);
    if (origin === undefined || source === undefined)
        throw new CloudError("NoSuchKey", `The specified key does not exist: ${file.bucket}/${file.key}`);
    const held = servedInstead(source, cloud.around, cloud.histories.allDatabases()) ?? source;
    const slow = slownessOf(cloud.around);
    const seconds = SECONDS_AROUND + Math.ceil(usedGiBOf(source, origin.point, cloud.around) * SECONDS_PER_GIB);
    return {
        seconds: seconds * slow,
        origin: { ...origin, history: held.id },
        makes: databaseId(id, asked),
        queue: { of: instanceOf(id, asked.instance), lanes: LANES, order: asked.database },
    };
}

export const lambda: AwsTable = {
    "lambda/function:Function": {
        id: "{name}",
        arn: "arn:aws:lambda:{region}:{account}:function:{name}",
        inputs: `architectures capacityProviderConfig code codeSha256 codeSigningConfigArn deadLetterConfig description
            durableConfig environment ephemeralStorage fileSystemConfig handler imageConfig imageUri kmsKeyArn layers
            loggingConfig memorySize name packageType publish publishTo region replaceSecurityGroupsOnDestroy
            replacementSecurityGroupIds reservedConcurrentExecutions role runtime s3Bucket s3Key s3ObjectVersion
            skipDestroy snapStart sourceCodeHash sourceKmsKeyArn tags tenancyConfig timeout tracingConfig
            useResourceTimeoutForPropagation vpcConfig`,
        required: "role",
        named: "name",
        name: { min: 1, max: 64, pattern: /^[\w-]+$/, text: "1-64 letters, digits, hyphens and underscores" },
        createOnly: "name packageType tenancyConfig",
        refers: { "loggingConfig.logGroup": "cloudwatch/logGroup:LogGroup", s3Bucket: "s3/bucket:Bucket" },
        values: {
            packageType: ["Zip", "Image"],
            "architectures[]": ["x86_64", "arm64"],
            "loggingConfig.logFormat": ["JSON", "Text"],
        },
        check: wrongCode,
        refuse: ({ inputs, cloud }) => {
            const role = cloud.find(text(inputs, "role") ?? "");
            if (role !== undefined && !(text(role.inputs, "assumeRolePolicy") ?? "").includes("lambda.amazonaws.com"))
                throw new CloudError(
                    "InvalidParameterValueException",
                    "The role defined for the function cannot be assumed by Lambda.",
                );
        },
        outputs: ({ id, inputs }) => ({
            packageType: "Zip",
            architectures: ["x86_64"],
            memorySize: 128,
            timeout: 3,
            ...inputs,
            version: "$LATEST",
            qualifiedArn: `${id}:$LATEST`,
            invokeArn: `arn:aws:apigateway:${regionOf(inputs)}:lambda:path/2015-03-31/functions/${id}/invocations`,
        }),
        // A function in a network waits for its interfaces.
        seconds: { create: 90, update: 30, delete: 30, source: "assumed" },
    },
    "lambda/invocation:Invocation": {
        id: "{functionName}_{hex32}",
        inputs: "functionName input lifecycleScope qualifier region tenantId terraformKey triggers",
        required: "functionName input",
        createOnly: "functionName qualifier tenantId",
        // Only with CRUD is the function told of a change; otherwise it is asked anew.
        replacesWhen: ({ lifecycleScope }) => (lifecycleScope === "CRUD" ? [] : ["input", "triggers"]),
        refers: { functionName: FUNCTION },
        values: { lifecycleScope: ["CREATE_ONLY", "CRUD"] },
        check: (inputs) => {
            const input = text(inputs, "input");
            try {
                if (input !== undefined) JSON.parse(input);
                return [];
            } catch {
                return [{ property: "input", reason: "is no JSON" }];
            }
        },
        mentions: ({ id, inputs }) => {
            const asked = askedOf(text(inputs, "input"));
            return asked === undefined ? [] : [instanceOf(id, asked.instance)];
        },
        refuse: refuseDatabase,
        work: restore,
        outputs: ({ inputs }) => ({
            lifecycleScope: "CREATE_ONLY",
            qualifier: "$LATEST",
            terraformKey: "tf",
            ...inputs,
            result: answered(text(inputs, "input")),
        }),
        seconds: { create: 20, source: "assumed" },
    },
    "lambda/permission:Permission": {
        id: "{name}",
        inputs: `action eventSourceToken function functionUrlAuthType invokedViaFunctionUrl principal principalOrgId
            qualifier region sourceAccount sourceArn statementId statementIdPrefix`,
        required: "action function principal",
        named: "statementId",
        createOnly: `action eventSourceToken function functionUrlAuthType invokedViaFunctionUrl principal principalOrgId qualifier
            sourceAccount sourceArn statementId statementIdPrefix`,
        refers: { function: FUNCTION },
        seconds: { create: 2, source: "assumed" },
    },
};
