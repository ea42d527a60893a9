import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

import { ApplicationScaleSet } from "../components/compute/applicationScaleSet";
import { PrivateIngress } from "../components/compute/privateIngress";
import { SqlAuditing } from "../components/data/sqlAuditing";
import { SqlServer } from "../components/data/sqlServer";
import { VulnerabilityAssessment } from "../components/data/vulnerabilityAssessment";
import { ResourceGroups } from "../components/governance/resourceGroups";
import { ApplicationIdentity, builtInRoles } from "../components/identity/applicationIdentity";
import { CellNetwork } from "../components/network/cellNetwork";
import { PrivateAccess } from "../components/network/privateAccess";
import { PrivateDns, privateLinkZones } from "../components/network/privateDns";
import { ApplicationSettings } from "../components/secrets/applicationSettings";
import { ConfigurationStore } from "../components/secrets/configurationStore";
import { SecretVault } from "../components/secrets/secretVault";
import type { CellStack } from "../config/schema";
import { declareAudit } from "./audit";
import type { CellOutputs } from "./cellOutputs";
import { declareCustomers } from "./customers";
import { declareDocumentCopies } from "./documentCopies";
import { declareDocumentSeed } from "./documentSeed";
import { declareDocuments } from "./documents";
import { readGlobal } from "./globalOutputs";
import { declareJobs } from "./jobs";
import { declareOrigin } from "./origin";
import { declareManagedInstances } from "./managedInstances";
import { declareReplication } from "./replication";
import { declareWatch } from "./watch";
import { applicationSettings } from "../model/applicationSettings";
import { signInHosts, watchHosts } from "../model/egress";
import { cellNames } from "../model/naming";
import { cellSubnets } from "../model/network";

