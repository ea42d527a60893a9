import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

import { recordProgram } from "../support/recordProgram";

const group = (options?: pulumi.CustomResourceOptions) => () => new resources.ResourceGroup("group", {}, options);
const aliasesOf = async (program: () => unknown, sdkDefaults: boolean) =>
    (await recordProgram(program, { sdkDefaults })).resources.find(({ name }) => name === "group")!.aliases;

describe("speedUpSdk", () => {
    it("drops the aliases of API versions that the SDK puts on every resource", async () => {
        expect(await aliasesOf(group(), true)).toBeGreaterThan(9);
        expect(await aliasesOf(group(), false)).toBe(0);
    });

    it("does not say from where each resource comes", async () => {
        const { resources } = await recordProgram(group());

        expect(resources.map(({ stackFrames }) => stackFrames)).toEqual(resources.map(() => 0));
    });

    it.each<[string, pulumi.Alias]>([
        ["name", { name: "old-name" }],
        ["name and type", { name: "old-name", type: "azure-native:resources:ResourceGroup" }],
        ["type of another package", { type: "oxygis:old:Group" }],
    ])("keeps an alias written by hand, with a %s", async (_, alias) => {
        expect(await aliasesOf(group({ aliases: [alias] }), false)).toBe(1);
    });

    it("keeps an alias that is a URN", async () => {
        const urn = "urn:pulumi:test::oxygis::azure-native:resources:ResourceGroup::old-name";

        expect(await aliasesOf(group({ aliases: [urn] }), false)).toBe(1);
    });
});
