import * as pulumi from "@pulumi/pulumi";

import { declareReplicatedBuckets, type ReplicatedBuckets } from "./replicatedBuckets";

export interface DocumentsBucketArgs extends Omit<
    ReplicatedBuckets,
    "purpose" | "lockedDays" | "refused" | "lifecycle" | "names"
> {
    names: Required<ReplicatedBuckets["names"]>;
    /** Days for which a deleted or overwritten document can be brought back. */
    keptDays: number;
}

/**
 * The documents of a cell's customers, each customer's below a prefix of its own, and their replica in the paired region. Customers
 * delete and overwrite as they like: that hides a version, which stays for the promised year. Replicated both ways: a site that stands in
 * for the cell in the paired region works with the replica, and what is written there is at home soon after home is back.
 *
 * Keeps: BKP-1 (every version kept for more than a year), DR-2 (a copy in another region), SW-9 (no public access), DB-1 (encrypted, a
 * prefix per customer), DR-1 (three zones).
 */
export class DocumentsBucket extends pulumi.ComponentResource {
    public readonly bucketName: pulumi.Output<string>;
    public readonly bucketArn: pulumi.Output<string>;
    public readonly pairedBucketName: pulumi.Output<string>;

    constructor(name: string, args: DocumentsBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:DocumentsBucket", name, args, opts);

        const { keptDays, ...rest } = args;
        const { home, paired } = declareReplicatedBuckets(
            name,
            {
                ...rest,
                purpose: "documents",
                lockedDays: keptDays,
                refused: [],
                lifecycle: [
                    {
                        id: "forget-what-was-deleted",
                        status: "Enabled",
                        filter: {},
                        noncurrentVersionExpiration: { noncurrentDays: keptDays },
                        expiration: { expiredObjectDeleteMarker: true },
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