/** One cell: a site's share of the customers, with everything that serves them. Composition only. */
export function declareCell(stack: CellStack) {
    const { cell, domain, site } = stack;
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
        subnets: subnetsOf(stack),
        zones,
        allowedHosts: { machines: stack.egress.allowedHosts, signIn: signInHosts, watch: watchHosts },
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
    new ApplicationSettings(`${cell}-settings`, {
        resourceGroupName: groups.secrets,
        storeName: store.storeName,
        tags,
        settings: applicationSettings,
    });
    const server = new SqlServer(`${cell}-sql`, {
        ...common(groups.data),
        serverName: names.sqlServer,
        tenantId,
        administrators: global.databaseAdministrators,
    });
    new VulnerabilityAssessment(`${cell}-assessment`, {
        resourceGroupName: groups.data,
        serverName: server.serverName,
    });

    const documents = declareDocuments(stack, {
        tags,
        subscriptionId,
        resourceGroups: groups,
        privateEndpointsSubnetId: network.privateEndpointsSubnetId,
        zoneId: dns.zoneIds.blob,
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
        ...documents.privateAccess,
    ];

    const identity = new ApplicationIdentity(`${cell}-application`, {
        ...common(groups.compute),
        identityName: names.identity("application"),
        subscriptionId,
        grants: {
            secrets: { roleId: builtInRoles.keyVaultSecretsUser, scope: vault.vaultId },
            configuration: { roleId: builtInRoles.appConfigurationDataReader, scope: store.storeId },
            ...documents.grants,
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
    const jobs = declareJobs(stack, {
        names,
        tags,
        subscriptionId,
        groups,
        subnets: {
            jobs: network.jobsSubnetId,
            bastion: network.bastionSubnetId,
            privateEndpoints: network.privateEndpointsSubnetId,
        },
        blobZoneId: dns.zoneIds.blob,
        vaultId: vault.vaultId,
        store: { id: store.storeId, endpoint: store.endpoint },
        documentGrants: documents.grants,
        privateAccess,
    });
    declareOrigin(stack, {
        edge: { resourceGroupName: global.edgeResourceGroup, profileName: global.profileName },
        names,
        global,
        origin: {
            hostName: names.originHost,
            privateLink: { serviceId: ingress.privateLinkServiceId, location: site.region },
        },
    });

    const managed = declareManagedInstances(stack, {
        ...common(groups.data),
        networkResourceGroup: groups.network,
        subscriptionId,
        tenantId,
        administrators: global.databaseAdministrators,
        privateEndpointsSubnetId: network.privateEndpointsSubnetId,
        managedInstancesSubnetId: network.managedInstancesSubnetId,
        zoneId: dns.zoneIds.blob,
    });
    const { databases } = declareCustomers(stack, {
        ...common(groups.data),
        instances: managed.instances,
        secretsResourceGroup: groups.secrets,
        sqlServer: { name: server.serverName, hostName: server.hostName },
        vaultName: vault.vaultName,
        storeName: store.storeName,
        documents: documents.addresses,
    });
    const applicationClientIds = [identity.clientId, jobs.jobsClientId];
    new SqlAuditing(`${cell}-auditing`, {
        resourceGroupName: groups.data,
        serverName: server.serverName,
        tenantId,
        applicationClientIds,
    });
    const replication = declareReplication(stack, {
        resourceGroupName: groups.data,
        serverName: server.serverName,
        tags,
        tenantId,
        administrators: global.databaseAdministrators,
        applicationClientIds,
        databases,
    });

    const watch = declareWatch(stack, {
        names,
        tags,
        subscriptionId,
        groups,
        server: { id: server.serverId, name: server.serverName, hostName: server.hostName },
        store: { id: store.storeId, endpoint: store.endpoint },
        subnetId: network.watchSubnetId,
        vaults: [{ label: "machines", vaultId: jobs.machineVaultId, items: zones.length }, ...documents.vaults],
        global,
    });

    declareDocumentCopies(stack, {
        tags,
        subscriptionId,
        resourceGroupName: groups.compute,
        environmentId: watch.environmentId,
        documents,
        global,
    });

    declareDocumentSeed(stack, {
        tags,
        subscriptionId,
        resourceGroups: groups,
        privateEndpointsSubnetId: network.privateEndpointsSubnetId,
        zoneId: dns.zoneIds.blob,
        environmentId: watch.environmentId,
        documents,
        global,
    });

    const audit = {
        name: cell,
        resourceGroupName: groups.audit,
        tags,
        workspaceId: global.auditWorkspaceId,
        retentionDays: global.auditRetentionDays,
        archiveName: names.logArchive,
    };
    declareAudit(stack, audit, [
        { label: "configuration", kind: "appconfiguration:ConfigurationStore", resourceId: store.storeId },
        { label: "firewall", kind: "network:AzureFirewall", resourceId: network.firewallId },
        { label: "sql", kind: "sql:Server", resourceId: server.serverId },
        { label: "vault", kind: "keyvault:Vault", resourceId: vault.vaultId },
        ...documents.audited,
        ...jobs.audited,
        ...managed.audited,
        ...replication.audited,
        ...watch.audited,
    ]);

    const outputs: CellOutputs = {
        configurationEndpoint: store.endpoint,
        databaseIds: Object.fromEntries(
            databases.filter(({ serves }) => serves).map(({ customer, databaseId }) => [customer.slug, databaseId]),
        ),
        originHost: names.originHost,
    };
    return {
        ...outputs,
        sqlServerName: server.serverName,
        keyVaultName: vault.vaultName,
        privateLinkServiceId: ingress.privateLinkServiceId,
        backupWatch: watch.byHand,
        bastionRecording: jobs.recording,
    };
}

/** A subnet that nothing uses would be one more to watch. */
function subnetsOf({ network, managedInstances }: CellStack) {
    const { managedInstances: ofInstances, ...subnets } = cellSubnets(network.addressSpace);
    return managedInstances ? { ...subnets, managedInstances: ofInstances } : subnets;
}
