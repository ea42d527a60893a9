import { bareMetalTypes } from "../../infra/model/bareMetal";
import { declarePlatform } from "../../infra/program";
import { allTypes } from "../../sandbox/cloud/catalogue";
import { globalOutputs, globalStack, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

let all: RecordedResource[];
beforeAll(async () => {
    // What a cell lays beside the global stack's log lies where that one does.
    const backupLog = { ...globalOutputs.backupLog, location: globalStack().site.region };
    const recordings = [];
    for (const stack of [globalStack(), prodStack()]) {
        const program = () => declarePlatform(stack);
        recordings.push(await recordProgram(program, { stackOutputs: { ...globalOutputs, backupLog } }));
    }
    all = recordings.flatMap(({ resources }) => resources);
});
const ofType = (...types: string[]) => all.filter(({ type }) => types.includes(type.replace("azure-native:", "")));

/** What must not be deleted by a slip: it holds backups, keys, logs or customers' data. */
const irreplaceable = [
    "dataprotection:BackupVault",
    "keyvault:Vault",
    "operationalinsights:Workspace",
    "recoveryservices:Vault",
    "sql:Server",
    "storage:StorageAccount",
];
/** Pages that the program itself writes; see decision 002. */
const madeAnew = ["global-content-account"];

describe("what cannot be replaced", () => {
    it.each(irreplaceable)("%s is locked against deletion, protected, and stays when it is forgotten", (type) => {
        const locked = new Set(
            ofType("authorization:ManagementLockByScope")
                .filter(({ inputs, protect }) => inputs["level"] === "CanNotDelete" && protect)
                .map(({ inputs }) => inputs["scope"]),
        );
        const found = ofType(type).filter(({ name }) => !madeAnew.includes(name));

        expect(found.length).toBeGreaterThan(0);
        expect(found.filter(({ name }) => !locked.has(`${name}.id`)).map(({ name }) => name)).toEqual([]);
        expect(found.filter(({ protect, retainOnDelete }) => !(protect && retainOnDelete))).toEqual([]);
    });
});

describe("the policies on the subscription", () => {
    const assigned = (rule: string) =>
        all.find(({ name }) => name === `global-policies-${rule}`)!.inputs["parameters"] as Record<
            string,
            { value: string[] }
        >;

    it.each(["allowed-locations", "allowed-group-locations"])(
        "%s name each region in which something is declared",
        (rule) => {
            const allowed = assigned(rule)["listOfAllowedLocations"]!.value;
            const used = [...new Set(all.map(({ inputs }) => inputs["location"]))].filter(
                (location): location is string => typeof location === "string" && !/^global$/i.test(location),
            );

            expect(used.length).toBeGreaterThan(1);
            expect(used.filter((region) => !allowed.includes(region))).toEqual([]);
        },
    );

    it("allow the region that copies go to, and none that no cell has to do with", () => {
        const { site, cells } = globalStack();
        expect(assigned("allowed-locations")["listOfAllowedLocations"]!.value).toEqual(
            [...new Set([site.region, ...cells.flatMap(({ regions }) => regions)])].sort(),
        );
        expect(assigned("allowed-locations")["listOfAllowedLocations"]!.value).toContain(prodStack().site.pairedRegion);
    });

    it("refuse no type that the platform is made of", () => {
        const refused = new Set(bareMetalTypes.map((type) => type.toLowerCase()));
        const declared = new Set(all.map(({ type }) => type));
        const arm = allTypes()
            .filter(({ token }) => declared.has(token))
            .map(({ template }) => /providers\/(.+)$/.exec(template)?.[1] ?? "")
            .map((path) => path.split("/").filter((part) => !part.startsWith("{")))
            .map((parts) => parts.join("/").toLowerCase());

        expect(arm).toContain("microsoft.sql/servers/databases");
        expect(arm.filter((type) => refused.has(type))).toEqual([]);
    });
});

describe("scans", () => {
    it("cover every SQL server", () => {
        const scanned = ofType("sql:SqlVulnerabilityAssessmentsSetting").map(({ inputs }) => inputs["serverName"]);
        const servers = ofType("sql:Server").map(({ inputs }) => inputs["serverName"]);

        expect(scanned.sort()).toEqual(servers.sort());
    });
});
