import { HostedSecrets } from "../../infra/components/aws/hostedSecrets";
import { HostedSettings } from "../../infra/components/aws/hostedSettings";
import { ParameterCatalogue } from "../../infra/components/aws/parameterCatalogue";
import { applicationSettings } from "../../infra/model/applicationSettings";
import {
    cataloguePath,
    hostedCustomerNames,
    instanceFor,
    secretPrefix,
    settingsPath,
} from "../../infra/model/awsCustomers";
import { hostedSettings as awsSettings } from "../../infra/model/awsSettings";
import { declareCustomers } from "../../infra/programs/aws/customers";
import { recordProgram } from "../support/recordProgram";
import { hostedEntry, hostedSecrets } from "./awsAccountCases";

const declare = (changes = {}) => recordProgram(() => new HostedSecrets("secrets", { ...hostedSecrets, ...changes }));

describe("the secrets of customers on AWS", () => {
    it("have a first password that obeys the rules customers are held to", async () => {
        const { inputs } = (await declare()).resources.find(({ name }) => name === "secrets-acme-first-login")!;

        expect(inputs["length"]).toBeGreaterThanOrEqual(20);
        for (const kind of ["minUpper", "minLower", "minNumeric", "minSpecial"]) {
            expect(inputs[kind]).toBeGreaterThanOrEqual(1);
        }
    });

    it("reach Secrets Manager as secrets, never in plain text", async () => {
        const { resources } = await declare();

        const values = resources.filter(({ type }) => type.endsWith(":SecretVersion"));
        expect(values.map(({ inputs, secrets }) => [inputs["secretId"], secrets])).toEqual([
            ["secrets-acme-first-login-secret.id", { secretString: "secrets-acme-first-login.generated" }],
            ["secrets-acme-signing-key-secret.id", { secretString: "secrets-acme-signing-key.generated" }],
        ]);
        expect(JSON.stringify(resources.map(({ inputs, outputs }) => [inputs, outputs]))).not.toContain(".generated");
    });

    it("lie encrypted in both regions, each under the key of its own, and can be had back for a month", async () => {
        const { resources } = await declare();

        const secrets = resources.filter(({ type }) => type.endsWith(":Secret"));
        expect(secrets).toHaveLength(2);
        for (const { inputs, retainOnDelete } of secrets) {
            expect(retainOnDelete).toBe(true);
            expect(inputs).toMatchObject({
                region: "eu-central-1",
                kmsKeyId: "key",
                recoveryWindowInDays: 30,
                replicas: [{ region: "eu-west-1", kmsKeyId: "paired-key" }],
                forceOverwriteReplicaSecret: false,
            });
        }
    });

    it.each([
        ["first-login", { firstLogin: 2, signingKey: 1 }],
        ["signing-key", { firstLogin: 1, signingKey: 2 }],
    ])("make %s anew, and nothing else, when its number is raised", async (suffix, rotation) => {
        const keepers = async (changes = {}) =>
            (await declare(changes)).resources
                .filter(({ type }) => type.startsWith("random:"))
                .map(({ name, inputs }) => ({ name, keepers: JSON.stringify(inputs["keepers"]) }));
        const [before, after] = [await keepers(), await keepers({ rotation })];

        const changed = after.filter(({ keepers: now }, index) => now !== before[index]!.keepers);
        expect(changed.map(({ name }) => name)).toEqual([`secrets-acme-${suffix}`]);
    });

    it("of one customer leave the component's own inputs as they are when another comes", async () => {
        const [acme] = hostedSecrets.customers;
        const inputsOf = async (changes = {}) =>
            (await declare(changes)).resources.find(({ custom }) => !custom)!.inputs;

        expect(await inputsOf({ customers: [acme, { ...acme, slug: "other" }] })).toEqual(await inputsOf());
    });
});

describe("the catalogue on AWS", () => {
    it("has one parameter per customer, which names the database and its secret and holds neither password nor key", async () => {
        const { resources } = await recordProgram(
            () =>
                new ParameterCatalogue("one", {
                    region: "eu-central-1",
                    entries: [{ parameter: "/oxygis/aws1/customers/acme", tags: {}, entry: hostedEntry }],
                }),
        );

        const { inputs } = resources.find(({ name }) => name === "one-acme")!;
        expect(inputs).toMatchObject({ name: "/oxygis/aws1/customers/acme", type: "String" });
        expect(JSON.parse(inputs["insecureValue"] as string)).toEqual(hostedEntry);
    });
});

describe("the settings on AWS", () => {
    it("lie below one path, each with the promises that rest on it", async () => {
        const settings = [{ key: "settings:csrf:methods", value: ["POST", "PUT"], promises: ["SW-5"] }];
        const { resources } = await recordProgram(
            () => new HostedSettings("one", { region: "eu-central-1", tags: {}, path: "/oxygis/aws1/", settings }),
        );

        expect(resources.find(({ name }) => name === "one-csrf-methods")!.inputs).toMatchObject({
            name: "/oxygis/aws1/settings/csrf/methods",
            insecureValue: '["POST","PUT"]',
            tags: { "oxygis:promises": "SW-5" },
        });
    });

    it("are those of Azure, but for the way the application signs in to databases", () => {
        const changed = awsSettings.filter(
            ({ key, value }) => !applicationSettings.some((one) => one.key === key && one.value === value),
        );

        expect(awsSettings.map(({ key }) => key)).toEqual(applicationSettings.map(({ key }) => key));
        expect(changed.map(({ key, value }) => [key, value])).toEqual([["settings:data:sign-in", "database-secret"]]);
    });
});

