import { hoursOfSchedule } from "../../lib/backupSchedule";
import { purposeTag, textOf } from "../../lib/customerDatabase";
import { definePolicy } from "../../lib/policy";
import type { Reading } from "../../lib/propertyReader";
import { pulledBuckets, pullTypes } from "../../lib/pulled";
import { madeFrom, sourcesOf } from "../../lib/relations";

/** What holds customers' data on AWS. */
const databaseTypes = ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:dynamodb/table:Table"];
const bucketType = "aws:s3/bucket:Bucket";
/** Where AWS keeps backups: beside a copy on Azure, never instead of one. */
const nearCopyTypes = [
    "aws:backup/vault:Vault",
    "aws:backup/plan:Plan",
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
    "aws:rds/snapshot:Snapshot",
    "aws:rds/clusterSnapshot:ClusterSnapshot",
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    "aws:ebs/snapshot:Snapshot",
    "aws:dlm/lifecyclePolicy:LifecyclePolicy",
];
const replicationType = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const functionType = "aws:lambda/function:Function";
const entryType = "aws:ssm/parameter:Parameter";
const taskType = "aws:datasync/task:Task";
const azureType = "aws:datasync/locationAzureBlob:LocationAzureBlob";
const bucketLocationType = "aws:datasync/s3Location:S3Location";

export const policy = definePolicy({
    name: "backup-on-azure",
    promise: "BKP-2",
    severity: "critical",
    description: "Backups lie on Azure, those of customers hosted on AWS included: what AWS keeps is a second copy.",
    remedy:
        "On AWS declare a job on Azure (app.Job) that runs every day and is made from the bucket, from an account that keeps every version for a " +
        "year (Standard_ZRS, immutable), and from a role that its identity alone takes and that can only read; or a datasync.Task from the bucket " +
        "to a datasync.LocationAzureBlob. Buckets of logs get oxygis:purpose: logs.",
    url: "https://docs.aws.amazon.com/datasync/latest/userguide/creating-azure-blob-location.html",
    types: [
        ...databaseTypes,
        bucketType,
        replicationType,
        functionType,
        entryType,
        ...nearCopyTypes,
        taskType,
        azureType,
        bucketLocationType,
        ...pullTypes,
    ],
    stack: (stack, report) => {
        const all = (types: readonly string[]) => types.flatMap((type) => stack.ofType(type));
        const carried = stack
            .ofType(taskType)
            .filter(
                (task) =>
                    madeFrom(stack, task, "destinationLocationArn", [azureType]).length > 0 &&
                    isOn(task.props.read("schedule.status")) &&
                    hoursOfSchedule(textOf(task.props, "schedule.scheduleExpression")) <= 24,
            );
        const sources = carried.flatMap((task) => madeFrom(stack, task, "sourceLocationArn", [bucketLocationType]));
        const pulled = pulledBuckets(stack).map(({ urn }) => urn);
        const buckets = new Set([...sourcesOf(sources, "s3BucketArn"), ...pulled]);
        const replicas = sourcesOf(
            stack
                .ofType(replicationType)
                .filter((one) => (one.propertyDependencies["bucket"] ?? []).some((urn) => buckets.has(urn))),
            "rules",
        );
        // What a function or the catalogue knows holds more than logs, whatever its tag says.
        const used = new Set([
            ...sourcesOf(stack.ofType(functionType), "environment"),
            ...sourcesOf(stack.ofType(entryType), "value"),
        ]);
        for (const { urn, props } of stack.ofType(bucketType)) {
            const logs = textOf(props, purposeTag) === "logs" && !used.has(urn);
            if (!buckets.has(urn) && !replicas.has(urn) && !logs) {
                report("No task carries the contents of this bucket to Azure every day.", urn);
            }
        }
        for (const { urn } of all([...databaseTypes, ...nearCopyTypes])) {
            if (buckets.size === 0) {
                report(
                    "Its backups stay on AWS: no task of this stack carries a bucket with backups to Azure every day.",
                    urn,
                );
            }
        }
    },
});

/** A task that says nothing of it is enabled. */
const isOn = (status: Reading) => status.state === "unset" || (status.state === "set" && status.value === "ENABLED");
