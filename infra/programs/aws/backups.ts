import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";

import { AzureBackupContainer } from "../../components/aws/azureBackupContainer";
import { BackupPull } from "../../components/aws/backupPull";
import { LandingNetwork } from "../../components/aws/landingNetwork";
import { PullRole } from "../../components/aws/pullRole";
import { ResourceGroups } from "../../components/governance/resourceGroups";
import { ApplicationIdentity, builtInRoles } from "../../components/identity/applicationIdentity";
import { BackupAlerts } from "../../components/monitoring/backupAlerts";
import { PrivateAccess } from "../../components/network/privateAccess";
import { PrivateDns, privateLinkZones } from "../../components/network/privateDns";
import type { AwsCellStack } from "../../config/awsSchema";
import { awsBackups, pullHosts, pullRules, pullTimes } from "../../model/awsBackups";
import { landingNames, landingSubnets } from "../../model/awsNaming";
import { backupStream } from "../../model/backupWatch";
import { watchHosts } from "../../model/egress";
import { preparedCustomers } from "../../model/standIn";
import { declareAudit } from "../audit";
import type { GlobalOutputs } from "../globalOutputs";
import type { Around } from "./around";

interface Surroundings {
    /** The buckets, from which the job is made. */
    data: { backups: { bucketName: pulumi.Output<string> }; documentsBucket: pulumi.Output<string> };
    global: GlobalOutputs;
}

/** What pulls backups and documents of a cell on AWS to Azure, keeps them there, and notices when they do not come. Composition only. */
export function declareBackups(stack: AwsCellStack, around: Around, { data, global }: Surroundings) {
    const { cell, domain, aws, site, immutability, lockedArchives } = stack;
    const { region, tags, accountId, keys, documents } = around;
    const { backupBucket } = around.names.data;
    const { backupSite } = site;
    const location = backupSite.region;
    const names = landingNames({ cell, domain, region: location, awsRegion: region });
    const { subscriptionId } = authorization.getClientConfigOutput();

    const groups = new ResourceGroups(`${cell}-landing-groups`, { names: names.resourceGroups, location, tags }).names;
    const subnets = landingSubnets(stack.network.landingAddressSpace);
    const network = new LandingNetwork(`${cell}-landing`, {
        resourceGroupName: groups.network,
        location,
        tags,
        addressSpace: stack.network.landingAddressSpace,
        subnets,
        zones: ["1", "2", "3"],
        allowedHosts: [...watchHosts, ...pullHosts(region, [backupBucket.home, documents.bucket])],
        names,
    });
    const dns = new PrivateDns(`${cell}-landing-dns`, {
        resourceGroupName: groups.network,
        tags,
        virtualNetworkId: network.virtualNetworkId,
        zones: { blob: privateLinkZones.blob },
    });
    const copies = new AzureBackupContainer(`${cell}-azure-backups`, {
        resourceGroupName: groups.backup,
        location,
        tags,
        accountName: names.backupAccount,
        immutableDays: awsBackups.immutableDays,
        locked: immutability === "locked" && lockedArchives.includes(location),
        keptDays: awsBackups.keptDays,
        coolAfterDays: awsBackups.coolAfterDays,
    });
    const access = new PrivateAccess(`${cell}-landing-access`, {
        resourceGroupName: groups.network,
        location,
        tags,
        endpointName: names.privateEndpoint,
        subnetId: network.privateEndpointsSubnetId,
        target: { id: copies.accountId, service: "blob" },
        zoneId: dns.zoneIds.blob,
    });
    const identity = new ApplicationIdentity(`${cell}-pull-identity`, {
        resourceGroupName: groups.compute,
        location,
        tags,
        identityName: names.identity,
        subscriptionId,
        grants: {
            write: { roleId: builtInRoles.storageBlobDataContributor, scope: copies.accountId },
            post: { roleId: builtInRoles.monitoringMetricsPublisher, scope: global.backupLog.ruleId },
        },
    });
    const role = new PullRole(`${cell}-pull-role`, {
        tags,
        accountId,
        region,
        roleName: around.names.pullRole,
        tenantId: aws.tenantId,
        ...around.federation,
        principalId: identity.principalId,
        bucketNames: [backupBucket.home, documents.bucket],
        keyAliases: [...new Set([keys.keyAlias, documents.keyAlias])],
    });
    const pull = new BackupPull(
        `${cell}-pull`,
        {
            resourceGroupName: groups.compute,
            location,
            tags,
            environmentName: names.environment,
            infrastructureGroup: names.infrastructureGroup,
            jobName: names.pullJob,
            subnetId: network.jobsSubnetId,
            identity: { id: identity.identityId, clientId: identity.clientId },
            image: stack.watch.image,
            script: readFileSync(join(__dirname, "../../backups/pull.ps1"), "utf8"),
            times: pullTimes,
            cell,
            customers: preparedCustomers(stack).map(({ slug }) => slug),
            source: {
                region,
                buckets: { backups: data.backups.bucketName, documents: data.documentsBucket },
                roleArn: role.roleArn,
                audience: role.audience,
            },
            target: copies.host,
            log: {
                endpoint: global.backupLog.endpoint,
                ruleId: global.backupLog.ruleImmutableId,
                stream: backupStream,
            },
        },
        { dependsOn: [access, identity] },
    );
    new BackupAlerts(`${cell}-pull-alerts`, {
        resourceGroupName: global.backupLog.resourceGroupName,
        location: global.backupLog.location,
        tags,
        workspaceId: global.auditWorkspaceId,
        actionGroupId: global.actionGroupIds.operations,
        rules: pullRules(cell).map((rule) => ({ ...rule, ruleName: names.backupAlert(rule.label) })),
    });
    declareAudit(
        { site: backupSite, immutability, lockedArchives },
        {
            name: `${cell}-landing`,
            resourceGroupName: groups.audit,
            tags,
            workspaceId: global.auditWorkspaceId,
            retentionDays: global.auditRetentionDays,
            archiveName: names.logArchive,
        },
        [
            { label: "backups", kind: "storage:StorageAccount", resourceId: copies.accountId },
            { label: "firewall", kind: "network:AzureFirewall", resourceId: network.firewallId },
            { label: "pull", kind: "app:ManagedEnvironment", resourceId: pull.environmentId },
        ],
    );
}
