import type * as pulumi from "@pulumi/pulumi";

import { AccountAudit } from "../../components/aws/accountAudit";
import { AccountScanning } from "../../components/aws/accountScanning";
import { AlertTopic } from "../../components/aws/alertTopic";
import { AuditBucket } from "../../components/aws/auditBucket";
import { LogGroups } from "../../components/aws/logGroups";
import { SessionAccess, settingsDocument } from "../../components/aws/sessionAccess";
import { StaffAccess } from "../../components/aws/staffAccess";
import type { AwsCellStack } from "../../config/awsSchema";
import type { Around } from "./around";

/** What holds for the whole account: what is written down, what is scanned, what staff may do, and whom alerts reach. Composition only. */
export function declareAccount(
    { cell, aws, alerts, recovers }: AwsCellStack,
    around: Around,
    { buckets }: { buckets: pulumi.Output<string>[] },
) {
    const { region, tags, pairedRegion, accountId, names, keys, logDays, locked } = around;
    const place = { region, tags, accountId };
    const { organizationId, identityCenter } = aws;
    const { keyArn } = keys;

    const topic = (audience: keyof typeof alerts) =>
        new AlertTopic(`${cell}-alerts-${audience}`, {
            ...place,
            topicName: names.topic(audience),
            displayName: `Oxygis ${cell} ${audience}`,
            keyArn,
            receivers: alerts[audience],
        }).topicArn;
    const topicArns = { operations: topic("operations"), security: topic("security") };

    const logs = new LogGroups(`${cell}-logs`, {
        region,
        tags,
        names: { trail: names.trailLog },
        keyArn,
        retentionDays: logDays,
    });
    const bucket = new AuditBucket(`${cell}-audit-archive`, {
        region,
        tags,
        bucketName: names.auditBucket,
        keyArn,
        retentionDays: logDays,
        locked,
        organizationId,
        trailName: names.trail,
    });
    new AccountAudit(`${cell}-audit`, {
        ...place,
        trailName: names.trail,
        bucketName: bucket.bucketName,
        keyArn,
        logGroup: { name: names.trailLog, arn: logs.groupArns.trail },
        watchedBuckets: buckets,
    });
    const scanning = { ...place, label: names.label };
    new AccountScanning(`${cell}-scanning-paired`, { ...scanning, region: pairedRegion });
    new AccountScanning(`${cell}-scanning`, {
        ...scanning,
        alerts: { fromRegions: [pairedRegion], topicArn: topicArns.security },
        // The region of the lost cell's copies, which its stack scans.
        isScannedAlready: recovers !== undefined,
    });

    new SessionAccess(`${cell}-sessions`, { region, tags, logGroupName: names.sessionLog, logDays, keyArn });
    new StaffAccess(`${cell}-staff`, {
        tags,
        identityCenterRegion: identityCenter.region,
        instanceArn: identityCenter.instanceArn,
        permissionSets: names.permissionSets,
        boundaryName: names.staffBoundary,
        scope: {
            cell,
            region,
            accountId,
            databasesFunction: names.data.databasesFunction,
            instancePrefix: names.data.instancePrefix,
            sessionDocument: settingsDocument,
        },
        groupIds: identityCenter.groups,
    });
    return { topicArns, trailLogName: logs.groupNames.trail };
}
