import type * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../components/commonArgs";
import { Catalogue } from "../components/data/catalogue";
import { CustomerDatabase } from "../components/data/customerDatabase";
import { CustomerPool } from "../components/data/customerPool";
import { WatchRows } from "../components/monitoring/watchRows";
import { CustomerSecrets } from "../components/secrets/customerSecrets";
import type { CellStack } from "../config/schema";
import { watchedBackups } from "../model/backupWatch";
import { customerHost, customerNames } from "../model/naming";
import { poolFor, poolsOf } from "../model/placement";
import { residencyOf } from "../model/residency";
import { rotation } from "../model/rotation";
import { backupSchedule } from "../model/schedules";
import { poolLimits, sizeClasses, vCoresPerDatabase } from "../model/sizes";

/** What of a cell its customers are laid into; resource group and tags are those of the data. */
interface CellData extends CommonArgs {
    secretsResourceGroup: pulumi.Output<string>;
    sqlServer: { name: pulumi.Output<string>; hostName: pulumi.Output<string> };
    vaultName: pulumi.Output<string>;
    storeName: pulumi.Output<string>;
    /** Slug to where the customer's documents lie. */
    documents: Readonly<Record<string, { host: pulumi.Output<string>; container: string }>>;
}

/** The pools of a cell and, for each customer, a database, secrets and an entry in the catalogue. Composition only. */
export function declareCustomers({ cell, domain, pools: sizing, customers }: CellStack, data: CellData) {
    const { resourceGroupName, location, tags, sqlServer } = data;
    const common = { resourceGroupName, location, serverName: sqlServer.name };

    const pools = poolsOf(sizing);
    const poolIds = new Map(
        pools.map(({ name, vCores }) => {
            const pool = new CustomerPool(`${cell}-${name}`, {
                ...common,
                tags,
                elasticPoolName: name,
                vCores,
                maxSizeGiB: poolLimits.get(vCores)!.storageGiB,
                maxVCoresPerDatabase: vCoresPerDatabase(vCores),
            });
            return [name, pool.poolId] as const;
        }),
    );

    const served = customers.map((customer) => {
        const { slug, plan, size } = customer;
        const names = customerNames(slug);
        const ownTags = { ...tags, "oxygis:customer": slug, "oxygis:plan": plan };
        const { databaseId, databaseName } = new CustomerDatabase(`${cell}-${slug}`, {
            ...common,
            tags: ownTags,
            databaseName: names.database,
            poolId: poolIds.get(poolFor(customer, pools))!,
            maxSizeGiB: sizeClasses[size].maxSizeGiB,
            residency: residencyOf(customer),
            ...backupSchedule(plan),
        });
        const secretNames = { firstLogin: names.firstLoginSecret, signingKey: names.urlSigningSecret };
        return { customer, names, databaseId, databaseName, tags: ownTags, secretNames };
    });
    new CustomerSecrets(`${cell}-secrets`, {
        resourceGroupName: data.secretsResourceGroup,
        vaultName: data.vaultName,
        rotation,
        customers: served.map(({ customer, secretNames, tags }) => ({ slug: customer.slug, secretNames, tags })),
    });
    new Catalogue(`${cell}-catalogue`, {
        resourceGroupName: data.secretsResourceGroup,
        storeName: data.storeName,
        entries: served.map(({ customer, names, databaseName, tags, secretNames }) => ({
            key: names.catalogueKey,
            tags,
            entry: {
                slug: customer.slug,
                name: customer.name,
                plan: customer.plan,
                status: customer.status,
                hosts: [customerHost(customer.slug, cell, domain), ...customer.domains],
                server: sqlServer.hostName,
                database: databaseName,
                documents: data.documents[customer.slug]!,
                secretNames,
            },
        })),
    });
    new WatchRows(`${cell}-watch`, {
        resourceGroupName: data.secretsResourceGroup,
        storeName: data.storeName,
        customers: served.map(({ customer, names, databaseName, tags }) => ({
            slug: customer.slug,
            key: names.watchKey,
            tags,
            database: databaseName,
            backups: watchedBackups(residencyOf(customer)),
        })),
    });

    return { databaseIds: new Map(served.map(({ customer, databaseId }) => [customer.slug, databaseId])) };
}
