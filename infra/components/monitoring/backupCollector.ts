import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";

import { watchTimes } from "../../model/backupWatch";
import type { CommonArgs } from "../commonArgs";

export interface BackupCollectorArgs extends CommonArgs {
    environmentName: string;
    /** Group that Azure makes for what is inside the environment. */
    infrastructureGroup: string;
    jobName: string;
    /** A subnet of its own, delegated to Microsoft.App/environments. */
    subnetId: pulumi.Input<string>;
    identityId: pulumi.Input<string>;
    /** Container image with PowerShell 7, with its version. */
    image: string;
    /** The PowerShell script to run. */
    script: string;
    /** Environment of the script; nothing secret. */
    settings: Record<string, pulumi.Input<string>>;
}

/** The profile that costs only while a job runs. */
const profile = "Consumption";
/** Seconds after which a run that hangs is ended, before the next one begins. */
const replicaTimeout = 1200;

/**
 * The job that joins what is known of each backup - the databases' own answers, the copies in the paired region, the long-term
 * backups - with the list of customers, and posts it outside the region. A scheduled container without a server: nothing is
 * patched or signed in to, and no request can reach it.
 *
 * Keeps: DR-4 (backups are watched actively), DR-2 (the lag of the copies in the paired region is known), ACC-1 (no way in).
 */
export class BackupCollector extends pulumi.ComponentResource {
    public readonly environmentId: pulumi.Output<string>;

    constructor(name: string, args: BackupCollectorArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:BackupCollector", name, args, opts);

        const { resourceGroupName, location, tags } = args;
        const environment = new app.ManagedEnvironment(
            `${name}-environment`,
            {
                resourceGroupName,
                location,
                tags,
                environmentName: args.environmentName,
                infrastructureResourceGroup: args.infrastructureGroup,
                zoneRedundant: true,
                publicNetworkAccess: app.PublicNetworkAccess.Disabled,
                vnetConfiguration: { infrastructureSubnetId: args.subnetId, internal: true },
                workloadProfiles: [{ name: profile, workloadProfileType: profile }],
                // By a diagnostic setting: the other way wants a shared key of the workspace.
                appLogsConfiguration: { destination: "azure-monitor" },
            },
            { parent: this },
        );
        new app.Job(
            `${name}-job`,
            {
                resourceGroupName,
                location,
                tags,
                jobName: args.jobName,
                environmentId: environment.id,
                workloadProfileName: profile,
                identity: {
                    type: app.ManagedServiceIdentityType.UserAssigned,
                    userAssignedIdentities: [args.identityId],
                },
                configuration: {
                    triggerType: app.TriggerType.Schedule,
                    scheduleTriggerConfig: {
                        cronExpression: watchTimes.collector,
                        parallelism: 1,
                        replicaCompletionCount: 1,
                    },
                    replicaTimeout,
                    replicaRetryLimit: 1,
                },
                template: {
                    containers: [
                        {
                            name: "collector",
                            image: args.image,
                            command: ["pwsh"],
                            args: ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", args.script],
                            resources: { cpu: 0.5, memory: "1Gi" },
                            env: Object.entries(args.settings).map(([key, value]) => ({ name: key, value })),
                        },
                    ],
                },
            },
            { parent: this },
        );

        this.environmentId = environment.id;
        this.registerOutputs({ environmentId: this.environmentId });
    }
}
