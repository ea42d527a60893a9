import type * as pulumi from "@pulumi/pulumi";

import { MachineVault } from "../components/backup/machineVault";
import { JobServer } from "../components/compute/jobServer";
import {
    ApplicationIdentity,
    type ApplicationIdentityArgs,
    builtInRoles,
} from "../components/identity/applicationIdentity";
import { SessionRecordings } from "../components/monitoring/sessionRecordings";
import { Bastion } from "../components/network/bastion";
import { PrivateAccess } from "../components/network/privateAccess";
import type { CellStack } from "../config/schema";
import type { CellNames } from "../model/naming";
import { machineBackups, recordingsKeptDays } from "../model/schedules";
import type { AuditTarget } from "./audit";

type Text = pulumi.Output<string>;

/** What of a cell its job servers stand in and use. */
interface CellSite {
    names: CellNames;
    tags: Record<string, string>;
    subscriptionId: Text;
    groups: Record<"network" | "compute" | "backup", Text>;
    subnets: Record<"jobs" | "bastion" | "privateEndpoints", Text>;
    blobZoneId: Text;
    vaultId: Text;
    store: { id: Text; endpoint: Text };
    /** Access to the documents, which jobs read and write as the application does. */
    documentGrants: ApplicationIdentityArgs["grants"];
    /** What a machine must be able to reach when it starts. */
    privateAccess: pulumi.Resource[];
}

/** The machines for scheduled work, one in each zone, with their backups and the recorded door to them. Composition only. */
export function declareJobs({ cell, site, jobs, immutability }: CellStack, at: CellSite) {
    const { names, tags, groups, subscriptionId } = at;
    const place = { location: site.region, tags };
    const zones = [...site.zones];

    const identity = new ApplicationIdentity(`${cell}-jobs`, {
        ...place,
        resourceGroupName: groups.compute,
        identityName: names.identity("jobs"),
        subscriptionId,
        grants: {
            secrets: { roleId: builtInRoles.keyVaultSecretsUser, scope: at.vaultId },
            configuration: { roleId: builtInRoles.appConfigurationDataReader, scope: at.store.id },
            ...at.documentGrants,
        },
    });
    const servers: { label: string; machineId: Text }[] = [];
    let previous: JobServer[] = [];
    for (const zone of zones) {
        const label = `jobs-${zone}`;
        const server = new JobServer(
            `${cell}-${label}`,
            {
                ...place,
                resourceGroupName: groups.compute,
                machineName: names.machine(label),
                diskName: names.disk(label),
                networkInterfaceName: names.networkInterface(label),
                imageId: jobs.imageId,
                vmSize: jobs.vmSize,
                dataDiskGiB: jobs.dataDiskGiB,
                zone,
                subnetId: at.subnets.jobs,
                identity: { id: identity.identityId, clientId: identity.clientId },
                configurationEndpoint: at.store.endpoint,
            },
            // One after the other: a new image replaces a machine while those in the other zones work.
            { dependsOn: [identity, ...at.privateAccess, ...previous] },
        );
        servers.push({ label, machineId: server.machineId });
        previous = [server];
    }
    const vault = new MachineVault(`${cell}-machine-backups`, {
        ...place,
        resourceGroupName: groups.backup,
        vaultName: names.machineVault,
        policyName: names.machineBackupPolicy,
        restorePointsGroupPrefix: names.restorePointsGroupPrefix,
        immutability,
        backups: machineBackups,
        machines: Object.fromEntries(
            servers.map(({ label, machineId }) => [
                label,
                { id: machineId, name: names.machine(label), resourceGroupName: groups.compute },
            ]),
        ),
    });

    const bastion = new Bastion(`${cell}-bastion`, {
        ...place,
        resourceGroupName: groups.network,
        bastionName: names.bastion,
        publicAddressName: names.bastionAddress,
        subnetId: at.subnets.bastion,
        zones,
    });
    const recordings = new SessionRecordings(`${cell}-recordings`, {
        ...place,
        resourceGroupName: groups.backup,
        accountName: names.recordingsAccount,
        playerOrigin: bastion.origin,
        keptDays: recordingsKeptDays,
    });
    new PrivateAccess(`${cell}-access-recordings`, {
        ...place,
        resourceGroupName: groups.network,
        endpointName: names.privateEndpoint("recordings"),
        subnetId: at.subnets.privateEndpoints,
        target: { id: recordings.accountId, service: "blob" },
        zoneId: at.blobZoneId,
    });
    const recorder = new ApplicationIdentity(`${cell}-recorder`, {
        ...place,
        resourceGroupName: groups.network,
        identityName: names.identity("recorder"),
        subscriptionId,
        grants: { recordings: { roleId: builtInRoles.storageBlobDataContributor, scope: recordings.accountId } },
    });

    const audited: AuditTarget[] = [
        { label: "machine-vault", kind: "recoveryservices:Vault", resourceId: vault.vaultId },
        { label: "bastion", kind: "network:BastionHost", resourceId: bastion.bastionId },
        { label: "recordings", kind: "storage:StorageAccount", resourceId: recordings.accountId },
    ];
    return {
        jobsClientId: identity.clientId,
        machineVaultId: vault.vaultId,
        /** What a person connects by hand: azure-native cannot say to Bastion where it records (runbook record-bastion-sessions). */
        recording: {
            bastionId: bastion.bastionId,
            identityId: recorder.identityId,
            containerUrl: recordings.containerUrl,
        },
        audited,
    };
}
