import type * as pulumi from "@pulumi/pulumi";

import { CustomerFailover } from "../components/data/customerFailover";
import { CustomerReplica } from "../components/data/customerReplica";
import { SqlAuditing } from "../components/data/sqlAuditing";
import { SqlServer, type SqlServerArgs } from "../components/data/sqlServer";
import { VulnerabilityAssessment } from "../components/data/vulnerabilityAssessment";
import { ResourceGroups } from "../components/governance/resourceGroups";
import type { CellStack, Customer } from "../config/schema";
import type { AuditTarget } from "./audit";
import { cellNames, customerNames, databaseLabel } from "../model/naming";
import { regionOf } from "../model/regions";
import { replicaVCores } from "../model/replication";
import { backupSchedule } from "../model/schedules";

/** What of a cell the replicas of its customers are made from; resource group and name are those of the home server. */
interface Home extends Pick<SqlServerArgs, "tenantId" | "administrators" | "tags"> {
    resourceGroupName: pulumi.Output<string>;
    serverName: pulumi.Output<string>;
    /** Of the identities whose statements the servers do not write down. */
    applicationClientIds: pulumi.Output<string>[];
    databases: readonly {
        customer: Customer;
        generation: 1 | 2;
        live: boolean;
        databaseId: pulumi.Output<string>;
    }[];
}

/**
 * A server in each region that some customer wants its data replicated to, and there a replica for each of those customers, once its
 * database is known to hold the right data. Composition only.
 */
export function declareReplication({ cell, domain, site, customers }: CellStack, home: Home) {
    const { databases, tags } = home;
    const names = cellNames({ cell, domain, region: site.region });
    const regions = [...new Set(customers.flatMap(({ replicateTo }) => replicateTo))].sort();

    const servers = new Map(
        regions.map((location) => {
            const code = regionOf(location).code;
            const { resourceGroup, sqlServer } = names.replicas(location);
            const groups = new ResourceGroups(`${cell}-replicas-${code}`, {
                names: { data: resourceGroup },
                location,
                tags,
            });
            const server = new SqlServer(`${cell}-sql-${code}`, {
                resourceGroupName: groups.names.data,
                location,
                tags,
                serverName: sqlServer,
                tenantId: home.tenantId,
                administrators: home.administrators,
            });
            const { serverId, serverName } = server;
            new VulnerabilityAssessment(`${cell}-assessment-${code}`, {
                resourceGroupName: groups.names.data,
                serverName,
            });
            new SqlAuditing(`${cell}-auditing-${code}`, {
                resourceGroupName: groups.names.data,
                serverName,
                tenantId: home.tenantId,
                applicationClientIds: home.applicationClientIds,
            });
            return [location, { resourceGroupName: groups.names.data, serverId, serverName }] as const;
        }),
    );

    for (const { customer, generation, databaseId } of databases.filter(({ live }) => live)) {
        const { slug, plan, replicateTo } = customer;
        const ownTags = { ...tags, "oxygis:customer": slug, "oxygis:plan": plan };
        const label = databaseLabel(cell, slug, generation);
        const replicas = replicateTo.map((location) => {
            const { resourceGroupName, serverName } = servers.get(location)!;
            return new CustomerReplica(`${label}-${regionOf(location).code}`, {
                resourceGroupName,
                location,
                tags: ownTags,
                serverName,
                databaseName: customerNames(slug, generation).database,
                sourceDatabaseId: databaseId,
                vCores: replicaVCores,
                ...backupSchedule(plan),
            });
        });
        const [first] = replicateTo;
        if (first !== undefined) {
            new CustomerFailover(
                `${label}-failover`,
                {
                    resourceGroupName: home.resourceGroupName,
                    serverName: home.serverName,
                    groupName: names.failoverGroup(slug, generation),
                    databaseId,
                    partnerServerId: servers.get(first)!.serverId,
                    tags: ownTags,
                },
                // The group takes over the link of a replica that is there; without one it would make another.
                { dependsOn: replicas },
            );
        }
    }

    const audited = [...servers].map(([location, { serverId }]): AuditTarget => ({
        label: `sql-${regionOf(location).code}`,
        kind: "sql:Server",
        resourceId: serverId,
        location,
    }));
    return { audited };
}
