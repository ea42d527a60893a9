import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../components/commonArgs";
import { ApplicationIdentity, builtInRoles } from "../components/identity/applicationIdentity";
import { BackupAlerts } from "../components/monitoring/backupAlerts";
import { BackupCollector } from "../components/monitoring/backupCollector";
import { BackupLog } from "../components/monitoring/backupLog";
import { BackupReaderRole } from "../components/monitoring/backupReaderRole";
import { DatabaseBackupJob } from "../components/monitoring/databaseBackupJob";
import { VaultAlerts } from "../components/monitoring/vaultAlerts";
import type { CellStack } from "../config/schema";
import { backupStream, databaseRules, type VaultItems, vaultRule } from "../model/backupWatch";
import type { CellNames, GlobalNames } from "../model/naming";
import { poolsOf } from "../model/placement";
import type { AuditTarget } from "./audit";
import type { GlobalOutputs } from "./globalOutputs";

type Text = pulumi.Output<string>;

interface AlertSite extends CommonArgs {
    names: GlobalNames["watch"];
    subscriptionId: Text;
    workspaceId: Text;
    workspaceName: Text;
    actionGroupId: Text;
}

/** What the watches of all cells write to, and the way of failed backups to people. Composition only. */
export function declareBackupLog({
    names,
    subscriptionId,
    workspaceId,
    workspaceName,
    actionGroupId,
    ...common
}: AlertSite) {
    const log = new BackupLog("global-backup-log", {
        ...common,
        workspaceId,
        workspaceName,
        endpointName: names.endpoint,
        ruleName: names.rule,
    });
    new VaultAlerts("global-vault-alerts", {
        resourceGroupName: common.resourceGroupName,
        tags: common.tags,
        ruleName: names.vaultAlerts,
        subscriptionId,
        actionGroupId,
    });
    return {
        resourceGroupName: common.resourceGroupName,
        location: common.location,
        endpoint: log.endpoint,
        ruleId: log.ruleId,
        ruleImmutableId: log.ruleImmutableId,
    };
}

/** A vault with what it is to back up every day. */
export interface WatchedVault extends VaultItems {
    vaultId: Text;
}

interface WatchSite {
    names: CellNames;
    tags: Record<string, string>;
    subscriptionId: Text;
    groups: Record<"compute" | "data", Text>;
    server: { id: Text; name: Text; hostName: Text };
    store: { id: Text; endpoint: Text };
    subnetId: Text;
    vaults: WatchedVault[];
    global: Pick<GlobalOutputs, "actionGroupIds" | "auditWorkspaceId" | "backupLog">;
}

/** What notices that a backup of a cell is late or missing. Composition only. */
export function declareWatch({ cell, site, pools, watch, managedInstances }: CellStack, at: WatchSite) {
    const { names, tags, subscriptionId, groups, server, global } = at;
    const place = { location: site.region, tags };

    const jobIdentity = new ApplicationIdentity(`${cell}-backup-job-identity`, {
        ...place,
        resourceGroupName: groups.data,
        identityName: names.identity("backup-job"),
        subscriptionId,
        grants: {},
    });
    new DatabaseBackupJob(`${cell}-backup-job`, {
        ...place,
        resourceGroupName: groups.data,
        serverId: server.id,
        serverName: server.name,
        databaseName: names.jobDatabase,
        agentName: names.jobAgent,
        identityId: jobIdentity.identityId,
        pools: poolsOf(pools).map(({ name }) => name),
        statements: { observe: text("databaseBackups.sql"), forget: text("forgetOldRows.sql") },
    });

    const dataGroupId = pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${groups.data}`;
    const role = new BackupReaderRole(`${cell}-backup-reader`, {
        roleName: names.backupReaderRole,
        scope: dataGroupId,
        ...(managedInstances && { ofInstances: true }),
    });
    const collectorIdentity = new ApplicationIdentity(`${cell}-backup-collector-identity`, {
        ...place,
        resourceGroupName: groups.compute,
        identityName: names.identity("backup-collector"),
        subscriptionId,
        grants: {
            backups: { roleId: role.roleId, scope: dataGroupId },
            rows: { roleId: builtInRoles.appConfigurationDataReader, scope: at.store.id },
            post: { roleId: builtInRoles.monitoringMetricsPublisher, scope: global.backupLog.ruleId },
        },
    });
    const collector = new BackupCollector(`${cell}-backup-collector`, {
        ...place,
        resourceGroupName: groups.compute,
        environmentName: names.watchEnvironment,
        infrastructureGroup: names.watchInfrastructureGroup,
        jobName: names.watchJob,
        subnetId: at.subnetId,
        identityId: collectorIdentity.identityId,
        image: watch.image,
        script: text("collect.ps1"),
        settings: {
            CELL: cell,
            CLIENT_ID: collectorIdentity.clientId,
            CONFIGURATION_ENDPOINT: at.store.endpoint,
            INGESTION_ENDPOINT: global.backupLog.endpoint,
            JOB_DATABASE: names.jobDatabase,
            LOCATION: site.region,
            NEWEST_ROWS: text("newestRows.sql"),
            RESOURCE_GROUP: groups.data,
            RULE_ID: global.backupLog.ruleImmutableId,
            SERVER_HOST: server.hostName,
            SERVER_NAME: server.name,
            STREAM: backupStream,
            SUBSCRIPTION_ID: subscriptionId,
        },
    });

    const vaultRules = at.vaults.map(({ vaultId, ...items }) => {
        const { query, ...rule } = vaultRule(items);
        return { ...rule, query: vaultId.apply(query) };
    });
    new BackupAlerts(`${cell}-backup-alerts`, {
        resourceGroupName: global.backupLog.resourceGroupName,
        location: global.backupLog.location,
        tags,
        workspaceId: global.auditWorkspaceId,
        actionGroupId: global.actionGroupIds.operations,
        rules: [...databaseRules(names.sqlServer), ...vaultRules].map((rule) => ({
            ...rule,
            ruleName: names.backupAlert(rule.label),
        })),
    });

    const audited: AuditTarget[] = [
        { label: "backup-collector", kind: "app:ManagedEnvironment", resourceId: collector.environmentId },
    ];
    return {
        audited,
        environmentId: collector.environmentId,
        /** What a person needs to give the rights inside SQL, which no resource can say (runbook enable-backup-watch). */
        byHand: {
            serverId: server.id,
            serverHost: server.hostName,
            jobDatabase: names.jobDatabase,
            jobIdentity: names.identity("backup-job"),
            collectorIdentity: names.identity("backup-collector"),
            collectorGroup: groups.compute,
            collectorJob: names.watchJob,
        },
    };
}

/** A file of the watch, as it stands in the repository. */
const text = (file: string): string => readFileSync(join(__dirname, "../watch", file), "utf8");
