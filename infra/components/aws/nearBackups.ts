import * as backup from "@pulumi/aws/backup";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";

export interface NearBackupsArgs extends RegionalArgs {
    accountId: string;
    vaultName: string;
    roleName: string;
    pairedRegion: string;
    keyArn: pulumi.Input<string>;
    pairedKeyArn: pulumi.Input<string>;
    /** ARNs of the database instances. */
    instanceArns: pulumi.Input<string>[];
    /** When a backup is taken, UTC, as AWS writes it; every day. */
    schedule: string;
    /** Days that each stays, in both regions. */
    keptDays: number;
    /** Whether even the account's owner cannot lift the lock any more, three days after it was set. */
    locked: boolean;
}

/** Days that AWS leaves to think again before a lock is for ever; three at the least. */
const daysToLock = 3;
/** Days that no backup in the vaults may be kept less. */
const leastDays = 366;

/**
 * The near copy: whole instances, daily, in a locked vault of each of two regions. It comes beside the backups on Azure, never in
 * their place; it is the quickest way back for a whole instance older than its own 35 days.
 *
 * Keeps: BKP-1 (daily, kept for more than a year, locked), DR-2 (a copy in another region).
 */
export class NearBackups extends pulumi.ComponentResource {
    public readonly vaultArn: pulumi.Output<string>;
    public readonly pairedVaultArn: pulumi.Output<string>;

    constructor(name: string, args: NearBackupsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:NearBackups", name, args, opts);

        const { region, tags, vaultName, keptDays } = args;
        const home = this.declareVault(name, region, args.keyArn, args);
        const paired = this.declareVault(`${name}-paired`, args.pairedRegion, args.pairedKeyArn, args);
        const plan = new backup.Plan(
            `${name}-plan`,
            {
                region,
                tags,
                name: vaultName,
                rules: [
                    {
                        ruleName: "daily",
                        targetVaultName: home.name,
                        schedule: args.schedule,
                        lifecycle: { deleteAfter: keptDays },
                        copyActions: [{ destinationVaultArn: paired.arn, lifecycle: { deleteAfter: keptDays } }],
                    },
                ],
            },
            { parent: this },
        );
        const role = new iam.Role(
            `${name}-role`,
            {
                name: args.roleName,
                tags,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "backup.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            Condition: { StringEquals: { "aws:SourceAccount": args.accountId } },
                        },
                    ],
                }),
            },
            { parent: this },
        );
        const rights = new iam.RolePolicyAttachment(
            `${name}-rights`,
            {
                role: role.name,
                policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
            },
            { parent: this },
        );
        new backup.Selection(
            `${name}-selection`,
            { region, name: "instances", planId: plan.id, iamRoleArn: role.arn, resources: args.instanceArns },
            { parent: this, dependsOn: rights },
        );

        this.vaultArn = home.arn;
        this.pairedVaultArn = paired.arn;
        this.registerOutputs({ vaultArn: this.vaultArn, pairedVaultArn: this.pairedVaultArn });
    }

    private declareVault(name: string, region: string, kmsKeyArn: pulumi.Input<string>, args: NearBackupsArgs) {
        const vault = new backup.Vault(
            `${name}-vault`,
            { region, tags: args.tags, name: args.vaultName, kmsKeyArn, forceDestroy: false },
            { parent: this, protect: true, retainOnDelete: true },
        );
        new backup.VaultLockConfiguration(
            `${name}-lock`,
            {
                region,
                backupVaultName: vault.name,
                minRetentionDays: leastDays,
                ...(args.locked && { changeableForDays: daysToLock }),
            },
            { parent: this, protect: true },
        );
        return vault;
    }
}
