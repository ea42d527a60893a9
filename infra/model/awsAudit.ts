/**
 * What is written down in a cell on AWS and what of it people are told at once (ACC-2, STAFF-2, TEST-1).
 */

/** Days for which CloudWatch can keep a log; anything between them is refused. Source: API reference of CloudWatch Logs, PutRetentionPolicy. */
const logRetentions = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The shortest time for which CloudWatch can keep a log that is to be kept so many days. Throws above its ten years. */
export function logRetentionDays(days: number): number {
    const kept = logRetentions.find((each) => each >= days);
    if (kept === undefined) {
        throw new Error(`CloudWatch keeps no log for ${days} days; write ${logRetentions.at(-1)} or fewer`);
    }
    return kept;
}

/** Days between the end of the protection of a log file and its deletion, so that the one never meets the other. */
export const logGraceDays = 7;

/** Something that people are told of when it is done once, in whatever region of the account. */
export interface WatchedAction {
    /** Part of the alarm's name. */
    label: string;
    /** What happened, for the people who read the alarm. */
    trouble: string;
    /** Which lines of the trail, in the words of a metric filter. */
    pattern: string;
}

const anyOf = (field: string, values: readonly string[]) =>
    values.map((value) => `($.${field} = "${value}")`).join(" || ");
const calls = (...names: readonly string[]) => `{ ${anyOf("eventName", names)} }`;

/** How Identity Center names the role of a permission set in an account, with a code of its own behind the name. */
const staffRolePrefix = (permissionSet: string) => `AWSReservedSSO_${permissionSet}_`;

/**
 * The actions of which people are told. `strongPermissionSets` are the names of those that change something or see customers' data.
 * A second alarm of the same kind within its minute is part of the first; the trail has every single one.
 */
export function watchedActions(strongPermissionSets: readonly string[]): WatchedAction[] {
    return [
        {
            label: "root",
            trouble: "The root user of an account did something, or signed in.",
            pattern:
                '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
        },
        {
            label: "elevated",
            trouble: "Somebody signed in with rights to change something, or to restore databases.",
            pattern: `{ ($.eventName = "AssumeRoleWithSAML") && (${anyOf(
                "requestParameters.roleArn",
                strongPermissionSets.map((name) => `*/${staffRolePrefix(name)}*`),
            )}) }`,
        },
        {
            label: "access-granted",
            trouble: "Somebody was given access: a permission set, a role, a user or a key was made or changed.",
            pattern: calls(
                "AttachManagedPolicyToPermissionSet",
                "AttachRolePolicy",
                "AttachUserPolicy",
                "CreateAccessKey",
                "CreateAccountAssignment",
                "CreateGroupMembership",
                "CreateLoginProfile",
                "CreateOpenIDConnectProvider",
                "CreateSAMLProvider",
                "CreateUser",
                "DeletePermissionsBoundaryFromPermissionSet",
                "DeleteRolePermissionsBoundary",
                "PutInlinePolicyToPermissionSet",
                "PutRolePolicy",
                "PutUserPolicy",
                "UpdateAssumeRolePolicy",
                "UpdatePermissionSet",
            ),
        },
        {
            label: "secret-read",
            trouble: "A person read a secret, which no role of staff allows.",
            pattern:
                '{ (($.eventName = "GetSecretValue") || ($.eventName = "BatchGetSecretValue")) && ' +
                '(($.userIdentity.sessionContext.sessionIssuer.userName = "AWSReservedSSO_*") || ($.userIdentity.type = "Root") || ' +
                '($.userIdentity.type = "IAMUser")) }',
        },
        {
            label: "trail-changed",
            trouble: "Somebody stopped or changed the trail, or tried to.",
            pattern: calls(
                "DeleteTrail",
                "PutEventSelectors",
                "PutInsightSelectors",
                "StopLogging",
                "UpdateTrail",
                "DeleteLogGroup",
                "DeleteMetricFilter",
                "DeleteAlarms",
                "DisableAlarmActions",
                "DeleteTopic",
                "Unsubscribe",
                "DisableRule",
                "RemoveTargets",
            ),
        },
        {
            label: "store-opened",
            trouble: "Somebody changed who reaches a bucket or a key, or what protects one, or tried to.",
            pattern: calls(
                "DeleteBucketPolicy",
                "DeleteBucketPublicAccessBlock",
                "DeleteAccountPublicAccessBlock",
                "PutAccountPublicAccessBlock",
                "PutBucketAcl",
                "PutBucketLifecycle",
                "PutBucketObjectLockConfiguration",
                "PutBucketPolicy",
                "PutBucketPublicAccessBlock",
                "PutBucketVersioning",
                "DisableKey",
                "PutKeyPolicy",
                "ScheduleKeyDeletion",
                "DeleteBackupVault",
                "DeleteBackupVaultLockConfiguration",
                "DeleteRecoveryPoint",
                "UpdateRecoveryPointLifecycle",
            ),
        },
        {
            label: "scanning-off",
            trouble: "Somebody switched a scan off, or tried to.",
            pattern: `{ (($.eventSource = "guardduty.amazonaws.com") && (${anyOf("eventName", [
                "DeleteDetector",
                "DisassociateFromAdministratorAccount",
                "UpdateDetector",
                "CreateFilter",
            ])})) || (($.eventSource = "inspector2.amazonaws.com") && ($.eventName = "Disable")) || (${anyOf(
                "eventName",
                ["DisableSecurityHub", "BatchDisableStandards", "DeleteAnalyzer"],
            )}) }`,
        },
    ];
}

/** CloudWatch takes at most so many characters in the pattern of a metric filter. Source: API reference, PutMetricFilter. */
export const longestPattern = 1024;

/** Findings of Security Hub, into which those of GuardDuty and Inspector flow, that are worth waking somebody. */
export const urgentFindings = {
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
        findings: {
            Severity: { Label: ["HIGH", "CRITICAL"] },
            Workflow: { Status: ["NEW"] },
            RecordState: ["ACTIVE"],
        },
    },
};

/** What GuardDuty looks at besides the trail, flow logs and names asked for. Source: API reference of GuardDuty, DetectorFeatureConfiguration. */
export const detectorFeatures = ["EBS_MALWARE_PROTECTION", "LAMBDA_NETWORK_LOGS", "S3_DATA_EVENTS"] as const;

/** What Inspector looks for known weaknesses in: machines, the images of functions, functions. */
export const inspectedTypes = ["EC2", "ECR", "LAMBDA"] as const;

/** The rules that Security Hub holds an account against, as it names them in a region. */
export const securityStandards = (region: string): Readonly<Record<string, string>> => ({
    "best-practices": `arn:aws:securityhub:${region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
    cis: `arn:aws:securityhub:${region}::standards/cis-aws-foundations-benchmark/v/3.0.0`,
});

/** Jobs of AWS Backup that did not end well, by the words of its events. */
export const failedBackupJobs = {
    source: ["aws.backup"],
    "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
    detail: { $or: [{ state: ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"] }, { status: ["ABORTED", "FAILED"] }] },
};
