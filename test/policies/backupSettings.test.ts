import { hoursOfInterval, hoursOfSchedule } from "../../policies/lib/backupSchedule";
import type { OxygisPolicy } from "../../policies/lib/policy";
import { policy as daily } from "../../policies/rules/backup/backupDaily";
import { policy as tamperproof } from "../../policies/rules/backup/backupStoreTamperproof";
import { policy as deletedFiles } from "../../policies/rules/backup/deletedFilesKept";
import { policy as weekly } from "../../policies/rules/backup/vaultWeeklyBackupsKeptAYear";
import { policy as copies } from "../../policies/rules/recovery/copiesOnRequest";
import { policy as standby } from "../../policies/rules/recovery/zoneRedundant";
import { checkRegistrations } from "../support/policyHarness";
import { registration, unknownValue } from "../support/policyMessages";
import { withValue } from "../support/policyMutations";
import { families } from "../support/policyProof";

describe("hours between backups", () => {
    it.each([
        ["R/2026-01-05T02:00:00+00:00/P1D", 24],
        ["R/2026-01-05T02:00:00+00:00/PT4H", 4],
        ["R/2026-01-05T02:00:00+00:00/P1W", 168],
        ["R/2026-01-05T02:00:00+00:00/PT0H", Infinity],
        ["R/2026-01-05T02:00:00+00:00/P1M", Infinity],
        ["P1D", Infinity],
        ["", Infinity],
    ])("of %j are %d", (text, hours) => expect(hoursOfInterval(text)).toBe(hours));

    it.each([
        ["rate(12 hours)", 12],
        ["rate(1 day)", 24],
        ["rate(0 days)", Infinity],
        ["cron(0 5 ? * * *)", 24],
        ["cron(0 5 * * ? *)", 24],
        ["cron(0 5 ? * SUN *)", 168],
        ["cron(0 5 ? * MON,THU *)", 168],
        ["cron(0 5 ? * 6L *)", Infinity],
        ["cron(0 5 ? * MON#1 *)", Infinity],
        ["cron(0 5 1 * ? *)", Infinity],
        ["cron(0 5 ? 1 * *)", Infinity],
        ["cron(0 5 ? * * 2027)", Infinity],
        ["every day", Infinity],
        [undefined, Infinity],
    ])("on AWS, of %j, are %d", (text, hours) => expect(hoursOfSchedule(text)).toBe(hours));
});

/** Inputs that keep the promise, the properties that must be written, and values that keep it or break it. */
interface Case {
    readonly policy: OxygisPolicy;
    readonly type: string;
    readonly inputs: Record<string, unknown>;
    readonly required: readonly string[];
    readonly good?: readonly (readonly [path: string, value: unknown])[];
    readonly bad: readonly (readonly [path: string, value: unknown])[];
}

const machinePolicy = {
    properties: {
        backupManagementType: "AzureIaasVM",
        schedulePolicy: { scheduleRunFrequency: "Daily" },
        retentionPolicy: {
            retentionPolicyType: "LongTermRetentionPolicy",
            dailySchedule: { retentionDuration: { count: 35, durationType: "Days" } },
            weeklySchedule: { retentionDuration: { count: 53, durationType: "Weeks" } },
        },
    },
};
const weeklyOf = "properties.retentionPolicy.weeklySchedule.retentionDuration";

const stay = (duration: string) => [{ sourceDataStore: { dataStoreType: "VaultStore" }, deleteAfter: { duration } }];
const blobPolicy = {
    properties: {
        policyRules: [
            {
                objectType: "AzureBackupRule",
                trigger: {
                    schedule: { repeatingTimeIntervals: ["R/2026-01-05T02:00:00+00:00/P1D"] },
                    taggingCriteria: [
                        { isDefault: true, taggingPriority: 99, tagInfo: { tagName: "Default" } },
                        {
                            taggingPriority: 20,
                            tagInfo: { tagName: "Weekly" },
                            criteria: [{ absoluteCriteria: ["FirstOfWeek"] }],
                        },
                    ],
                },
            },
            { objectType: "AzureRetentionRule", name: "Default", lifecycles: stay("P35D") },
            { objectType: "AzureRetentionRule", name: "Weekly", lifecycles: stay("P53W") },
        ],
    },
};
const marks = "properties.policyRules[0].trigger.taggingCriteria";
const vaultType = "azure-native:recoveryservices:Vault";
const security = "properties.securitySettings";

