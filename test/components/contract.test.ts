import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { type RecordedResource, recordProgram } from "../support/recordProgram";
import { cases } from "./cases";

const shortType = ({ type }: RecordedResource) => type.replace("azure-native:", "");

describe.each(cases)("$component", ({ component, create, children }) => {
    it("registers itself and exactly these resources, named after it", async () => {
        const { resources } = await recordProgram(() => create("one"));

        const [self, ...others] = [...resources].sort((a) => (a.name === "one" ? -1 : 1));
        expect(self).toMatchObject({ type: `oxygis:${component}`, name: "one" });
        expect(others.map((each) => `${shortType(each)} ${each.name.replace(/^one-/, "")}`).sort()).toEqual(children);
    });

    it("is the parent of everything it registers, at whatever depth", async () => {
        const { resources } = await recordProgram(() => create("one"));

        const components = new Set(resources.filter(({ custom }) => !custom).map(({ urn }) => urn));
        const outside = resources.filter(({ name, parent }) => name !== "one" && !components.has(parent));
        expect(outside).toEqual([]);
    });

    it("hands its options to the engine and registers its outputs", async () => {
        const { resources } = await recordProgram(() => {
            const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
            return create("one", { parent });
        });

        const self = resources.find(({ name }) => name === "one")!;
        expect(self.parent).toMatch(/::parent$/);
        expect(self.outputs).toBeDefined();
    });

    it("stands twice in one program without a clash", async () => {
        const { resources } = await recordProgram(() => [create("one"), create("two")]);

        const names = resources.map(({ type, name }) => `${type} ${name}`);
        expect(new Set(names).size).toBe(names.length);
        expect(names).toHaveLength(2 * (children.length + 1));
    });
});

it("every component has a case here", () => {
    const root = join(__dirname, "../../infra/components");
    const isComponent = (file: string) => /export class/.test(readFileSync(join(root, file), "utf8"));
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

    const expected = cases.map(({ component }) => {
        const [area, name] = component.split(":") as [string, string];
        return `${area}/${name[0]!.toLowerCase()}${name.slice(1)}.ts`;
    });
    expect(files.filter(isComponent).sort()).toEqual(expected.sort());
});
