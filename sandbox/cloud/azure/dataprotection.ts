/** azure-native:dataprotection: backup vaults, and the vaulted backup of blobs. */
import { lastPart, normalLocation, parentOf } from "../arm";
import { assignedIdentity } from "../identity";
import { CloudError, nameRule, type Facts, type Found, type Problem, type TypeTable } from "../model";
import { select, text, type Properties, type Value } from "../values";

const ALPHANUMERIC = /^[A-Za-z][A-Za-z0-9-]*$/;
const BLOBS = "Microsoft.Storage/storageAccounts/blobServices";
/** Storage Account Backup Contributor: what the vault's identity must be on an account. */
const BACKUP_CONTRIBUTOR = "e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1";
/** "Support matrix for Azure Blobs backup", vaulted. */
const CONTAINERS_PER_ACCOUNT = 100;

const strings = (from: Value | undefined, path: string): string[] =>
    select(from, path).flatMap(([, value]) => (typeof value === "string" ? [value] : []));

const immutability = (vault: Properties | undefined): string =>
    text(vault, "properties.securitySettings.immutabilitySettings.state") ?? "Disabled";

function refuse(code: string, message: string): never {
    throw new CloudError(code, message);
}

/** Names of vaults differ within a resource group only. */
const vaultKind = (inputs: Properties): string =>
    `backupVault|${(text(inputs, "resourceGroupName") ?? "").toLowerCase()}`;

function checkVault(inputs: Properties): Problem[] {
    const days = select(inputs, "properties.securitySettings.softDeleteSettings.retentionDurationInDays")[0]?.[1];
    const types = strings(inputs, "properties.storageSettings[].type");
    const restore = text(inputs, "properties.featureSettings.crossRegionRestoreSettings.state");
    return [
        ...(typeof days === "number" && (days < 14 || days > 180)
            ? [
                  {
                      property: "properties.securitySettings",
                      reason: `${String(days)} days: between 14 and 180 are possible`,
                  },
              ]
            : []),
        ...(restore === "Enabled" && !types.includes("GeoRedundant")
            ? [{ property: "properties.featureSettings", reason: "only a GeoRedundant vault restores across regions" }]
            : []),
    ];
}

/** What a vault never takes back, and what it has been since its creation. */
function refuseVault({ inputs, before, name }: Facts): void {
    if (text(inputs, "properties.securitySettings.softDeleteSettings.state") === "Off")
        refuse("UserErrorSoftDeleteCannotBeDisabled", `Soft delete of vault '${name}' cannot be switched off.`);
    if (before === undefined) return;
    const [was, is] = [before, inputs].map((from) => strings(from, "properties.storageSettings[].type").join());
    if (was !== is)
        refuse(
            "UserErrorStorageSettingsCannotBeModified",
            `The storage redundancy of vault '${name}' is fixed since its creation: ${was ?? ""}.`,
        );
    if (
        text(before, "properties.securitySettings.softDeleteSettings.state") === "AlwaysOn" &&
        text(inputs, "properties.securitySettings.softDeleteSettings.state") !== "AlwaysOn"
    )
        refuse(
            "UserErrorAlwaysOnSoftDelete",
            `Soft delete of vault '${name}' is always on, which cannot be taken back.`,
        );
    if (immutability(before) === "Locked" && immutability(inputs) !== "Locked")
        refuse(
            "UserErrorImmutabilityLocked",
            `The immutability of vault '${name}' is locked, which cannot be taken back.`,
        );
}

/** Name of a retention rule to its days. */
function retentions(policy: Properties | undefined): Map<string, number> {
    return new Map(
        select(policy, "properties.policyRules[]").flatMap(([, rule]) => {
            const duration = text(rule, "lifecycles[].deleteAfter.duration");
            return duration === undefined ? [] : [[text(rule, "name") ?? "", days(duration)] as const];
        }),
    );
}

function days(duration: string): number {
    const [, count = "0", unit = "D"] = /^P(\d+)([DWMY])$/.exec(duration) ?? [];
    return Number(count) * { D: 1, W: 7, M: 30, Y: 365 }[unit as "D" | "W" | "M" | "Y"];
}

