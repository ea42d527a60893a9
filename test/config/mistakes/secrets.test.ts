import { type Changes, cellStack, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in secrets in plain text", () => {
    it.each<[string, Changes, string[]]>([
        [
            "an unknown key with a password",
            { customers: { blue: { adminPassword: "Correct-Horse-9" } } },
            [
                "infra/customers/blue.yaml > adminPassword: looks like a secret in plain text | take it out and replace the secret wherever it is used: it stays in the history of the repository",
                'infra/customers/blue.yaml > adminPassword: unknown key "adminPassword" | the keys here are name, plan, cell, size, status, domains, replicateTo, residency, residencyReason, pool',
            ],
        ],
        [
            "a connection string as a name",
            { customers: { blue: { name: "Server=x;Password=Correct-Horse-9;" } } },
            [
                "infra/customers/blue.yaml > name: looks like a secret in plain text | take it out and replace the secret wherever it is used: it stays in the history of the repository",
            ],
        ],
        [
            "a key of another namespace",
            {
                stacks: {
                    prod: `config:\n  azure-native:clientSecret: Correct-Horse-9\n  oxygis:stack: ${JSON.stringify(cellStack)}\n`,
                },
            },
            [
                "Pulumi.prod.yaml > azure-native:clientSecret: looks like a secret in plain text | take it out, replace the secret wherever it is used, and set the new one with: pulumi config set --secret",
            ],
        ],
        [
            "a token as a plan",
            { customers: { blue: { plan: "ghp_0123456789abcdef0123456789abcdef0123" } } },
            [
                "infra/customers/blue.yaml > plan: looks like a secret in plain text | take it out and replace the secret wherever it is used: it stays in the history of the repository",
                "infra/customers/blue.yaml > plan: the text (not shown, it looks like a secret) is not allowed here | write one of paid, trial, education, freemium",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
