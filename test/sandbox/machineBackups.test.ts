/** What the simulated cloud refuses of recovery services vaults, and what it never takes back. */
import type { Properties } from "../../sandbox/cloud/values";
import { foundation, TestCloud } from "./support/cloud";
import { item, newMachine, policy, protectedMachine, vault } from "./support/machines";

let cloud: TestCloud;
let base: Awaited<ReturnType<typeof foundation>>;
beforeEach(async () => {
    cloud = await TestCloud.open();
    base = await foundation(cloud);
});
afterEach(() => cloud.close());

describe("a recovery services vault", () => {
    test("protects a machine of its region under the names of Azure Backup, once", async () => {
        const made = await protectedMachine(cloud, base.subnet);
        expect(made.item.id).toMatch(/protectionContainers\/iaasvmcontainer;.*\/protectedItems\/vm;.*;rg;vm-1$/);

        await cloud.make("recoveryservices:Vault", { ...vault(), vaultName: "second" }, "second");
        const other = await cloud.make(
            "recoveryservices:ProtectionPolicy",
            { ...policy(), vaultName: "second" },
            "second-policy",
        );
        await expect(
            cloud.make(
                "recoveryservices:ProtectedItem",
                item({ ...made, policy: other }, { vaultName: "second" }),
                "second-item",
            ),
        ).rejects.toMatchObject({ code: "UserErrorVMAlreadyProtected" });
    });

    test("protects nothing that does not exist, lies elsewhere or goes by another name", async () => {
        const made = await newMachine(cloud, base.subnet);
        const plan = await (async () => {
            await cloud.make("recoveryservices:Vault", { ...vault(), location: "northeurope" }, "vault");
            return cloud.make("recoveryservices:ProtectionPolicy", policy(), "policy");
        })();
        const missing = { ...made.vm, id: `${made.vm.id}-none` };
        await expect(
            cloud.make("recoveryservices:ProtectedItem", item({ vm: missing, policy: plan })),
        ).rejects.toMatchObject({ code: "InvalidResourceReference" });
        await expect(
            cloud.make("recoveryservices:ProtectedItem", item({ ...made, policy: plan })),
        ).rejects.toMatchObject({ code: "UserErrorVMNotInVaultRegion" });
        const misnamed = item({ ...made, policy: plan }, { protectedItemName: "vm-1" });
        expect(cloud.reasons("recoveryservices:ProtectedItem", misnamed)).toHaveLength(1);
    });

    test("fixes its redundancy with the first machine it protects, not before", async () => {
        const empty = await cloud.make("recoveryservices:Vault", { ...vault(), vaultName: "empty" }, "empty");
        await cloud.update("recoveryservices:Vault", empty, {
            ...vault({ redundancy: "GeoRedundant" }),
            vaultName: "empty",
        });
        const made = await protectedMachine(cloud, base.subnet);
        await expect(
            cloud.update("recoveryservices:Vault", made.vault, vault({ redundancy: "GeoRedundant" })),
        ).rejects.toMatchObject({ code: "UserErrorStorageModelTypeCannotBeModified" });
    });

    test.each<[string, Properties, Properties, string]>([
        [
            "the lock of its immutability",
            { immutabilitySettings: { state: "Locked" } },
            { immutabilitySettings: { state: "Unlocked" } },
            "UserErrorImmutabilityLocked",
        ],
        [
            "soft delete that is always on",
            {},
            { softDeleteSettings: { softDeleteState: "Enabled" } },
            "UserErrorAlwaysOnSoftDelete",
        ],
        [
            "soft delete",
            { softDeleteSettings: { softDeleteState: "Enabled" } },
            { softDeleteSettings: { softDeleteState: "Disabled" } },
            "UserErrorSoftDeleteCannotBeDisabled",
        ],
    ])("never takes back %s", async (_, before, after, code) => {
        const made = await cloud.make("recoveryservices:Vault", vault({ security: before }));
        await expect(cloud.update("recoveryservices:Vault", made, vault({ security: after }))).rejects.toMatchObject({
            code,
        });
    });

    test("shortens no backup that it keeps immutably", async () => {
        const made = await protectedMachine(cloud, base.subnet);
        await expect(cloud.update("recoveryservices:ProtectionPolicy", made.policy, policy(52))).rejects.toMatchObject({
            code: "UserErrorRetentionReducedInImmutableVault",
        });
        await cloud.update("recoveryservices:ProtectionPolicy", made.policy, policy(104));
    });

    test("is not deleted while it protects something, and holds names for a while", async () => {
        const made = await protectedMachine(cloud, base.subnet);
        await expect(cloud.delete(made.vault)).rejects.toMatchObject({
            code: "ServiceResourceNotEmptyWithBackendMessage",
        });
        await cloud.delete(made.item);
        await expect(cloud.make("recoveryservices:ProtectedItem", item(made), "again")).rejects.toThrow(
            /held by the soft-deleted resource/,
        );
        await cloud.delete(made.vault);
        await expect(cloud.make("recoveryservices:Vault", vault(), "again")).rejects.toThrow(
            /held by the soft-deleted resource/,
        );
    });

    test.each<[string, string, Properties, RegExp]>([
        [
            "soft delete for a week",
            "Vault",
            vault({ security: { softDeleteSettings: { softDeleteRetentionPeriodInDays: 7 } } }),
            /7 days: between 14 and 180/,
        ],
        ["the redundancy Invalid", "Vault", vault({ redundancy: "Invalid" }), /not what it takes/],
        [
            "snapshots for 31 days",
            "ProtectionPolicy",
            policy(53, { instantRpRetentionRangeInDays: 31 }),
            /between 1 and 30/,
        ],
        [
            "snapshots for 6 days under V1",
            "ProtectionPolicy",
            policy(53, { policyType: "V1", instantRpRetentionRangeInDays: 6 }),
            /between 1 and 5/,
        ],
        ["more weeks than there can be", "ProtectionPolicy", policy(5164), /between 1 and 5163/],
        [
            "other times kept than taken",
            "ProtectionPolicy",
            policy(53, { schedulePolicy: { dailySchedule: { scheduleRunTimes: ["2026-01-01T02:00:00Z"] } } }),
            /not those of the schedule/,
        ],
    ])("refuses %s", (_, type, inputs, message) => {
        expect(cloud.reasons(`recoveryservices:${type}`, inputs).join("\n")).toMatch(message);
    });
});
