import { discoverPolicies } from "../../policies/lib/discover";
import type { OxygisPolicy } from "../../policies/lib/policy";
import { PropertyReader } from "../../policies/lib/propertyReader";
import { captureProgram, checkRegistrations } from "../support/policyHarness";
import { type Registration, registration, unknownValue } from "../support/policyMessages";
import { change } from "../support/policyMutations";
import { samplePlatform } from "../support/policySample";

const forms: unknown[] = [
    undefined,
    null,
    unknownValue,
    "",
    "x",
    0,
    42,
    true,
    [],
    [null],
    [unknownValue],
    {},
    { x: unknownValue },
];

/** Resources beyond the sample, so that every rule has something to read. */
const others = [
    registration("azure-native:recoveryservices:Vault", "vault", {
        properties: { redundancySettings: { standardTierStorageRedundancy: "ZoneRedundant" } },
    }),
    registration("azure-native:dataprotection:BackupVault", "backups", {
        properties: { storageSettings: [{ type: "ZoneRedundant" }] },
    }),
    registration("azure-native:containerservice:ManagedCluster", "cluster", { agentPoolProfiles: [{ name: "a" }] }),
    registration("azure-native:web:AppServiceEnvironment", "environment", { dedicatedHostCount: 0 }),
    registration("aws:autoscaling/group:Group", "machines", {
        mixedInstancesPolicy: {
            launchTemplate: {
                overrides: [
                    {
                        instanceType: "m7i.large",
                        instanceRequirements: { allowedInstanceTypes: ["m7*"], bareMetal: "excluded" },
                    },
                ],
            },
        },
        placementTenancy: "default",
    }),
    registration("azure-native:sql:Database", "side", {
        databaseName: "db-side",
        createMode: "Recovery",
        recoverableDatabaseId: "/recoverableDatabases/db-acme",
        requestedBackupStorageRedundancy: "Zone",
        tags: { "oxygis:customer": "acme" },
    }),
];

/** What a policy looks at together: for a policy with a stack part all databases and retentions, else each resource alone. */
function subjectsOf(policy: OxygisPolicy, all: readonly Registration[]): Registration[][] {
    return policy.validateStack ? [all.filter(({ type }) => type.includes(":sql:"))] : all.map((one) => [one]);
}

/** The paths a policy reads on some resources; a walk reads them all. */
async function pathsRead(policy: OxygisPolicy, subjects: readonly Registration[]): Promise<Set<string>> {
    const reads = jest.spyOn(PropertyReader.prototype, "read");
    const lists = jest.spyOn(PropertyReader.prototype, "readEach");
    const walks = jest.spyOn(PropertyReader.prototype, "walk");
    await checkRegistrations([policy], subjects);
    const paths = new Set(reads.mock.calls.map(([path]) => path));
    lists.mock.calls.forEach(([path]) => paths.add(path.replace("[]", "[0]")));
    const walked = (walks.mock.contexts as PropertyReader[]).slice();
    [reads, lists, walks].forEach((spy) => spy.mockRestore());
    walked.forEach((reader) => reader.walk(({ path }) => paths.add(path)));
    return paths;
}

describe("whatever form a property takes that a policy reads", () => {
    let all: Registration[];
    beforeAll(async () => {
        all = [...(await captureProgram(samplePlatform, "preview")).registrations, ...others];
    });

    it.each(discoverPolicies().map((policy) => [policy.name, policy] as const))(
        "%s says nothing or a mandatory finding, and never fails",
        async (name, policy) => {
            let tried = 0;
            const wrong: string[] = [];
            for (const subjects of subjectsOf(policy, all)) {
                for (const path of await pathsRead(policy, subjects)) {
                    for (const [one, form] of subjects.flatMap((subject) =>
                        forms.map((form) => [subject, form] as const),
                    )) {
                        const findings = await checkRegistrations([policy], change(subjects, one.name, path, form));
                        const bad = findings.filter(
                            ({ level, message }) => level !== "mandatory" || /can't run|the rule itself/i.test(message),
                        );
                        wrong.push(
                            ...bad.map(({ message }) => `${one.name} ${path} ${JSON.stringify(form)}: ${message}`),
                        );
                        tried++;
                    }
                }
            }
            expect(wrong).toEqual([]);
            // The two policies on types read no property at all.
            expect(tried > 30).toBe(!["resource-declared-openly", "resource-type-reviewed"].includes(name));
        },
    );
});
