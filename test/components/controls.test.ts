import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { controls } from "../../infra/model/controls";
import { promises } from "../../infra/model/promises";

const components = join(__dirname, "../../infra/components");

/** Component type to the promises its class documentation names behind `Keeps:`. */
const documented = Object.fromEntries(
    readdirSync(components, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(join(components, file), "utf8"))
        .flatMap((source) => {
            const type = /super\(\s*"(oxygis:[\w:]+)"/.exec(source)?.[1];
            const keeps = /Keeps:([^]*?)\*\//.exec(source)?.[1] ?? "";
            return type ? [[type, keeps.match(/\b[A-Z]+-\d+\b/g) ?? []]] : [];
        }),
) as Record<string, string[]>;

describe("the controls", () => {
    it("are the components, each with the promises its documentation names", () => {
        expect(controls).toEqual(documented);
    });

    it("keep at least one promise each", () => {
        expect(Object.entries(controls).filter(([, ids]) => ids.length === 0)).toEqual([]);
    });

    it("name promises of the register only", () => {
        const known = Object.keys(promises);
        expect(
            Object.values(controls)
                .flat()
                .filter((id) => !known.includes(id)),
        ).toEqual([]);
    });
});
