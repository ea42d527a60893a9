/** azure-native:recoveryservices: vaults, and the backup of virtual machines in them. */
import { lastPart, normalLocation, parentOf } from "../arm";
import { assignedIdentity } from "../identity";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties, type Value } from "../values";

const STATES = ["Enabled", "Disabled"];
const SECURITY = "properties.securitySettings";
const REDUNDANCY = "properties.redundancySettings.standardTierStorageRedundancy";
const SOFT_DELETE = ["softDeleteState", "enhancedSecurityState"].map(
    (name) => `${SECURITY}.softDeleteSettings.${name}`,
);
const NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

function refuse(code: string, message: string): never {
    throw new CloudError(code, message);
}

const at = (from: Properties | undefined, path: string): Value | undefined => select(from, path)[0]?.[1];
const immutability = (vault: Properties | undefined): string =>
    text(vault, `${SECURITY}.immutabilitySettings.state`) ?? "Disabled";
const softDeleteDays = (vault: Properties | undefined): number => {
    const days = at(vault, `${SECURITY}.softDeleteSettings.softDeleteRetentionPeriodInDays`);
    return typeof days === "number" ? days : 14;
};
/** `.../vaults/v` of the id of anything in it. */
const vaultOf = (id: string): string => id.replace(/(\/vaults\/[^/]+)\/.*$/i, "$1");
const itemsKey = (vault: string): string => `protectedItems|${vault.toLowerCase()}`;

function between(inputs: Properties, property: string, least: number, most: number, what: string): Problem[] {
    const value = at(inputs, property);
    return typeof value !== "number" || (value >= least && value <= most)
        ? []
        : [{ property, reason: `${String(value)} ${what}: between ${String(least)} and ${String(most)} are possible` }];
}

function checkVault(inputs: Properties): Problem[] {
    const restoresElsewhere = text(inputs, "properties.redundancySettings.crossRegionRestore") === "Enabled";
    return [
        ...between(inputs, `${SECURITY}.softDeleteSettings.softDeleteRetentionPeriodInDays`, 14, 180, "days"),
        // The SDK lists it; Azure refuses it everywhere.
        ...[REDUNDANCY, ...SOFT_DELETE]
            .filter((property) => text(inputs, property) === "Invalid")
            .map((property) => ({ property, reason: "'Invalid' is what Azure answers, not what it takes" })),
        ...(restoresElsewhere && text(inputs, REDUNDANCY) !== "GeoRedundant"
            ? [
                  {
                      property: "properties.redundancySettings.crossRegionRestore",
                      reason: "only a GeoRedundant vault restores across regions",
                  },
              ]
            : []),
    ];
}

/** What a vault never takes back, and what the first thing in it fixes. */
function refuseVault({ id, name, inputs, before, cloud }: Facts): void {
    if (SOFT_DELETE.some((property) => text(inputs, property) === "Disabled"))
        refuse("UserErrorSoftDeleteCannotBeDisabled", `Soft delete of vault '${name}' cannot be switched off.`);
    if (before === undefined) return;
    if (SOFT_DELETE.some((path) => text(before, path) === "AlwaysON" && text(inputs, path) !== "AlwaysON"))
        refuse(
            "UserErrorAlwaysOnSoftDelete",
            `Soft delete of vault '${name}' is always on, which cannot be taken back.`,
        );
    if (immutability(before) === "Locked" && immutability(inputs) !== "Locked")
        refuse(
            "UserErrorImmutabilityLocked",
            `The immutability of vault '${name}' is locked, which cannot be taken back.`,
        );
    if (text(before, REDUNDANCY) !== text(inputs, REDUNDANCY) && cloud.count(itemsKey(id)) > 0)
        refuse(
            "UserErrorStorageModelTypeCannotBeModified",
            `The storage redundancy of vault '${name}' is fixed since something is protected in it.`,
        );
}

const UNITS: Readonly<Record<string, number>> = { Days: 1, Weeks: 7, Months: 28, Years: 365 };
const SERIES = ["dailySchedule", "weeklySchedule", "monthlySchedule", "yearlySchedule"];

