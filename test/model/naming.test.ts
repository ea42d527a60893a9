import fc from "fast-check";

import { slugSchema } from "../../infra/config/schema";
import {
    cellNames,
    customDomainName,
    customerHost,
    customerNames,
    globalNames,
    wildcardHost,
} from "../../infra/model/naming";
import { siteRegions } from "../../infra/model/regions";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);
const domain = fc.tuple(label, label).map(([name, top]) => `${name}.${top}x`);
const cell = fc.stringMatching(/^[a-z][a-z0-9]{1,7}$/);
const region = fc.constantFrom(...siteRegions);
const slug = fc
    .stringMatching(/^[a-z][a-z0-9]{0,8}(?:-[a-z0-9]{1,5}){0,2}$/)
    .filter((text) => slugSchema.safeParse(text).success);
const key = fc.record({ cell, domain, region });

/** Words the program makes names of, where a name does not take any word. */
const words: Record<string, string> = {
    account: "h01",
    documentCopies: "northeurope",
    documentsAccount: "h01",
    copyJob: "50-pair",
    logArchive: "northeurope",
    replicas: "northeurope",
};

/** Every name in a group of names; a function gives the name for a word that the program uses. */
const textsOf = (names: object): string[] =>
    Object.entries(names).flatMap(([key, name]: [string, unknown]): string[] => {
        if (typeof name !== "function") return typeof name === "string" ? [name] : textsOf(name as object);
        const made = (name as (...words: unknown[]) => string | object)(words[key] ?? "application", 3);
        return typeof made === "string" ? [made] : textsOf(made);
    });

// Azure's limits once more, for the names where it leaves least room.
const limits: [
    name: "keyVault" | "sqlServer" | "appConfiguration" | "computerPrefix",
    most: number,
    alphabet: RegExp,
][] = [
    ["keyVault", 24, /^[a-z][a-z0-9-]*[a-z0-9]$/],
    ["sqlServer", 63, /^[a-z0-9][a-z0-9-]*[a-z0-9]$/],
    ["appConfiguration", 50, /^[a-z0-9][a-z0-9-]*[a-z0-9]$/],
    ["computerPrefix", 9, /^[a-z][a-z0-9]*$/],
];

describe("the names of a cell", () => {
    it.each(limits)("keep a %s within %d characters", (name, most, alphabet) => {
        fc.assert(
            fc.property(key, (site) => {
                const text = cellNames(site)[name];
                expect(text.length).toBeLessThanOrEqual(most);
                expect(text).toMatch(alphabet);
                expect(text).not.toContain("--");
            }),
        );
    });

    it("can be made for every valid cell, each once, and never above 90 characters", () => {
        fc.assert(
            fc.property(key, (site) => {
                const texts = textsOf(cellNames(site)).filter((text) => text !== site.cell);
                expect(texts.filter((text) => text.length > 90)).toEqual([]);
                expect(new Set(texts).size).toBe(texts.length);
            }),
        );
    });

    it("are the same for the same cell and differ for another region, cell or domain where Azure knows them all", () => {
        fc.assert(
            fc.property(key, key, (one, other) => {
                const global = ({ keyVault, sqlServer, appConfiguration }: ReturnType<typeof cellNames>) => [
                    keyVault,
                    sqlServer,
                    appConfiguration,
                ];
                const shared = global(cellNames(one)).filter((name) => global(cellNames(other)).includes(name));
                const same = one.cell === other.cell && one.domain === other.domain && one.region === other.region;
                expect(shared).toHaveLength(same ? 3 : 0);
            }),
        );
    });

    it("tell which cell and region they belong to", () => {
        expect(cellNames({ cell: "eu1", domain: "oxygis-cloud.example", region: "westeurope" })).toMatchObject({
            resourceGroups: { data: "rg-oxygis-eu1-weu-data" },
            virtualNetwork: "vnet-oxygis-eu1-weu",
            keyVault: expect.stringMatching(/^kv-eu1-weu-[a-z2-7]{6}$/) as string,
            sqlServer: expect.stringMatching(/^sql-oxygis-eu1-weu-[a-z2-7]{6}$/) as string,
        });
    });

    it("refuse what Azure would refuse, should a longer word ever come in", () => {
        expect(() => cellNames({ cell: "europewest", domain: "cloud.example", region: "westeurope" })).toThrow(
            /is no name for a computerPrefix/,
        );
        expect(() => cellNames({ cell: "Eu1", domain: "cloud.example", region: "westeurope" })).toThrow(
            /is no name for a resourceGroup/,
        );
    });
});

describe("the names of the global stack", () => {
    it("fit Azure's limits for every domain", () => {
        fc.assert(
            fc.property(domain, region, (name, site) => {
                const names = globalNames({ domain: name, region: site });
                expect(names.storageAccount).toMatch(/^[a-z0-9]{3,24}$/);
                expect(textsOf(names).filter((text) => text.length > 90)).toEqual([]);
            }),
        );
    });

    it("keep host names apart that differ in a dot only", () => {
        expect(customDomainName("a-b.example")).not.toBe(customDomainName("a.b.example"));
        expect(customDomainName("*.eu1.cloud.example")).toMatch(/^any-eu1-cloud-example-[a-z2-7]{6}$/);
    });

    it("give every host name a name of its own that Front Door takes", () => {
        fc.assert(
            fc.property(
                fc.uniqueArray(
                    fc.domain().map((host) => host.toLowerCase()),
                    { minLength: 2 },
                ),
                (hosts) => {
                    const names = hosts.map(customDomainName);
                    expect(new Set(names).size).toBe(hosts.length);
                    expect(names.filter((name) => !/^[a-z0-9][a-z0-9-]{0,258}[a-z0-9]$/.test(name))).toEqual([]);
                },
            ),
        );
    });
});

describe("the names of customers", () => {
    it("never meet, and fit Azure's limits", () => {
        fc.assert(
            fc.property(fc.uniqueArray(slug, { minLength: 2, maxLength: 50 }), (slugs) => {
                const all = slugs.map((text) => customerNames(text));
                const second = slugs.map((text) => customerNames(text, 2));
                const names = [
                    ...all.flatMap(textsOf),
                    ...second.flatMap(({ database, watchKey }) => [database, watchKey]),
                ];
                expect(new Set(names).size).toBe(names.length);
                // Only the database is another one: the customer, its secrets and its place in the catalogue stay.
                expect(second).toEqual(
                    all.map((names, index) => {
                        const { database, watchKey } = second[index]!;
                        return { ...names, database, watchKey };
                    }),
                );
                for (const { database, firstLoginSecret, urlSigningSecret } of [...all, ...second]) {
                    expect(database).toMatch(/^[a-z0-9-]{1,128}$/);
                    expect(firstLoginSecret).toMatch(/^[0-9a-zA-Z-]{1,127}$/);
                    expect(urlSigningSecret).toMatch(/^[0-9a-zA-Z-]{1,127}$/);
                }
            }),
        );
    });

    it("put a customer below the wildcard domain of its cell", () => {
        expect(customerHost("amber-otter", "eu1", "cloud.example")).toBe("amber-otter.eu1.cloud.example");
        expect(wildcardHost("eu1", "cloud.example")).toBe("*.eu1.cloud.example");
    });
});
