import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";

/** What the application must know to serve a customer. */
interface HostedEntry {
    slug: string;
    name: string;
    plan: string;
    /** As in the catalogue on Azure: `active`, `leaving`, `suspended` or `recovering` (docs/application-settings.md). */
    status: pulumi.Input<string>;
    /** Host names the customer is reached by. */
    hosts: string[];
    /** Address of the SQL Server instance. */
    server: pulumi.Input<string>;
    database: pulumi.Input<string>;
    /** The same with the instance's ARN in front. */
    databaseId: pulumi.Input<string>;
    /** Name in Secrets Manager of what the application signs in to that database with, and to no other. */
    databaseSecret: string;
    /** The customer's own part of the cell's bucket, with a slash at the end. */
    documents: { bucket: pulumi.Input<string>; prefix: string };
    /** Names in Secrets Manager, never values. */
    secretNames: { firstLogin: string; signingKey: string };
}

export interface ParameterCatalogueArgs {
    region: string;
    /** The name of a customer's entry in Parameter Store. */
    entries: { parameter: string; tags: Record<string, string>; entry: HostedEntry }[];
}

/**
 * The catalogue of a cell on AWS: one parameter per customer that says which database on which instance serves it. Switching a customer to
 * a restored database is an update of that one parameter.
 *
 * Keeps: DB-1 (each customer its own database), BKP-5 (a restore becomes the active database).
 */
export class ParameterCatalogue extends pulumi.ComponentResource {
    constructor(name: string, args: ParameterCatalogueArgs, opts?: pulumi.ComponentResourceOptions) {
        const { region } = args;
        // The entries stay out of the component's own inputs: a change to one customer shows on that customer's parameter alone.
        super("oxygis:aws:ParameterCatalogue", name, { region }, opts);

        for (const { parameter, tags, entry } of args.entries) {
            new ssm.Parameter(
                `${name}-${entry.slug}`,
                {
                    region,
                    tags,
                    name: parameter,
                    type: "String",
                    // Standard parameters end at 4 KiB, which only a customer with many host names needs more than.
                    tier: "Intelligent-Tiering",
                    // Names and no secrets: a preview is to show to what a customer is switched.
                    insecureValue: pulumi.jsonStringify(entry),
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
