import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in files that cannot be read, and their names", () => {
    it.each<[string, Changes, string[]]>([
        [
            "no customers folder",
            { without: ["infra/customers"] },
            ["infra/customers > there is no such folder | create it, with one <slug>.yaml for each customer"],
        ],
        [
            "no stack file",
            { without: ["Pulumi.global.yaml", "Pulumi.prod.yaml"] },
            [
                "Pulumi.<stack>.yaml > there is no stack file | write Pulumi.global.yaml and one Pulumi.<stack>.yaml for each cell",
            ],
        ],
        [
            "an empty stack file",
            { stacks: { prod: "" } },
            [
                "Pulumi.prod.yaml > is empty | write config: and below it oxygis:stack:, with the stack's own keys below that",
            ],
        ],
        [
            "an empty customer file",
            { customers: { blue: "" } },
            ["infra/customers/blue.yaml > is empty | write the keys name, plan, cell, size and status, one a line"],
        ],
        [
            "a customer's file of nothing but a comment",
            { customers: { blue: "# later\n" } },
            ["infra/customers/blue.yaml > is empty | write the keys name, plan, cell, size and status, one a line"],
        ],
        [
            "a list instead of keys",
            { customers: { blue: "- name: Blue\n" } },
            [
                "infra/customers/blue.yaml > must be a set of keys, but is a list | write the keys name, plan, cell, size and status, one a line",
            ],
        ],
        [
            "a list instead of a stack",
            { stacks: { prod: "- config\n" } },
            [
                "Pulumi.prod.yaml > must be a set of keys, but is a list | write config: and below it oxygis:stack:, with the stack's own keys below that",
            ],
        ],
        [
            "a syntax error",
            { customers: { blue: "name: Blue\nplan: [paid\ncell: eu1\n" } },
            [
                "infra/customers/blue.yaml > is not YAML: line 3, column 1: flow sequence in block collection must be sufficiently indented and end with a ] | check indentation, colons and quotes there; put a text with : # { [ * & ! or @ in it between double quotes",
            ],
        ],
        [
            "a tab",
            { customers: { blue: "name: Blue\nplan:\n\tpaid\n" } },
            [
                "infra/customers/blue.yaml > is not YAML: line 3, column 1: tabs are not allowed as indentation | indent with spaces",
            ],
        ],
        [
            "a colon in a text",
            { customers: { blue: "name: Blue: the company\n" } },
            [
                "infra/customers/blue.yaml > is not YAML: line 1, column 7: nested mappings are not allowed in compact mappings | check indentation, colons and quotes there; put a text with : # { [ * & ! or @ in it between double quotes",
            ],
        ],
        [
            "a key twice",
            { customers: { blue: "name: Blue\nplan: paid\nplan: trial\ncell: eu1\nsize: small\nstatus: active\n" } },
            [
                "infra/customers/blue.yaml > plan: stands twice, the second time in line 3, column 1 | keep one of the two",
            ],
        ],
        [
            "two documents",
            { customers: { blue: "name: Blue\n---\nplan: paid\n" } },
            [
                "infra/customers/blue.yaml > is not YAML: line 2, column 1: source contains multiple documents | keep one document in the file, and no line of three hyphens between two",
            ],
        ],
        [
            "an unknown tag",
            { customers: { blue: "name: !vault Blue\nplan: paid\ncell: eu1\nsize: small\nstatus: active\n" } },
            [
                "infra/customers/blue.yaml > is not YAML: line 1, column 7: unresolved tag | leave the tag (the word that begins with !) out",
            ],
        ],
        [
            "an alias of nothing",
            { customers: { blue: "name: *blue\nplan: paid\n" } },
            [
                "infra/customers/blue.yaml > is not YAML: an alias (the word that begins with *) stands for nothing, or for far too much | write out what it stands for",
            ],
        ],
        [
            "a customer's file with the short extension",
            { files: { "infra/customers/blue.yml": "name: Blue\n" } },
            ["infra/customers/blue.yml > is not read, because of its name | rename it to blue.yaml"],
        ],
        [
            "an editor's backup",
            { files: { "infra/customers/amber.yaml.bak": "" } },
            [
                "infra/customers/amber.yaml.bak > is not read, because of its name | move it elsewhere, or name it <slug>.yaml if it is a customer",
            ],
        ],
        [
            "a customer in a folder",
            { files: { "infra/customers/blue/customer.yaml": "name: Blue\n" } },
            [
                "infra/customers/blue > is a folder, and customers are files | move it elsewhere, or name it <slug>.yaml if it is a customer",
            ],
        ],
        [
            "a stack file with the short extension",
            { files: { "Pulumi.eu2.yml": "config: {}\n" } },
            ["Pulumi.eu2.yml > is not read, because of its name | rename it to Pulumi.eu2.yaml"],
        ],
        [
            "a stack file in lower case",
            { files: { "pulumi.eu2.yaml": "config: {}\n" } },
            ["pulumi.eu2.yaml > is not read, because of its name | rename it to Pulumi.eu2.yaml"],
        ],
        [
            "upper case",
            { customers: { Blue: {} } },
            [
                'infra/customers/Blue.yaml > the slug "Blue" is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter | rename the file, for example to blue.yaml',
            ],
        ],
        [
            "a space",
            { customers: { "Blue Heron B.V.": {} } },
            [
                'infra/customers/Blue Heron B.V..yaml > the slug "Blue Heron B.V." is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter | rename the file, for example to blue-heron-b-v.yaml',
            ],
        ],
        [
            "two characters",
            { customers: { bh: {} } },
            [
                'infra/customers/bh.yaml > the slug "bh" is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter | rename the file',
            ],
        ],
        [
            "more than twenty characters",
            { customers: { "blue-heron-umbrellas-and-parasols": {} } },
            [
                'infra/customers/blue-heron-umbrellas-and-parasols.yaml > the slug "blue-heron-umbrellas-and-parasols" is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter | rename the file, for example to blue-heron-umbrellas.yaml',
            ],
        ],
        [
            "a digit in front",
            { customers: { "4ever": {} } },
            [
                'infra/customers/4ever.yaml > the slug "4ever" is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter | rename the file, for example to ever.yaml',
            ],
        ],
        [
            "two hyphens together",
            { customers: { "blue--heron": {} } },
            [
                'infra/customers/blue--heron.yaml > the slug "blue--heron" is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter | rename the file, for example to blue-heron.yaml',
            ],
        ],
        [
            "two slugs that differ in hyphens only",
            { customers: { "blue-heron": {}, blueheron: {} } },
            [
                'infra/customers/blueheron.yaml > "blueheron" and "blue-heron" are one name where Azure allows no hyphens | rename the newer of the two files, so that they differ in a letter or digit',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
