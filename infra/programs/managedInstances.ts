import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../components/commonArgs";
import { ManagedInstance } from "../components/data/managedInstance";
import { ApplicationIdentity, builtInRoles } from "../components/identity/applicationIdentity";
import { PrivateAccess } from "../components/network/privateAccess";
import type { CellStack } from "../config/schema";
import { managedInstanceNames } from "../model/managedInstances";
import { cellNames } from "../model/naming";
import type { AuditTarget } from "./audit";
import { accountElsewhere } from "./documentSeed";
import type { GlobalOutputs } from "./globalOutputs";

/** What of a cell its managed instances are laid into; resource group and tags are those of the data. */
interface Surroundings extends CommonArgs {
    networkResourceGroup: pulumi.Output<string>;
    subscriptionId: pulumi.Output<string>;
    tenantId: pulumi.Output<string>;
    administrators: GlobalOutputs["databaseAdministrators"];
    privateEndpointsSubnetId: pulumi.Output<string>;
    managedInstancesSubnetId: pulumi.Output<string> | undefined;
    /** Id of the private zone for blobs. */
    zoneId: pulumi.Output<string>;
}

/** A managed instance of a cell, by the name that a customer's file calls it by. */
export interface NamedInstance {
    name: string;
    instanceName: pulumi.Output<string>;
    hostName: pulumi.Output<string>;
}

/**
 * The instances of a cell that stands in for one on AWS, which read that one's backups by a private way. Composition only; nothing in any
 * other cell.
 */
export function declareManagedInstances(stack: CellStack, around: Surroundings) {
    const { cell, domain, site, managedInstances, otherSite } = stack;
    const audited: AuditTarget[] = [];
    if (
        managedInstances === undefined ||
        otherSite?.pulled === undefined ||
        around.managedInstancesSubnetId === undefined
    ) {
        return { instances: [] as NamedInstance[], audited };
    }
    const { resourceGroupName, location, tags, subscriptionId } = around;
    const names = cellNames({ cell, domain, region: site.region });
    const { resourceGroup, accountName } = accountElsewhere(stack, "1");
    const copiesId = pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/${accountName}`;
    const access = new PrivateAccess(`${cell}-access-backups`, {
        resourceGroupName: around.networkResourceGroup,
        location,
        tags,
        endpointName: names.privateEndpoint("backups"),
        subnetId: around.privateEndpointsSubnetId,
        target: { id: copiesId, service: "blob" },
        zoneId: around.zoneId,
    });
    const identity = new ApplicationIdentity(`${cell}-instances-identity`, {
        resourceGroupName,
        location,
        tags,
        identityName: names.identity("instances"),
        subscriptionId,
        grants: { backups: { roleId: builtInRoles.storageBlobDataReader, scope: copiesId } },
    });
    const instances = managedInstanceNames(managedInstances).map((name): NamedInstance => {
        const instance = new ManagedInstance(
            `${cell}-${name}`,
            {
                resourceGroupName,
                location,
                tags,
                instanceName: names.managedInstance(name),
                subnetId: around.managedInstancesSubnetId!,
                vCores: managedInstances.vCores,
                storageGiB: managedInstances.storageGiB,
                identityId: identity.identityId,
                tenantId: around.tenantId,
                administrators: around.administrators,
            },
            // What begins with the first database is that it reads its backup.
            { dependsOn: [access, identity] },
        );
        audited.push({ label: `sql-${name}`, kind: "sql:ManagedInstance", resourceId: instance.instanceId });
        return { name, instanceName: instance.instanceName, hostName: instance.hostName };
    });
    return { instances, audited };
}
