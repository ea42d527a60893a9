import type { Customer } from "../../infra/config/schema";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, newCustomer, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

const { region: home, pairedRegion: pair } = prodStack().site;
const further = "germanywestcentral";
const customers: Customer[] = [
    newCustomer({ slug: "plain" }),
    newCustomer({ slug: "stays", residency: "home", residencyReason: "contract" }),
    newCustomer({ slug: "travels", replicateTo: [further] }),
];

describe("the documents of a cell", () => {
    let resources: RecordedResource[];
    beforeAll(async () => {
        const program = () => declarePlatform({ ...prodStack(), customers });
        ({ resources } = await recordProgram(program, { stackOutputs: globalOutputs }));
    });
    const ofType = (type: string) => resources.filter((each) => each.type === `azure-native:${type}`);
    const named = (name: string) => resources.find((each) => each.name === name)!.inputs;
    const accounts = () => ofType("storage:StorageAccount").filter(({ parent }) => parent.includes("DocumentsAccount"));
    const containersOf = (account: RecordedResource) =>
        ofType("storage:BlobContainer").filter(({ inputs }) => inputs["accountName"] === account.inputs["accountName"]);
    /** Regions and redundancy of all accounts with a container of a customer. */
    const placesOf = (slug: string) =>
        accounts()
            .filter((account) => containersOf(account).some(({ inputs }) => inputs["containerName"] === slug))
            .map(({ inputs }) => [inputs["location"], (inputs["sku"] as { name: string }).name])
            .sort();

    it.each([
        ["plain", [home, "Standard_RAGZRS"], [pair, "Standard_ZRS"]],
        ["stays", [home, "Standard_ZRS"]],
        ["travels", [further, "Standard_ZRS"], [home, "Standard_RAGZRS"], [pair, "Standard_ZRS"]],
    ])("lie for %s where that customer is promised, and nowhere else", (slug, ...places) => {
        expect(placesOf(slug)).toEqual(places.sort());
    });

    it("are backed up in the region they lie in, every container of every account, each once", () => {
        const vaults = new Map(
            ofType("dataprotection:BackupVault").map(({ inputs }) => [inputs["vaultName"], inputs["location"]]),
        );
        const backups = ofType("dataprotection:BackupInstance").map(({ inputs }) => {
            const properties = inputs["properties"] as {
                dataSourceInfo: { resourceID: string };
                policyInfo: { policyParameters: { backupDatasourceParametersList: { containersList: string[] }[] } };
            };
            const [{ containersList } = { containersList: [] }] =
                properties.policyInfo.policyParameters.backupDatasourceParametersList;
            return [properties.dataSourceInfo.resourceID, vaults.get(inputs["vaultName"]), [...containersList].sort()];
        });

        expect(vaults.size).toBe(3);
        expect(backups.sort()).toEqual(
            accounts()
                .map((account) => [
                    `${account.name}.id`,
                    account.inputs["location"],
                    containersOf(account)
                        .map(({ inputs }) => inputs["containerName"])
                        .sort(),
                ])
                .sort(),
        );
    });

    it("can be read and written by the application and the jobs, copies by the copying alone, each with its vault", () => {
        const holders = (scope: string, role: string) =>
            ofType("authorization:RoleAssignment")
                .filter(({ inputs }) => inputs["scope"] === scope)
                .filter(({ inputs }) => (inputs["roleDefinitionId"] as string).endsWith(role))
                .map(({ inputs }) => inputs["principalId"]);
        const [contributor, delegator, reader, backup] = [
            "/ba92f5b4-2d11-453d-a403-e96b0029c9fe",
            "/db58b8e5-c6ad-4a2a-8342-4190687cbf4a",
            "/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
            "/e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1",
        ];
        const people = ["eu1-application-identity.principalId", "eu1-jobs-identity.principalId"];
        const copier = (label: string) => `eu1-documents-${label}-copier-identity.principalId`;

        for (const account of ["1", "home"].map((label) => `eu1-documents-${label}-account.id`)) {
            expect(holders(account, contributor)).toEqual(people);
            expect(holders(account, delegator)).toEqual(people);
        }
        expect(holders("eu1-documents-1-account.id", reader)).toEqual(["1-pair", "gwc"].map(copier));
        expect(holders("eu1-documents-home-account.id", reader)).toEqual([]);
        for (const label of ["1-pair", "gwc"]) {
            expect(holders(`eu1-documents-${label}-account.id`, contributor)).toEqual([copier(label)]);
        }
        expect(holders("eu1-documents-home-account.id", backup)).toEqual(["eu1-documents-vault-vault.principalId"]);
        expect(holders("eu1-documents-gwc-account.id", backup)).toEqual(["eu1-documents-gwc-vault-vault.principalId"]);
    });

    it.each(["1-pair", "gwc"])("are copied to %s from the account they lie in, and that is watched", (label) => {
        expect(named(`eu1-documents-${label}-copy-job`)).toMatchObject({
            template: {
                containers: [
                    {
                        env: expect.arrayContaining([
                            { name: "SOURCES", value: "eu1-documents-1-account.blob.test" },
                            { name: "TARGET", value: `eu1-documents-${label}-account.blob.test` },
                        ]) as unknown,
                    },
                ],
            },
        });
        const rule = named(`eu1-documents-${label}-alerts-documents-${label}-not-copied`);
        expect(JSON.stringify(rule["criteria"])).toContain(`eu1-documents-${label}-account.blob.test`);
    });

    it("have every vault watched for backups that were not taken", () => {
        const watched = ofType("monitor:ScheduledQueryRule").map(({ inputs }) => JSON.stringify(inputs["criteria"]));

        for (const vault of ["documents", "documents-pair", "documents-gwc"]) {
            const rules = watched.filter((rule) => rule.includes(`eu1-${vault}-vault-vault.id`));
            expect([vault, rules.length]).toEqual([vault, 1]);
        }
    });

    it("are reached privately, at home and for the copying", () => {
        const reached = ofType("network:PrivateEndpoint").flatMap(
            ({ inputs }) => inputs["privateLinkServiceConnections"] as { privateLinkServiceId: string }[],
        );
        const ids = accounts().map(({ name }) => `${name}.id`);

        expect(reached.map(({ privateLinkServiceId: id }) => id)).toEqual(expect.arrayContaining(ids));
    });

    it("are named in the catalogue by the host and container of their account at home", () => {
        const address = (slug: string) =>
            (JSON.parse(named(`eu1-catalogue-${slug}`)["value"] as string) as { documents: object }).documents;

        expect(address("travels")).toEqual({ host: "eu1-documents-1-account.blob.test", container: "travels" });
        expect(address("stays")).toEqual({ host: "eu1-documents-home-account.blob.test", container: "stays" });
    });
});
