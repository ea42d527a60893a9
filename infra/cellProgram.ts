import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

import { ApplicationScaleSet } from "./components/compute/applicationScaleSet";
import { PrivateIngress } from "./components/compute/privateIngress";
import { Catalogue } from "./components/data/catalogue";
import { CustomerDatabase } from "./components/data/customerDatabase";
import { CustomerPool } from "./components/data/customerPool";
import { SqlServer } from "./components/data/sqlServer";
import { CellOrigin } from "./components/edge/cellOrigin";
import { ResourceGroups } from "./components/governance/resourceGroups";
import { ApplicationIdentity, builtInRoles } from "./components/identity/applicationIdentity";
import { SqlAdministrators } from "./components/identity/sqlAdministrators";
import { AccessLogs } from "./components/monitoring/accessLogs";
import { CellNetwork } from "./components/network/cellNetwork";
import { PrivateAccess } from "./components/network/privateAccess";
import { PrivateDns, privateLinkZones } from "./components/network/privateDns";
import { ConfigurationStore } from "./components/secrets/configurationStore";
import { CustomerSecrets } from "./components/secrets/customerSecrets";
import { SecretVault } from "./components/secrets/secretVault";
import type { CellStack } from "./config/schema";
import { readGlobal } from "./globalOutputs";
import { cellNames, customerHost, customerNames } from "./model/naming";
import { cellSubnets } from "./model/network";
import { poolFor, poolsOf } from "./model/placement";
import { backupSchedule } from "./model/schedules";
import { poolLimits, sizeClasses, vCoresPerDatabase } from "./model/sizes";
import { rotation } from "./model/rotation";

