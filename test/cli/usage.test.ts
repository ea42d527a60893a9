import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { temporaryFolder } from "../support/folders";
import { oxygis } from "./command";

const projectRoot = resolve(__dirname, "../..");

/** A configuration root with one broken customer. */
function brokenRoot(): string {
    const root = temporaryFolder();
    mkdirSync(join(root, "infra/customers"), { recursive: true });
    for (const name of ["Pulumi.aws1.yaml", "Pulumi.global.yaml", "Pulumi.prod.yaml", "infra/staff.yaml"])
        cpSync(join(projectRoot, name), join(root, name));
    writeFileSync(
        join(root, "infra/customers/acme.yaml"),
        "name: Acme Verzonnen B.V.\nplan: gold\ncell: eu1\nsize: small\nstatus: active\n",
    );
    return root;
}

describe("oxygis", () => {
    it.each([
        ["an unknown command", ["fly"], 'There is no command "fly"'],
        ["an unknown flag", ["check", "--colour"], "--colour"],
        ["an engine nobody knows", ["check", "--engine", "steam"], "auto, embedded, pulumi"],
        ["a number that is none", ["sandbox", "up", "--seed", "x"], "whole number"],
        ["an unknown stack", ["sandbox", "up", "moon", "--sandbox", join(temporaryFolder(), "w")], 'no stack "moon"'],
        ["a folder that is no sandbox", ["sandbox", "reset", "--sandbox", projectRoot], "nothing was removed"],
        [
            "an export before the first update",
            ["sandbox", "export", "prod", "--sandbox", temporaryFolder()],
            "oxygis sandbox up",
        ],
    ])("answers %s with exit code 2 and what to write instead", async (_, words, message) => {
        const said = await oxygis(words);

        expect(said).toMatchObject({ code: 2, out: "" });
        expect(said.err).toContain(message);
    });

    it("explains itself and every command", async () => {
        const [overview, up] = await Promise.all([oxygis(["--help"]), oxygis(["sandbox", "up", "--help"])]);

        expect(overview).toMatchObject({ code: 0, err: "" });
        expect(overview.out).toContain("sandbox export");
        expect(up).toMatchObject({ code: 0, err: "" });
        expect(up.out).toContain("--refresh");
    });
});

describe("oxygis check", () => {
    it("finds the repository's own configuration valid", async () => {
        const said = await oxygis(["check", "--json"]);

        expect(said.code).toBe(0);
        expect(said.json()).toEqual({ ok: true, stacks: ["aws1", "global", "prod"], customers: 14, errors: [] });
    });

    it("names file, path, mistake and remedy, in plain text and as JSON", async () => {
        const root = brokenRoot();
        const [plain, json] = await Promise.all([
            oxygis(["check", "--root", root]),
            oxygis(["check", "--root", root, "--json"]),
        ]);

        expect(plain).toMatchObject({ code: 2, out: "" });
        expect(plain.err).toMatch(/infra\/customers\/acme\.yaml\n {2}plan: [^\n]+\n {4}[^\n]*paid/);
        expect(plain.err).not.toContain("\u001b");
        expect(json.code).toBe(2);
        expect(json.json()).toMatchObject({ ok: false, errors: [{ file: "infra/customers/acme.yaml", path: "plan" }] });
    });

    it("stops an update before anything is made", async () => {
        const sandbox = join(temporaryFolder(), "world");
        const said = await oxygis(["sandbox", "up", "--json", "--root", brokenRoot(), "--sandbox", sandbox]);

        expect(said.code).toBe(2);
        expect(said.json()).toMatchObject({ ok: false });
        expect((await oxygis(["sandbox", "show", "--sandbox", sandbox])).code).toBe(2);
    });
});