/** Days a series of backups is kept; 0 where there is none. */
function keptDays(policy: Properties | undefined, series: string): number {
    const path = `properties.retentionPolicy.${series}.retentionDuration`;
    const count = at(policy, `${path}.count`);
    return typeof count === "number" ? count * (UNITS[text(policy, `${path}.durationType`) ?? ""] ?? 0) : 0;
}

function checkPolicy(inputs: Properties): Problem[] {
    if (text(inputs, "properties.backupManagementType") !== "AzureIaasVM") return [];
    const enhanced = text(inputs, "properties.policyType") === "V2";
    const schedule = `properties.schedulePolicy.${enhanced ? "dailySchedule." : ""}scheduleRunTimes[]`;
    const begins = select(inputs, schedule).map(([, time]) => time);
    const late = SERIES.map((series) => `properties.retentionPolicy.${series}.retentionTimes`).filter((path) =>
        select(inputs, `${path}[]`).some(([, time]) => begins.length > 0 && !isUnknown(time) && !begins.includes(time)),
    );
    return [
        ...between(inputs, "properties.instantRpRetentionRangeInDays", 1, enhanced ? 30 : 5, "days of snapshots"),
        ...between(inputs, "properties.retentionPolicy.dailySchedule.retentionDuration.count", 7, 9999, "days"),
        ...between(inputs, "properties.retentionPolicy.weeklySchedule.retentionDuration.count", 1, 5163, "weeks"),
        ...late.map((property) => ({ property, reason: "the times kept are not those of the schedule" })),
    ];
}

/** An immutable vault keeps no backup shorter than it was promised. */
function refusePolicy({ id, inputs, before, cloud }: Facts): void {
    if (before === undefined || immutability(cloud.find(vaultOf(id))?.inputs) === "Disabled") return;
    const shorter = SERIES.find((series) => keptDays(inputs, series) < keptDays(before, series));
    if (shorter !== undefined)
        refuse(
            "UserErrorRetentionReducedInImmutableVault",
            `The ${shorter} of policy '${lastPart(id)}' cannot be shortened: its vault is immutable.`,
        );
}

/** The names by which Azure Backup knows a virtual machine. */
function checkItem(inputs: Properties): Problem[] {
    if (text(inputs, "properties.protectedItemType") !== "Microsoft.Compute/virtualMachines") return [];
    const forms: [string, RegExp][] = [
        ["fabricName", /^Azure$/],
        ["containerName", /^iaasvmcontainer;iaasvmcontainerv2;[^;]+;[^;]+$/i],
        ["protectedItemName", /^vm;iaasvmcontainerv2;[^;]+;[^;]+$/i],
    ];
    return forms.flatMap(([property, form]) => {
        const value = text(inputs, property);
        return value === undefined || isUnknown(value) || form.test(value)
            ? []
            : [{ property, reason: `'${value}' is no name of a virtual machine's backup: ${String(form)}` }];
    });
}

function refuseItem({ id, name, inputs, cloud }: Facts): void {
    const vault = cloud.find(vaultOf(id));
    const source = cloud.find(text(inputs, "properties.sourceResourceId") ?? "");
    const policy = text(inputs, "properties.policyId") ?? "";
    if (vault === undefined || source === undefined) return;
    if (parentOf(policy)?.toLowerCase() !== vault.id.toLowerCase())
        refuse("BMSUserErrorPolicyNotFound", `Policy '${lastPart(policy)}' is not in vault '${vault.name}'.`);
    const [there, here] = [source, vault].map(({ inputs: of }) => normalLocation(text(of, "location") ?? ""));
    if (there !== here)
        refuse(
            "UserErrorVMNotInVaultRegion",
            `Virtual machine '${source.name}' stands in ${there ?? ""} and vault '${vault.name}' in ${here ?? ""}.`,
        );
    const group = text(source.inputs, "resourceGroupName") ?? "";
    if (!name.toLowerCase().endsWith(`;${group};${source.name}`.toLowerCase()))
        refuse("BMSUserErrorInvalidInput", `'${name}' is not the name of the backup of ${source.id}.`);
}

