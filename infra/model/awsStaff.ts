import { type StaffRoleName, staffRoleNames } from "./staffRoles";

/**
 * What the people of each group of staff may do in an account of AWS while they are elevated, by the same groups as on Azure (decisions
 * 014 and 027). A list of what is allowed, never of what is not: whatever is not named, nobody can do.
 */

/** The cell that people look after, in names that are known before anything exists. */
export interface StaffScope {
    cell: string;
    region: string;
    accountId: string;
    /** Name of the function that makes and restores databases. */
    databasesFunction: string;
    /** What the identifiers of the cell's database instances begin with. */
    instancePrefix: string;
    /** The document that has sessions on machines written down. */
    sessionDocument: string;
}

/** A right to do something to things of the cell, by their ARNs. */
interface Change {
    actions: readonly string[];
    resources: (at: StaffScope) => string[];
    /** Only to things with the cell's tag; the value is the key of the condition, which differs between services. */
    taggedBy?: string;
    condition?: Record<string, Record<string, string>>;
}

/** What may be looked at anywhere in the account, and what may be done to the cell's own things. */
interface AwsStaffRole {
    description: string;
    looks: readonly string[];
    changes: readonly Change[];
}

/** Tag by which a thing says to which cell it belongs. */
export const cellTag = "oxygis:cell";

