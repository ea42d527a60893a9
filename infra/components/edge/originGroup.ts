import * as cdn from "@pulumi/azure-native/cdn";
import type * as pulumi from "@pulumi/pulumi";

import { healthPaths } from "../../model/health";
import type { EdgeProfile } from "./edgeProfile";
import { originChoice } from "./originChoice";
import type { StaticSite } from "./publicContent";
import { staticSiteOrigin } from "./staticSiteOrigin";

export interface OriginGroup extends EdgeProfile {
    originGroupName: string;
    maintenanceOriginName: string;
    maintenanceSite: StaticSite;
    /** Whether the cell's origins are reached over the Internet, as those on AWS are. @default false */
    overInternet?: boolean;
}

/** A group for the origins of a cell, with the maintenance page behind them, as children of the component that declares it. */
export function declareOriginGroup(name: string, args: OriginGroup, parent: pulumi.Resource) {
    const { resourceGroupName, profileName } = args;
    const group = new cdn.AFDOriginGroup(
        `${name}-group`,
        {
            resourceGroupName,
            profileName,
            originGroupName: args.originGroupName,
            healthProbeSettings: {
                probePath: healthPaths.cell,
                probeProtocol: cdn.ProbeProtocol.Https,
                probeRequestType: cdn.HealthProbeRequestType.HEAD,
                probeIntervalInSeconds: 30,
            },
            ...originChoice,
        },
        { parent },
    );
    const maintenance = new cdn.AFDOrigin(
        `${name}-maintenance`,
        {
            resourceGroupName,
            profileName,
            originGroupName: group.name,
            originName: args.maintenanceOriginName,
            ...staticSiteOrigin(args.maintenanceSite, args.overInternet),
            // Azure's last choice: every origin of a cell comes before it.
            priority: 5,
        },
        { parent },
    );
    return { group, maintenance };
}