const cases: Case[] = [
    {
        policy: weekly,
        type: "azure-native:recoveryservices:ProtectionPolicy",
        inputs: machinePolicy,
        required: ["properties.backupManagementType", "properties.retentionPolicy", weeklyOf, `${weeklyOf}.count`],
        good: [
            [weeklyOf, { count: 1, durationType: "Years" }],
            [weeklyOf, { count: 12, durationType: "Months" }],
            ["properties.retentionPolicy.dailySchedule.retentionDuration.count", 365],
        ],
        bad: [
            [`${weeklyOf}.count`, 52],
            [`${weeklyOf}.durationType`, "Days"],
            ["properties.retentionPolicy.retentionPolicyType", "SimpleRetentionPolicy"],
        ],
    },
    {
        policy: weekly,
        type: "azure-native:dataprotection:BackupPolicy",
        inputs: blobPolicy,
        required: ["properties.policyRules", "properties.policyRules[2]", marks, `${marks}[1].criteria`],
        good: [
            ["properties.policyRules[2].lifecycles", stay("P371D")],
            [`${marks}[1].criteria[0]`, { daysOfTheWeek: ["Sunday"] }],
            ["properties.policyRules[1].lifecycles", stay("P1Y")],
        ],
        bad: [
            ["properties.policyRules[2].lifecycles", stay("P52W")],
            ["properties.policyRules[2].lifecycles", [...stay("P53W"), ...stay("P7D")]],
            [`${marks}[1].criteria[0].absoluteCriteria[0]`, "firstOfWeek"],
            [`${marks}[1].criteria[0]`, { daysOfTheWeek: ["Sunday"], weeksOfTheMonth: ["First"] }],
            [`${marks}[0].taggingPriority`, 1],
        ],
    },
    {
        policy: daily,
        type: "azure-native:recoveryservices:ProtectionPolicy",
        inputs: machinePolicy,
        required: ["properties.schedulePolicy.scheduleRunFrequency"],
        good: [["properties.schedulePolicy.scheduleRunFrequency", "Hourly"]],
        bad: [["properties.schedulePolicy.scheduleRunFrequency", "Weekly"]],
    },
    {
        policy: daily,
        type: "azure-native:dataprotection:BackupPolicy",
        inputs: blobPolicy,
        required: ["properties.policyRules[0].trigger.schedule.repeatingTimeIntervals"],
        bad: [
            ["properties.policyRules[0].trigger.schedule.repeatingTimeIntervals[0]", "R/2026-01-05T02:00:00+00:00/P1W"],
        ],
    },
    {
        policy: daily,
        type: "azure-native:sql:BackupShortTermRetentionPolicy",
        inputs: { retentionDays: 35, diffBackupIntervalInHours: 12, policyName: "default" },
        required: ["retentionDays", "diffBackupIntervalInHours", "policyName"],
        good: [
            ["retentionDays", 7],
            ["diffBackupIntervalInHours", 24],
        ],
        bad: [
            ["retentionDays", 6],
            ["retentionDays", "35"],
            ["diffBackupIntervalInHours", 48],
            ["policyName", "Default"],
        ],
    },
    {
        policy: tamperproof,
        type: vaultType,
        inputs: {
            properties: {
                publicNetworkAccess: "Disabled",
                redundancySettings: { crossRegionRestore: "Disabled" },
                restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: "Disabled" } },
                securitySettings: {
                    immutabilitySettings: { state: "Locked" },
                    softDeleteSettings: { softDeleteState: "AlwaysON", softDeleteRetentionPeriodInDays: 30 },
                },
            },
        },
        required: [
            "properties.publicNetworkAccess",
            "properties.redundancySettings",
            "properties.restoreSettings",
            `${security}.immutabilitySettings`,
            `${security}.softDeleteSettings.softDeleteState`,
            `${security}.softDeleteSettings.softDeleteRetentionPeriodInDays`,
        ],
        good: [[`${security}.immutabilitySettings.state`, "Unlocked"]],
        bad: [
            [`${security}.immutabilitySettings.state`, "Disabled"],
            [`${security}.softDeleteSettings.softDeleteState`, "AlwaysOn"],
            [`${security}.softDeleteSettings.softDeleteState`, "Invalid"],
            [`${security}.softDeleteSettings.softDeleteRetentionPeriodInDays`, 7],
        ],
    },
    {
        policy: tamperproof,
        type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        inputs: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 366 } } },
        required: ["rule.defaultRetention.mode", "rule.defaultRetention.days"],
        good: [["rule.defaultRetention", { mode: "COMPLIANCE", years: 1 }]],
        bad: [
            ["rule.defaultRetention.days", 364],
            ["rule.defaultRetention.years", 0],
        ],
    },
    {
        policy: deletedFiles,
        type: "azure-native:storage:BlobServiceProperties",
        inputs: {
            isVersioningEnabled: true,
            deleteRetentionPolicy: { enabled: true, days: 30 },
            containerDeleteRetentionPolicy: { enabled: true, days: 30 },
        },
        required: ["deleteRetentionPolicy.enabled", "deleteRetentionPolicy.days", "containerDeleteRetentionPolicy"],
        good: [["isVersioningEnabled", false]],
        bad: [
            ["deleteRetentionPolicy.enabled", false],
            ["containerDeleteRetentionPolicy.days", 6],
        ],
    },
    {
        policy: deletedFiles,
        type: "azure-native:storage:BlobServiceProperties",
        inputs: { isVersioningEnabled: true },
        required: ["isVersioningEnabled"],
        bad: [["isVersioningEnabled", "true"]],
    },
    {
        policy: copies,
        type: "azure-native:sql:FailoverGroup",
        inputs: {
            secondaryType: "Geo",
            readWriteEndpoint: { failoverPolicy: "Manual" },
            databases: ["id"],
            partnerServers: [{ id: "id" }],
        },
        required: ["secondaryType", "readWriteEndpoint.failoverPolicy"],
        bad: [
            ["databases", []],
            ["partnerServers", undefined],
            ["secondaryType", "Standby"],
        ],
    },
    {
        policy: standby,
        type: "azure-native:compute:VirtualMachineScaleSet",
        inputs: { zones: ["1", "2", "3"], sku: { capacity: 3 } },
        required: ["zones", "sku.capacity"],
        good: [["zones", ["2", "3"]]],
        bad: [
            ["zones", ["1", "1", "1"]],
            ["zones", "123"],
            ["sku.capacity", 1],
        ],
    },
];

