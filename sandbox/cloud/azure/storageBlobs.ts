/** azure-native:storage: what blobs of an account keep, where they lie, and how long old versions stay. */
import { lastPart, parentOf } from "../arm";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, select, text, type Properties } from "../values";

/** Days a setting may name, by path ("Blob Service - Set Blob Service Properties", 2024-01-01). */
const DAYS: Readonly<Record<string, readonly [number, number]>> = {
    "deleteRetentionPolicy.days": [1, 365],
    "containerDeleteRetentionPolicy.days": [1, 365],
    "restorePolicy.days": [1, 365],
    "changeFeed.retentionInDays": [1, 146_000],
};

function number(inputs: Properties, path: string): number | undefined {
    const value = select(inputs, path)[0]?.[1];
    return typeof value === "number" ? value : undefined;
}

const enabled = (inputs: Properties, path: string): boolean => select(inputs, `${path}.enabled`)[0]?.[1] === true;

function checkService(inputs: Properties): Problem[] {
    const outside = Object.entries(DAYS).flatMap(([path, [least, most]]) => {
        const days = number(inputs, path);
        return days === undefined || (days >= least && days <= most)
            ? []
            : [{ property: path, reason: `${String(days)} is not between ${String(least)} and ${String(most)}` }];
    });
    if (!enabled(inputs, "restorePolicy")) return outside;
    const able =
        inputs["isVersioningEnabled"] === true &&
        enabled(inputs, "changeFeed") &&
        (number(inputs, "restorePolicy.days") ?? 0) < (number(inputs, "deleteRetentionPolicy.days") ?? 0);
    return able
        ? outside
        : [
              ...outside,
              {
                  property: "restorePolicy",
                  reason: "point-in-time restore needs versioning, the change feed and a longer soft delete of blobs",
              },
          ];
}

function refuseContainer({ inputs, cloud, id }: Facts): void {
    const account = cloud.find(parentOf(parentOf(id) ?? "") ?? "") ?? cloud.find(parentOf(id) ?? "");
    const wanted = text(inputs, "publicAccess") ?? "None";
    if (wanted !== "None" && account?.inputs["allowBlobPublicAccess"] !== true)
        throw new CloudError(
            "PublicAccessNotPermitted",
            `Public access is not permitted on storage account '${account?.name ?? ""}'.`,
        );
}

/** Names of metadata are C# identifiers; the service sends them as headers. */
function checkMetadata(inputs: Properties): Problem[] {
    const metadata = inputs["metadata"];
    const names = isObject(metadata) ? Object.keys(metadata) : [];
    return names
        .filter((name) => !/^[A-Za-z_]\w*$/.test(name))
        .map((name) => ({
            property: `metadata.${name}`,
            reason: `'${name}' is not letters, digits and underscores that begin with a letter`,
        }));
}

/** What a rule of a lifecycle policy must have; the actions themselves are not modelled. */
function checkRules(inputs: Properties): Problem[] {
    const rules = select(inputs, "policy.rules[]").map(([, rule]) => rule);
    const names = rules.map((rule) => text(rule, "name") ?? "");
    return [
        ...(rules.length > 100
            ? [{ property: "policy.rules", reason: "a lifecycle policy has at most 100 rules" }]
            : []),
        ...(new Set(names).size < names.length
            ? [{ property: "policy.rules", reason: "two rules have the same name" }]
            : []),
        ...rules
            .filter((rule) => select(rule, "definition.filters.blobTypes[]").some(([, type]) => type !== "blockBlob"))
            .filter((rule) => /"(?:tierTo|enableAuto)/.test(JSON.stringify(select(rule, "definition.actions"))))
            .map(() => ({
                property: "policy.rules",
                reason: "append blobs can be deleted, not moved to another tier",
            })),
    ];
}

export const storageBlobs: TypeTable = {
    BlobContainer: {
        id: "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
        apiVersion: "2024-01-01",
        inputs: `accountName containerName defaultEncryptionScope denyEncryptionScopeOverride enableNfsV3AllSquash
            enableNfsV3RootSquash immutableStorageWithVersioning metadata publicAccess resourceGroupName`,
        writeOnly: "accountName",
        name: nameRule(
            3,
            63,
            /^(\$web|\$root|\$logs|[a-z0-9]+(-[a-z0-9]+)*)$/,
            "3-63 lower-case letters, digits and single hyphens; a letter or digit at both ends",
        ),
        values: { publicAccess: ["None", "Container", "Blob"] },
        check: checkMetadata,
        refuse: refuseContainer,
        outputs: () => ({ hasImmutabilityPolicy: false, hasLegalHold: false, leaseState: "Available" }),
        seconds: { create: 3, source: "assumed" },
    },
    BlobServiceProperties: {
        id: "Microsoft.Storage/storageAccounts/{accountName}/blobServices/{blobServicesName}",
        apiVersion: "2024-01-01",
        inputs: `accountName automaticSnapshotPolicyEnabled blobServicesName changeFeed containerDeleteRetentionPolicy cors
            defaultServiceVersion deleteRetentionPolicy isVersioningEnabled lastAccessTimeTrackingPolicy resourceGroupName
            restorePolicy`,
        writeOnly: "accountName",
        name: nameRule(7, 7, /^default$/, "the only blob service of an account is 'default'"),
        // The provider sets the defaults back instead of deleting; here, what lies below must be gone first.
        nested: "CannotDeleteResource",
        check: checkService,
        refuse: ({ inputs, cloud, id }) => {
            const account = cloud.find(parentOf(id) ?? "");
            if (inputs["isVersioningEnabled"] === true && account?.inputs["isHnsEnabled"] === true)
                throw new CloudError(
                    "FeatureNotSupportedForAccount",
                    `Versioning is not supported for the hierarchical namespace of account '${lastPart(account.id)}'.`,
                );
        },
        outputs: ({ cloud, id }): Properties => {
            const sku = cloud.find(parentOf(id) ?? "")?.outputs["sku"];
            return sku === undefined ? {} : { sku };
        },
        seconds: { create: 5, source: "assumed" },
    },
    ManagementPolicy: {
        id: "Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/{managementPolicyName}",
        apiVersion: "2024-01-01",
        inputs: "accountName managementPolicyName policy resourceGroupName",
        required: "policy",
        writeOnly: "accountName",
        name: nameRule(7, 7, /^default$/, "the only lifecycle policy of an account is 'default'"),
        values: { "policy.rules[].type": ["Lifecycle"] },
        check: checkRules,
        outputs: ({ now }) => ({ lastModifiedTime: now.toISOString() }),
        seconds: { create: 5, source: "assumed" },
    },
};
