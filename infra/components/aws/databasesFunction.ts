import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";
import { declareServiceRole, keyUse, type Permission } from "./serviceRole";

export interface DatabasesFunctionArgs extends RegionalArgs {
    accountId: string;
    cell: string;
    functionName: string;
    roleName: string;
    /** Address of the container image of `images/databases` in the cell's own registry, with its digest. */
    image: string;
    subnetIds: pulumi.Input<string>[];
    securityGroupId: pulumi.Input<string>;
    keyAlias: string;
    keyArn: pulumi.Input<string>;
    /** The instances that it works on, and what their identifiers begin with. */
    instances: { identifier: string; host: pulumi.Input<string>; masterSecretArn: pulumi.Input<string> }[];
    instancePrefix: string;
    /** The bucket of backups: its name, and the same from the bucket itself, so that this waits for it. */
    backupBucketName: string;
    backupBucket: pulumi.Input<string>;
    /** Path of the customers' catalogue in Parameter Store, for example `/oxygis/aws1/customers`. */
    cataloguePath: string;
    /** What the names of the databases' secrets begin with. */
    secretsPath: string;
    /** Namespace of the metric that it reports. */
    metricNamespace: string;
    /** Days for which its log is kept. */
    logDays: number;
}

/** The longest that Lambda lets anything run. A restore that takes longer goes on by itself, and is waited for when asked again. */
const mostSeconds = 900;

/**
 * The only program that signs in to the instances as their master: it makes a customer's database, restores one from a backup of that
 * customer, starts the daily backups and says how old they are. It deletes nothing. It is reached by nobody but the program that
 * declares databases and the schedule, and gets no request from the internet.
 *
 * Keeps: DB-1 (a database and a user of its own per customer), BKP-5 (restores beside the live database), DR-4 (the age of backups is
 * reported), ACC-1 (no other sign-in as master).
 */
export class DatabasesFunction extends pulumi.ComponentResource {
    public readonly functionName: pulumi.Output<string>;
    public readonly functionArn: pulumi.Output<string>;

    constructor(name: string, args: DatabasesFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:DatabasesFunction", name, args, opts);

        const { region, tags, functionName } = args;
        const log = new cloudwatch.LogGroup(
            `${name}-log`,
            {
                region,
                tags,
                name: `/aws/lambda/${functionName}`,
                retentionInDays: args.logDays,
                kmsKeyId: args.keyArn,
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        const { role, policy } = declareServiceRole(
            name,
            { roleName: args.roleName, tags, service: "lambda.amazonaws.com", permissions: permissions(args) },
            this,
        );
        const databases = new lambda.Function(
            `${name}-function`,
            {
                region,
                tags,
                name: functionName,
                description: "Makes, restores and backs up the databases of customers; deletes none",
                packageType: "Image",
                imageUri: args.image,
                architectures: ["x86_64"],
                role: role.arn,
                timeout: mostSeconds,
                memorySize: 512,
                kmsKeyArn: args.keyArn,
                vpcConfig: { subnetIds: args.subnetIds, securityGroupIds: [args.securityGroupId] },
                loggingConfig: { logFormat: "JSON", logGroup: log.name },
                environment: {
                    variables: {
                        CELL: args.cell,
                        BACKUP_BUCKET: args.backupBucket,
                        CATALOGUE_PATH: args.cataloguePath,
                        SECRETS_PATH: args.secretsPath,
                        METRIC_NAMESPACE: args.metricNamespace,
                        INSTANCES: pulumi.jsonStringify(args.instances),
                    },
                },
            },
            { parent: this, dependsOn: policy },
        );

        this.functionName = databases.name;
        this.functionArn = databases.arn;
        this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
    }
}

function permissions(args: DatabasesFunctionArgs): Permission[] {
    const { region, accountId, functionName, secretsPath } = args;
    const here = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
    const allow = (
        actions: string[],
        resource: string | string[],
        condition?: Permission["Condition"],
    ): Permission => ({
        Effect: "Allow",
        Action: actions,
        Resource: resource,
        ...(condition && { Condition: condition }),
    });
    const interfaces = [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ];
    return [
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], here("logs", `log-group:/aws/lambda/${functionName}:*`)),
        // Lambda itself needs these to place the function in a network; its code does not, and must not have them.
        allow(interfaces, "*"),
        {
            Effect: "Deny",
            Action: interfaces,
            Resource: "*",
            Condition: { ArnEquals: { "lambda:SourceFunctionArn": here("lambda", `function:${functionName}`) } },
        },
        allow(["secretsmanager:GetSecretValue"], here("secretsmanager", "secret:rds!db-*"), {
            ArnLike: {
                "secretsmanager:ResourceTag/aws:rds:primaryDBInstanceArn": here("rds", `db:${args.instancePrefix}*`),
            },
        }),
        allow(["secretsmanager:GetSecretValue"], here("secretsmanager", `secret:${secretsPath}/*`)),
        allow(["ssm:GetParametersByPath"], here("ssm", `parameter${args.cataloguePath}`)),
        allow(["s3:ListBucket"], `arn:aws:s3:::${args.backupBucketName}`),
        allow(["cloudwatch:PutMetricData"], "*", {
            StringEquals: { "cloudwatch:namespace": args.metricNamespace },
        }),
        keyUse(args, "Decrypt"),
    ];
}
