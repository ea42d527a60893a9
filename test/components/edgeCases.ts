import { CellDomains } from "../../infra/components/edge/cellDomains";
import { CellOrigin } from "../../infra/components/edge/cellOrigin";
import { CellOriginGroup } from "../../infra/components/edge/cellOriginGroup";
import { CellRoutes } from "../../infra/components/edge/cellRoutes";
import { DisclosureRoute } from "../../infra/components/edge/disclosureRoute";
import { FrontDoor } from "../../infra/components/edge/frontDoor";
import { HostRules } from "../../infra/components/edge/hostRules";
import { PlatformZone } from "../../infra/components/edge/platformZone";
import { PublicContent } from "../../infra/components/edge/publicContent";
import { SecurityHeaders } from "../../infra/components/edge/securityHeaders";
import { SiteRules } from "../../infra/components/edge/siteRules";
import { WebApplicationFirewall } from "../../infra/components/edge/webApplicationFirewall";
import { content, domains, edge, site } from "./arguments";
import type { ComponentCase } from "./componentCase";

/** The components of the edge; see `cases`. */
export const edgeCases: ComponentCase[] = [
    {
        component: "edge:CellDomains",
        create: (name, options) => new CellDomains(name, domains, options),
        children: [
            "cdn:AFDCustomDomain app.acme.test",
            "cdn:AFDCustomDomain wildcard",
            "cdn:AFDEndpoint endpoint",
            "cdn:SecurityPolicy waf-1",
            "dns:RecordSet alias",
            "dns:RecordSet validation",
        ],
    },
    {
        component: "edge:CellOrigin",
        create: (name, options) =>
            new CellOrigin(
                name,
                {
                    ...edge,
                    originGroupName: "cell-eu1",
                    originName: "eu1",
                    hostName: "origin.test",
                    privateLink: { serviceId: "link", location: "somewhere" },
                },
                options,
            ),
        children: ["cdn:AFDOrigin origin"],
    },
    {
        component: "edge:CellOriginGroup",
        create: (name, options) =>
            new CellOriginGroup(
                name,
                {
                    ...edge,
                    originGroupName: "cell-eu1-neu",
                    maintenanceOriginName: "maintenance",
                    maintenanceSite: site,
                },
                options,
            ),
        children: ["cdn:AFDOrigin maintenance", "cdn:AFDOriginGroup group"],
    },
    {
        component: "edge:CellRoutes",
        create: (name, options) =>
            new CellRoutes(
                name,
                {
                    ...edge,
                    endpointName: "endpoint",
                    domainIds: ["domain"],
                    headersRuleSetId: "headers",
                    siteRuleSetId: "sites",
                    maintenanceSite: site,
                    disclosure: { originGroupId: "disclosure", ruleSetId: "canonical" },
                    names: {
                        originGroup: "cell-eu1",
                        maintenanceOrigin: "maintenance",
                        applicationRoute: "application",
                        disclosureRoute: "disclosure",
                    },
                },
                options,
            ),
        children: [
            "cdn:AFDOrigin maintenance",
            "cdn:AFDOriginGroup group",
            "cdn:Route application",
            "cdn:Route disclosure",
        ],
    },
    {
        component: "edge:DisclosureRoute",
        create: (name, options) =>
            new DisclosureRoute(
                name,
                {
                    ...edge,
                    names: { originGroup: "disclosure", origin: "disclosure", ruleSet: "Disclosure" },
                    site,
                    canonicalHosts: ["security.eu1.platform.test", "security.eu2.platform.test"],
                },
                options,
            ),
        children: ["cdn:AFDOrigin origin", "cdn:AFDOriginGroup group", "cdn:Rule redirect", "cdn:RuleSet rules"],
    },
    {
        component: "edge:FrontDoor",
        create: (name, options) => new FrontDoor(name, { ...edge, tags: {} }, options),
        children: ["cdn:Profile profile"],
    },
    {
        component: "edge:HostRules",
        create: (name, options) =>
            new HostRules(
                name,
                {
                    ...edge,
                    ruleSetName: "Sites",
                    originGroupId: "stand-in",
                    rules: [
                        { group: "new", number: 1, hosts: ["new.eu1.platform.test"] },
                        { group: "paid", number: 2, hosts: ["acme.eu1.platform.test", "app.acme.test"] },
                    ],
                },
                options,
            ),
        children: ["cdn:Rule new-1", "cdn:Rule paid-2"],
    },
    {
        component: "edge:PlatformZone",
        create: (name, options) =>
            new PlatformZone(name, { resourceGroupName: "group", domain: "platform.test", tags: {} }, options),
        children: ["dns:Zone zone"],
    },
    {
        component: "edge:PublicContent",
        create: (name, options) => new PublicContent(name, content, options),
        children: [
            "storage:Blob health",
            "storage:Blob page",
            "storage:Blob security-txt",
            "storage:StorageAccount account",
            "storage:StorageAccountStaticWebsite website",
        ],
    },
    {
        component: "edge:SecurityHeaders",
        create: (name, options) => new SecurityHeaders(name, { ...edge, ruleSetName: "Headers" }, options),
        children: ["cdn:Rule rule-1", "cdn:Rule rule-2", "cdn:RuleSet rules"],
    },
    {
        component: "edge:SiteRules",
        create: (name, options) => new SiteRules(name, { ...edge, ruleSetName: "Sites", cell: "eu1" }, options),
        children: ["cdn:Rule cell", "cdn:RuleSet rules"],
    },
    {
        component: "edge:WebApplicationFirewall",
        create: (name, options) =>
            new WebApplicationFirewall(
                name,
                { resourceGroupName: "group", policyName: "waf", tags: {}, requestsPerMinute: 600 },
                options,
            ),
        children: ["frontdoor:Policy policy"],
    },
];
