import { SqlAuditing } from "../../infra/components/data/sqlAuditing";
import { AccessLogs } from "../../infra/components/monitoring/accessLogs";
import { AuditArchive } from "../../infra/components/monitoring/auditArchive";
import { AuditWorkspace } from "../../infra/components/monitoring/auditWorkspace";
import { EntraLogs } from "../../infra/components/monitoring/entraLogs";
import { SubscriptionActivity } from "../../infra/components/monitoring/subscriptionActivity";
import { common } from "./arguments";
import type { ComponentCase } from "./componentCase";

const everywhere = { settingName: "audit-test", workspaceId: "workspace", archiveId: "archive" };

/** What writes down who did what, and where that is kept. */
export const auditCases: ComponentCase[] = [
    {
        component: "data:SqlAuditing",
        create: (name, options) =>
            new SqlAuditing(
                name,
                {
                    resourceGroupName: "group",
                    serverName: "server",
                    tenantId: "tenant",
                    applicationClientIds: ["web", "jobs"],
                },
                options,
            ),
        children: ["sql:ExtendedServerBlobAuditingPolicy policy"],
    },
    {
        component: "monitoring:AccessLogs",
        create: (name, options) =>
            new AccessLogs(
                name,
                { kind: "keyvault:Vault", resourceId: "resource", workspaceId: "workspace", archiveId: "archive" },
                options,
            ),
        children: ["monitor:DiagnosticSetting setting"],
    },
    {
        component: "monitoring:AuditArchive",
        create: (name, options) =>
            new AuditArchive(name, { ...common, accountName: "archive", retentionDays: 400, locked: false }, options),
        children: [
            "authorization:ManagementLockByScope lock",
            "storage:BlobServiceProperties blobs",
            "storage:ManagementPolicy lifecycle",
            "storage:StorageAccount account",
        ],
    },
    {
        component: "monitoring:AuditWorkspace",
        create: (name, options) =>
            new AuditWorkspace(name, { ...common, workspaceName: "audit", retentionDays: 400 }, options),
        children: [
            "authorization:ManagementLockByScope lock",
            "operationalinsights:Workspace workspace",
            "securityinsights:SentinelOnboardingState sentinel",
        ],
    },
    {
        component: "monitoring:EntraLogs",
        create: (name, options) => new EntraLogs(name, everywhere, options),
        children: ["aadiam:DiagnosticSetting setting"],
    },
    {
        component: "monitoring:SubscriptionActivity",
        create: (name, options) => new SubscriptionActivity(name, everywhere, options),
        children: ["monitor:SubscriptionDiagnosticSetting setting"],
    },
];