const names = (type: string) => (type.startsWith("azure-native:") ? families(type) : [type]);

describe.each(cases.map((one, row) => [`${one.policy.name}, ${one.type} (${row})`, one] as const))("%s", (_, one) => {
    const { policy, type, inputs, required, good = [], bad } = one;
    const check = async (changed: Record<string, unknown>, token = type) =>
        checkRegistrations([policy], [registration(token, "one", changed)]);

    it("accepts what keeps the promise, under every name of the type", async () => {
        for (const token of names(type)) {
            expect(await check(inputs, token)).toEqual([]);
        }
        for (const [path, value] of good) {
            expect([path, value, await check(withValue(inputs, path, value))]).toEqual([path, value, []]);
        }
    });

    it("refuses what is not written, or known only after the update", async () => {
        for (const path of required) {
            for (const value of [undefined, null, unknownValue]) {
                const findings = await check(withValue(inputs, path, value));
                expect([path, value, findings.map(({ level }) => level)]).toEqual([
                    path,
                    value,
                    expect.arrayContaining(["mandatory"]) as string[],
                ]);
            }
        }
    });

    it("refuses values that break it, under every name of the type", async () => {
        for (const [path, value] of bad) {
            for (const token of names(type)) {
                const findings = await check(withValue(inputs, path, value), token);
                expect([path, value, findings.length > 0]).toEqual([path, value, true]);
            }
        }
    });
});