function checkPolicy(inputs: Properties): Problem[] {
    const rules = select(inputs, "properties.policyRules[]").map(([, rule]) => rule);
    const kept = new Set(
        rules.filter((rule) => text(rule, "objectType") === "AzureRetentionRule").map((rule) => text(rule, "name")),
    );
    const tags = rules.flatMap((rule) => strings(rule, "trigger.taggingCriteria[].tagInfo.tagName"));
    return tags
        .filter((tag) => !kept.has(tag))
        .map((tag) => ({ property: "properties.policyRules", reason: `no retention rule is called '${tag}'` }));
}

/** An immutable vault keeps no backup shorter than it was promised. */
function refusePolicy({ id, inputs, before, cloud }: Facts): void {
    if (immutability(cloud.find(parentOf(id) ?? "")?.inputs) === "Disabled") return;
    const now = retentions(inputs);
    for (const [rule, kept] of retentions(before))
        if ((now.get(rule) ?? 0) < kept)
            refuse(
                "UserErrorRetentionReducedInImmutableVault",
                `Retention '${rule}' of policy '${lastPart(id)}' cannot be shortened: its vault is immutable.`,
            );
}

/** The account an instance protects, its settings, and all that has been granted on it. */
function refuseInstance({ id, inputs, before, cloud }: Facts): void {
    const vault = cloud.find(parentOf(id) ?? "");
    const policy = cloud.find(text(inputs, "properties.policyInfo.policyId") ?? "");
    const source = text(inputs, "properties.dataSourceInfo.resourceID") ?? "";
    const account = cloud.find(source);
    if (vault === undefined || account === undefined || policy === undefined) return;
    if (parentOf(policy.id)?.toLowerCase() !== vault.id.toLowerCase())
        refuse("UserErrorPolicyNotFound", `Policy '${policy.name}' is not in vault '${vault.name}'.`);
    if (
        before !== undefined &&
        text(before, "properties.dataSourceInfo.resourceID")?.toLowerCase() !== source.toLowerCase()
    )
        refuse("UserErrorDatasourceCannotBeModified", `Instance '${lastPart(id)}' protects another account already.`);
    const [there, here] = [account, vault].map(({ inputs: of }) => normalLocation(text(of, "location") ?? ""));
    if (there !== here)
        refuse(
            "UserErrorDatasourceNotInVaultRegion",
            `Account '${account.name}' lies in ${there ?? ""} and vault '${vault.name}' in ${here ?? ""}.`,
        );
    if (!mayBackUp(cloud.children(account.id), text(vault.outputs, "identity.principalId")))
        refuse(
            "UserErrorMissingRequiredPermissions",
            `Vault '${vault.name}' has no role Storage Account Backup Contributor on account '${account.name}'.`,
        );
    if (account.inputs["allowCrossTenantReplication"] !== true)
        refuse(
            "UserErrorCrossTenantOrsPolicyDisabled",
            `Cross tenant object replication is disabled on account '${account.name}'.`,
        );
    const service = cloud.find(`${account.id}/blobServices/default`);
    if (
        service?.inputs["isVersioningEnabled"] !== true ||
        select(service.inputs, "changeFeed.enabled")[0]?.[1] !== true
    )
        refuse(
            "UserErrorRequiredStorageFeaturesDisabled",
            `Versioning and change feed of account '${account.name}' must be enabled.`,
        );
    refuseContainers(inputs, account, (container) =>
        cloud.find(`${account.id}/blobServices/default/containers/${container}`),
    );
}

const mayBackUp = (children: Found[], principalId: string | undefined): boolean =>
    children.some(
        ({ token, inputs }) =>
            token === "azure-native:authorization:RoleAssignment" &&
            inputs["principalId"] === principalId &&
            (text(inputs, "roleDefinitionId") ?? "").toLowerCase().endsWith(BACKUP_CONTRIBUTOR),
    );

