import * as authorization from "@pulumi/azure-native/authorization";

import { ActionGroup } from "../components/monitoring/actionGroup";
import { AuditWorkspace } from "../components/monitoring/auditWorkspace";
import { EntraLogs } from "../components/monitoring/entraLogs";
import { SubscriptionActivity } from "../components/monitoring/subscriptionActivity";
import { CellDomains } from "../components/edge/cellDomains";
import { CellRoutes } from "../components/edge/cellRoutes";
import { DisclosureRoute } from "../components/edge/disclosureRoute";
import { FrontDoor } from "../components/edge/frontDoor";
import { PlatformZone } from "../components/edge/platformZone";
import { PublicContent } from "../components/edge/publicContent";
import { SecurityHeaders } from "../components/edge/securityHeaders";
import { SiteRules } from "../components/edge/siteRules";
import { WebApplicationFirewall } from "../components/edge/webApplicationFirewall";
import { ResourceGroups } from "../components/governance/resourceGroups";
import type { GlobalStack } from "../config/schema";
import { declareAudit } from "./audit";
import { declareStaff } from "./staff";
import { declareGovernance } from "./governance";
import { declareBackupLog } from "./watch";
import { customDomainName, globalNames } from "../model/naming";
import { securityTxt } from "../model/securityTxt";

/** What all cells share: the edge, the platform's domain and the audit workspace. Composition only. */
export function declareGlobal({ stack, domain, site, cells, waf, disclosure, alerts, audit, ...rest }: GlobalStack) {
    const names = globalNames({ domain, region: site.region });
    const location = site.region;
    const tags = { ...rest.tags, "oxygis:stack": stack };
    const { subscriptionId } = authorization.getClientConfigOutput();
    /** Where every cell's wildcard domain serves security.txt; see DisclosureRoute. */
    const canonicalHosts = cells.map(({ wildcardDomain }) => wildcardDomain.replace("*", "security")) as [
        string,
        ...string[],
    ];

    const groups = new ResourceGroups("global-groups", { names: names.resourceGroups, location, tags }).names;
    const workspace = new AuditWorkspace("global-audit", {
        resourceGroupName: groups.audit,
        location,
        tags,
        workspaceName: names.workspace,
        retentionDays: audit.retentionDays,
    });

    const actionGroup = (audience: keyof typeof alerts) =>
        new ActionGroup(`global-alerts-${audience}`, {
            resourceGroupName: groups.audit,
            tags,
            actionGroupName: names.actionGroup(audience),
            shortName: audience,
            receivers: alerts[audience],
        }).actionGroupId;
    const actionGroupIds = { operations: actionGroup("operations"), security: actionGroup("security") };

    const backupLog = declareBackupLog({
        resourceGroupName: groups.audit,
        location,
        tags,
        names: names.watch,
        subscriptionId,
        workspaceId: workspace.workspaceId,
        workspaceName: workspace.workspaceName,
        actionGroupId: actionGroupIds.operations,
    });

    const frontDoor = new FrontDoor("global-edge", {
        resourceGroupName: groups.edge,
        profileName: names.profile,
        tags,
    });
    const edge = { resourceGroupName: groups.edge, profileName: frontDoor.profileName };
    const firewall = new WebApplicationFirewall("global-waf", {
        resourceGroupName: groups.edge,
        policyName: names.firewallPolicy,
        tags,
        requestsPerMinute: waf.requestsPerMinute,
    });
    const headers = new SecurityHeaders("global-headers", { ...edge, ruleSetName: names.headersRuleSet });
    const zone = new PlatformZone("global-zone", { resourceGroupName: groups.edge, domain, tags });
    const content = new PublicContent("global-content", {
        resourceGroupName: groups.edge,
        location,
        tags,
        accountName: names.storageAccount,
        securityTxt: securityTxt(disclosure, canonicalHosts),
    });
    const disclosureRoute = new DisclosureRoute("global-disclosure", {
        ...edge,
        names: names.disclosure,
        site: content.site,
        canonicalHosts,
    });

    const edges = cells.map((cell) => {
        const domains = new CellDomains(`global-${cell.name}-domains`, {
            ...edge,
            endpointName: names.endpoint(cell.name),
            tags,
            wildcardHost: cell.wildcardDomain,
            vanityHosts: cell.vanityDomains.map(({ host }) => host),
            zone: { id: zone.zoneId, name: zone.zoneName, domain },
            wafPolicyId: firewall.policyId,
            names: {
                customDomain: customDomainName,
                securityPolicy: (number) => names.securityPolicy(cell.name, number),
            },
        });
        const siteRules = new SiteRules(`global-${cell.name}-sites`, {
            ...edge,
            ruleSetName: names.siteRuleSet(cell.name),
            cell: cell.name,
        });
        const routes = new CellRoutes(`global-${cell.name}-routes`, {
            ...edge,
            endpointName: domains.endpointName,
            domainIds: domains.domainIds,
            headersRuleSetId: headers.ruleSetId,
            siteRuleSetId: siteRules.ruleSetId,
            maintenanceSite: content.site,
            ...(cell.overInternet && { overInternet: true }),
            disclosure: { originGroupId: disclosureRoute.originGroupId, ruleSetId: disclosureRoute.ruleSetId },
            names: {
                originGroup: names.originGroup(cell.name),
                maintenanceOrigin: names.maintenanceOrigin,
                applicationRoute: names.applicationRoute,
                disclosureRoute: names.disclosure.route,
            },
        });
        return { name: cell.name, domains, routes, siteRules };
    });

    declareGovernance(
        { site, cells, alerts, ...rest },
        { subscriptionId, names, operationsActionGroupId: actionGroupIds.operations },
    );
    const { databaseAdministrators } = declareStaff(rest.staff, {
        resourceGroupName: groups.audit,
        location,
        tags,
        names: names.staff,
        workspaceId: workspace.workspaceId,
        securityActionGroupId: actionGroupIds.security,
    });

    const archiveId = declareAudit(
        { site, ...rest },
        {
            name: "global",
            resourceGroupName: groups.audit,
            tags,
            workspaceId: workspace.workspaceId,
            retentionDays: audit.retentionDays,
            archiveName: names.logArchive,
        },
        [
            { label: "content", kind: "storage:StorageAccount", resourceId: content.site.accountId },
            { label: "edge", kind: "cdn:Profile", resourceId: frontDoor.profileId },
            { label: "workspace", kind: "operationalinsights:Workspace", resourceId: workspace.workspaceId },
        ],
    );
    const everywhere = { settingName: names.logSetting, workspaceId: workspace.workspaceId, archiveId };
    new EntraLogs("global-entra-logs", everywhere);
    new SubscriptionActivity("global-activity-logs", everywhere);

    return {
        edgeResourceGroup: groups.edge,
        profileName: frontDoor.profileName,
        frontDoorId: frontDoor.frontDoorId,
        auditWorkspaceId: workspace.workspaceId,
        auditRetentionDays: audit.retentionDays,
        actionGroupIds,
        backupLog,
        databaseAdministrators,
        originGroups: Object.fromEntries(edges.map(({ name, routes }) => [name, routes.originGroupName])),
        siteRuleSets: Object.fromEntries(edges.map(({ name, siteRules }) => [name, siteRules.ruleSetName])),
        maintenanceSite: content.site,
        endpointHosts: Object.fromEntries(edges.map(({ name, domains }) => [name, domains.endpointHost])),
        nameServers: zone.nameServers,
        vanityDomainValidation: edges.flatMap(({ domains }) => domains.vanityValidation),
    };
}
