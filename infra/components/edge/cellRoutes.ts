import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import { securityTxtPath } from "../../model/securityTxt";
import type { EdgeProfile } from "./edgeProfile";
import { declareOriginGroup } from "./originGroup";
import type { StaticSite } from "./publicContent";

export interface CellRoutesArgs extends EdgeProfile {
    endpointName: pulumi.Input<string>;
    domainIds: pulumi.Input<string>[];
    headersRuleSetId: pulumi.Input<string>;
    /** In which a site that stands in for a lost one says which hosts are sent to it. */
    siteRuleSetId: pulumi.Input<string>;
    maintenanceSite: StaticSite;
    /** Whether the cell's origins are reached over the Internet, as those on AWS are. @default false */
    overInternet?: boolean;
    disclosure: { originGroupId: pulumi.Input<string>; ruleSetId: pulumi.Input<string> };
    names: { originGroup: string; maintenanceOrigin: string; applicationRoute: string; disclosureRoute: string };
}

/**
 * Where the host names of a cell lead: to the cell, which adds its own origins to the group made here, and to the maintenance page
 * as long as none of those is healthy.
 *
 * Keeps: COM-1 and PWD-3 (HTTPS only), DR-5 (a site is moved by moving an origin), VULN-1 (security.txt).
 */
export class CellRoutes extends pulumi.ComponentResource {
    public readonly originGroupName: pulumi.Output<string>;

    constructor(name: string, args: CellRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:CellRoutes", name, args, opts);

        const { resourceGroupName, profileName, names, disclosure } = args;
        const { group, maintenance } = declareOriginGroup(
            name,
            {
                resourceGroupName,
                profileName,
                originGroupName: names.originGroup,
                maintenanceOriginName: names.maintenanceOrigin,
                maintenanceSite: args.maintenanceSite,
                overInternet: args.overInternet,
            },
            this,
        );

        const route = (
            suffix: string,
            routeName: string,
            inputs: Pick<cdn.RouteArgs, "originGroup" | "patternsToMatch" | "ruleSets">,
        ) =>
            new cdn.Route(
                `${name}-${suffix}`,
                {
                    resourceGroupName,
                    profileName,
                    endpointName: args.endpointName,
                    routeName,
                    customDomains: args.domainIds.map((id) => ({ id })),
                    supportedProtocols: [cdn.AFDEndpointProtocols.Http, cdn.AFDEndpointProtocols.Https],
                    httpsRedirect: cdn.HttpsRedirect.Enabled,
                    forwardingProtocol: cdn.ForwardingProtocol.HttpsOnly,
                    // Azure's own host name of the endpoint is outside our cipher set.
                    linkToDefaultDomain: cdn.LinkToDefaultDomain.Disabled,
                    enabledState: cdn.EnabledState.Enabled,
                    ...inputs,
                },
                // Azure refuses a route to a group without an origin.
                { parent: this, dependsOn: maintenance },
            );
        route("application", names.applicationRoute, {
            originGroup: { id: group.id },
            patternsToMatch: ["/*"],
            ruleSets: [{ id: args.headersRuleSetId }, { id: args.siteRuleSetId }],
        });
        route("disclosure", names.disclosureRoute, {
            originGroup: { id: disclosure.originGroupId },
            patternsToMatch: [securityTxtPath],
            ruleSets: [{ id: args.headersRuleSetId }, { id: disclosure.ruleSetId }],
        });

        this.originGroupName = group.name;
        this.registerOutputs({ originGroupName: this.originGroupName });
    }
}
