/** azure-native:appconfiguration */
import { assignedIdentity } from "../identity";
import { parentOf } from "../arm";
import { CloudError, nameRule, type TypeTable } from "../model";
import { eachString, text, type Properties, type Value } from "../values";

/** `key$label` with `~XX` for characters that ARM names cannot hold. */
function keyAndLabel(name: string): { key: string; label?: string } {
    const decode = (part: string): string => {
        const escaped = part.replace(/%/g, "%25").replace(/~(?=[0-9a-f]{2})/gi, "%");
        try {
            return decodeURIComponent(escaped);
        } catch {
            return part;
        }
    };
    const [key = "", label] = name.split("$");
    return { key: decode(key), ...(label === undefined ? {} : { label: decode(label) }) };
}

/** The ids in a text that is JSON; nothing in any other. */
function idsIn(value: string): string[] {
    const found: string[] = [];
    try {
        eachString(JSON.parse(value) as Value, (each) => {
            if (each.startsWith("/subscriptions/")) found.push(each);
        });
    } catch {
        return [];
    }
    return found;
}

/** Tiers whose stores are only soft-deleted, and so hold their name. */
const SOFT_DELETED = /^(standard|premium)$/i;

export const appconfiguration: TypeTable = {
    ConfigurationStore: {
        id: "Microsoft.AppConfiguration/configurationStores/{configStoreName}",
        apiVersion: "2024-05-01",
        inputs: `configStoreName createMode dataPlaneProxy disableLocalAuth enablePurgeProtection encryption identity location
            publicNetworkAccess resourceGroupName sku softDeleteRetentionInDays tags`,
        required: "sku",
        writeOnly: "createMode",
        name: nameRule(
            5,
            50,
            /^(?!.*---)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i,
            "5-50 letters, digits and hyphens, no hyphen at either end, no three hyphens in a row",
        ),
        createOnly: "softDeleteRetentionInDays",
        location: "region",
        usual: "name type provisioningState",
        values: {
            publicNetworkAccess: ["Enabled", "Disabled"],
            createMode: ["Recover", "Default"],
            "sku.name": ["free", "Free", "developer", "Developer", "standard", "Standard", "premium", "Premium"],
        },
        check: ({ softDeleteRetentionInDays: days }) =>
            typeof days === "number" && (days < 1 || days > 7)
                ? [{ property: "softDeleteRetentionInDays", reason: `${String(days)} is not between 1 and 7` }]
                : [],
        claims: ({ name }) => [
            {
                kind: "configurationStore",
                value: name,
                code: "NameUnavailable",
                message: `The specified name '${name}' is already in use.`,
            },
        ],
        refuse: ({ before, inputs }) => {
            if (before?.["enablePurgeProtection"] === true && inputs["enablePurgeProtection"] !== true)
                throw new CloudError(
                    "BadRequest",
                    "Purge protection of a configuration store cannot be switched off again.",
                );
        },
        softDelete: ({ inputs }) => {
            const days = inputs["softDeleteRetentionInDays"];
            if (!SOFT_DELETED.test(text(inputs, "sku.name") ?? "")) return undefined;
            return { kind: "configurationStore", days: typeof days === "number" ? days : 7 };
        },
        outputs: (facts): Properties => ({
            ...facts.inputs,
            ...assignedIdentity(facts),
            endpoint: `https://${facts.name}.azconfig.io`,
            creationDate: facts.before?.["creationDate"] ?? facts.now.toISOString(),
            privateEndpointConnections: [],
        }),
        seconds: { create: 60, update: 15, delete: 30, source: "assumed" },
    },
    KeyValue: {
        id: "Microsoft.AppConfiguration/configurationStores/{configStoreName}/keyValues/{keyValueName}",
        apiVersion: "2024-05-01",
        inputs: "configStoreName contentType keyValueName resourceGroupName tags value",
        writeOnly: "configStoreName",
        name: nameRule(1, 1024, /^[^/%]+$/, "a key, or key$label, with ~2F for / and ~25 for %"),
        check: ({ value }) =>
            typeof value === "string" && Buffer.byteLength(value) > 10_240
                ? [{ property: "value", reason: "a key-value has at most 10 kB" }]
                : [],
        // Whoever reads the value goes to what it names: that is there first.
        mentions: ({ inputs }) => idsIn(text(inputs, "value") ?? ""),
        claims: ({ id, name }) => [{ kind: `keyValue|${parentOf(id)?.toLowerCase() ?? ""}`, value: name }],
        outputs: ({ id, name, cloud, revision, now }) => ({
            ...keyAndLabel(name),
            eTag: cloud.guid(id, "etag", String(revision)),
            lastModified: now.toISOString(),
            locked: false,
        }),
        seconds: { create: 3, source: "assumed" },
    },
};
