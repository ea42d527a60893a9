import { CustomerSecrets } from "../../infra/components/secrets/customerSecrets";
import { recordProgram } from "../support/recordProgram";
import { customerSecrets } from "./arguments";
import { cases } from "./cases";

const declare = (changes = {}) =>
    recordProgram(() => new CustomerSecrets("secrets", { ...customerSecrets, ...changes }));

describe("CustomerSecrets", () => {
    it("generates a first password that obeys the rules customers are held to", async () => {
        const { inputs } = (await declare()).resources.find(({ name }) => name === "secrets-acme-first-login")!;

        expect(inputs["length"]).toBeGreaterThanOrEqual(20);
        for (const kind of ["minUpper", "minLower", "minNumeric", "minSpecial"]) {
            expect(inputs[kind]).toBeGreaterThanOrEqual(1);
        }
    });

    it("hands values to the vault as secrets, never in plain text", async () => {
        const { resources } = await declare();

        const kept = resources.filter(({ type }) => type.endsWith(":Secret"));
        expect(kept.map(({ inputs, secrets }) => [inputs["secretName"], secrets])).toEqual([
            ["first-login--acme", { "properties.value": "secrets-acme-first-login.generated" }],
            ["url-signing--acme", { "properties.value": "secrets-acme-signing-key.generated" }],
        ]);
        expect(JSON.stringify(resources.map(({ inputs, outputs }) => [inputs, outputs]))).not.toContain(".generated");
    });

    it.each([
        ["first-login", { firstLogin: 2, signingKey: 1 }],
        ["signing-key", { firstLogin: 1, signingKey: 2 }],
    ])("makes %s anew, and nothing else, when its number is raised", async (suffix, rotation) => {
        const keepers = (resources: Awaited<ReturnType<typeof declare>>["resources"]) =>
            new Map(
                resources
                    .filter(({ type }) => type.startsWith("random:"))
                    .map(({ name, inputs }) => [name, inputs["keepers"]]),
            );
        const [before, after] = [await declare(), await declare({ rotation })].map(({ resources }) =>
            keepers(resources),
        );

        const changed = [...before!].filter(
            ([name, value]) => JSON.stringify(after!.get(name)) !== JSON.stringify(value),
        );
        expect(changed.map(([name]) => name)).toEqual([`secrets-acme-${suffix}`]);
    });

    it("keeps its own inputs the same when a customer comes", async () => {
        const [acme] = customerSecrets.customers;
        const { resources } = await declare({ customers: [acme, { ...acme, slug: "other" }] });
        const alone = (await declare()).resources;

        const inputsOf = (all: typeof resources) => all.find(({ custom }) => !custom)!.inputs;
        expect(inputsOf(resources)).toEqual(inputsOf(alone));
    });
});

describe("SecretVault and ConfigurationStore", () => {
    const inputs = async (component: string, name: string) => {
        const { create } = cases.find((each) => each.component === component)!;
        return (await recordProgram(() => create("one"))).resources.find((each) => each.name === name)!;
    };

    it("keep what they hold and have no public address", async () => {
        const vault = await inputs("secrets:SecretVault", "one-vault");
        const store = await inputs("secrets:ConfigurationStore", "one-store");

        expect(vault).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: {
                properties: {
                    enableRbacAuthorization: true,
                    enablePurgeProtection: true,
                    publicNetworkAccess: "Disabled",
                    networkAcls: { defaultAction: "Deny" },
                },
            },
        });
        expect(store).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: {
                disableLocalAuth: true,
                enablePurgeProtection: true,
                publicNetworkAccess: "Disabled",
                dataPlaneProxy: { authenticationMode: "Pass-through", privateLinkDelegation: "Enabled" },
            },
        });
    });
});
