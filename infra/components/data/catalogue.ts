import * as appconfiguration from "@pulumi/azure-native/appconfiguration";
import * as pulumi from "@pulumi/pulumi";

/** What the application must know to serve a customer. */
interface CatalogueEntry {
    slug: string;
    name: string;
    plan: string;
    /**
     * The application serves `active` and `leaving`; it turns `suspended` away, whose data and backups stay as they are, and shows the
     * users of a `recovering` customer a page (docs/application-settings.md).
     */
    status: pulumi.Input<string>;
    /** Host names the customer is reached by. */
    hosts: string[];
    server: pulumi.Input<string>;
    database: pulumi.Input<string>;
    /** Azure id of that database. */
    databaseId: pulumi.Input<string>;
    /** The storage account's host and the customer's own container there. */
    documents: { host: pulumi.Input<string>; container: string };
    /** Names in the cell's key vault, never values. */
    secretNames: { firstLogin: string; signingKey: string };
}

export interface CatalogueArgs {
    resourceGroupName: pulumi.Input<string>;
    storeName: pulumi.Input<string>;
    /** The key of a customer's entry in App Configuration. */
    entries: { key: string; tags: Record<string, string>; entry: CatalogueEntry }[];
}

/**
 * The catalogue of a cell: one key per customer that says which database on which server serves it. Switching a customer to a
 * restored database is an update of that one key.
 *
 * Keeps: DB-1 (each customer its own database), BKP-5 (a restore becomes the active database).
 */
export class Catalogue extends pulumi.ComponentResource {
    constructor(name: string, args: CatalogueArgs, opts?: pulumi.ComponentResourceOptions) {
        const { resourceGroupName, storeName } = args;
        // The entries stay out of the component's own inputs: a change to one customer shows on that customer's key alone.
        super("oxygis:data:Catalogue", name, { resourceGroupName, storeName }, opts);

        for (const { key, tags, entry } of args.entries) {
            new appconfiguration.KeyValue(
                `${name}-${entry.slug}`,
                {
                    resourceGroupName,
                    configStoreName: storeName,
                    keyValueName: key,
                    contentType: "application/json",
                    tags,
                    value: pulumi.jsonStringify(entry),
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
