import * as appconfiguration from "@pulumi/azure-native/appconfiguration";
import * as pulumi from "@pulumi/pulumi";

export interface ApplicationSettingsArgs {
    resourceGroupName: pulumi.Input<string>;
    storeName: pulumi.Input<string>;
    tags: Record<string, string>;
    settings: readonly {
        key: string;
        value: boolean | number | string | readonly string[];
        /** Ids of the promises that rest on it. */
        promises: readonly string[];
    }[];
}

/**
 * What the application must do for promises that only its own code can keep, one key each, as JSON; see
 * docs/application-settings.md.
 *
 * Keeps: PWD-1 (how passwords are hashed), PWD-4 (which ones are taken), SW-3 (no SQL from text), SW-4 (escaped output), SW-5
 * (anti-forgery token), SW-8 (external sign-in), SW-9 (how URLs are signed), AUTH-1 (second factor for customers).
 */
export class ApplicationSettings extends pulumi.ComponentResource {
    constructor(name: string, args: ApplicationSettingsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { resourceGroupName, storeName, tags } = args;
        // The settings stay out of the component's own inputs: a change to one shows on its key alone.
        super("oxygis:secrets:ApplicationSettings", name, { resourceGroupName, storeName, tags }, opts);

        for (const { key, value, promises } of args.settings) {
            new appconfiguration.KeyValue(
                `${name}-${key.replace(/^settings:/, "").replaceAll(":", "-")}`,
                {
                    resourceGroupName,
                    configStoreName: storeName,
                    keyValueName: key,
                    contentType: "application/json",
                    tags: { ...tags, "oxygis:promises": promises.join(" ") },
                    value: JSON.stringify(value),
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
