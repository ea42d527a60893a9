import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ofCell } from "../../infra/programs/globalOutputs";
import { regionNames } from "../../infra/model/regions";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, globalStack, prodStack } from "../support/fixtures";
import { type Recording, recordProgram } from "../support/recordProgram";

const infra = join(__dirname, "../../infra");
const isCustom = ({ custom }: { custom: boolean }) => custom;

describe.each([
    ["global", globalStack],
    ["prod", prodStack],
])("the stack %s", (_, stack) => {
    const modes = ["update", "preview"] as const;
    const recordings = new Map<(typeof modes)[number], Recording<unknown>>();
    beforeAll(async () => {
        for (const mode of modes) {
            const program = () => declarePlatform(stack());
            recordings.set(
                mode,
                await recordProgram(program, { preview: mode === "preview", stackOutputs: globalOutputs }),
            );
        }
    });

    it("puts every resource into a component", () => {
        const { resources } = recordings.get("update")!;

        const orphans = resources.filter(isCustom).filter(({ parent }) => !parent.split("::")[2]!.includes("oxygis:"));
        expect(orphans.map(({ name }) => name)).toEqual([]);
    });

    it("registers the same resources when outputs are still unknown: none is hidden in a callback", () => {
        const urns = modes.map((mode) => recordings.get(mode)!.resources.map(({ urn }) => urn));

        expect(urns[0]).toEqual(urns[1]);
    });

    it("hands no whole resource to another one: the policy pack cannot read such an input", () => {
        const { resources } = recordings.get("update")!;

        const holders = resources.filter(({ inputs }) => JSON.stringify(inputs).includes("[resource "));
        expect(holders.map(({ name }) => name)).toEqual([]);
    });

    it("reads no resource that it does not declare, which no policy would see", () => {
        const { reads } = recordings.get("update")!;

        expect(reads.filter((read) => !read.startsWith("pulumi:pulumi:StackReference"))).toEqual([]);
    });

    it.each(modes)("lets no generated value out of its wrapper (%s)", (mode) => {
        const { resources, stackOutputs } = recordings.get(mode)!;

        const visible = JSON.stringify([stackOutputs, ...resources.map(({ inputs, outputs }) => [inputs, outputs])]);
        expect(visible).not.toContain(".generated");
    });

    it("names everything itself, so that nothing is replaced for the sake of a random suffix", () => {
        const { resources } = recordings.get("update")!;

        const unnamed = resources
            .filter(({ type }) => type.startsWith("azure-native:"))
            .filter(
                ({ inputs }) =>
                    !Object.keys(inputs).some(
                        (key) => /^(name|settingKind)$|Name$/.test(key) && !/^(resourceGroup)Name$/.test(key),
                    ),
            )
            .filter(({ type }) => type !== "azure-native:resources:ResourceGroup");
        expect(unnamed.map(({ name }) => name)).toEqual([]);
    });
});

describe("the stack global", () => {
    it("hands a cell what it needs, and the owners of vanity domains what they must enter", async () => {
        const { stackOutputs } = await recordProgram(() => declarePlatform(globalStack()));

        expect(Object.keys(globalOutputs).filter((key) => !(key in stackOutputs))).toEqual([]);
        expect(stackOutputs["originGroups"]).toEqual({ eu1: "cell-eu1", aws1: "cell-aws1" });
        const hosts = globalStack().cells.flatMap(({ vanityDomains }) => vanityDomains.map(({ host }) => host));
        expect((stackOutputs["vanityDomainValidation"] as { host: string }[]).map(({ host }) => host)).toEqual(hosts);
    });
});

describe("a cell", () => {
    it("says what to do when the global stack does not know it", () => {
        expect(() => ofCell("origin group", { eu2: "cell-eu2" }, "organization/oxygis/global", "eu1")).toThrow(
            "organization/oxygis/global has no origin group for cell eu1: deploy it with the cell in its list first",
        );
    });
});

it("no region is written in the program or a component", () => {
    const sources = readdirSync(infra, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/^(config|model)\//.test(file))
        .map((file) => ({ file, text: readFileSync(join(infra, file), "utf8") }));

    const literal = new RegExp(`["'\`](?:${regionNames.join("|")}|(?:eu|us)-[a-z]+-\\d)["'\`]`, "i");
    expect(sources.length).toBeGreaterThan(25);
    expect(sources.filter(({ text }) => literal.test(text)).map(({ file }) => file)).toEqual([]);
});
