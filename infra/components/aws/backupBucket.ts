import * as pulumi from "@pulumi/pulumi";

import { declareReplicatedBuckets, type ReplicatedBuckets } from "./replicatedBuckets";

export interface BackupBucketArgs extends Omit<ReplicatedBuckets, "purpose" | "lockedDays" | "refused" | "lifecycle"> {
    /** Days that each backup stays; it cannot be deleted before. */
    keptDays: number;
    /** Days after which it moves to storage that costs less and is read as quickly. */
    coolAfterDays: number;
}

/**
 * Where the databases' own backups are written, one file each, and their replica in the paired region. Nobody can delete or overwrite
 * one for as long as it is kept; then it goes by itself. From here they are pulled to Azure.
 *
 * Keeps: BKP-1 (kept for more than a year), BKP-5 (one customer's backup can be restored alone), DR-2 (a copy in another region).
 */
export class BackupBucket extends pulumi.ComponentResource {
    public readonly bucketName: pulumi.Output<string>;
    public readonly bucketArn: pulumi.Output<string>;
    public readonly pairedBucketName: pulumi.Output<string>;

    constructor(name: string, args: BackupBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:BackupBucket", name, args, opts);

        const { keptDays, coolAfterDays, ...rest } = args;
        const { home, paired } = declareReplicatedBuckets(
            name,
            {
                ...rest,
                purpose: "backups",
                lockedDays: keptDays,
                // Even to hide one is nobody's business.
                refused: ["s3:DeleteObject"],
                lifecycle: [
                    {
                        id: "end-of-retention",
                        status: "Enabled",
                        filter: {},
                        transitions: [{ days: coolAfterDays, storageClass: "GLACIER_IR" }],
                        expiration: { days: keptDays },
                        noncurrentVersionExpiration: { noncurrentDays: 1 },
                    },
                ],
            },
            this,
        );

        this.bucketName = home.bucket;
        this.bucketArn = home.arn;
        this.pairedBucketName = paired.bucket;
        this.registerOutputs({
            bucketName: this.bucketName,
            bucketArn: this.bucketArn,
            pairedBucketName: this.pairedBucketName,
        });
    }
}
