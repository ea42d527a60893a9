import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import { watchTimes } from "../../model/backupWatch";
import type { CommonArgs } from "../commonArgs";

export interface DatabaseBackupJobArgs extends CommonArgs {
    serverId: pulumi.Input<string>;
    serverName: pulumi.Input<string>;
    /** The job's own database, on the same server. */
    databaseName: string;
    agentName: string;
    /** Identity the statements run as; its rights are given by hand, see the runbook enable-backup-watch. */
    identityId: pulumi.Input<string>;
    /** Names of the elastic pools whose databases are asked. */
    pools: string[];
    statements: {
        /** Runs in each database and returns one row. */
        observe: string;
        /** Runs in the job's own database. */
        forget: string;
    };
}

/** The table in the job's own database, as rightsInJobDatabase.sql creates it. */
const output = { schemaName: "watch", tableName: "DatabaseBackups" };

/** A statement that hangs must not hold up the next run. */
const executionOptions = { timeoutSeconds: 600, retryAttempts: 3 };

/**
 * Asks every database of a cell when its newest backups were finished: Azure SQL has no metric and no log of its automated backups, the
 * database itself is the only source. Whole pools are asked, so that no list of customers can be out of date here. What is
 * collected can be collected again; so the job's database is the smallest that an agent takes.
 *
 * Keeps: DR-4 (backups are watched actively).
 */
export class DatabaseBackupJob extends pulumi.ComponentResource {
    constructor(name: string, args: DatabaseBackupJobArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:DatabaseBackupJob", name, args, opts);

        const { resourceGroupName, location, tags, serverName, statements } = args;
        const database = new sql.Database(
            `${name}-db`,
            {
                resourceGroupName,
                location,
                tags: { ...tags, "oxygis:purpose": "system" },
                serverName,
                databaseName: args.databaseName,
                // S1, the least Azure accepts for an agent.
                sku: { name: "Standard", tier: "Standard", capacity: 20 },
                requestedBackupStorageRedundancy: sql.BackupStorageRedundancy.Zone,
                collation: "SQL_Latin1_General_CP1_CI_AS",
                createMode: sql.CreateMode.Default,
            },
            { parent: this },
        );
        const agent = new sql.JobAgent(
            `${name}-agent`,
            {
                resourceGroupName,
                location,
                tags,
                serverName,
                jobAgentName: args.agentName,
                databaseId: database.id,
                sku: { name: "JA100", capacity: 100 },
                identity: {
                    type: sql.JobAgentIdentityType.UserAssigned,
                    userAssignedIdentities: [args.identityId],
                },
            },
            { parent: this },
        );
        const ofAgent = { resourceGroupName, serverName, jobAgentName: agent.name };
        new sql.JobPrivateEndpoint(
            `${name}-endpoint`,
            { ...ofAgent, privateEndpointName: "server", targetServerAzureResourceId: args.serverId },
            { parent: this },
        );
        const targets = (label: string, members: sql.JobTargetGroupArgs["members"]) =>
            new sql.JobTargetGroup(
                `${name}-${label}`,
                { ...ofAgent, targetGroupName: label, members },
                { parent: this },
            ).id;
        const customers = targets(
            "customers",
            args.pools.map((elasticPoolName) => ({
                type: sql.JobTargetType.SqlElasticPool,
                membershipType: sql.JobTargetGroupMembershipType.Include,
                serverName,
                elasticPoolName,
            })),
        );
        const itself = targets("itself", [
            {
                type: sql.JobTargetType.SqlDatabase,
                membershipType: sql.JobTargetGroupMembershipType.Include,
                serverName,
                databaseName: database.name,
            },
        ]);
        const job = new sql.Job(
            `${name}-job`,
            {
                ...ofAgent,
                jobName: "database-backups",
                description: "When the newest backups of each database were finished",
                schedule: {
                    enabled: true,
                    type: sql.JobScheduleType.Recurring,
                    interval: watchTimes.interval,
                    startTime: watchTimes.firstRun,
                },
            },
            { parent: this },
        );
        const step = (stepId: number, stepName: string, targetGroup: pulumi.Output<string>, value: string) => ({
            ...ofAgent,
            jobName: job.name,
            stepId,
            stepName,
            targetGroup,
            action: { type: sql.JobStepActionType.TSql, source: sql.JobStepActionSource.Inline, value },
            executionOptions,
        });
        const observe = new sql.JobStep(
            `${name}-observe`,
            {
                ...step(1, "observe", customers, statements.observe),
                output: {
                    type: sql.JobStepOutputType.SqlDatabase,
                    serverName,
                    resourceGroupName,
                    databaseName: database.name,
                    ...output,
                },
            },
            { parent: this },
        );
        new sql.JobStep(
            `${name}-forget`,
            step(2, "forget", itself, statements.forget),
            // Azure numbers the steps of a job without gaps: the second cannot come first.
            { parent: this, dependsOn: observe },
        );

        this.registerOutputs({});
    }
}
