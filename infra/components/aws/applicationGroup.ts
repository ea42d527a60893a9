import * as pulumi from "@pulumi/pulumi";

import { declareMachines, type Machines } from "./machines";

export interface ApplicationGroupArgs extends Omit<Machines, "facts" | "dataDiskGiB" | "targetGroupArn"> {
    targetGroupArn: pulumi.Input<string>;
    /** Where in Parameter Store the application finds its settings and catalogue. */
    settingsPath: string;
    /** The application answers only requests that Front Door stamped with this id. */
    frontDoorId: pulumi.Input<string>;
}

/**
 * The virtual machines that run the .NET application and serve its front end, spread over three zones and replaced when ill. No machine
 * has a public address, a password, a key or a door for people; none holds data.
 *
 * Keeps: SW-1 (.NET on virtual machines), HOST-1 (virtual servers), DR-1 (three zones), STAFF-1 (own sign-in only), DR-5 (rebuilt
 * anywhere from an image).
 */
export class ApplicationGroup extends pulumi.ComponentResource {
    public readonly groupName: pulumi.Output<string>;

    constructor(name: string, args: ApplicationGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:ApplicationGroup", name, args, opts);

        const { settingsPath, frontDoorId, ...machines } = args;
        const group = declareMachines(
            name,
            {
                ...machines,
                facts: {
                    OXYGIS_REGION: args.region,
                    OXYGIS_SETTINGS_PATH: settingsPath,
                    OXYGIS_FRONT_DOOR_ID: frontDoorId,
                },
            },
            this,
        );

        this.groupName = group.name;
        this.registerOutputs({ groupName: this.groupName });
    }
}
