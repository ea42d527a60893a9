import * as appconfiguration from "@pulumi/azure-native/appconfiguration";
import * as pulumi from "@pulumi/pulumi";

import type { BackupKind } from "../../model/backupWatch";

export interface WatchRowsArgs {
    resourceGroupName: pulumi.Input<string>;
    storeName: pulumi.Input<string>;
    customers: {
        slug: string;
        /** The row's key in App Configuration. */
        key: string;
        tags: Record<string, string>;
        database: pulumi.Input<string>;
        /** Managed instance that holds the database, if one does. */
        instance?: pulumi.Input<string>;
        /** The kinds of backup there must be. */
        backups: BackupKind[];
    }[];
}

/**
 * What the backup watch must find: one row for each customer's database, declared with it. A database that is gone, or was never
 * made, is missed, because the list does not come from the databases.
 *
 * Keeps: DR-4 (missing backups are noticed).
 */
export class WatchRows extends pulumi.ComponentResource {
    constructor(name: string, args: WatchRowsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { resourceGroupName, storeName } = args;
        // The rows stay out of the component's own inputs: a change to one customer shows on that customer's row alone.
        super("oxygis:monitoring:WatchRows", name, { resourceGroupName, storeName }, opts);

        for (const { slug, key, tags, database, instance, backups } of args.customers) {
            new appconfiguration.KeyValue(
                `${name}-${key.replace(/^watch:/, "")}`,
                {
                    resourceGroupName,
                    configStoreName: storeName,
                    keyValueName: key,
                    contentType: "application/json",
                    tags,
                    value: pulumi.jsonStringify({ customer: slug, database, ...(instance && { instance }), backups }),
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