describe("names of a customer's things on AWS", () => {
    const cell = { cell: "aws1", region: "eu-central-1" };

    it("lie below the paths that the application and the databases function may read", () => {
        const { catalogueParameter, secretNames } = hostedCustomerNames(cell, "acme");

        expect(catalogueParameter).toBe(`${cataloguePath("aws1")}/acme`);
        expect(catalogueParameter.startsWith(settingsPath("aws1"))).toBe(true);
        expect(Object.values(secretNames).every((name) => name.startsWith(secretPrefix("aws1")))).toBe(true);
    });

    it("do not meet those of the same customer in a cell rebuilt elsewhere, where the copies of the secrets lie", () => {
        const elsewhere = hostedCustomerNames({ ...cell, region: "eu-west-1" }, "acme").secretNames;

        expect(Object.values(hostedCustomerNames(cell, "acme").secretNames)).not.toContain(elsewhere.firstLogin);
        expect(Object.values(hostedCustomerNames(cell, "acme").secretNames)).not.toContain(elsewhere.signingKey);
    });
});

describe("a customer's instance", () => {
    const [one, two] = [{ name: "paid-1" }, { name: "paid-2" }];

    it("is the only one, or the one in the customer's file", () => {
        expect(instanceFor({ slug: "acme" }, [one])).toBe(one);
        expect(instanceFor({ slug: "acme", pool: "paid-2" }, [one, two])).toBe(two);
    });

    it.each([
        ["that nobody has chosen", undefined, "acme: no pool is given; write pool: paid-1 or pool: paid-2 in its file"],
        [
            "that there is not",
            "paid-9",
            "acme: there is no pool paid-9; write pool: paid-1 or pool: paid-2 in its file",
        ],
    ])("%s is refused: a computed one would move with the number of instances", (_, pool, message) => {
        expect(() => instanceFor({ slug: "acme", pool }, [one, two])).toThrow(message);
    });
});

describe("the customers of a cell on AWS", () => {
    const customer = {
        slug: "acme",
        name: "Acme",
        plan: "paid" as const,
        cell: "aws1",
        size: "small" as const,
        status: "active" as const,
        domains: ["app.acme.test"],
        replicateTo: [],
    };
    const restore = {
        from: "weekly" as const,
        source: "aws1/acme/2026-11-23T09-00-00Z/full.bak",
        wave: "paid" as const,
        order: 1,
        verified: false,
        database: 2 as const,
    };
    const record = (restores = {}) =>
        recordProgram(() =>
            declareCustomers(
                { cell: "aws1", domain: "platform.test", customers: [customer], restores },
                {
                    region: "eu-central-1",
                    tags: {},
                    pairedRegion: "eu-west-1",
                    accountId: "111122223333",
                    keyArn: "key",
                    pairedKeyArn: "paired-key",
                    instances: [
                        {
                            name: "paid-1",
                            identifier: "oxygis-aws1-1",
                            instance: { instanceArn: "arn:aws:rds:eu-central-1:111122223333:db:oxygis-aws1-1" },
                            hostName: "one.rds.test",
                        },
                    ],
                    functionName: "databases",
                    documentsBucket: "documents",
                },
            ),
        );
    const entryOf = ({ resources }: Awaited<ReturnType<typeof record>>) =>
        JSON.parse(
            resources.find(({ name }) => name === "aws1-catalogue-acme")!.inputs["insecureValue"] as string,
        ) as typeof hostedEntry;

    it("take twelve registrations each", async () => {
        const { resources } = await record();

        const shared = ["aws1-secrets", "aws1-catalogue"];
        expect(resources.filter(({ name }) => !shared.includes(name))).toHaveLength(12);
    });

    it("are served from their own database, in which the application is a user of its own", async () => {
        expect(entryOf(await record())).toEqual({
            slug: "acme",
            name: "Acme",
            plan: "paid",
            status: "active",
            hosts: ["acme.aws1.platform.test", "app.acme.test"],
            server: "one.rds.test",
            database: "db-acme",
            databaseId: "arn:aws:rds:eu-central-1:111122223333:db:oxygis-aws1-1/db-acme",
            databaseSecret: "oxygis/aws1/databases/db-acme",
            documents: { bucket: "documents", prefix: "acme/" },
            secretNames: {
                firstLogin: "oxygis/aws1/eu-central-1/acme/first-login",
                signingKey: "oxygis/aws1/eu-central-1/acme/url-signing",
            },
        });
    });

    it("keep their database when one is restored beside it, and are served from that once it has been found right", async () => {
        const recording = await record({ acme: restore });
        const verified = await record({ acme: { ...restore, verified: true } });

        const databases = recording.resources.filter(({ type }) => type.endsWith(":Invocation"));
        expect(databases.map(({ inputs }) => JSON.parse(inputs["input"] as string) as object)).toEqual([
            expect.objectContaining({ database: "db-acme--2", restore: { from: restore.source } }),
            expect.not.objectContaining({ restore: expect.anything() as unknown }),
        ]);
        expect(entryOf(recording)).toMatchObject({ database: "db-acme--2", status: "recovering" });
        expect(entryOf(verified)).toMatchObject({ database: "db-acme--2", status: "active" });
    });
});
