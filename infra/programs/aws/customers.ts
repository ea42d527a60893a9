import * as pulumi from "@pulumi/pulumi";

import { HostedDatabase } from "../../components/aws/hostedDatabase";
import { HostedSecrets } from "../../components/aws/hostedSecrets";
import { ParameterCatalogue } from "../../components/aws/parameterCatalogue";
import type { RegionalArgs } from "../../components/aws/regionalArgs";
import type { AwsCellStack } from "../../config/awsSchema";
import type { Customer } from "../../config/schema";
import { isVerified } from "../../config/verifier";
import { hostedCustomerNames, instanceFor } from "../../model/awsCustomers";
import { hostedNames } from "../../model/hostedDatabases";
import { customerHost, customerNames, databaseLabel } from "../../model/naming";
import { rotation } from "../../model/rotation";
import { databasesOf, preparedCustomers, recoveringStatus } from "../../model/standIn";

/** A SQL Server instance of the cell. */
interface Instance {
    /** By which a customer's file names it, `paid-1`. */
    name: string;
    identifier: string;
    instance: { instanceArn: pulumi.Input<string> };
    /** Where the application finds it. */
    hostName: pulumi.Input<string>;
}

/** What of a cell on AWS its customers are laid into. */
interface HostedData extends RegionalArgs {
    accountId: string;
    pairedRegion: string;
    keyArn: pulumi.Input<string>;
    pairedKeyArn: pulumi.Input<string>;
    instances: readonly Instance[];
    /** Known once the function may reach every instance. */
    functionName: pulumi.Input<string>;
    documentsBucket: pulumi.Input<string>;
    /** Where backups are restored from, if not from the cell's own bucket. */
    restoreBucket?: string;
}

type HostedStack = Pick<AwsCellStack, "cell" | "domain" | "customers" | "recovers" | "restores">;

/** For each customer of a cell on AWS a database, secrets and an entry in the catalogue. Composition only. */
export function declareCustomers(stack: HostedStack, data: HostedData) {
    const { cell, domain } = stack;
    const { region, tags, pairedRegion, accountId, keyArn, pairedKeyArn } = data;
    const { databaseSecret } = hostedNames({ cell, region, accountId });
    const namesOf = (slug: string) => hostedCustomerNames({ cell, region }, slug);
    const tagsOf = ({ slug, plan }: Customer) => ({ ...tags, "oxygis:customer": slug, "oxygis:plan": plan });

    const databases = databasesOf(stack).map((holding) => {
        const { customer, generation, restore } = holding;
        const { identifier, hostName, instance } = instanceFor(customer, data.instances);
        const { database } = customerNames(customer.slug, generation);
        const { databaseName } = new HostedDatabase(databaseLabel(cell, customer.slug, generation), {
            region,
            tags: tagsOf(customer),
            functionName: data.functionName,
            customer: customer.slug,
            database,
            instance: identifier,
            secretName: databaseSecret(database),
            keyArn,
            ...(restore && {
                restore: { from: restore.source, ...(data.restoreBucket && { bucket: data.restoreBucket }) },
            }),
        });
        return {
            ...holding,
            hostName,
            databaseName,
            databaseSecret: databaseSecret(database),
            databaseId: pulumi.interpolate`${instance.instanceArn}/${databaseName}`,
        };
    });
    new HostedSecrets(`${cell}-secrets`, {
        region,
        tags,
        pairedRegion,
        keyArn,
        pairedKeyArn,
        rotation,
        customers: preparedCustomers(stack).map((customer) => ({
            slug: customer.slug,
            secretNames: namesOf(customer.slug).secretNames,
            tags: tagsOf(customer),
        })),
    });
    const served = databases.filter(({ serves }) => serves);
    new ParameterCatalogue(`${cell}-catalogue`, {
        region,
        entries: served.map(({ customer, live, hostName, databaseName, databaseId, databaseSecret }) => ({
            parameter: namesOf(customer.slug).catalogueParameter,
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
                databaseSecret,
                documents: { bucket: data.documentsBucket, prefix: namesOf(customer.slug).documentsPrefix },
                secretNames: namesOf(customer.slug).secretNames,
            },
        })),
    });

    return { databases };
}
