import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { RegionalArgs } from "./regionalArgs";

export interface HostedSecretsArgs extends RegionalArgs {
    /** Where a copy of each secret lies, under that region's key. */
    pairedRegion: string;
    keyArn: pulumi.Input<string>;
    pairedKeyArn: pulumi.Input<string>;
    customers: {
        slug: string;
        /** Names of the secrets in Secrets Manager. */
        secretNames: { firstLogin: string; signingKey: string };
        tags: Record<string, string>;
    }[];
    /** Raise a number to have every customer's value made anew. */
    rotation: { firstLogin: number; signingKey: number };
}

/** PWD-4 asks 10 characters of 4 kinds; a password nobody chooses or remembers may as well be out of reach. */
const firstLoginPassword = { length: 24, minUpper: 2, minLower: 2, minNumeric: 2, minSpecial: 2 };
/** As long as the block of the SHA-512 family it keys. */
const signingKeyBytes = 64;

/**
 * What is generated for each customer of a cell on AWS and never leaves Secrets Manager: the password of the first login, which the
 * application makes the customer change, and the key that signs the customer's special URLs. A deleted secret can be had back for a month.
 *
 * Keeps: PWD-2 (nobody has seen the password), PWD-4 (and it obeys the rules), SW-9 (signed URLs with unique tokens).
 */
export class HostedSecrets extends pulumi.ComponentResource {
    constructor(name: string, args: HostedSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { region, pairedRegion, keyArn, pairedKeyArn, rotation } = args;
        // The customers stay out of the component's own inputs: adding one changes nothing but that customer's resources.
        super("oxygis:aws:HostedSecrets", name, { region, pairedRegion, keyArn, pairedKeyArn, rotation }, opts);

        for (const { slug, secretNames, tags } of args.customers) {
            const keep = (suffix: string, secretName: string, description: string, value: pulumi.Output<string>) => {
                // What is forgotten here stays where it is until the customer is erased.
                const options = { parent: this, retainOnDelete: true };
                const secret = new secretsmanager.Secret(
                    `${name}-${slug}-${suffix}-secret`,
                    {
                        region,
                        tags,
                        name: secretName,
                        description,
                        kmsKeyId: keyArn,
                        recoveryWindowInDays: 30,
                        replicas: [{ region: pairedRegion, kmsKeyId: pairedKeyArn }],
                        // A secret of that name there is another cell's, or that of the cell before it was rebuilt.
                        forceOverwriteReplicaSecret: false,
                    },
                    options,
                );
                new secretsmanager.SecretVersion(
                    `${name}-${slug}-${suffix}-value`,
                    { region, secretId: secret.id, secretString: value },
                    options,
                );
            };

            const password = new random.RandomPassword(
                `${name}-${slug}-first-login`,
                { ...firstLoginPassword, keepers: { rotation: `${rotation.firstLogin}` } },
                { parent: this },
            );
            keep("first-login", secretNames.firstLogin, "Password of the first login", password.result);

            const key = new random.RandomBytes(
                `${name}-${slug}-signing-key`,
                { length: signingKeyBytes, keepers: { rotation: `${rotation.signingKey}` } },
                { parent: this },
            );
            keep("signing-key", secretNames.signingKey, "Key that signs URLs, base64", key.base64);
        }

        this.registerOutputs({});
    }
}
