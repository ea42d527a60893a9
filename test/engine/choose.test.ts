import { chooseEngine, EngineUnavailableError } from "../../engine/choose";
import { FakeCli } from "./fakeCli";

describe("chooseEngine", () => {
    let cli: FakeCli;
    beforeEach(() => {
        cli = new FakeCli();
    });
    afterEach(() => cli.remove());

    const nameOf = async (choice: "auto" | "embedded" | "pulumi") => (await chooseEngine(choice)).name;

    it("takes the CLI on its own where there is one", async () => {
        expect(await nameOf("auto")).toBe("pulumi");
        expect(await nameOf("pulumi")).toBe("pulumi");
        expect(await nameOf("embedded")).toBe("embedded");
    });

    it("takes the embedded engine on its own where there is no CLI, but not in the CLI's name", async () => {
        process.env["PATH"] = "/nowhere";
        expect(await nameOf("auto")).toBe("embedded");
        const refusal = chooseEngine("pulumi");
        await expect(refusal).rejects.toBeInstanceOf(EngineUnavailableError);
        await expect(refusal).rejects.toThrow(
            /^There is no pulumi CLI on the PATH\. Install .* or use `--engine embedded`\.$/,
        );
    });

    it("refuses a CLI that is too old, and does without it on its own", async () => {
        cli.replaceBy("echo v3.205.0");
        await expect(chooseEngine("pulumi")).rejects.toThrow(/pulumi is 3\.205\.0; at least 3\.206\.0 is needed/);
        expect(await nameOf("auto")).toBe("embedded");
    });

    it("refuses a CLI that does not work, and says what it said", async () => {
        cli.replaceBy("echo library missing >&2; exit 127");
        await expect(chooseEngine("pulumi")).rejects.toThrow(/does not work: [^]*library missing/);
    });
});
