import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";

import { azureContainers } from "../../model/awsBackups";
import type { CommonArgs } from "../commonArgs";

export interface BackupPullArgs extends CommonArgs {
    environmentName: string;
    /** Group that Azure makes for what is inside the environment. */
    infrastructureGroup: string;
    jobName: string;
    /** A subnet of its own, delegated to Microsoft.App/environments. */
    subnetId: pulumi.Input<string>;
    /** Writes the copies and takes the role on AWS, and nothing else. */
    identity: { id: pulumi.Input<string>; clientId: pulumi.Input<string> };
    /** Container image with PowerShell 7, with its version. */
    image: string;
    /** The PowerShell script to run. */
    script: string;
    times: {
        /** When it runs, UTC. */
        cronExpression: string;
        /** Seconds after which a run is ended. */
        mostSeconds: number;
    };
    cell: string;
    /** Customers that must have a backup on Azure; those without one are missed. */
    customers: string[];
    source: {
        region: string;
        buckets: { backups: pulumi.Input<string>; documents: pulumi.Input<string> };
        roleArn: pulumi.Input<string>;
        /** What a token for AWS is asked for. */
        audience: string;
    };
    /** Host of the account of copies. */
    target: pulumi.Input<string>;
    /** The backup log, to which the age of each customer's newest copy is posted. */
    log: { endpoint: pulumi.Input<string>; ruleId: pulumi.Input<string>; stream: string };
}

/** The profile that costs only while a job runs. */
const profile = "Consumption";

/**
 * The job that brings backups and documents of a cell on AWS to Azure every two hours. It pulls, so that nothing on AWS can write to or
 * delete on Azure. It tells the backup log how old each customer's newest copy is.
 *
 * Keeps: BKP-2 (backups lie on Azure), DR-2 (less than 24 hours old), DR-4 (late and missing copies are noticed).
 */
export class BackupPull extends pulumi.ComponentResource {
    public readonly environmentId: pulumi.Output<string>;

    constructor(name: string, args: BackupPullArgs, opts?: pulumi.ComponentResourceOptions) {
        const { customers, ...inputs } = args;
        super("oxygis:aws:BackupPull", name, inputs, opts);

        const { resourceGroupName, location, tags, identity, source, log, times } = args;
        const { backups, documents } = source.buckets;
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
        const settings: Record<string, pulumi.Input<string>> = {
            AUDIENCE: source.audience,
            BACKUPS: pulumi.interpolate`${backups} ${azureContainers.backups}`,
            CELL: args.cell,
            CLIENT_ID: identity.clientId,
            CUSTOMERS: customers.join(" "),
            DOCUMENTS: pulumi.interpolate`${documents} ${azureContainers.documents}`,
            INGESTION_ENDPOINT: log.endpoint,
            REGION: source.region,
            REPLACED: azureContainers.replaced,
            ROLE_ARN: source.roleArn,
            RULE_ID: log.ruleId,
            STREAM: log.stream,
            TARGET: args.target,
        };
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
                    userAssignedIdentities: [identity.id],
                },
                configuration: {
                    triggerType: app.TriggerType.Schedule,
                    scheduleTriggerConfig: {
                        cronExpression: times.cronExpression,
                        parallelism: 1,
                        replicaCompletionCount: 1,
                    },
                    replicaTimeout: times.mostSeconds,
                    // The next run is the retry: it goes on where this one stopped.
                    replicaRetryLimit: 0,
                },
                template: {
                    containers: [
                        {
                            name: "pull",
                            image: args.image,
                            command: ["pwsh"],
                            args: ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", args.script],
                            resources: { cpu: 1, memory: "2Gi" },
                            env: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
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