export const recoveryservices: TypeTable = {
    Vault: {
        id: "Microsoft.RecoveryServices/vaults/{vaultName}",
        apiVersion: "2024-10-01",
        inputs: "identity location properties resourceGroupName sku tags vaultName",
        required: "sku properties",
        name: nameRule(2, 50, NAME, "2-50 letters, digits and hyphens that begin with a letter"),
        location: "region",
        usual: "name type etag",
        inUse: "ServiceResourceNotEmptyWithBackendMessage",
        values: {
            "sku.name": ["Standard", "RS0"],
            [REDUNDANCY]: ["Invalid", "LocallyRedundant", "GeoRedundant", "ZoneRedundant"],
            "properties.redundancySettings.crossRegionRestore": STATES,
            "properties.publicNetworkAccess": STATES,
            [`${SECURITY}.immutabilitySettings.state`]: ["Disabled", "Unlocked", "Locked"],
            ...Object.fromEntries(SOFT_DELETE.map((path) => [path, ["Invalid", ...STATES, "AlwaysON"]])),
            "properties.monitoringSettings.azureMonitorAlertSettings.alertsForAllJobFailures": STATES,
            "properties.monitoringSettings.classicAlertSettings.alertsForCriticalOperations": STATES,
        },
        check: checkVault,
        claims: ({ name, inputs }) => [{ kind: vaultKind(inputs), value: name }],
        quotas: ({ inputs }) => {
            const location = normalLocation(text(inputs, "location") ?? "");
            return [{ key: `recoveryVaults|${location}`, limit: 500, what: `recovery services vaults in ${location}` }];
        },
        refuse: refuseVault,
        // A deleted vault stays for 14 days, whatever its own soft delete says of the things in it.
        softDelete: ({ inputs }) => ({ kind: vaultKind(inputs), days: 14 }),
        outputs: (facts) => ({ ...assignedIdentity(facts) }),
        seconds: { create: 30, source: "assumed" },
    },
    ProtectionPolicy: {
        id: "Microsoft.RecoveryServices/vaults/{vaultName}/backupPolicies/{policyName}",
        apiVersion: "2024-10-01",
        inputs: "eTag location policyName properties resourceGroupName tags vaultName",
        required: "properties",
        writeOnly: "vaultName",
        name: nameRule(3, 150, NAME, "3-150 letters, digits and hyphens that begin with a letter"),
        inUse: "BMSUserErrorPolicyInUse",
        values: { "properties.policyType": ["Invalid", "V1", "V2"] },
        check: checkPolicy,
        quotas: ({ id }) => [
            { key: `backupPolicies|${vaultOf(id).toLowerCase()}`, limit: 200, what: "backup policies per vault" },
        ],
        refuse: refusePolicy,
        seconds: { create: 10, source: "assumed" },
    },
    ProtectedItem: {
        id: "Microsoft.RecoveryServices/vaults/{vaultName}/backupFabrics/{fabricName}/protectionContainers/{containerName}/protectedItems/{protectedItemName}",
        apiVersion: "2024-10-01",
        inputs: "containerName eTag fabricName location properties protectedItemName resourceGroupName tags vaultName",
        required: "properties",
        writeOnly: "containerName fabricName vaultName",
        check: checkItem,
        // A machine is protected by one vault.
        claims: ({ id, name, inputs }) => [
            {
                kind: "protectedMachine",
                value: (text(inputs, "properties.sourceResourceId") ?? id).toLowerCase(),
                code: "UserErrorVMAlreadyProtected",
                message: "The virtual machine is protected by another vault already.",
            },
            { kind: itemsKey(vaultOf(id)), value: name },
        ],
        // "Azure Backup limits": 1,000 virtual machines a vault.
        quotas: ({ id }) => [{ key: itemsKey(vaultOf(id)), limit: 1000, what: "virtual machines per vault" }],
        refuse: refuseItem,
        softDelete: ({ id, cloud }) => ({
            kind: itemsKey(vaultOf(id)),
            days: softDeleteDays(cloud.find(vaultOf(id))?.inputs),
        }),
        seconds: { create: 60, update: 30, delete: 30, source: "assumed" },
    },
};

/** Names of vaults are unique in their resource group. */
function vaultKind(inputs: Properties): string {
    return `recoveryVault|${(text(inputs, "resourceGroupName") ?? "").toLowerCase()}`;
}
