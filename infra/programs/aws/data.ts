import * as pulumi from "@pulumi/pulumi";

import type { CellVpc } from "../../components/aws/cellVpc";
import { BackupBucket } from "../../components/aws/backupBucket";
import { BackupSchedule } from "../../components/aws/backupSchedule";
import { DatabaseInstance } from "../../components/aws/databaseInstance";
import { DatabasesFunction } from "../../components/aws/databasesFunction";
import { DocumentsBucket } from "../../components/aws/documentsBucket";
import { LogGroups } from "../../components/aws/logGroups";
import { NearBackups } from "../../components/aws/nearBackups";
import type { AwsCellStack } from "../../config/awsSchema";
import { logRetentionDays } from "../../model/awsAudit";
import { awsBackups, backupMetric } from "../../model/awsBackups";
import { cataloguePath, instanceNames } from "../../model/awsCustomers";
import { databaseEngineVersion } from "../../model/awsSizes";
import type { Around } from "./around";

type Network = Pick<
    CellVpc,
    "privateSubnetIds" | "databaseSubnetIds" | "databaseSecurityGroupId" | "functionSecurityGroupId"
>;

interface Surroundings {
    network: Network;
    /** The bucket that takes audits of statements. */
    logBucket: pulumi.Output<string>;
}

/** What holds customers' data on AWS, and its backups there. Composition only. */
export function declareData(
    { cell, data, databases: { image }, recovers }: AwsCellStack,
    around: Around,
    { network, logBucket }: Surroundings,
) {
    const { region, tags, pairedRegion, accountId, keys, locked } = around;
    const names = around.names.data;
    const place = { region, tags, accountId };
    const kept = { ...place, ...keys, pairedRegion, locked, keptDays: awsBackups.keptDays };

    const backups = new BackupBucket(`${cell}-backups`, {
        ...kept,
        names: { ...names.backupBucket, role: names.role("backups-replication") },
        coolAfterDays: awsBackups.coolAfterDays,
    });
    // A site that stands in works with the lost one's replica, from where it all goes home again.
    const documents = recovers
        ? undefined
        : new DocumentsBucket(`${cell}-documents`, {
              ...kept,
              names: {
                  ...names.documentsBucket,
                  role: names.role("documents-replication"),
                  returnRole: names.role("documents-return"),
              },
          });
    const instances = instanceNames(data.instances).map((name) => {
        const identifier = names.instance(name);
        // RDS would make these itself, to be kept for ever and encrypted with no key of ours.
        const logs = new LogGroups(`${cell}-${name}-logs`, {
            region,
            tags,
            names: { agent: `/aws/rds/instance/${identifier}/agent`, error: `/aws/rds/instance/${identifier}/error` },
            keyArn: keys.keyArn,
            retentionDays: around.logDays,
        });
        const instance = new DatabaseInstance(
            `${cell}-sql-${name}`,
            {
                ...place,
                ...keys,
                identifier,
                roleNames: {
                    audit: names.role(`${name}-audit`),
                    backup: names.role(`${name}-backup`),
                    monitoring: names.role(`${name}-monitoring`),
                },
                majorVersion: databaseEngineVersion,
                instanceClass: data.class,
                storageGiB: data.storageGiB,
                subnetIds: network.databaseSubnetIds,
                securityGroupId: network.databaseSecurityGroupId,
                paired: { region: pairedRegion, keyArn: keys.pairedKeyArn },
                backupBucketName: names.backupBucket.home,
                ...(around.restoresFrom && { restoreSource: around.restoresFrom }),
                auditBucketName: around.names.accessLogBucket,
                auditBucket: logBucket,
                pointInTimeDays: awsBackups.pointInTimeDays,
                windows: { snapshot: awsBackups.snapshotWindow, maintenance: awsBackups.maintenanceWindow },
                origin: { from: "new" },
            },
            { dependsOn: logs },
        );
        return { name, identifier, hostName: instance.host, instance };
    });
    const { functionName, functionArn } = new DatabasesFunction(`${cell}-databases`, {
        ...place,
        ...keys,
        cell,
        functionName: names.databasesFunction,
        roleName: names.role("databases"),
        image,
        subnetIds: network.privateSubnetIds,
        securityGroupId: network.functionSecurityGroupId,
        instances: instances.map(({ identifier, hostName, instance }) => ({
            identifier,
            host: hostName,
            masterSecretArn: instance.masterSecretArn,
        })),
        instancePrefix: names.instancePrefix,
        backupBucketName: names.backupBucket.home,
        backupBucket: backups.bucketName,
        cataloguePath: cataloguePath(cell),
        secretsPath: names.secretsPath,
        metricNamespace: backupMetric.namespace,
        logDays: logRetentionDays(around.logDays),
    });
    new BackupSchedule(`${cell}-backup-schedule`, {
        ...place,
        names: { backup: names.schedule("backup"), report: names.schedule("report"), role: names.role("schedule") },
        functionName: names.databasesFunction,
        functionArn,
        schedules: { backup: awsBackups.schedule, report: awsBackups.report },
    });
    new NearBackups(`${cell}-near-backups`, {
        ...place,
        ...keys,
        vaultName: names.nearVault,
        roleName: names.role("near-backups"),
        pairedRegion,
        instanceArns: instances.map(({ instance }) => instance.instanceArn),
        schedule: awsBackups.nearSchedule,
        keptDays: awsBackups.keptDays,
        locked,
    });

    return {
        backups,
        documentsBucket: documents?.bucketName ?? pulumi.output(around.documents.bucket),
        instances,
        functionName,
        storageGiB: data.storageGiB.least,
    };
}
