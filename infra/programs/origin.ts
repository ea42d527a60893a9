import * as pulumi from "@pulumi/pulumi";

import { CellOrigin, type CellOriginArgs } from "../components/edge/cellOrigin";
import { CellOriginGroup } from "../components/edge/cellOriginGroup";
import type { EdgeProfile } from "../components/edge/edgeProfile";
import { HostRules } from "../components/edge/hostRules";
import type { Customer } from "../config/schema";
import { type CellNames, customerHost, maintenanceOrigin } from "../model/naming";
import { hostRules } from "../model/standIn";
import type { readGlobal } from "./globalOutputs";

interface Edge {
    edge: EdgeProfile;
    names: Pick<CellNames, "origin" | "standInOriginGroup">;
    global: Pick<ReturnType<typeof readGlobal>, "originGroupName" | "standIn">;
    /** The site's own front, and the private way there, if Front Door has one. */
    origin: Pick<CellOriginArgs, "hostName" | "privateLink">;
}

/** What of a stack says who is sent where. */
type Served = { cell: string; domain: string } & Parameters<typeof hostRules<Customer>>[0];

/**
 * The cell's origin: in the group of the global stack, or, at a site that stands in for a lost one, in a group of its own to which only the
 * hosts of its customers are sent. Composition only.
 */
export function declareOrigin(stack: Served, { edge, names, global, origin }: Edge): void {
    const { cell, domain, recovers } = stack;
    const standIn = recovers && global.standIn();
    const group =
        standIn &&
        new CellOriginGroup(`${cell}-stand-in`, {
            ...edge,
            originGroupName: names.standInOriginGroup,
            maintenanceOriginName: maintenanceOrigin,
            maintenanceSite: standIn.maintenanceSite,
            ...(!origin.privateLink && { overInternet: true }),
        });
    const { originId } = new CellOrigin(`${cell}-origin`, {
        ...edge,
        originGroupName: group?.originGroupName ?? global.originGroupName,
        originName: names.origin,
        ...origin,
    });
    if (group) {
        new HostRules(`${cell}-hosts`, {
            ...edge,
            ruleSetName: standIn.siteRuleSetName,
            // Nobody is sent to a group that has no origin of the cell yet.
            originGroupId: pulumi.all([group.originGroupId, originId]).apply(([id]) => id),
            rules: hostRules(stack, ({ slug, domains }) => [customerHost(slug, cell, domain), ...domains]),
        });
    }
}
