/** azure-native:keyvault */
import { hashOf, parentOf } from "../arm";
import { CloudError, nameRule, type Facts, type TypeTable } from "../model";
import { isObject, select, text, type Properties, type Value } from "../values";

const property = (inputs: Properties | undefined, path: string): Value | undefined =>
    select(inputs, `properties.${path}`)[0]?.[1];

/** What Azure never takes back once a vault has it. */
function refuseVault({ inputs, before, name }: Facts): void {
    const refuse = (message: string): never => {
        throw new CloudError("BadRequest", message);
    };
    if (property(inputs, "enableSoftDelete") === false)
        refuse('The property "enableSoftDelete" cannot be set to false: soft delete cannot be switched off.');
    if (property(before, "enablePurgeProtection") === true && property(inputs, "enablePurgeProtection") === false)
        refuse(`The property "enablePurgeProtection" of vault '${name}' cannot be set to false once it is enabled.`);
    const [was, is] = [property(before, "softDeleteRetentionInDays"), property(inputs, "softDeleteRetentionInDays")];
    if (was !== undefined && is !== undefined && was !== is)
        refuse('The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.');
}

function secretUri({ inputs, name }: Facts): string {
    return `https://${text(inputs, "vaultName") ?? ""}.vault.azure.net/secrets/${name}`;
}

export const keyvault: TypeTable = {
    Vault: {
        id: "Microsoft.KeyVault/vaults/{vaultName}",
        apiVersion: "2024-11-01",
        inputs: "location properties resourceGroupName tags vaultName",
        required: "properties",
        name: nameRule(
            3,
            24,
            /^[a-z](-?[a-z0-9])*$/i,
            "3-24 letters, digits and single hyphens, beginning with a letter, no hyphen at the end",
        ),
        location: "region",
        values: {
            "properties.sku.name": ["standard", "premium"],
            "properties.sku.family": ["A"],
            "properties.networkAcls.defaultAction": ["Allow", "Deny"],
            "properties.networkAcls.bypass": ["AzureServices", "None"],
        },
        check: (inputs) => {
            const days = property(inputs, "softDeleteRetentionInDays");
            return [
                ...["tenantId", "sku"]
                    .filter(
                        (name) =>
                            isObject(inputs["properties"]) &&
                            property(inputs, name) === undefined &&
                            !(name in inputs["properties"]),
                    )
                    .map((name) => ({ property: "", reason: `missing required property 'properties.${name}'` })),
                ...(typeof days === "number" && (days < 7 || days > 90)
                    ? [
                          {
                              property: "properties.softDeleteRetentionInDays",
                              reason: `${String(days)} is not between 7 and 90`,
                          },
                      ]
                    : []),
            ];
        },
        claims: ({ name }) => [
            {
                kind: "keyVault",
                value: name,
                code: "VaultAlreadyExists",
                message: `The vault name '${name}' is already in use. Vault names are globally unique.`,
            },
        ],
        refuse: refuseVault,
        // Soft delete is always on; nothing the provider does purges, and purge protection would refuse it.
        softDelete: ({ inputs }) => {
            const days = property(inputs, "softDeleteRetentionInDays");
            return { kind: "keyVault", days: typeof days === "number" ? days : 90 };
        },
        outputs: ({ name, inputs }) => ({
            properties: {
                enableSoftDelete: true,
                softDeleteRetentionInDays: 90,
                enableRbacAuthorization: false,
                publicNetworkAccess: "Enabled",
                accessPolicies: [],
                ...(isObject(inputs["properties"]) ? inputs["properties"] : {}),
                vaultUri: `https://${name}.vault.azure.net/`,
                provisioningState: "Succeeded",
            },
        }),
        seconds: { create: 30, update: 10, delete: 10, source: "assumed" },
    },
    Secret: {
        id: "Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
        apiVersion: "2024-11-01",
        inputs: "properties resourceGroupName secretName tags vaultName",
        required: "properties",
        writeOnly: "vaultName",
        name: nameRule(1, 127, /^[a-z0-9-]+$/i, "1-127 letters, digits and hyphens"),
        check: (inputs) => {
            const value = property(inputs, "value");
            return typeof value === "string" && Buffer.byteLength(value) > 25_600
                ? [{ property: "properties.value", reason: "a secret has at most 25 kB" }]
                : [];
        },
        claims: (facts) => [{ kind: `secret|${parentOf(facts.id)?.toLowerCase() ?? ""}`, value: facts.name }],
        softDelete: ({ id, cloud }) => {
            const vault = parentOf(id) ?? "";
            const days = property(cloud.find(vault)?.inputs, "softDeleteRetentionInDays");
            return { kind: `secret|${vault.toLowerCase()}`, days: typeof days === "number" ? days : 90 };
        },
        outputs: (facts) => {
            const given = facts.inputs["properties"];
            const shown: Properties = isObject(given) ? { ...given } : {};
            // The management plane never answers the value.
            Reflect.deleteProperty(shown, "value");
            const version = hashOf(32, facts.cloud.guid(facts.id, "version", String(facts.revision)));
            return {
                location: text(facts.cloud.find(parentOf(facts.id) ?? "")?.inputs, "location") ?? "",
                properties: {
                    ...shown,
                    attributes: { enabled: true, ...(isObject(shown["attributes"]) ? shown["attributes"] : {}) },
                    secretUri: secretUri(facts),
                    secretUriWithVersion: `${secretUri(facts)}/${version}`,
                },
            };
        },
        seconds: { create: 3, source: "assumed" },
    },
};
