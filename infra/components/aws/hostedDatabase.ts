import * as lambda from "@pulumi/aws/lambda";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { databaseInput, type RestoreFrom } from "../../model/hostedDatabases";
import type { RegionalArgs } from "./regionalArgs";

export interface HostedDatabaseArgs extends RegionalArgs {
    functionName: pulumi.Input<string>;
    customer: string;
    database: string;
    /** Identifier of the instance that holds it. */
    instance: string;
    /** Name of the secret with which the application signs in to this database, and to no other. */
    secretName: string;
    keyArn: pulumi.Input<string>;
    /** The backup that it is made from; a new one is empty. A live database is never changed into a restored one. */
    restore?: RestoreFrom;
}

/**
 * One customer's own database on a shared instance, and the only user that can sign in to it. The databases function brings it about and
 * does nothing the second time; it never deletes a database, nor does anything here.
 *
 * Keeps: DB-1 (dedicated database, a user that reaches no other), BKP-5 (restored beside the live one), PWD-2 (the password is generated
 * and read by the application alone).
 */
export class HostedDatabase extends pulumi.ComponentResource {
    /** Known once the database is there. */
    public readonly databaseName: pulumi.Output<string>;
    public readonly secretArn: pulumi.Output<string>;

    constructor(name: string, args: HostedDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:HostedDatabase", name, args, opts);

        const { region, tags, secretName, database } = args;
        const password = new random.RandomPassword(
            `${name}-password`,
            { length: 48, minLower: 1, minNumeric: 1, minSpecial: 1, minUpper: 1, overrideSpecial: "-_.!*()" },
            { parent: this },
        );
        const secret = new secretsmanager.Secret(
            `${name}-secret`,
            { region, tags, name: secretName, kmsKeyId: args.keyArn, recoveryWindowInDays: 30 },
            { parent: this, protect: true },
        );
        const version = new secretsmanager.SecretVersion(
            `${name}-secret-version`,
            { region, secretId: secret.id, secretString: password.result },
            { parent: this },
        );
        const made = new lambda.Invocation(
            `${name}-database`,
            {
                region,
                functionName: args.functionName,
                lifecycleScope: "CRUD",
                input: databaseInput({ ...args, secret: secretName }),
            },
            { parent: this, protect: true, retainOnDelete: true, dependsOn: version },
        );

        this.databaseName = made.id.apply(() => database);
        this.secretArn = secret.arn;
        this.registerOutputs({ databaseName: this.databaseName, secretArn: this.secretArn });
    }
}
