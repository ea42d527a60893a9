/** aws:cloudtrail, guardduty, inspector2, securityhub and accessanalyzer - who did what, and what looks wrong. */
import { CloudError } from "../model";
import { text } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

const quick = { create: 5, source: "assumed" };
const one = (kind: string, what: string) => ({
    claims: ({ inputs }: { inputs: Record<string, never> | object }) => {
        const value = regionOf(inputs as Record<string, never>);
        return [{ kind, value, code: "BadRequestException", message: `${what} is enabled in ${value} already` }];
    },
});

export const audit: AwsTable = {
    "cloudtrail/trail:Trail": {
        id: "{arn}",
        arn: "arn:aws:cloudtrail:{region}:{account}:trail/{name}",
        inputs: `advancedEventSelectors cloudWatchLogsGroupArn cloudWatchLogsRoleArn enableLogFileValidation enableLogging
            eventSelectors includeGlobalServiceEvents insightSelectors isMultiRegionTrail isOrganizationTrail
            kmsKeyId name region s3BucketName s3KeyPrefix snsTopicName tags`,
        required: "s3BucketName",
        named: "name",
        name: {
            min: 3,
            max: 128,
            pattern: /^[a-z0-9]([._-]?[a-z0-9])*$/i,
            text: "3-128 letters, digits and single ._-",
        },
        createOnly: "name",
        refers: { s3BucketName: "s3/bucket:Bucket", snsTopicName: "sns/topic:Topic" },
        elsewhere: "s3BucketName eventSelectors advancedEventSelectors",
        check: (inputs) =>
            inputs["eventSelectors"] !== undefined && inputs["advancedEventSelectors"] !== undefined
                ? [{ property: "eventSelectors", reason: "not with advancedEventSelectors" }]
                : [],
        quotas: ({ inputs }) => [
            { key: `trails|${regionOf(inputs)}`, limit: 5, what: `trails in ${regionOf(inputs)}` },
        ],
        refuse: ({ inputs, cloud }) => {
            const bucket = cloud.named("aws:s3/bucket:Bucket", "", text(inputs, "s3BucketName") ?? "");
            const policies = bucket === undefined ? [] : cloud.users(bucket.id, "aws:s3/bucketPolicy:BucketPolicy");
            if (!policies.some((policy) => (text(policy.inputs, "policy") ?? "").includes("cloudtrail.amazonaws.com")))
                throw new CloudError(
                    "InsufficientS3BucketPolicyException",
                    `Incorrect S3 bucket policy is detected for bucket: ${bucket?.name ?? ""}`,
                );
        },
        outputs: ({ inputs }) => ({
            enableLogging: true,
            includeGlobalServiceEvents: true,
            isMultiRegionTrail: false,
            isOrganizationTrail: false,
            enableLogFileValidation: false,
            ...inputs,
            homeRegion: regionOf(inputs),
        }),
        seconds: quick,
    },
    "guardduty/detector:Detector": {
        ...one("detector", "GuardDuty"),
        id: "{hex32}",
        arn: "arn:aws:guardduty:{region}:{account}:detector/{id}",
        inputs: "datasources enable findingPublishingFrequency region tags",
        values: { findingPublishingFrequency: ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"] },
        outputs: ({ inputs, cloud }) => ({
            enable: true,
            findingPublishingFrequency: "SIX_HOURS",
            ...inputs,
            accountId: cloud.accountId,
        }),
        seconds: quick,
    },
    "guardduty/detectorFeature:DetectorFeature": {
        id: "{detectorId}/{name}",
        inputs: "additionalConfigurations detectorId name region status",
        required: "detectorId status",
        named: "name",
        createOnly: "detectorId name",
        refers: { detectorId: "guardduty/detector:Detector" },
        values: {
            name: [
                "S3_DATA_EVENTS",
                "EKS_AUDIT_LOGS",
                "EBS_MALWARE_PROTECTION",
                "RDS_LOGIN_EVENTS",
                "EKS_RUNTIME_MONITORING",
                "LAMBDA_NETWORK_LOGS",
                "RUNTIME_MONITORING",
            ],
            status: ["ENABLED", "DISABLED"],
        },
        seconds: quick,
    },
    "inspector2/enabler:Enabler": {
        ...one("inspector", "Inspector"),
        id: "{account}-{region}",
        inputs: "accountIds region resourceTypes",
        required: "accountIds resourceTypes",
        createOnly: "accountIds",
        values: { "resourceTypes[]": ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"] },
        seconds: { create: 120, source: "assumed" },
    },
    "securityhub/account:Account": {
        ...one("securityHub", "Security Hub"),
        id: "{account}",
        inputs: "autoEnableControls controlFindingGenerator enableDefaultStandards region",
        createOnly: "enableDefaultStandards",
        outputs: ({ inputs, cloud }) => ({
            enableDefaultStandards: true,
            autoEnableControls: true,
            controlFindingGenerator: "SECURITY_CONTROL",
            ...inputs,
            arn: `arn:aws:securityhub:${regionOf(inputs)}:${cloud.accountId}:hub/default`,
        }),
        inUse: "InvalidAccessException",
        seconds: quick,
    },
    "securityhub/standardsSubscription:StandardsSubscription": {
        id: "{arn}",
        arn: ({ inputs, cloud }) => {
            const standard = (text(inputs, "standardsArn") ?? "").replace(/^.*?(standards|ruleset)\//, "");
            return `arn:aws:securityhub:${regionOf(inputs)}:${cloud.accountId}:subscription/${standard}`;
        },
        inputs: "region standardsArn",
        required: "standardsArn",
        createOnly: "standardsArn",
        refuse: hubNeeded,
        seconds: { create: 60, source: "assumed" },
    },
    "securityhub/findingAggregator:FindingAggregator": {
        id: "{arn}",
        arn: "arn:aws:securityhub:{region}:{account}:finding-aggregator/{uuid}",
        inputs: "linkingMode region specifiedRegions",
        required: "linkingMode",
        values: { linkingMode: ["ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED", "SPECIFIED_REGIONS", "NO_REGIONS"] },
        refuse: hubNeeded,
        seconds: quick,
    },
    "accessanalyzer/analyzer:Analyzer": {
        id: "{analyzerName}",
        arn: "arn:aws:access-analyzer:{region}:{account}:analyzer/{analyzerName}",
        inputs: "analyzerName configuration region tags type",
        required: "analyzerName",
        createOnly: "analyzerName configuration type",
        values: {
            type: [
                "ACCOUNT",
                "ORGANIZATION",
                "ACCOUNT_INTERNAL_ACCESS",
                "ORGANIZATION_INTERNAL_ACCESS",
                "ACCOUNT_UNUSED_ACCESS",
                "ORGANIZATION_UNUSED_ACCESS",
            ],
        },
        outputs: ({ inputs }) => ({ type: "ACCOUNT", ...inputs }),
        seconds: quick,
    },
};

/** Standards and aggregators are those of an account that is enabled. */
function hubNeeded({ inputs, cloud }: Parameters<NonNullable<AwsTable[string]["refuse"]>>[0]): void {
    if (cloud.named("aws:securityhub/account:Account", regionOf(inputs), cloud.accountId) === undefined)
        throw new CloudError(
            "InvalidAccessException",
            `Account ${cloud.accountId} is not subscribed to AWS Security Hub`,
        );
}
