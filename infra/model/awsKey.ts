/** What the key of a cell on AWS lets whom do. */

/** What IAM may give to the account's own roles: to look after the key and to use it. Never listed: whatever ends it. */
const accountActions = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:ReplicateKey",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
    "kms:UpdatePrimaryRegion",
];

const logActions = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

/** Services that bring alerts to people by topics, which are encrypted with the key. */
const speakers = ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"];

const topicActions = ["kms:Decrypt", "kms:GenerateDataKey"];

interface KeyPolicy {
    accountId: string;
    region: string;
    /** The trail whose files are encrypted with the key; the copy in another region has none. */
    trail?: { name: string; organizationId: string };
}

/**
 * The policy of a cell's key, or of its copy in another region. Nobody can delete or disable it, whatever IAM says: without it the
 * cell's secrets, documents and backups are lost. Who must, first takes that statement out, of which people are told.
 */
export function cellKeyPolicy({ accountId, region, trail }: KeyPolicy): string {
    const allow = (Sid: string, Principal: object, Action: string[], Condition?: object) => ({
        Sid,
        Effect: "Allow",
        Principal,
        Action,
        // In a key's own policy the star is that key.
        Resource: "*",
        ...(Condition && { Condition }),
    });
    const logGroups = `arn:aws:logs:${region}:${accountId}:log-group:*`;
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            allow("AccountByIam", { AWS: `arn:aws:iam::${accountId}:root` }, accountActions),
            {
                Sid: "NobodyEndsIt",
                Effect: "Deny",
                Principal: { AWS: "*" },
                Action: ["kms:DisableKey", "kms:DisableKeyRotation", "kms:ScheduleKeyDeletion"],
                Resource: "*",
            },
            allow("Logs", { Service: `logs.${region}.amazonaws.com` }, logActions, {
                ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroups },
            }),
            allow("Alerts", { Service: speakers }, topicActions, { StringEquals: { "aws:SourceAccount": accountId } }),
            // EventBridge says to a key not whom it works for ("Key management", SNS); the topic's policy asks for it.
            allow("Events", { Service: "events.amazonaws.com" }, topicActions),
            ...(trail
                ? [
                      // The trail belongs to the organization's management account, whose number nobody here needs to know.
                      allow(
                          "Trail",
                          { Service: "cloudtrail.amazonaws.com" },
                          ["kms:DescribeKey", "kms:GenerateDataKey"],
                          {
                              ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:${region}:*:trail/${trail.name}` },
                              StringEquals: { "aws:SourceOrgID": trail.organizationId },
                          },
                      ),
                  ]
                : []),
        ],
    });
}
