import { symlinkSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { checkProject } from "../../infra/config/check";
import { awsCellRemedies } from "../../infra/config/awsRemedies";
import { awsCellFileSchema } from "../../infra/config/awsSchema";
import { cellRemedies, customerRemedies, globalRemedies, staffRemedies } from "../../infra/config/remedies";
import { cellFileSchema, customerFileSchema, globalFileSchema, staffFileSchema } from "../../infra/config/schema";
import type { Remedies } from "../../infra/config/validate";
import { cellStack, type Changes, many, mistakesOf, removeProjects, writeProject } from "./testProject";

afterAll(removeProjects);

describe("checkProject", () => {
    it("finds nothing wrong with this repository", () => {
        expect(checkProject(join(__dirname, "../.."))).toEqual({
            ok: true,
            stacks: ["aws1", "global", "prod"],
            customers: 14,
            errors: [],
        });
    });

    it("reports every mistake of every file at once", () => {
        const mistakes = mistakesOf({
            stacks: {
                global: { site: { region: "westeurope", pairedRegion: "northeurope" }, cells: ["eu1", "eu9"] },
                prod: { site: { zones: ["1", "2"] }, network: { addressSpace: "10.0.0.0/8" }, instances: 3 },
            },
            customers: {
                amber: { plan: "gold", pool: "other-1" },
                blue: { domains: ["APP.AMBER.example"], cell: "eu2" },
                "blue-": { size: undefined },
                cyan: "name: [\n",
            },
            files: { "infra/customers/dun.yml": "" },
        });

        expect(mistakes.map((line) => line.split(" | ")[0])).toEqual([
            "Pulumi.global.yaml > cells[1]: no stack file declares the cell eu9",
            'Pulumi.global.yaml > site.region: "westeurope" is the region of a cell or its pair (Pulumi.prod.yaml), so both would be lost at once',
            "Pulumi.prod.yaml > site.zones: names fewer than three zones",
            'Pulumi.prod.yaml > network.addressSpace: "10.0.0.0/8" is larger than /16',
            'Pulumi.prod.yaml > instances: unknown key "instances"',
            'infra/customers/amber.yaml > plan: "gold" is not allowed here',
            'infra/customers/blue-.yaml > the slug "blue-" is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter',
            "infra/customers/blue-.yaml > size: is missing",
            'infra/customers/blue-.yaml > "blue-" and "blue" are one name where Azure allows no hyphens',
            'infra/customers/blue.yaml > cell: there is no cell "eu2"',
            'infra/customers/blue.yaml > domains[0]: "app.amber.example" is a domain of infra/customers/amber.yaml already',
            "infra/customers/cyan.yaml > is not YAML: line 2, column 1: flow sequence in block collection must be sufficiently indented and end with a ]",
            "infra/customers/dun.yml > is not read, because of its name",
        ]);
    });

    it.each<[string, Changes]>([
        ["Pulumi's own keys and other namespaces", { stacks: { prod: withOthers(cellStack) } }],
        [
            "a policy address and tags",
            { stacks: { global: { disclosure: { policy: "https://cloud.example/policy" }, tags: { owner: "x" } } } },
        ],
        ["a host name in upper case", { customers: { amber: { domains: ["App.Amber.EXAMPLE"] } } }],
        [
            "a pinned pool of the right class",
            { customers: { blue: { pool: "paid-1" }, cyan: { plan: "trial", pool: "other-1" } } },
        ],
        ["copies in a region without a pair", { customers: { blue: { replicateTo: ["spaincentral"] } } }],
        [
            "a domain that an erased customer had",
            { customers: { blue: { status: "erased", domains: ["app.amber.example"] } } },
        ],
        ["an erased customer of a cell that is gone", { customers: { blue: { status: "erased", cell: "eu0" } } }],
        [
            "a folder's README and hidden files",
            { files: { "infra/customers/README.md": "", "infra/customers/.gitkeep": "" } },
        ],
        [
            "a project without customers",
            { without: ["infra/customers/amber.yaml"], files: { "infra/customers/.gitkeep": "" } },
        ],
        [
            "exactly as many customers as a pool holds",
            { customers: many(99, {}), stacks: { prod: { pools: { paid: { vCores: 4 } } } } },
        ],
        ["a cell on AWS beside one on Azure", { stacks: { global: { cells: ["eu1", "aws1"] }, aws1: {} } }],
        ["the project file", { files: { "Pulumi.yaml": "name: oxygis\n" } }],
    ])("accepts %s", (_, changes) => {
        expect(mistakesOf(changes)).toEqual([]);
    });

    it("never repeats what looks like a secret, wherever it stands", () => {
        const secret = "AKIAABCDEFGHIJKLMNOP";
        const objectId = "00000000-0000-4000-8000-000000000001";
        const everywhere: Changes = {
            stacks: {
                prod: {
                    cell: secret,
                    kind: "cell",
                    site: { region: secret },
                    tags: { owner: secret },
                },
            },
            customers: {
                amber: { plan: secret, domains: [secret], unknown: secret },
                blue: `name: "${secret}\nplan: ${secret}: ${secret}\n`,
            },
            staff: {
                support: [{ name: secret, objectId: secret }],
                operations: [
                    { name: secret, objectId },
                    { name: secret, objectId },
                ],
            },
        };

        expect(mistakesOf(everywhere).length).toBeGreaterThan(8);
        expect(mistakesOf(everywhere).join("\n")).not.toContain(secret);
    });

    it("names a root that does not exist", () => {
        expect(checkProject("/nowhere/at/all").errors[0]).toEqual({
            file: ".",
            path: "",
            message: 'there is no folder "/nowhere/at/all"',
            remedy: "name the folder that holds Pulumi.<stack>.yaml, infra/customers and infra/staff.yaml",
        });
    });

    it("names a file that cannot be read", () => {
        const root = writeProject();
        symlinkSync("nowhere", join(root, "infra/customers/blue.yaml"));

        expect(checkProject(root).errors).toEqual([
            {
                file: "infra/customers/blue.yaml",
                path: "",
                message: "cannot be read",
                remedy: "make it a file that this user may read",
            },
        ]);
    });
});

describe("remedies", () => {
    it.each<[string, z.ZodType, Remedies]>([
        ["global stack", globalFileSchema, globalRemedies],
        ["cell on Azure", cellFileSchema, cellRemedies],
        ["cell on AWS", awsCellFileSchema, awsCellRemedies],
        ["customer", customerFileSchema, customerRemedies],
        ["staff's file", staffFileSchema, staffRemedies],
    ])("exist for every key of a %s", (_, schema, remedies) => {
        expect(
            pathsOf(z.toJSONSchema(schema, { unrepresentable: "any", io: "input" })).filter(
                (path) => !(path in remedies),
            ),
        ).toEqual([]);
    });
});

/** Every path a JSON schema knows, with `[]` for the elements of a list. Tags have names of their own. */
function pathsOf(schema: z.core.JSONSchema.JSONSchema, path = ""): string[] {
    const properties = Object.entries(schema.properties ?? {}) as [string, z.core.JSONSchema.JSONSchema][];
    const elements = schema.items ?? schema.prefixItems?.[0];
    return [
        path,
        ...properties.flatMap(([key, inner]) => pathsOf(inner, path ? `${path}.${key}` : key)),
        ...(elements && typeof elements === "object" && !Array.isArray(elements) ? pathsOf(elements, `${path}[]`) : []),
    ];
}

/** A stack file as Pulumi itself writes it, with keys that are none of our business. */
function withOthers(stack: object): string {
    return [
        "encryptionsalt: v1:c2FsdA==:v1:abc:def==",
        "config:",
        "  azure-native:location: westeurope",
        "  azure-native:clientSecret:",
        "    secure: AAABAGkR3vZ1mQ8sT5uWx0yB2cD4eF6gH7iJ9kLmN1oP3qR5sT7uV9wX",
        `  oxygis:stack: ${JSON.stringify(stack)}`,
        "",
    ].join("\n");
}
