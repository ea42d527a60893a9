import { cellNames } from "../../infra/model/naming";
import { regionOf } from "../../infra/model/regions";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, prodStack } from "../support/fixtures";
import { recordProgram } from "../support/recordProgram";

const record = async (region: string) => {
    const stack = prodStack();
    const program = () =>
        declarePlatform({ ...stack, site: { ...stack.site, region, pairedRegion: regionOf(region).pair! } });
    return (await recordProgram(program, { stackOutputs: globalOutputs })).resources;
};

const namesIn = (region: string) => cellNames({ cell: "eu1", domain: "oxygis-cloud.example", region });

/** Every leaf of a value, with its path. */
function leaves(value: unknown, path = ""): [string, unknown][] {
    if (typeof value !== "object" || value === null) return [[path, value]];
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === "" ? key : `${path}.${key}`));
}

/** A value with everything that tells the place written the same for every place. */
function placeless(value: unknown, region: string): unknown {
    const pair = regionOf(region).pair!;
    const unique = namesIn(region).keyVault.slice(-6);
    const words: Record<string, string> = {
        [region]: "<home>",
        [pair]: "<pair>",
        [regionOf(region).code]: "<home code>",
        [regionOf(pair).code]: "<pair code>",
        [unique]: "<unique>",
    };
    const pattern = new RegExp(Object.keys(words).join("|"), "g");
    return JSON.parse(JSON.stringify(value).replaceAll(pattern, (word) => words[word]!));
}

describe("a cell rebuilt in another region", () => {
    const { region: home, pairedRegion: away } = prodStack().site;

    it("is the same cell: nothing changes but the place and the names that tell the place", async () => {
        const [here, there] = [await record(home), await record(away)];

        expect(there.map(({ urn }) => urn)).toEqual(here.map(({ urn }) => urn));
        const anywhere = (resources: typeof here, region: string) =>
            resources.map(({ name, inputs }) => ({ name, inputs: placeless(inputs, region) }));
        expect(JSON.stringify(there)).not.toBe(JSON.stringify(here));
        expect(anywhere(there, away)).toEqual(anywhere(here, home));
    });

    it("takes no name that the lost one may still hold", () => {
        const names = (region: string) => leaves(namesIn(region)).map(([, name]) => name);

        const shared = names(home).filter((name) => typeof name === "string" && names(away).includes(name));
        // What is left are names inside a vault, a server or a key vault of the cell's own.
        expect(shared).toEqual(["eu1", "machines-daily", "backup-watch", "origin-certificate"]);
    });
});
