import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";

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

    it("keeps no stack of a promise, and still finds the one that is never fulfilled", async () => {
        type Internals = {
            debuggablePromise: (promise: Promise<unknown>, context: string) => Promise<unknown>;
            leakedPromises: () => [Set<Promise<unknown>>, string];
        };
        const { debuggablePromise, leakedPromises } = debuggable as unknown as Internals;
        const never = new Promise(() => undefined);
        let found: Set<Promise<unknown>> | undefined;
        await recordProgram(async () => {
            const { debuggablePromise: now } = debuggable as unknown as Internals;
            expect(now).not.toBe(debuggablePromise);
            await now(Promise.resolve(), "fulfilled");
            await expect(now(Promise.reject(new Error("broken")), "rejected")).rejects.toThrow("broken");
            expect(now(never, "never")).toBe(never);
            [found] = leakedPromises();
        });

        expect(found).toContain(never);
        expect(never).not.toHaveProperty("_debugStackTrace");
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
