import { duration, table } from "../../cli/output";
import { promisesOf } from "../../cli/sandbox/promises";
import { byArea, changesInWords } from "../../cli/sandbox/summary";
import type { Run } from "../../engine/engine";
import { promises } from "../../infra/model/promises";

const urn = (types: string) => `urn:pulumi:prod::oxygis::${types}::name`;

const run = (...steps: Run["steps"]) => ({ steps }) as Run;

describe("a run in numbers", () => {
    it("counts each resource for the area of the innermost component around it", () => {
        const counted = byArea(
            run(
                { op: "create", urn: urn("oxygis:data:CustomerDatabase$azure-native:sql:Database") },
                { op: "create", urn: urn("oxygis:data:CustomerDatabase") },
                { op: "same", urn: urn("oxygis:edge:Outer$oxygis:network:Inner$azure-native:network:Subnet") },
                { op: "update", urn: urn("pulumi:pulumi:Stack") },
            ),
        );

        expect(counted).toEqual([
            ["data", { create: 2, update: 0, replace: 0, delete: 0, same: 0 }],
            ["network", { create: 0, update: 0, replace: 0, delete: 0, same: 1 }],
            ["platform", { create: 0, update: 1, replace: 0, delete: 0, same: 0 }],
        ]);
    });

    it("counts a replacement once, not its halves", () => {
        const of = urn("azure-native:sql:Database");
        const [[, changes]] = byArea(
            run({ op: "create-replacement", urn: of }, { op: "replace", urn: of }, { op: "delete-replaced", urn: of }),
        ) as [[string, object]];

        expect(changes).toEqual({ create: 0, update: 0, replace: 1, delete: 0, same: 0 });
    });

    it.each([
        ["will", "2 to create, 1 to replace"],
        ["was", "2 created, 1 replaced"],
    ] as const)("counts by kind of change (%s)", (tense, words) => {
        expect(changesInWords({ create: 2, update: 0, replace: 1, delete: 0, same: 9 }, tense)).toBe(words);
    });

    it("says so when nothing changes", () => {
        expect(changesInWords({ create: 0, update: 0, replace: 0, delete: 0, same: 9 }, "will")).toBe(
            "no changes (9 resources)",
        );
    });
});

describe("the promises of a run", () => {
    const database = "oxygis:data:CustomerDatabase$azure-native:sql:Database";
    const counted = (...steps: Run["steps"]) =>
        Object.fromEntries(promisesOf([run(...steps)]).map(({ id, resources }) => [id, resources]));

    it("count the cloud resources inside the components that keep them, however deep", () => {
        const kept = counted(
            { op: "create", urn: urn("oxygis:data:CustomerDatabase") },
            { op: "create", urn: urn(database) },
            { op: "same", urn: urn(`test:index:Outer$${database}`) },
            { op: "same", urn: urn("oxygis:data:CustomerPool$azure-native:sql:ElasticPool") },
        );

        expect(kept).toMatchObject({ "DB-1": 2, "BKP-1": 2, "DR-1": 1 });
    });

    it("do not count what is going, what lies in no component, and what only people can keep", () => {
        const kept = counted(
            { op: "delete", urn: urn(database) },
            { op: "create", urn: urn("azure-native:sql:Database") },
        );

        expect(Object.keys(kept)).toEqual(Object.keys(promises));
        expect(Object.values(kept).filter((resources) => resources > 0)).toEqual([]);
    });
});

describe("output for people", () => {
    it.each([
        [4.21, "4.2 s"],
        [59.9, "59.9 s"],
        [60, "1 min"],
        [3540, "59 min"],
        [7500, "2 h 5 min"],
    ])("writes %d seconds as %s", (seconds, text) => {
        expect(duration(seconds)).toBe(text);
    });

    it("lines numbers up on the right and names on the left", () => {
        expect(
            table(
                ["stack", "create"],
                [
                    ["global", 9],
                    ["prod", 120],
                ],
            ).split("\n"),
        ).toEqual([" stack    create", " global        9", " prod        120"]);
    });
});
