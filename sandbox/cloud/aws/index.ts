/** All types of AWS that are modelled, and its functions. */
import type { CloudType } from "../catalogue";
import type { InvokeTable } from "../model";
import { text } from "../values";
import { acm } from "./acm";
import { audit } from "./audit";
import { autoscaling } from "./autoscaling";
import { backup } from "./backup";
import { cloudwatch } from "./cloudwatch";
import { ec2 } from "./ec2";
import { ec2Machines } from "./ec2Machines";
import { ec2Security } from "./ec2Security";
import { awsType } from "./entry";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { lb } from "./lb";
import { networkfirewall } from "./networkfirewall";
import { rds } from "./rds";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { secretsmanager } from "./secretsmanager";
import { sns } from "./sns";
import { ssm } from "./ssm";
import { ssoadmin } from "./ssoadmin";
import { wafv2 } from "./wafv2";

const TABLES = [
    acm,
    audit,
    autoscaling,
    backup,
    cloudwatch,
    ec2,
    ec2Machines,
    ec2Security,
    iam,
    kms,
    lambda,
    lb,
    networkfirewall,
    rds,
    s3,
    scheduler,
    secretsmanager,
    sns,
    ssm,
    ssoadmin,
    wafv2,
];

export const awsTypes = (): CloudType[] =>
    TABLES.flatMap((table) => Object.entries(table).map(([token, entry]) => awsType(`aws:${token}`, entry)));

export const awsInvokes: InvokeTable = {
    "aws:index/getCallerIdentity:getCallerIdentity": (_, { accountId }) => ({
        accountId,
        arn: `arn:aws:sts::${accountId}:assumed-role/sandbox/pulumi`,
        id: accountId,
        userId: "AROASANDBOX:pulumi",
    }),
    "aws:index/getPartition:getPartition": () => ({
        dnsSuffix: "amazonaws.com",
        id: "aws",
        partition: "aws",
        reverseDnsPrefix: "com.amazonaws",
    }),
    "aws:index/getRegion:getRegion": (args) => {
        const region = text(args, "region") ?? "";
        return { description: region, endpoint: `ec2.${region}.amazonaws.com`, id: region, name: region, region };
    },
};
