import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkProject } from "../../infra/config/check";
import { generateCells } from "../../recovery/drill/fleet";

const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

function generate(customers: number, seed: number) {
    const root = mkdtempSync(join(tmpdir(), "oxygis-generated-"));
    roots.push(root);
    return { root, stacks: generateCells(root, { customers, seed }) };
}

const contentsOf = (root: string) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), "utf8")}`)
        .sort();

describe("generated cells", () => {
    it.each([
        [0, 1, ["prod"]],
        [1, 2, ["prod"]],
        [100, 3, ["prod"]],
        [500, 4, ["prod"]],
        [1_001, 5, ["prod", "eu2", "eu3"]],
    ])("of %d customers are valid (seed %d)", (customers, seed, stacks) => {
        const generated = generate(customers, seed);

        expect(generated.stacks).toEqual(stacks);
        expect(checkProject(generated.root)).toEqual({
            ok: true,
            stacks: ["eu2", "eu3", "global", "prod"].filter((stack) => [...stacks, "global"].includes(stack)),
            customers,
            errors: [],
        });
    });

    it("are the same for the same seed, and others for another", () => {
        const [one, same, other] = [generate(20, 7), generate(20, 7), generate(20, 8)].map(({ root }) =>
            contentsOf(root),
        );

        expect(one).toEqual(same);
        expect(one).not.toEqual(other);
    });
});
