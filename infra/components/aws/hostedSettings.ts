import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";

export interface HostedSettingsArgs extends RegionalArgs {
    /** What the names of the parameters begin with, with a slash at the end. */
    path: string;
    settings: readonly {
        /** As in App Configuration, `settings:password:length:least`; parts become folders. */
        key: string;
        value: boolean | number | string | readonly string[];
        /** Ids of the promises that rest on it. */
        promises: readonly string[];
    }[];
}

/**
 * What the application must do for promises that only its own code can keep, one parameter each, as JSON; the same keys and values as on
 * Azure, see docs/application-settings.md.
 *
 * Keeps: PWD-1 (how passwords are hashed), PWD-4 (which ones are taken), SW-3 (no SQL from text), SW-4 (escaped output), SW-5
 * (anti-forgery token), SW-8 (external sign-in), SW-9 (how URLs are signed), AUTH-1 (second factor for customers).
 */
export class HostedSettings extends pulumi.ComponentResource {
    constructor(name: string, args: HostedSettingsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { region, tags, path } = args;
        // The settings stay out of the component's own inputs: a change to one shows on its parameter alone.
        super("oxygis:aws:HostedSettings", name, { region, tags, path }, opts);

        for (const { key, value, promises } of args.settings) {
            const parts = key.split(":");
            new ssm.Parameter(
                `${name}-${parts.slice(1).join("-")}`,
                {
                    region,
                    tags: { ...tags, "oxygis:promises": promises.join(" ") },
                    name: `${path}${parts.join("/")}`,
                    type: "String",
                    tier: "Standard",
                    // No secret: a preview is to show what a setting becomes.
                    insecureValue: JSON.stringify(value),
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
