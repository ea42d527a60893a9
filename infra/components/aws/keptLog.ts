import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";

import { logRetentionDays } from "../../model/awsAudit";
import type { RegionalArgs } from "./regionalArgs";

/** How long the logs of a component are kept, and what they are encrypted with. */
export interface LogArgs {
    /** Days at the least. */
    logDays: number;
    /** The cell's key; CloudWatch must be allowed to use it. */
    keyArn: pulumi.Input<string>;
}

/** A log of its own, as a child of the component that writes it: encrypted with the cell's key, and kept when the cell goes. */
export function declareLog(
    name: string,
    { region, tags, logName, logDays, keyArn }: RegionalArgs & LogArgs & { logName: string },
    parent: pulumi.Resource,
): cloudwatch.LogGroup {
    return new cloudwatch.LogGroup(
        name,
        {
            region,
            tags,
            name: logName,
            kmsKeyId: keyArn,
            retentionInDays: logRetentionDays(logDays),
            deletionProtectionEnabled: true,
        },
        { parent, protect: true, retainOnDelete: true },
    );
}
