// Binds the handler to AWS and SQL Server. Nothing here decides anything, and nothing is printed but the message of an error that ends
// a run: values are bound to statements and so are in no message, and a secret that cannot be read is not quoted.
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { paginateGetParametersByPath, SSMClient } from "@aws-sdk/client-ssm";
import { Connection, Request, TYPES } from "tedious";

import handlerModule from "./dist/handler.js";

const { BACKUP_BUCKET, CATALOGUE_PATH, CELL, INSTANCES, METRIC_NAMESPACE } = process.env;
const clients = {
    s3: new S3Client(),
    secrets: new SecretsManagerClient(),
    ssm: new SSMClient(),
    metrics: new CloudWatchClient(),
};

const secret = async (id) => (await clients.secrets.send(new GetSecretValueCommand({ SecretId: id }))).SecretString;

/** What is no JSON would be quoted by the parser's own error. */
function signInOf(value) {
    try {
        return JSON.parse(value);
    } catch {
        throw new Error("the secret of the instance's master is not of its form");
    }
}

async function connect({ host, masterSecretArn }, database) {
    const { username, password } = signInOf(await secret(masterSecretArn));
    const connection = new Connection({
        server: host,
        authentication: { type: "default", options: { userName: username, password } },
        options: {
            database,
            encrypt: true,
            trustServerCertificate: false,
            multiSubnetFailover: true,
            connectTimeout: 30_000,
            requestTimeout: 120_000,
            appName: "oxygis-databases",
        },
    });
    await new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
    return {
        query: (statement, values = {}) =>
            new Promise((resolve, reject) => {
                const rows = [];
                const request = new Request(statement, (error) => (error ? reject(error) : resolve(rows)));
                for (const [name, value] of Object.entries(values)) {
                    request.addParameter(name, TYPES.NVarChar, value);
                }
                request.on("row", (columns) =>
                    rows.push(Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value]))),
                );
                connection.execSql(request);
            }),
        close: () =>
            new Promise((resolve) => {
                connection.once("end", resolve);
                connection.close();
            }),
    };
}

async function catalogue() {
    const pages = paginateGetParametersByPath({ client: clients.ssm }, { Path: CATALOGUE_PATH });
    const values = [];
    for await (const { Parameters = [] } of pages) {
        values.push(...Parameters.map(({ Value }) => Value));
    }
    return values;
}

async function objects(prefix, after) {
    const found = [];
    let token;
    do {
        const page = await clients.s3.send(
            new ListObjectsV2Command({
                Bucket: BACKUP_BUCKET,
                Prefix: prefix,
                StartAfter: after,
                ContinuationToken: token,
            }),
        );
        found.push(
            ...(page.Contents ?? []).map(({ Key, Size, LastModified }) => ({
                key: Key,
                bytes: Size,
                modified: LastModified,
            })),
        );
        token = page.NextContinuationToken;
    } while (token);
    return found;
}

const reportHours = (hours) =>
    clients.metrics.send(
        new PutMetricDataCommand({
            Namespace: METRIC_NAMESPACE,
            MetricData: [
                {
                    MetricName: "OldestBackupHours",
                    Dimensions: [{ Name: "Cell", Value: CELL }],
                    Value: hours,
                    Unit: "None",
                },
            ],
        }),
    );

export const handler = (event, context) =>
    handlerModule.handle(event, {
        cell: CELL,
        backupBucket: BACKUP_BUCKET,
        instances: JSON.parse(INSTANCES),
        connect,
        secret,
        catalogue,
        objects,
        reportHours,
        sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
        secondsLeft: () => context.getRemainingTimeInMillis() / 1000,
    });
