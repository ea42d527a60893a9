import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

import { cellKeyPolicy } from "../../model/awsKey";
import type { RegionalArgs } from "./regionalArgs";

export interface CellKeyArgs extends RegionalArgs {
    /** Where the key has a copy that opens what is carried there. */
    pairedRegion: string;
    accountId: string;
    /** Name of the alias in both regions, without `alias/`. */
    alias: string;
    /** The organization's trail, whose files the key encrypts. */
    trailName: string;
    organizationId: string;
}

/**
 * The key that a cell's secrets, documents, databases and logs are encrypted with, made anew every year, and its copy in the paired region,
 * without which nothing could be opened there once the cell's own region is lost. Nobody can delete it, whatever rights they have.
 *
 * Keeps: PWD-2 (secrets are encrypted), DB-1 (what is stored gives nobody's data away), DR-2 (copies can be opened elsewhere).
 */
export class CellKey extends pulumi.ComponentResource {
    public readonly keyArn: pulumi.Output<string>;
    /** The same key in the paired region. */
    public readonly pairedKeyArn: pulumi.Output<string>;

    constructor(name: string, args: CellKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:CellKey", name, args, opts);

        const { region, pairedRegion, tags, accountId, alias, trailName, organizationId } = args;
        const keep = { parent: this, protect: true, retainOnDelete: true };
        const key = new kms.Key(
            `${name}-key`,
            {
                region,
                tags,
                description: `Secrets, documents, databases and logs (${alias})`,
                multiRegion: true,
                enableKeyRotation: true,
                rotationPeriodInDays: 365,
                deletionWindowInDays: 30,
                policy: cellKeyPolicy({ accountId, region, trail: { name: trailName, organizationId } }),
            },
            keep,
        );
        const copy = new kms.ReplicaKey(
            `${name}-copy`,
            {
                region: pairedRegion,
                tags,
                description: `Copy of the key of ${region} (${alias})`,
                primaryKeyArn: key.arn,
                deletionWindowInDays: 30,
                policy: cellKeyPolicy({ accountId, region: pairedRegion }),
            },
            keep,
        );
        const named = (suffix: string, place: string, targetKeyId: pulumi.Input<string>) =>
            new kms.Alias(
                `${name}-${suffix}`,
                { region: place, name: `alias/${alias}`, targetKeyId },
                { parent: this },
            );
        named("alias", region, key.id);
        named("copy-alias", pairedRegion, copy.id);

        this.keyArn = key.arn;
        this.pairedKeyArn = copy.arn;
        this.registerOutputs({ keyArn: this.keyArn, pairedKeyArn: this.pairedKeyArn });
    }
}
