import { activityLogs, type AuditLog, auditLogs, entraLogs } from "../../infra/model/auditLogs";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, globalStack, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";
import { unloggedTypes } from "./unloggedTypes";

const azure = "azure-native:";
const kinds: Readonly<Record<string, AuditLog>> = auditLogs;
const settingType = `${azure}monitor:DiagnosticSetting`;
const archiveComponent = "oxygis:monitoring:AuditArchive$";

const enabledCategories = ({ inputs }: RecordedResource) =>
    (inputs["logs"] as { category: string; enabled: boolean }[])
        .filter(({ enabled }) => enabled)
        .map(({ category }) => category)
        .sort();
/** The clouds of the recorder answer `x.id` for the resource called `x`. */
const idOf = ({ name }: RecordedResource) => `${name}.id`;
const isArchive = ({ type, urn }: RecordedResource) =>
    type === `${azure}storage:StorageAccount` && urn.includes(archiveComponent);
const kindOf = ({ type }: RecordedResource) => type.replace(azure, "");
/** Where the setting of a resource is made. */
const placeOf = (resource: RecordedResource) => {
    const { subResource } = kinds[kindOf(resource)]!;
    return subResource ? `${idOf(resource)}/${subResource}` : idOf(resource);
};

describe.each([
    ["global", globalStack, "global-audit-workspace.id"],
    ["prod", prodStack, globalOutputs.auditWorkspaceId],
])("the stack %s", (_, stack, workspaceId) => {
    let resources: RecordedResource[];
    let settings: RecordedResource[];
    let archives: RecordedResource[];
    beforeAll(async () => {
        const recording = await recordProgram(() => declarePlatform(stack()), { stackOutputs: globalOutputs });
        resources = recording.resources.filter(({ type }) => type.startsWith(azure));
        settings = resources.filter(({ type }) => type === settingType);
        archives = resources.filter(isArchive);
    });

    it("declares nothing of which nobody has said what Azure logs of it, or why it logs nothing", () => {
        const types = [...new Set(resources.map(kindOf))];

        expect(types.filter((type) => !(type in kinds) && !(type in unloggedTypes))).toEqual([]);
    });

    it("sends every log of every auditable resource to the audit workspace", () => {
        const audited = resources.filter((resource) => kindOf(resource) in kinds);

        const wrong = audited.filter((resource) => {
            const { categories } = kinds[kindOf(resource)]!;
            const own = settings.filter(({ inputs }) => inputs["resourceUri"] === placeOf(resource));
            const complete = (setting: RecordedResource) =>
                setting.inputs["workspaceId"] === workspaceId &&
                JSON.stringify(enabledCategories(setting)) === JSON.stringify([...categories].sort());
            return own.length !== 1 || !own.every(complete);
        });
        expect(audited.length).toBeGreaterThan(3);
        expect(wrong.map(({ name }) => name)).toEqual([]);
    });

    it("sends it to an archive in the region of the resource as well, except the archives' own", () => {
        const homeRegion = stack().site.region;
        const regionOf = ({ inputs }: RecordedResource) =>
            ((inputs["location"] as string | undefined) ?? homeRegion).replace("Global", homeRegion);
        const archiveIn = (region: string) => archives.find((archive) => regionOf(archive) === region)!;

        const wrong = resources
            .filter((resource) => kindOf(resource) in kinds)
            .filter((resource) => {
                const setting = settings.find(({ inputs }) => inputs["resourceUri"] === placeOf(resource));
                const expected = isArchive(resource) ? undefined : idOf(archiveIn(regionOf(resource)));
                return setting?.inputs["storageAccountId"] !== expected;
            });
        expect(wrong.map(({ name }) => name)).toEqual([]);
    });

    it("keeps what is in an archive for a year at least, and nobody can shorten what is written", () => {
        const kept = archives.map(({ inputs, protect }) => {
            const { enabled, immutabilityPolicy } = inputs["immutableStorageWithVersioning"] as {
                enabled: boolean;
                immutabilityPolicy: { immutabilityPeriodSinceCreationInDays: number };
            };
            return { protect, enabled, days: immutabilityPolicy.immutabilityPeriodSinceCreationInDays };
        });
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.filter(({ protect, enabled, days }) => !protect || !enabled || days < 365)).toEqual([]);
    });

    it("audits the statements on every SQL server", () => {
        const servers = resources.filter(({ type }) => type === `${azure}sql:Server`);
        const policies = resources.filter(({ type }) => type === `${azure}sql:ExtendedServerBlobAuditingPolicy`);

        const audited = policies.filter(({ inputs }) => inputs["state"] === "Enabled");
        expect(audited.map(({ inputs }) => inputs["serverName"]).sort()).toEqual(
            servers.map(({ inputs }) => inputs["serverName"]).sort(),
        );
    });
});

describe("the stack global", () => {
    it.each([
        ["Entra ID", "aadiam:DiagnosticSetting", entraLogs],
        ["the subscription", "monitor:SubscriptionDiagnosticSetting", activityLogs],
    ] as const)("sends the logs of %s to workspace and archive", async (_, type, categories) => {
        const { resources } = await recordProgram(() => declarePlatform(globalStack()));

        const found = resources.filter((resource) => kindOf(resource) === type);
        expect(found.map(({ inputs }) => [inputs["workspaceId"], inputs["storageAccountId"]])).toEqual([
            ["global-audit-workspace.id", "global-archive-account.id"],
        ]);
        expect(found.map(enabledCategories)).toEqual([[...categories].sort()]);
    });
});

describe("an archive of logs", () => {
    const states = async (changes: Partial<ReturnType<typeof prodStack>>) => {
        const { resources } = await recordProgram(() => declarePlatform({ ...prodStack(), ...changes }), {
            stackOutputs: globalOutputs,
        });
        return new Map(
            resources.filter(isArchive).map(({ inputs }) => {
                const { immutabilityPolicy } = inputs["immutableStorageWithVersioning"] as {
                    immutabilityPolicy: { state: string };
                };
                return [inputs["location"], immutabilityPolicy.state] as const;
            }),
        );
    };

    it("is locked where the stack's file says that it was seen to fill, and nowhere else", async () => {
        const { region, pairedRegion } = prodStack().site;
        const found = await states({ immutability: "locked", lockedArchives: [region] });

        expect([found.get(region), found.get(pairedRegion)]).toEqual(["Locked", "Unlocked"]);
    });

    it("is never locked in a stack whose protections are to be reversible", async () => {
        const { region } = prodStack().site;

        expect((await states({ immutability: "reversible", lockedArchives: [region] })).get(region)).toBe("Unlocked");
    });
});

it("no type is both audited and said to have no log, and every reason is one", () => {
    expect(Object.keys(unloggedTypes).filter((type) => type in kinds)).toEqual([]);
    expect(Object.values(unloggedTypes).filter((reason) => reason.length < 20)).toEqual([]);
});
