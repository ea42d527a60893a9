/**
 * Services of AWS that are reached inside the network, by the last part of their endpoint's name: settings, sessions of staff, secrets,
 * keys, logs and metrics. S3 is reached by a route besides.
 */
export const privateServices = [
    "ec2messages",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "ssm",
    "ssmmessages",
] as const;

/** A host name of the configuration in the words of AWS Network Firewall, where a leading dot means what `*.` means elsewhere. */
export const firewallDomain = (host: string): string => host.replace(/^\*\./, ".");

/**
 * What a private endpoint lets through: calls in the name of this account only, so that credentials of another account cannot carry data
 * out. With `ownResources`, to things of this account only.
 */
export function endpointPolicy(accountId: string, ownResources: boolean): string {
    const own = { "aws:PrincipalAccount": accountId };
    return policyDocument([
        {
            Sid: "OwnAccount",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "*",
            Resource: "*",
            Condition: { StringEquals: ownResources ? { ...own, "aws:ResourceAccount": accountId } : own },
        },
    ]);
}

/** What the agent of Systems Manager fetches by S3 besides: its own versions and what it runs, in buckets of AWS. */
export function storageEndpointPolicy(accountId: string, region: string): string {
    const own = JSON.parse(endpointPolicy(accountId, true)) as { Statement: object[] };
    const buckets = [
        `aws-ssm-${region}`,
        `amazon-ssm-${region}`,
        `${region}-birdwatcher-prod`,
        `aws-ssm-document-attachments-${region}`,
    ];
    return policyDocument([
        ...own.Statement,
        {
            Sid: "AgentOfSystemsManager",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "s3:GetObject",
            Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
        },
    ]);
}

const policyDocument = (statements: object[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
