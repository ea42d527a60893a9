import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import { securityTxtPath } from "../../model/securityTxt";
import type { EdgeProfile } from "./edgeProfile";
import type { StaticSite } from "./publicContent";
import { originChoice } from "./originChoice";
import { staticSiteOrigin } from "./staticSiteOrigin";

export interface DisclosureRouteArgs extends EdgeProfile {
    names: { originGroup: string; origin: string; ruleSet: string };
    site: StaticSite;
    /** Hosts on which security.txt is read where it is; on every other host a browser is led to the first of them. */
    canonicalHosts: [string, ...string[]];
}

/**
 * How `/.well-known/security.txt` is reached on every host name: RFC 9116 tells readers to distrust a file found at an address
 * that it does not name, so the many host names of customers redirect to one it does.
 *
 * Keeps: VULN-1 (reporting vulnerabilities).
 */
export class DisclosureRoute extends pulumi.ComponentResource {
    /** Known once the group has its origin: Azure refuses a route to a group without one. */
    public readonly originGroupId: pulumi.Output<string>;
    public readonly ruleSetId: pulumi.Output<string>;

    constructor(name: string, args: DisclosureRouteArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:DisclosureRoute", name, args, opts);

        const { resourceGroupName, profileName, names, canonicalHosts } = args;
        const group = new cdn.AFDOriginGroup(
            `${name}-group`,
            {
                resourceGroupName,
                profileName,
                originGroupName: names.originGroup,
                // No health probe: with a single origin there is nothing to choose.
                ...originChoice,
            },
            { parent: this },
        );
        const origin = new cdn.AFDOrigin(
            `${name}-origin`,
            {
                resourceGroupName,
                profileName,
                originGroupName: group.name,
                originName: names.origin,
                ...staticSiteOrigin(args.site),
                priority: 1,
            },
            { parent: this },
        );
        const ruleSet = new cdn.RuleSet(
            `${name}-rules`,
            { resourceGroupName, profileName, ruleSetName: names.ruleSet },
            { parent: this },
        );
        new cdn.Rule(
            `${name}-redirect`,
            {
                resourceGroupName,
                profileName,
                ruleSetName: ruleSet.name,
                ruleName: "Canonical",
                order: 1,
                conditions: [
                    {
                        name: "HostName",
                        parameters: {
                            typeName: "DeliveryRuleHostNameConditionParameters",
                            operator: cdn.HostNameOperator.Equal,
                            negateCondition: true,
                            transforms: [cdn.Transform.Lowercase],
                            matchValues: canonicalHosts,
                        },
                    },
                ],
                actions: [
                    {
                        name: "UrlRedirect",
                        parameters: {
                            typeName: "DeliveryRuleUrlRedirectActionParameters",
                            redirectType: cdn.RedirectType.TemporaryRedirect,
                            destinationProtocol: cdn.DestinationProtocol.Https,
                            customHostname: canonicalHosts[0],
                            customPath: securityTxtPath,
                        },
                    },
                ],
                matchProcessingBehavior: cdn.MatchProcessingBehavior.Continue,
            },
            { parent: this },
        );

        this.originGroupId = pulumi.all([group.id, origin.id]).apply(([id]) => id);
        this.ruleSetId = ruleSet.id;
        this.registerOutputs({ originGroupId: this.originGroupId, ruleSetId: this.ruleSetId });
    }
}
