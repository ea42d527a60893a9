import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { logRetentionDays } from "../../model/awsAudit";
import type { RegionalArgs } from "./regionalArgs";

export interface LogGroupsArgs<Label extends string = string> extends RegionalArgs {
    /** Label to the name in CloudWatch, where AWS names a log after its resource. */
    names: Record<Label, string>;
    keyArn: pulumi.Input<string>;
    /** Days for which logs are kept at the least. */
    retentionDays: number;
}

/**
 * The logs that services of AWS would make themselves, unencrypted and kept for ever or with nobody's name: declared before, they are
 * kept for a year and more, encrypted, and cannot be deleted by mistake.
 *
 * Keeps: ACC-2 (access is logged and the log kept), STAFF-2 (what staff do too).
 */
export class LogGroups<Label extends string = string> extends pulumi.ComponentResource {
    /** Label to the group's name. */
    public readonly groupNames: Record<Label, pulumi.Output<string>>;
    public readonly groupArns: Record<Label, pulumi.Output<string>>;

    constructor(name: string, args: LogGroupsArgs<Label>, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:LogGroups", name, args, opts);

        const { region, tags, keyArn } = args;
        const groups = Object.entries<string>(args.names).map(([label, groupName]) => {
            const group = new cloudwatch.LogGroup(
                `${name}-${label}`,
                {
                    region,
                    tags,
                    name: groupName,
                    kmsKeyId: keyArn,
                    retentionInDays: logRetentionDays(args.retentionDays),
                    deletionProtectionEnabled: true,
                },
                { parent: this, protect: true, retainOnDelete: true },
            );
            return [label, group] as const;
        });
        const each = (output: (group: cloudwatch.LogGroup) => pulumi.Output<string>) =>
            Object.fromEntries(groups.map(([label, group]) => [label, output(group)])) as Record<
                Label,
                pulumi.Output<string>
            >;

        this.groupNames = each(({ name: groupName }) => groupName);
        this.groupArns = each(({ arn }) => arn);
        this.registerOutputs({ groupNames: this.groupNames, groupArns: this.groupArns });
    }
}
