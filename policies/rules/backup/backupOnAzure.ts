import { hoursOfSchedule } from "../../lib/backupSchedule";
import { textOf } from "../../lib/customerDatabase";
import { definePolicy } from "../../lib/policy";
import type { Reading } from "../../lib/propertyReader";
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
const taskType = "aws:datasync/task:Task";
const azureType = "aws:datasync/locationAzureBlob:LocationAzureBlob";
const bucketLocationType = "aws:datasync/s3Location:S3Location";

export const policy = definePolicy({
    name: "backup-on-azure",
    promise: "BKP-2",
    severity: "critical",
    description: "Backups lie on Azure, those of customers hosted on AWS included: what AWS keeps is a second copy.",
    remedy:
        "On AWS declare a datasync.Task that runs every day from the bucket that holds the backups (datasync.S3Location) to a container on Azure " +
        "(datasync.LocationAzureBlob), each made from the other's outputs.",
    url: "https://docs.aws.amazon.com/datasync/latest/userguide/creating-azure-blob-location.html",
    types: [...databaseTypes, bucketType, ...nearCopyTypes, taskType, azureType, bucketLocationType],
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
        const buckets = sourcesOf(sources, "s3BucketArn");
        for (const { urn } of stack.ofType(bucketType)) {
            if (!buckets.has(urn)) {
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
