import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface DocumentsCopyArgs extends CommonArgs {
    jobName: string;
    /** Where the job runs: inside the cell's network, from which it reaches all these accounts privately. */
    environmentId: pulumi.Input<string>;
    /** Reads the documents and writes these copies, and nothing else. */
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
    /** Hosts of the accounts that documents are copied from; each of their containers is in one of them only. */
    sources: pulumi.Input<string>[];
    /** Host of the account of copies; it gets the containers that it has. */
    target: pulumi.Input<string>;
    /** The container that belongs to nobody. */
    systemContainer: string;
    /** The one container of the sources in which each of the target's containers is a folder. @default each is a container there too */
    folders?: string;
    /** Set where people work with the target's documents: nothing is taken away. */
    fill?: {
        /** Whether only what is not there is brought, or also what is older there. */
        bring: "missing" | "newer";
        /** The containers to bring; unset: all that are in the sources, too. */
        containers?: string[];
    };
}

/** The profile that costs only while a job runs. */
const profile = "Consumption";

/**
 * The job that brings documents to another region every few hours, or to a rebuilt site what was copied. A job and not Azure's object replication, because Azure Backup replicates
 * the same containers into its vault, and Azure lets a container take part in one replication only (docs/decisions/008).
 *
 * Keeps: DR-2 (a lost region loses less than 24 h), BKP-4 (copies in another region on request).
 */
export class DocumentsCopy extends pulumi.ComponentResource {
    constructor(name: string, args: DocumentsCopyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:backup:DocumentsCopy", name, args, opts);

        const { times, identity, fill } = args;
        new app.Job(
            `${name}-job`,
            {
                resourceGroupName: args.resourceGroupName,
                location: args.location,
                tags: args.tags,
                jobName: args.jobName,
                environmentId: args.environmentId,
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
                            name: "copy",
                            image: args.image,
                            command: ["pwsh"],
                            args: ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", args.script],
                            resources: { cpu: 1, memory: "2Gi" },
                            env: [
                                { name: "CLIENT_ID", value: identity.clientId },
                                ...(fill ? [{ name: "MODE", value: fill.bring }] : []),
                                ...(fill?.containers ? [{ name: "CONTAINERS", value: fill.containers.join(" ") }] : []),
                                ...(args.folders === undefined ? [] : [{ name: "FOLDERS", value: args.folders }]),
                                { name: "SOURCES", value: pulumi.all(args.sources).apply((hosts) => hosts.join(" ")) },
                                { name: "SYSTEM_CONTAINER", value: args.systemContainer },
                                { name: "TARGET", value: args.target },
                            ],
                        },
                    ],
                },
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
