import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { declarePlatform } from "../../infra/program";
import { awsStack, globalOutputs, globalStack, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

/**
 * What each stack registers, kept as a file that is reviewed like code: a change to the program shows here what it does to every
 * resource. `UPDATE_GOLDEN=1 npx jest test/platform/golden` writes the files anew.
 */
const stacks = { global: globalStack, prod: prodStack, aws1: awsStack };

describe.each(Object.entries(stacks))("the stack %s", (name, stack) => {
    it("registers what its golden file says", async () => {
        const recording = await recordProgram(() => declarePlatform(stack()), { stackOutputs: globalOutputs });
        const found = normalised(recording.resources);
        const file = join(__dirname, "../golden", `${name}.json`);
        if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, `${JSON.stringify(found, null, 4)}\n`);

        expect(found).toEqual(JSON.parse(readFileSync(file, "utf8")));
    });
});

/** Registrations by name and type, with what is usual left out: so that a diff shows what is meant, not how it travels. */
function normalised(resources: RecordedResource[]) {
    const nameOf = (urn: string) => urn.split("::").at(-1)!;
    return Object.fromEntries(
        resources
            .map(({ type, name, parent, protect, retainOnDelete, ignoreChanges, inputs, dependencies, custom }) => {
                const optional = {
                    ...(protect && { protect }),
                    ...(retainOnDelete && { retainOnDelete }),
                    ...(ignoreChanges.length > 0 && { ignoreChanges }),
                    ...(dependencies.length > 0 && { waitsFor: dependencies.map(nameOf).sort() }),
                };
                // A component's inputs are those of its parts, and say nothing of their own.
                const entry = { parent: nameOf(parent), ...optional, ...(custom && { inputs }) };
                return [`${name} ${type.replace("azure-native:", "")}`, entry] as const;
            })
            .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
}
