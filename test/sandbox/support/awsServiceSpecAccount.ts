/** Types of an account: rights, secrets, backups, logs and alarms; see `awsServiceSpec.ts`. */
import { all, type Mapping } from "./awsServiceSpec";

const feedback = ["application", "firehose", "http", "lambda", "sqs"]
    .flatMap((kind) =>
        ["FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate"].map((part) => kind + part),
    )
    .map((name) => `${name}=DeliveryStatusLogging`)
    .join(" ");

export const MAPPED_ACCOUNT: Readonly<Record<string, Mapping>> = {
    "accessanalyzer/analyzer:Analyzer": {
        cfn: "AWS::AccessAnalyzer::Analyzer",
        renamed: "configuration=AnalyzerConfiguration",
        theirs: { own: "ArchiveRules" },
        required: { asks: "analyzerName", default: "type" },
        createOnly: { replaces: "configuration" },
    },
    "backup/plan:Plan": {
        cfn: "AWS::Backup::BackupPlan",
        renamed: "tags=BackupPlanTags",
        shaped: all("advancedBackupSettings name rules scanSettings", "BackupPlan"),
    },
    "backup/selection:Selection": {
        cfn: "AWS::Backup::BackupSelection",
        renamed: "planId=BackupPlanId",
        shaped: all("conditions iamRoleArn name notResources resources selectionTags", "BackupSelection"),
    },
    "backup/vault:Vault": {
        cfn: "AWS::Backup::BackupVault",
        renamed: "kmsKeyArn=EncryptionKeyArn name=BackupVaultName tags=BackupVaultTags",
        ours: { provider: "forceDestroy" },
        theirs: { own: "AccessPolicy LockConfiguration Notifications" },
        required: { default: "name" },
    },
    "cloudtrail/trail:Trail": {
        cfn: "AWS::CloudTrail::Trail",
        renamed: "cloudWatchLogsGroupArn=CloudWatchLogsLogGroupArn enableLogging=IsLogging name=TrailName",
        theirs: { absent: "AggregationConfigurations" },
        required: { default: "enableLogging" },
    },
    "cloudwatch/eventRule:EventRule": {
        cfn: "AWS::Events::Rule",
        ours: { provider: "forceDestroy", legacy: "isEnabled" },
        theirs: { own: "Targets" },
    },
    "cloudwatch/logGroup:LogGroup": {
        cfn: "AWS::Logs::LogGroup",
        renamed: "name=LogGroupName",
        ours: { provider: "skipDestroy" },
        theirs: {
            own: "DataProtectionPolicy FieldIndexPolicies ResourcePolicyDocument",
            absent: "BearerTokenAuthenticationEnabled",
        },
        createOnly: { replaces: "logGroupClass" },
    },
    "cloudwatch/logMetricFilter:LogMetricFilter": {
        cfn: "AWS::Logs::MetricFilter",
        renamed: "name=FilterName pattern=FilterPattern",
        theirs: { absent: "EmitSystemFieldDimensions FieldSelectionCriteria" },
    },
    "cloudwatch/logResourcePolicy:LogResourcePolicy": {
        cfn: "AWS::Logs::ResourcePolicy",
        ours: { other: "resourceArn" },
        required: { either: "policyName" },
    },
    "cloudwatch/metricAlarm:MetricAlarm": {
        cfn: "AWS::CloudWatch::Alarm",
        renamed:
            "metricQueries=Metrics name=AlarmName evaluateLowSampleCountPercentiles=EvaluateLowSampleCountPercentile",
        theirs: { absent: "EvaluationWindow" },
    },
    "guardduty/detector:Detector": {
        cfn: "AWS::GuardDuty::Detector",
        theirs: { own: "Features" },
        required: { default: "enable" },
    },
    "iam/instanceProfile:InstanceProfile": {
        cfn: "AWS::IAM::InstanceProfile",
        renamed: "name=InstanceProfileName",
        ours: { other: "tags" },
        required: { default: "role" },
    },
    "iam/openIdConnectProvider:OpenIdConnectProvider": {
        cfn: "AWS::IAM::OIDCProvider",
        required: { asks: "clientIdLists url" },
    },
    "iam/policy:Policy": {
        cfn: "AWS::IAM::ManagedPolicy",
        renamed: "name=ManagedPolicyName policy=PolicyDocument",
        ours: { provider: "delayAfterPolicyCreationInMs", other: "tags" },
        theirs: { own: "Groups Roles Users" },
    },
    "iam/role:Role": {
        cfn: "AWS::IAM::Role",
        renamed: "assumeRolePolicy=AssumeRolePolicyDocument inlinePolicies=Policies name=RoleName",
        ours: { provider: "forceDetachPolicies" },
    },
    "iam/rolePolicy:RolePolicy": {
        cfn: "AWS::IAM::RolePolicy",
        renamed: "name=PolicyName policy=PolicyDocument role=RoleName",
        required: { default: "name", asks: "policy" },
    },
    "kms/alias:Alias": { cfn: "AWS::KMS::Alias", renamed: "name=AliasName", required: { default: "name" } },
    "kms/key:Key": {
        cfn: "AWS::KMS::Key",
        renamed:
            "customerMasterKeySpec=KeySpec deletionWindowInDays=PendingWindowInDays isEnabled=Enabled policy=KeyPolicy",
        shaped: "customKeyStoreId=Origin xksKeyId=Origin",
        createOnly: { replaces: "customerMasterKeySpec keyUsage multiRegion" },
    },
    "kms/replicaKey:ReplicaKey": {
        cfn: "AWS::KMS::ReplicaKey",
        renamed: "deletionWindowInDays=PendingWindowInDays policy=KeyPolicy",
        ours: { provider: "bypassPolicyLockoutSafetyCheck" },
        required: { default: "policy" },
    },
    "scheduler/schedule:Schedule": {
        cfn: "AWS::Scheduler::Schedule",
        ours: { absent: "actionAfterCompletion" },
        createOnly: { replaces: "groupName" },
    },
    "scheduler/scheduleGroup:ScheduleGroup": { cfn: "AWS::Scheduler::ScheduleGroup" },
    "secretsmanager/secret:Secret": {
        cfn: "AWS::SecretsManager::Secret",
        renamed: "replicas=ReplicaRegions",
        ours: { provider: "forceOverwriteReplicaSecret recoveryWindowInDays", other: "policy" },
        theirs: { own: "SecretString", provider: "GenerateSecretString" },
        createOnly: { replaces: "type" },
    },
    "secretsmanager/secretPolicy:SecretPolicy": {
        cfn: "AWS::SecretsManager::ResourcePolicy",
        renamed: "policy=ResourcePolicy secretArn=SecretId",
    },
    "securityhub/account:Account": {
        cfn: "AWS::SecurityHub::Hub",
        theirs: { absent: "Tags" },
        createOnly: { replaces: "enableDefaultStandards" },
    },
    "securityhub/findingAggregator:FindingAggregator": {
        cfn: "AWS::SecurityHub::FindingAggregator",
        renamed: "linkingMode=RegionLinkingMode specifiedRegions=Regions",
    },
    "securityhub/standardsSubscription:StandardsSubscription": {
        cfn: "AWS::SecurityHub::Standard",
        theirs: { own: "DisabledStandardsControls" },
    },
    "sns/topic:Topic": {
        cfn: "AWS::SNS::Topic",
        renamed: "name=TopicName",
        shaped: feedback,
        ours: { other: "deliveryPolicy policy" },
        theirs: { own: "Subscription DataProtectionPolicy", absent: "MaximumMessageSize" },
    },
    "sns/topicSubscription:TopicSubscription": {
        cfn: "AWS::SNS::Subscription",
        renamed: "topic=TopicArn",
        ours: { provider: "confirmationTimeoutInMinutes endpointAutoConfirms" },
        theirs: { provider: "Region" },
        required: { asks: "endpoint" },
    },
    "ssm/document:Document": {
        cfn: "AWS::SSM::Document",
        renamed: "attachmentsSources=Attachments",
        ours: { other: "permissions" },
        theirs: { absent: "Requires", provider: "UpdateMethod" },
        required: { asks: "documentType" },
    },
    "ssm/parameter:Parameter": {
        cfn: "AWS::SSM::Parameter",
        shaped: "insecureValue=Value valueWo=Value",
        ours: { provider: "arn overwrite valueWoVersion", other: "keyId" },
        theirs: { absent: "Policies" },
        required: { either: "value" },
    },
    "ssoadmin/accountAssignment:AccountAssignment": { cfn: "AWS::SSO::Assignment" },
    "ssoadmin/permissionSet:PermissionSet": {
        cfn: "AWS::SSO::PermissionSet",
        renamed: "relayState=RelayStateType",
        theirs: { own: "CustomerManagedPolicyReferences InlinePolicy ManagedPolicies PermissionsBoundary" },
        required: { default: "name" },
    },
};
