import type * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../components/commonArgs";
import { Catalogue } from "../components/data/catalogue";
import { CustomerDatabase } from "../components/data/customerDatabase";
import { CustomerPool } from "../components/data/customerPool";
import { ManagedDatabase } from "../components/data/managedDatabase";
import { WatchRows } from "../components/monitoring/watchRows";
import { CustomerSecrets } from "../components/secrets/customerSecrets";
import type { CellStack, Customer } from "../config/schema";
import { isVerified } from "../config/verifier";
import { instanceFor } from "../model/awsCustomers";
import { watchedBackups, watchedOnInstances } from "../model/backupWatch";
import { customerHost, customerNames, databaseLabel } from "../model/naming";
import { poolFor, poolsOf } from "../model/placement";
import { residencyOf } from "../model/residency";
import { rotation } from "../model/rotation";
import { backupSchedule } from "../model/schedules";
import { poolLimits, sizeClasses, vCoresPerDatabase } from "../model/sizes";
import { databasesOf, preparedCustomers, recoveringStatus } from "../model/standIn";
import type { NamedInstance } from "./managedInstances";

/** What of a cell its customers are laid into; resource group and tags are those of the data. */
interface CellData extends CommonArgs {
    secretsResourceGroup: pulumi.Output<string>;
    sqlServer: { name: pulumi.Output<string>; hostName: pulumi.Output<string> };
    /** Of a cell that stands in for one on AWS. */
    instances: readonly NamedInstance[];
    vaultName: pulumi.Output<string>;
    storeName: pulumi.Output<string>;
    /** Slug to where the customer's documents lie. */
    documents: Readonly<Record<string, { host: pulumi.Output<string>; container: string }>>;
}

/** The pools of a cell and, for each customer, a database, secrets and an entry in the catalogue. Composition only. */
export function declareCustomers(stack: CellStack, data: CellData) {
    const { cell, domain, pools: sizing } = stack;
    const { resourceGroupName, location, tags, sqlServer } = data;
    const common = { resourceGroupName, location, serverName: sqlServer.name };
    const secretsOf = (slug: string) => {
        const { firstLoginSecret, urlSigningSecret } = customerNames(slug);
        return { firstLogin: firstLoginSecret, signingKey: urlSigningSecret };
    };
    const tagsOf = ({ slug, plan }: Customer) => ({ ...tags, "oxygis:customer": slug, "oxygis:plan": plan });

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

    const databases = databasesOf(stack).map((holding) => {
        const { customer, generation, restore } = holding;
        const { slug, plan, size } = customer;
        const label = databaseLabel(cell, slug, generation);
        const { database } = customerNames(slug, generation);
        if (restore?.from === "native") {
            const { instanceName, hostName } = instanceFor(customer, data.instances);
            const { databaseId, databaseName } = new ManagedDatabase(label, {
                ...{ resourceGroupName, location, tags: tagsOf(customer) },
                instanceName,
                databaseName: database,
                source: restore.source,
                order: restore.order,
                weeklyRetention: backupSchedule(plan).weeklyRetention,
            });
            return { ...holding, hostName, instanceName, databaseId, databaseName };
        }
        const { databaseId, databaseName } = new CustomerDatabase(label, {
            ...common,
            tags: tagsOf(customer),
            databaseName: database,
            poolId: poolIds.get(poolFor(customer, pools))!,
            maxSizeGiB: sizeClasses[size].maxSizeGiB,
            residency: residencyOf(customer),
            origin: restore ? { from: restore.from, source: restore.source, order: restore.order } : { from: "new" },
            ...backupSchedule(plan),
        });
        return { ...holding, hostName: sqlServer.hostName, instanceName: undefined, databaseId, databaseName };
    });
    new CustomerSecrets(`${cell}-secrets`, {
        resourceGroupName: data.secretsResourceGroup,
        vaultName: data.vaultName,
        rotation,
        customers: preparedCustomers(stack).map((customer) => ({
            slug: customer.slug,
            secretNames: secretsOf(customer.slug),
            tags: tagsOf(customer),
        })),
    });
    const served = databases.filter(({ serves }) => serves);
    new Catalogue(`${cell}-catalogue`, {
        resourceGroupName: data.secretsResourceGroup,
        storeName: data.storeName,
        entries: served.map(({ customer, live, hostName, databaseId, databaseName }) => ({
            key: customerNames(customer.slug).catalogueKey,
            tags: tagsOf(customer),
            entry: {
                slug: customer.slug,
                name: customer.name,
                plan: customer.plan,
                status: live
                    ? customer.status
                    : databaseId.apply(async (id) =>
                          (await isVerified(customer.slug, id)) ? customer.status : recoveringStatus,
                      ),
                hosts: [customerHost(customer.slug, cell, domain), ...customer.domains],
                server: hostName,
                database: databaseName,
                databaseId,
                documents: data.documents[customer.slug]!,
                secretNames: secretsOf(customer.slug),
            },
        })),
    });
    new WatchRows(`${cell}-watch`, {
        resourceGroupName: data.secretsResourceGroup,
        storeName: data.storeName,
        customers: databases.map(({ customer, generation, databaseName, instanceName }) => ({
            slug: customer.slug,
            key: customerNames(customer.slug, generation).watchKey,
            tags: tagsOf(customer),
            database: databaseName,
            ...(instanceName
                ? { instance: instanceName, backups: watchedOnInstances }
                : { backups: watchedBackups(residencyOf(customer)) }),
        })),
    });

    return { databases };
}