function refuseContainers(inputs: Properties, account: Found, find: (container: string) => Found | undefined): void {
    const list = "properties.policyInfo.policyParameters.backupDatasourceParametersList[].containersList[]";
    const containers = strings(inputs, list);
    if (containers.length === 0)
        refuse("UserErrorNoContainersSelectedForOperation", `No containers of account '${account.name}' are selected.`);
    if (containers.length > CONTAINERS_PER_ACCOUNT)
        refuse(
            "UserErrorTooManyContainersSelected",
            `${String(containers.length)} containers of account '${account.name}' are selected, and ${String(CONTAINERS_PER_ACCOUNT)} can be protected.`,
        );
    const missing = containers.filter((container) => find(container) === undefined);
    if (missing.length > 0)
        refuse(
            "UserErrorIncorrectContainersSelectedForOperation",
            `Account '${account.name}' has no container ${missing.join(", ")}.`,
        );
}

export const dataprotection: TypeTable = {
    BackupVault: {
        id: "Microsoft.DataProtection/backupVaults/{vaultName}",
        apiVersion: "2025-01-01",
        inputs: "eTag identity location properties resourceGroupName tags vaultName",
        required: "properties",
        name: nameRule(2, 50, ALPHANUMERIC, "2-50 letters, digits and hyphens that begin with a letter"),
        location: "region",
        values: {
            "properties.storageSettings[].datastoreType": ["ArchiveStore", "OperationalStore", "VaultStore"],
            "properties.storageSettings[].type": ["GeoRedundant", "LocallyRedundant", "ZoneRedundant"],
            "properties.securitySettings.immutabilitySettings.state": ["Disabled", "Unlocked", "Locked"],
            "properties.securitySettings.softDeleteSettings.state": ["Off", "On", "AlwaysOn"],
            "properties.monitoringSettings.azureMonitorAlertSettings.alertsForAllJobFailures": ["Enabled", "Disabled"],
            "properties.featureSettings.crossRegionRestoreSettings.state": ["Disabled", "Enabled"],
            "properties.featureSettings.crossSubscriptionRestoreSettings.state": [
                "Disabled",
                "PermanentlyDisabled",
                "Enabled",
            ],
        },
        nested: "VaultDeletionNotAllowed",
        check: checkVault,
        claims: ({ inputs, name }) => [{ kind: vaultKind(inputs), value: name }],
        refuse: refuseVault,
        // Deleted vaults stay for 14 days, whatever their own soft delete says of the items in them.
        softDelete: ({ inputs }) => ({ kind: vaultKind(inputs), days: 14 }),
        outputs: (facts) => ({ ...assignedIdentity(facts) }),
        seconds: { create: 30, source: "assumed" },
    },
    BackupPolicy: {
        id: "Microsoft.DataProtection/backupVaults/{vaultName}/backupPolicies/{backupPolicyName}",
        apiVersion: "2025-01-01",
        inputs: "backupPolicyName properties resourceGroupName vaultName",
        writeOnly: "vaultName",
        name: nameRule(3, 150, ALPHANUMERIC, "3-150 letters, digits and hyphens that begin with a letter"),
        inUse: "UserErrorPolicyInUse",
        check: checkPolicy,
        refuse: refusePolicy,
        seconds: { create: 10, source: "assumed" },
    },
    BackupInstance: {
        id: "Microsoft.DataProtection/backupVaults/{vaultName}/backupInstances/{backupInstanceName}",
        apiVersion: "2025-01-01",
        inputs: "backupInstanceName properties resourceGroupName tags vaultName",
        writeOnly: "vaultName",
        name: nameRule(3, 150, ALPHANUMERIC, "3-150 letters, digits and hyphens that begin with a letter"),
        values: {
            "properties.dataSourceInfo.datasourceType": [BLOBS],
            "properties.policyInfo.policyParameters.backupDatasourceParametersList[].objectType": [
                "BlobBackupDatasourceParameters",
            ],
        },
        // An account is protected by one instance of one vault.
        claims: ({ inputs }) => [
            {
                kind: "protectedAccount",
                value: (text(inputs, "properties.dataSourceInfo.resourceID") ?? "").toLowerCase(),
                code: "UserErrorDatasourceAlreadyProtected",
                message: "The data source is protected by another backup instance already.",
            },
        ],
        refuse: refuseInstance,
        seconds: { create: 120, update: 60, delete: 30, source: "assumed" },
    },
};
