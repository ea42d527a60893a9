import * as pulumi from "@pulumi/pulumi";

import { declareMachines, type Machines } from "./machines";

export interface JobGroupArgs extends Omit<Machines, "facts" | "dataDiskGiB" | "targetGroupArn"> {
    /** Where in Parameter Store the jobs find their settings. */
    settingsPath: string;
    /** GiB of the disk for the queue and work files; it stays behind when its machine goes. */
    dataDiskGiB: number;
}

/**
 * Virtual machines for scheduled work and document conversion, one in each zone. No machine has a public address, a password, a key or a
 * door for people.
 *
 * Keeps: SW-1 (.NET on virtual machines), HOST-1 (virtual servers), DR-1 (a machine in each zone), STAFF-1 (own sign-in only).
 */
export class JobGroup extends pulumi.ComponentResource {
    public readonly groupName: pulumi.Output<string>;

    constructor(name: string, args: JobGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:JobGroup", name, args, opts);

        const { settingsPath, ...machines } = args;
        const group = declareMachines(
            name,
            { ...machines, facts: { OXYGIS_REGION: args.region, OXYGIS_SETTINGS_PATH: settingsPath } },
            this,
        );

        this.groupName = group.name;
        this.registerOutputs({ groupName: this.groupName });
    }
}