const here = ({ region, accountId }: StaffScope, service: string, resource: string) =>
    `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** What everybody needs to find their way: names, health and numbers of things, no content. */
const orientation = [
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "ec2:DescribeInstances",
    "ec2:DescribeInstanceStatus",
    "health:DescribeEvents",
    "tag:GetResources",
];

const databases = [
    "backup:DescribeBackupJob",
    "backup:DescribeCopyJob",
    "backup:ListBackupJobs",
    "backup:ListBackupVaults",
    "backup:ListCopyJobs",
    "backup:ListRecoveryPointsByBackupVault",
    "rds:DescribeDBInstanceAutomatedBackups",
    "rds:DescribeDBInstances",
    "rds:DescribeDBSnapshots",
    "rds:DescribeEvents",
];

const machines = [
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeScalingActivities",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
];

/** Signing in to a machine of the cell, in a session that is written down: through a tunnel to a port nothing would be. */
const sessions: readonly Change[] = [
    {
        actions: ["ssm:StartSession"],
        resources: (at) => [here(at, "ec2", "instance/*")],
        taggedBy: "ssm:resourceTag",
        // Otherwise whoever names no document would be asked for no right to one.
        condition: { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } },
    },
    {
        actions: ["ssm:StartSession"],
        resources: (at) => [here(at, "ssm", `document/${at.sessionDocument}`)],
    },
    {
        actions: ["ssm:ResumeSession", "ssm:TerminateSession"],
        // AWS puts the caller's own id in the place of the variable.
        resources: (at) => [here(at, "ssm", "session/${aws:userid}-*")],
    },
];

export const awsStaffRoles: Readonly<Record<StaffRoleName, AwsStaffRole>> = {
    support: {
        description: "Reads what a support case needs: health, metrics, alarms, databases and backups as resources.",
        looks: [...orientation, ...databases, ...machines],
        changes: [],
    },
    operations: {
        description: "Restarts machines and signs in to them, starts backups; reads the rest.",
        looks: [
            ...orientation,
            ...databases,
            ...machines,
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcEndpoints",
            "lambda:GetFunctionConfiguration",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "network-firewall:DescribeFirewall",
            "ssm:DescribeInstanceInformation",
            "ssm:DescribeSessions",
            "wafv2:GetWebACL",
            "support:DescribeCases",
        ],
        changes: [
            ...sessions,
            {
                actions: ["ec2:RebootInstances", "ec2:StartInstances"],
                resources: (at) => [here(at, "ec2", "instance/*")],
                taggedBy: "aws:ResourceTag",
            },
            {
                actions: ["autoscaling:SetInstanceHealth", "autoscaling:StartInstanceRefresh"],
                resources: (at) => [here(at, "autoscaling", "autoScalingGroup:*")],
                taggedBy: "aws:ResourceTag",
            },
            {
                actions: ["rds:RebootDBInstance"],
                resources: (at) => [here(at, "rds", `db:${at.instancePrefix}*`)],
            },
            {
                actions: ["support:AddCommunicationToCase", "support:CreateCase"],
                // A case belongs to the account; AWS knows no narrower resource.
                resources: () => ["*"],
            },
        ],
    },
    /** Nobody reads the password of a database: what is done inside one, the databases function does and writes down. */
    databaseAdministration: {
        description: "Reads SQL Server instances and their backups as resources; has databases made and restored.",
        looks: [
            ...orientation,
            ...databases,
            "lambda:GetFunctionConfiguration",
            "rds:DescribeDBLogFiles",
            "rds:DescribeDBParameters",
            "rds:DescribeOptionGroups",
            "rds:DescribePendingMaintenanceActions",
        ],
        changes: [
            {
                actions: ["lambda:InvokeFunction"],
                resources: (at) => [here(at, "lambda", `function:${at.databasesFunction}`)],
            },
        ],
    },
    security: {
        description: "Reads logs, policies and findings, and follows up incidents.",
        looks: [
            ...orientation,
            "access-analyzer:GetFinding",
            "access-analyzer:ListAnalyzers",
            "access-analyzer:ListFindings",
            "cloudtrail:DescribeTrails",
            "cloudtrail:GetTrailStatus",
            "cloudtrail:LookupEvents",
            "guardduty:GetDetector",
            "guardduty:GetFindings",
            "guardduty:ListDetectors",
            "guardduty:ListFindings",
            "iam:GetPolicy",
            "iam:GetPolicyVersion",
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies",
            "iam:ListRoles",
            "inspector2:ListCoverage",
            "inspector2:ListFindings",
            "logs:DescribeLogGroups",
            "logs:FilterLogEvents",
            "logs:GetQueryResults",
            "logs:StartQuery",
            "securityhub:DescribeHub",
            "securityhub:GetFindings",
            "sso:ListAccountAssignments",
            "sso:ListPermissionSets",
        ],
        changes: [
            {
                actions: ["securityhub:BatchUpdateFindings"],
                resources: (at) => [here(at, "securityhub", "hub/default")],
            },
        ],
    },
};

/** The groups of which people are told whenever somebody signs in as one of them: they change something. */
export const strongStaffRoles = staffRoleNames.filter((name) =>
    awsStaffRoles[name].changes.some(({ actions }) =>
        actions.some((action) => action !== "securityhub:BatchUpdateFindings"),
    ),
);

/**
 * Denied to everybody, whatever somebody may one day add to a permission set: what opens a secret or a document, gives out access, ends the
 * trail, or deletes data, backups and keys. Also what a person could have a machine do in its name.
 */
export const nobodysAwsActions: readonly string[] = [
    "backup:Delete*",
    "backup:PutBackupVaultAccessPolicy",
    "backup:UpdateRecoveryPointLifecycle",
    "cloudtrail:Delete*",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "ec2:GetPasswordData",
    "iam:Add*",
    "iam:Attach*",
    "iam:Create*",
    "iam:Delete*",
    "iam:Detach*",
    "iam:PassRole",
    "iam:Put*",
    "iam:Update*",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DisableKey",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "lambda:Update*",
    "rds:Delete*",
    "rds:ModifyDBInstance",
    "s3:BypassGovernanceRetention",
    "s3:Delete*",
    "s3:GetObject*",
    "s3:Put*",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:Delete*",
    "secretsmanager:GetSecretValue",
    "secretsmanager:Put*",
    "secretsmanager:Update*",
    "ssm:GetParameter*",
    "ssm:PutParameter",
    "ssm:SendCommand",
    "sso:Attach*",
    "sso:Create*",
    "sso:Delete*",
    "sso:Put*",
    "sso:Update*",
    "sts:AssumeRole",
];

const document = (statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const denied = { Sid: "Nobody", Effect: "Deny", Action: nobodysAwsActions, Resource: "*" };

/** What one group may do: the policy of its permission set. */
export function staffPolicy(name: StaffRoleName, at: StaffScope): string {
    const { looks, changes } = awsStaffRoles[name];
    return document([
        { Sid: "Looks", Effect: "Allow", Action: [...looks].sort(), Resource: "*" },
        ...changes.map(({ actions, resources, taggedBy, condition }) => {
            const conditions = {
                ...condition,
                ...(taggedBy && { StringEquals: { [`${taggedBy}/${cellTag}`]: at.cell } }),
            };
            return {
                Effect: "Allow",
                Action: [...actions],
                Resource: resources(at),
                ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
            };
        }),
        denied,
    ]);
}

/**
 * The most that anybody of staff can do, whatever is written into a permission set by hand: what the groups have together, and nothing of
 * what nobody may. AWS takes 6,144 characters.
 */
export function staffBoundary(): string {
    const all = staffRoleNames.flatMap((name) => {
        const { looks, changes } = awsStaffRoles[name];
        return [...looks, ...changes.flatMap(({ actions }) => actions)];
    });
    return document([{ Sid: "AtMost", Effect: "Allow", Action: [...new Set(all)].sort(), Resource: "*" }, denied]);
}
