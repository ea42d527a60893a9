/**
 * Where the types of the sandbox and those of CloudFormation differ, and why. CloudFormation describes the same resources for another
 * tool; names agree but for capitals, an s at the end and what is listed here. Every difference is listed, and nothing else.
 */

export const WHY = {
    provider: "how the provider goes about it, nothing that AWS keeps",
    own: "a resource of its own in the provider",
    absent: "not in version 7.48 of the provider",
    other: "CloudFormation has another resource for it, or none",
    legacy: "an older form that CloudFormation has left out, or kept alone",
    default: "one of the two has a default, or makes the value up",
    either: "this or another property is given",
    asks: "one of the two asks for it always",
    inPlace: "the provider changes it in place where CloudFormation replaces",
    replaces: "the provider replaces where CloudFormation refuses the change, or tries it",
} as const;

type Why = keyof typeof WHY;
type Listed = Partial<Record<Why, string>>;

export interface Mapping {
    /** Type of CloudFormation. */
    cfn: string;
    /** `ours=Theirs`, the same property under another name. */
    renamed?: string;
    /** `ours=Theirs`: the same said in another shape (deeper, or in a list of attributes), so required and create-only are not compared. */
    shaped?: string;
    /** Inputs that only we have, but `region` and prefixes of names. */
    ours?: Listed;
    /** Properties that only CloudFormation has. */
    theirs?: Listed;
    /** Inputs that are required on one side only. */
    required?: Listed;
    /** Inputs that replace on one side only. */
    createOnly?: Listed;
}

/** Many properties that are one in CloudFormation. */
export const all = (names: string, theirs: string): string =>
    names
        .split(/\s+/)
        .map((name) => `${name}=${theirs}`)
        .join(" ");

/** Types that are a property of another type in CloudFormation: `Type Property`. */
export const SPLIT: Readonly<Record<string, string>> = {
    "backup/vaultLockConfiguration:VaultLockConfiguration": "AWS::Backup::BackupVault LockConfiguration",
    "backup/vaultNotifications:VaultNotifications": "AWS::Backup::BackupVault Notifications",
    "backup/vaultPolicy:VaultPolicy": "AWS::Backup::BackupVault AccessPolicy",
    "cloudwatch/eventTarget:EventTarget": "AWS::Events::Rule Targets",
    "guardduty/detectorFeature:DetectorFeature": "AWS::GuardDuty::Detector Features",
    "iam/rolePolicyAttachment:RolePolicyAttachment": "AWS::IAM::Role ManagedPolicyArns",
    "rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication":
        "AWS::RDS::DBInstance AutomaticBackupReplicationRegion",
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "AWS::S3::Bucket LifecycleConfiguration",
    "s3/bucketLogging:BucketLogging": "AWS::S3::Bucket LoggingConfiguration",
    "s3/bucketNotification:BucketNotification": "AWS::S3::Bucket NotificationConfiguration",
    "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "AWS::S3::Bucket ObjectLockConfiguration",
    "s3/bucketOwnershipControls:BucketOwnershipControls": "AWS::S3::Bucket OwnershipControls",
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "AWS::S3::Bucket PublicAccessBlockConfiguration",
    "s3/bucketReplicationConfig:BucketReplicationConfig": "AWS::S3::Bucket ReplicationConfiguration",
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
        "AWS::S3::Bucket BucketEncryption",
    "s3/bucketVersioning:BucketVersioning": "AWS::S3::Bucket VersioningConfiguration",
    "secretsmanager/secretVersion:SecretVersion": "AWS::SecretsManager::Secret SecretString",
    "sns/topicPolicy:TopicPolicy": "AWS::SNS::TopicPolicy Topics",
    "ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment":
        "AWS::SSO::PermissionSet CustomerManagedPolicyReferences",
    "ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "AWS::SSO::PermissionSet ManagedPolicies",
    "ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "AWS::SSO::PermissionSet InlinePolicy",
    "ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment":
        "AWS::SSO::PermissionSet PermissionsBoundary",
};

/** Types that CloudFormation has nothing for. */
export const ALONE: Readonly<Record<string, string>> = {
    "acm/certificateValidation:CertificateValidation": "the provider's waiting for a certificate to be issued",
    "ebs/encryptionByDefault:EncryptionByDefault": "a setting of the account",
    "ec2/defaultSecurityGroup:DefaultSecurityGroup": "the provider's taking over of what comes with a network",
    "iam/accountPasswordPolicy:AccountPasswordPolicy": "a setting of the account",
    "inspector2/enabler:Enabler": "a setting of the account",
    "lambda/invocation:Invocation": "a call, nothing that AWS keeps",
    "s3/accountPublicAccessBlock:AccountPublicAccessBlock": "a setting of the account",
};
