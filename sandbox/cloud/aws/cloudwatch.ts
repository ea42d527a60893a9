/** aws:cloudwatch - logs, alarms and events. */
import type { Problem } from "../model";
import { text, type Properties } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";
import { wrongExpression } from "./scheduler";

const quick = { create: 2, source: "assumed" };
const LOG_GROUP = "cloudwatch/logGroup:LogGroup";

function wrongAlarm(inputs: Properties): Problem[] {
    const metric = inputs["metricName"] !== undefined;
    const queries = inputs["metricQueries"] !== undefined;
    return [
        ...(metric === queries && inputs["evaluationCriteria"] === undefined
            ? [{ property: "", reason: "exactly one of metricName, metricQueries is given" }]
            : []),
        ...(metric && inputs["statistic"] === undefined && inputs["extendedStatistic"] === undefined
            ? [{ property: "statistic", reason: "one of statistic, extendedStatistic is given" }]
            : []),
        ...(metric && inputs["threshold"] === undefined && inputs["thresholdMetricId"] === undefined
            ? [{ property: "threshold", reason: "a static alarm needs a threshold" }]
            : []),
    ];
}

export const cloudwatch: AwsTable = {
    "cloudwatch/logGroup:LogGroup": {
        id: "{name}",
        arn: "arn:aws:logs:{region}:{account}:log-group:{name}",
        inputs: `deletionProtectionEnabled kmsKeyId logGroupClass name namePrefix region retentionInDays skipDestroy tags`,
        named: "name",
        name: { min: 1, max: 512, pattern: /^[\w./#-]+$/, text: "1-512 letters, digits and ._/#-" },
        createOnly: "logGroupClass name namePrefix",
        values: {
            retentionInDays: [
                0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
                3653,
            ],
            logGroupClass: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"],
        },
        outputs: ({ inputs }) => ({ retentionInDays: 0, logGroupClass: "STANDARD", skipDestroy: false, ...inputs }),
        seconds: quick,
    },
    "cloudwatch/logResourcePolicy:LogResourcePolicy": {
        id: "{name}",
        inputs: "policyDocument policyName region resourceArn",
        required: "policyDocument",
        named: "policyName",
        createOnly: "policyName resourceArn",
        documents: "policyDocument",
        quotas: ({ inputs }) => [
            {
                key: `logPolicies|${regionOf(inputs)}`,
                limit: 10,
                what: `resource policies of CloudWatch Logs in ${regionOf(inputs)}`,
            },
        ],
        seconds: quick,
    },
    "cloudwatch/logMetricFilter:LogMetricFilter": {
        id: "{logGroupName}:{name}",
        inputs: "applyOnTransformedLogs logGroupName metricTransformation name pattern region",
        required: "logGroupName metricTransformation pattern",
        named: "name",
        createOnly: "logGroupName name",
        refers: { logGroupName: LOG_GROUP },
        quotas: ({ inputs }) => {
            const group = text(inputs, "logGroupName") ?? "";
            return [
                { key: `metricFilters|${regionOf(inputs)}|${group}`, limit: 100, what: `metric filters of ${group}` },
            ];
        },
        seconds: quick,
    },
    "cloudwatch/metricAlarm:MetricAlarm": {
        id: "{name}",
        arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{name}",
        inputs: `actionsEnabled alarmActions alarmDescription comparisonOperator datapointsToAlarm dimensions
            evaluateLowSampleCountPercentiles evaluationCriteria evaluationInterval evaluationPeriods
            extendedStatistic insufficientDataActions metricName metricQueries name namespace okActions period region
            statistic tags threshold thresholdMetricId treatMissingData unit warmUpConfiguration`,
        named: "name",
        name: { min: 1, max: 255, pattern: /^[^:]+$/, text: "1-255 characters without colons" },
        createOnly: "name",
        values: {
            comparisonOperator: [
                "GreaterThanOrEqualToThreshold",
                "GreaterThanThreshold",
                "LessThanThreshold",
                "LessThanOrEqualToThreshold",
                "LessThanLowerOrGreaterThanUpperThreshold",
                "LessThanLowerThreshold",
                "GreaterThanUpperThreshold",
            ],
            statistic: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"],
            treatMissingData: ["breaching", "notBreaching", "ignore", "missing"],
        },
        check: wrongAlarm,
        outputs: ({ inputs }) => ({ actionsEnabled: true, treatMissingData: "missing", ...inputs }),
        seconds: quick,
    },
    "cloudwatch/eventRule:EventRule": {
        id: "{name}",
        arn: "arn:aws:events:{region}:{account}:rule/{name}",
        inputs: `description eventBusName eventPattern forceDestroy isEnabled name namePrefix region roleArn
            scheduleExpression state tags`,
        named: "name",
        name: { min: 1, max: 64, pattern: /^[\w.-]+$/, text: "1-64 letters, digits and _.-" },
        createOnly: "eventBusName name namePrefix",
        values: { state: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] },
        check: (inputs) => [
            ...(inputs["eventPattern"] === undefined && inputs["scheduleExpression"] === undefined
                ? [{ property: "", reason: "one of eventPattern, scheduleExpression is given" }]
                : []),
            ...wrongExpression(inputs),
        ],
        quotas: ({ inputs }) => [
            { key: `eventRules|${regionOf(inputs)}`, limit: 300, what: `event rules in ${regionOf(inputs)}` },
        ],
        inUse: "ValidationException",
        outputs: ({ inputs }) => ({ eventBusName: "default", state: "ENABLED", ...inputs }),
        seconds: quick,
    },
    "cloudwatch/eventTarget:EventTarget": {
        id: "{rule}-{targetId}{hex8}",
        inputs: `appsyncTarget arn batchTarget deadLetterConfig ecsTarget eventBusName forceDestroy httpTarget input
            inputPath inputTransformer kinesisTarget redshiftTarget region retryPolicy roleArn rule runCommandTargets
            sagemakerPipelineTarget sqsTarget targetId`,
        required: "arn rule",
        createOnly: "eventBusName rule targetId",
        refers: { rule: "cloudwatch/eventRule:EventRule" },
        quotas: ({ inputs }) => {
            const rule = text(inputs, "rule") ?? "";
            return [{ key: `eventTargets|${regionOf(inputs)}|${rule}`, limit: 5, what: `targets of rule ${rule}` }];
        },
        outputs: ({ inputs, cloud, id }) => ({
            eventBusName: "default",
            targetId: `terraform-${cloud.guid(id).slice(0, 8)}`,
            ...inputs,
        }),
        seconds: quick,
    },
};
