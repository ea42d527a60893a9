import { ActionGroup } from "../../infra/components/monitoring/actionGroup";
import { BackupAlerts } from "../../infra/components/monitoring/backupAlerts";
import { BackupCollector } from "../../infra/components/monitoring/backupCollector";
import { BackupLog } from "../../infra/components/monitoring/backupLog";
import { BackupReaderRole } from "../../infra/components/monitoring/backupReaderRole";
import { DatabaseBackupJob } from "../../infra/components/monitoring/databaseBackupJob";
import { VaultAlerts } from "../../infra/components/monitoring/vaultAlerts";
import { WatchRows } from "../../infra/components/monitoring/watchRows";
import { common } from "./arguments";
import type { ComponentCase } from "./componentCase";

const receivers = [
    { name: "one", email: "one@platform.test" },
    { name: "two", email: "two@platform.test" },
];

/** What watches the backups, with the smallest arguments. */
export const watchCases: ComponentCase[] = [
    {
        component: "monitoring:ActionGroup",
        create: (name, options) =>
            new ActionGroup(
                name,
                {
                    resourceGroupName: "group",
                    tags: {},
                    actionGroupName: "ag-operations",
                    shortName: "operations",
                    receivers,
                },
                options,
            ),
        children: ["monitor:ActionGroup group"],
    },
    {
        component: "monitoring:BackupAlerts",
        create: (name, options) =>
            new BackupAlerts(
                name,
                {
                    ...common,
                    workspaceId: "workspace",
                    actionGroupId: "people",
                    rules: [
                        {
                            label: "late",
                            ruleName: "alert-late",
                            trouble: "Something is late.",
                            severity: 1,
                            query: "Late",
                            window: "PT2H",
                            per: "Customer",
                        },
                        {
                            label: "silent",
                            ruleName: "alert-silent",
                            trouble: "Nothing is heard.",
                            severity: 1,
                            query: "Silent",
                            window: "PT3H",
                        },
                    ],
                },
                options,
            ),
        children: ["monitor:ScheduledQueryRule late", "monitor:ScheduledQueryRule silent"],
    },
    {
        component: "monitoring:BackupCollector",
        create: (name, options) =>
            new BackupCollector(
                name,
                {
                    ...common,
                    environmentName: "environment",
                    infrastructureGroup: "rg-infrastructure",
                    jobName: "collector",
                    subnetId: "subnet",
                    identityId: "identity",
                    image: "registry.test/powershell:7",
                    script: "exit 0",
                    settings: { CELL: "eu1" },
                },
                options,
            ),
        children: ["app:Job job", "app:ManagedEnvironment environment"],
    },
    {
        component: "monitoring:BackupLog",
        create: (name, options) =>
            new BackupLog(
                name,
                {
                    ...common,
                    workspaceId: "workspace",
                    workspaceName: "audit",
                    endpointName: "endpoint",
                    ruleName: "rule",
                },
                options,
            ),
        children: [
            "monitor:DataCollectionEndpoint endpoint",
            "monitor:DataCollectionRule rule",
            "operationalinsights:Table table",
        ],
    },
    {
        component: "monitoring:BackupReaderRole",
        create: (name, options) => new BackupReaderRole(name, { roleName: "reader", scope: "scope" }, options),
        children: ["authorization:RoleDefinition role", "random:index/randomUuid:RandomUuid id"],
    },
    {
        component: "monitoring:DatabaseBackupJob",
        create: (name, options) =>
            new DatabaseBackupJob(
                name,
                {
                    ...common,
                    serverId: "server-id",
                    serverName: "server",
                    databaseName: "backup-watch",
                    agentName: "agent",
                    identityId: "identity",
                    pools: ["paid-1", "other-1"],
                    statements: { observe: "SELECT 1", forget: "DELETE" },
                },
                options,
            ),
        children: [
            "sql:Database db",
            "sql:Job job",
            "sql:JobAgent agent",
            "sql:JobPrivateEndpoint endpoint",
            "sql:JobStep forget",
            "sql:JobStep observe",
            "sql:JobTargetGroup customers",
            "sql:JobTargetGroup itself",
        ],
    },
    {
        component: "monitoring:VaultAlerts",
        create: (name, options) =>
            new VaultAlerts(
                name,
                {
                    resourceGroupName: "group",
                    tags: {},
                    ruleName: "vaults",
                    subscriptionId: "subscription",
                    actionGroupId: "people",
                },
                options,
            ),
        children: ["alertsmanagement:AlertProcessingRuleByName rule"],
    },
    {
        component: "monitoring:WatchRows",
        create: (name, options) =>
            new WatchRows(
                name,
                {
                    resourceGroupName: "group",
                    storeName: "store",
                    customers: [
                        { slug: "acme", key: "watch:acme", tags: {}, database: "db-acme", backups: ["full", "log"] },
                    ],
                },
                options,
            ),
        children: ["appconfiguration:KeyValue acme"],
    },
];
