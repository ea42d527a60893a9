import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

export interface CustomerSecretsArgs {
    resourceGroupName: pulumi.Input<string>;
    vaultName: pulumi.Input<string>;
    customers: {
        slug: string;
        /** Names of the secrets in the vault. */
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
 * What is generated for each customer of a cell and never leaves the vault: the password of the first login, which the
 * application makes the customer change, and the key that signs the customer's special URLs.
 *
 * Keeps: PWD-2 (nobody has seen the password), PWD-4 (and it obeys the rules), SW-9 (signed URLs with unique tokens).
 */
export class CustomerSecrets extends pulumi.ComponentResource {
    constructor(name: string, args: CustomerSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { resourceGroupName, vaultName, rotation } = args;
        // The customers stay out of the component's own inputs: adding one changes nothing but that customer's resources.
        super("oxygis:secrets:CustomerSecrets", name, { resourceGroupName, vaultName, rotation }, opts);

        for (const { slug, secretNames, tags } of args.customers) {
            const keep = (suffix: string, secretName: string, contentType: string, value: pulumi.Output<string>) =>
                new keyvault.Secret(
                    `${name}-${slug}-${suffix}-secret`,
                    {
                        resourceGroupName,
                        vaultName,
                        secretName,
                        tags,
                        properties: { contentType, value: pulumi.secret(value), attributes: { enabled: true } },
                    },
                    // Deleting needs the vault's own endpoint, which has no public address, and the name could not be used
                    // again: what is forgotten here stays in the vault until the customer is erased.
                    { parent: this, retainOnDelete: true },
                );

            const password = new random.RandomPassword(
                `${name}-${slug}-first-login`,
                { ...firstLoginPassword, keepers: { rotation: `${rotation.firstLogin}` } },
                { parent: this },
            );
            keep("first-login", secretNames.firstLogin, "text/plain; purpose=first-login", password.result);

            const key = new random.RandomBytes(
                `${name}-${slug}-signing-key`,
                { length: signingKeyBytes, keepers: { rotation: `${rotation.signingKey}` } },
                { parent: this },
            );
            keep("signing-key", secretNames.signingKey, "application/octet-stream; encoding=base64", key.base64);
        }

        this.registerOutputs({});
    }
}
