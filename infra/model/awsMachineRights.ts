/** What machines of one kind may reach, by names that are written before anything is declared. */
export interface MachineRights {
    accountId: string;
    region: string;
    /** Settings and catalogue in Parameter Store, with a slash at the end. */
    settingsPath: string;
    /** What the names of the cell's secrets begin with. */
    secretPrefix: string;
    /** Aliases of the keys that the cell's secrets and documents are encrypted with, `alias/...`. */
    keyAliases: string[];
    documentsBucket: string;
    /** Where sessions of staff are written down. */
    sessionLogGroup: string;
}

/**
 * What the agent of Systems Manager needs for sessions and for the scans of Inspector: AWS's own policy for it, AmazonSSMManagedInstanceCore,
 * without its right to read every parameter of the account.
 */
const agentActions = [
    "ec2messages:AcknowledgeMessage",
    "ec2messages:DeleteMessage",
    "ec2messages:FailMessage",
    "ec2messages:GetEndpoint",
    "ec2messages:GetMessages",
    "ec2messages:SendReply",
    "ssm:DescribeAssociation",
    "ssm:DescribeDocument",
    "ssm:GetDeployablePatchSnapshotForInstance",
    "ssm:GetDocument",
    "ssm:GetManifest",
    "ssm:ListAssociations",
    "ssm:ListInstanceAssociations",
    "ssm:PutComplianceItems",
    "ssm:PutConfigurePackageResult",
    "ssm:PutInventory",
    "ssm:UpdateAssociationStatus",
    "ssm:UpdateInstanceAssociationStatus",
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

/** The policy document of a machine's role. */
export function machineRights(rights: MachineRights): string {
    const { accountId, region, documentsBucket } = rights;
    const here = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
    const allow = (sid: string, actions: string[], resources: string[], condition?: object) => ({
        Sid: sid,
        Effect: "Allow",
        Action: actions,
        Resource: resources,
        ...(condition && { Condition: condition }),
    });
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            allow("Agent", agentActions, ["*"]),
            allow(
                "Settings",
                ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
                [here("ssm", `parameter${rights.settingsPath}*`)],
            ),
            allow(
                "Secrets",
                ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                [here("secretsmanager", `secret:${rights.secretPrefix}*`)],
            ),
            // The id of a key is known only once it exists; its alias is known before.
            allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], [here("kms", "key/*")], {
                "ForAnyValue:StringEquals": { "kms:ResourceAliases": rights.keyAliases },
            }),
            allow("DocumentNames", ["s3:ListBucket"], [`arn:aws:s3:::${documentsBucket}`]),
            // Deleting leaves every version of a document where it is.
            allow(
                "Documents",
                ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
                [`arn:aws:s3:::${documentsBucket}/*`],
            ),
            allow(
                "Sessions",
                ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                [here("logs", `log-group:${rights.sessionLogGroup}:*`)],
            ),
            allow("SessionLogs", ["logs:DescribeLogGroups"], ["*"]),
        ],
    });
}