/** One cell: a site's share of the customers, with everything that serves them. Composition only. */
export function declareCell(stack: CellStack) {
    const { cell, domain, site, customers } = stack;
    const names = cellNames({ cell, domain, region: site.region });
    const location = site.region;
    const zones = [...site.zones];
    const tags = { ...stack.tags, "oxygis:stack": stack.stack, "oxygis:cell": cell };
    const { subscriptionId, tenantId } = authorization.getClientConfigOutput();
    const global = readGlobal(stack.globalStack, cell);

    const groups = new ResourceGroups(`${cell}-groups`, { names: names.resourceGroups, location, tags }).names;
    const common = (resourceGroupName: pulumi.Output<string>) => ({ resourceGroupName, location, tags });

    const network = new CellNetwork(`${cell}-network`, {
        ...common(groups.network),
        addressSpace: stack.network.addressSpace,
        subnets: cellSubnets(stack.network.addressSpace),
        zones,
        allowedHosts: stack.egress.allowedHosts,
        names,
    });
    const dns = new PrivateDns(`${cell}-dns`, {
        resourceGroupName: groups.network,
        tags,
        virtualNetworkId: network.virtualNetworkId,
        zones: privateLinkZones,
    });

    const vault = new SecretVault(`${cell}-vault`, { ...common(groups.secrets), vaultName: names.keyVault, tenantId });
    const store = new ConfigurationStore(`${cell}-configuration`, {
        ...common(groups.secrets),
        storeName: names.appConfiguration,
    });
    const administrators = new SqlAdministrators(`${cell}-administrators`, {
        displayName: names.administratorsGroup,
        members: stack.administrators,
    });
    const server = new SqlServer(`${cell}-sql`, {
        ...common(groups.data),
        serverName: names.sqlServer,
        tenantId,
        administrators: { displayName: administrators.displayName, objectId: administrators.objectId },
    });
    new AccessLogs(`${cell}-vault-logs`, {
        resourceId: vault.vaultId,
        workspaceId: global.auditWorkspaceId,
        categories: ["AuditEvent"],
    });
    new AccessLogs(`${cell}-configuration-logs`, {
        resourceId: store.storeId,
        workspaceId: global.auditWorkspaceId,
        categories: ["HttpRequest", "Audit"],
    });

    const access = (label: keyof typeof privateLinkZones, id: pulumi.Output<string>, service: string) =>
        new PrivateAccess(`${cell}-access-${label}`, {
            ...common(groups.network),
            endpointName: names.privateEndpoint(label.toLowerCase()),
            subnetId: network.privateEndpointsSubnetId,
            target: { id, service },
            zoneId: dns.zoneIds[label],
        });
    const privateAccess = [
        access("sql", server.serverId, "sqlServer"),
        access("keyVault", vault.vaultId, "vault"),
        access("appConfiguration", store.storeId, "configurationStores"),
    ];

    const identity = new ApplicationIdentity(`${cell}-application`, {
        ...common(groups.compute),
        identityName: names.identity("application"),
        subscriptionId,
        grants: {
            secrets: { roleId: builtInRoles.keyVaultSecretsUser, scope: vault.vaultId },
            configuration: { roleId: builtInRoles.appConfigurationDataReader, scope: store.storeId },
        },
    });
    const ingress = new PrivateIngress(`${cell}-ingress`, {
        ...common(groups.compute),
        loadBalancerName: names.loadBalancer,
        privateLinkServiceName: names.privateLinkService,
        subscriptionId,
        zones,
        applicationSubnetId: network.applicationSubnetId,
        privateLinkSubnetId: network.privateLinkSubnetId,
    });
    new ApplicationScaleSet(
        `${cell}-web`,
        {
            ...common(groups.compute),
            scaleSetName: names.scaleSet("web"),
            ...stack.application,
            zones,
            subnetId: network.applicationSubnetId,
            backendPoolId: ingress.backendPoolId,
            identity: { id: identity.identityId, clientId: identity.clientId },
            certificateUrl: pulumi.interpolate`${vault.vaultUri}secrets/${names.originCertificate}`,
            configurationEndpoint: store.endpoint,
            frontDoorId: global.frontDoorId,
        },
        // A machine that starts before it may and can reach the vault and the catalogue would be taken for an ill one.
        { dependsOn: [identity, ...privateAccess] },
    );
    new CellOrigin(`${cell}-origin`, {
        resourceGroupName: global.edgeResourceGroup,
        profileName: global.profileName,
        originGroupName: global.originGroupName,
        originName: names.origin,
        hostName: names.originHost,
        privateLinkServiceId: ingress.privateLinkServiceId,
        location,
    });

    const pools = poolsOf(stack.pools);
    const poolIds = new Map(
        pools.map(({ name, vCores }) => {
            const pool = new CustomerPool(`${cell}-${name}`, {
                ...common(groups.data),
                serverName: server.serverName,
                elasticPoolName: name,
                vCores,
                maxSizeGiB: poolLimits.get(vCores)!.storageGiB,
                maxVCoresPerDatabase: vCoresPerDatabase(vCores),
            });
            return [name, pool.poolId] as const;
        }),
    );
    const served = customers.map((customer) => {
        const { slug, plan, size } = customer;
        const own = customerNames(slug);
        const labels = { "oxygis:customer": slug, "oxygis:plan": plan };
        const database = new CustomerDatabase(`${cell}-${slug}`, {
            ...common(groups.data),
            tags: { ...tags, ...labels },
            serverName: server.serverName,
            databaseName: own.database,
            poolId: poolIds.get(poolFor(customer, pools))!,
            maxSizeGiB: sizeClasses[size].maxSizeGiB,
            ...backupSchedule(plan),
        });
        return {
            customer,
            database,
            tags: { ...tags, ...labels },
            key: own.catalogueKey,
            secretNames: { firstLogin: own.firstLoginSecret, signingKey: own.urlSigningSecret },
        };
    });
    new CustomerSecrets(`${cell}-secrets`, {
        resourceGroupName: groups.secrets,
        vaultName: vault.vaultName,
        rotation,
        customers: served.map(({ customer, ...rest }) => ({ slug: customer.slug, ...rest })),
    });
    new Catalogue(`${cell}-catalogue`, {
        resourceGroupName: groups.secrets,
        storeName: store.storeName,
        entries: served.map(({ customer, database, tags, key, secretNames }) => ({
            key,
            tags,
            entry: {
                slug: customer.slug,
                name: customer.name,
                plan: customer.plan,
                status: customer.status,
                hosts: [customerHost(customer.slug, cell, domain), ...customer.domains],
                server: server.hostName,
                database: database.databaseName,
                secretNames,
            },
        })),
    });

    return {
        sqlServerName: server.serverName,
        keyVaultName: vault.vaultName,
        configurationEndpoint: store.endpoint,
        privateLinkServiceId: ingress.privateLinkServiceId,
    };
}
