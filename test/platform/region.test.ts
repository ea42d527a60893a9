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

/** Every leaf of a value, with its path. */
function leaves(value: unknown, path = ""): [string, unknown][] {
    if (typeof value !== "object" || value === null) return [[path, value]];
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === "" ? key : `${path}.${key}`));
}

describe("a cell rebuilt in another region", () => {
    const { region: home, pairedRegion: away } = prodStack().site;

    it("is the same cell: nothing changes but the place and the names that tell the place", async () => {
        const [here, there] = [await record(home), await record(away)];

        expect(there.map(({ urn }) => urn)).toEqual(here.map(({ urn }) => urn));
        const changed = here.flatMap(({ name, inputs }, index) => {
            const now = new Map(leaves(there[index]!.inputs));
            return leaves(inputs)
                .filter(([path, value]) => now.get(path) !== value)
                .map(([path, value]) => ({ name, path, value }));
        });
        const allowed =
            /(^|\.)(location|privateLinkLocation|resourceLocation|\w*Name|name|names\.\w+|names\.\w+\.\w+|hostName|id)$/;
        expect(changed.length).toBeGreaterThan(0);
        expect(changed.filter(({ path }) => !allowed.test(path))).toEqual([]);
    });

    it("takes no name that the lost one may still hold", () => {
        const names = (region: string) =>
            leaves(cellNames({ cell: "eu1", domain: "oxygis-cloud.example", region })).map(([, name]) => name);

        const shared = names(home).filter((name) => typeof name === "string" && names(away).includes(name));
        expect(shared).toEqual(["eu1", "origin-certificate"]);
    });
});
