/** The sandbox's tables against the installed SDKs: what a program can say, the sandbox must know, and the other way round. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allTypes, type CloudType } from "../../sandbox/cloud/catalogue";
import { answer } from "../../sandbox/cloud/answer";
import { words } from "../../sandbox/cloud/model";
import { type Properties } from "../../sandbox/cloud/values";
import { World } from "../../sandbox/cloud/world";
import { temporaryFolder } from "./support/folders";

interface SdkClass {
    inputs: string[];
    required: string[];
    outputs: string[];
    apiVersion: string | undefined;
}

/** What the generated class of a token takes and has. */
function sdkClass(token: string): SdkClass {
    const [packageName = "", module = "", name = ""] = token.split(":");
    const folder = dirname(require.resolve(`@pulumi/${packageName}/package.json`));
    const inModule = module.startsWith("index/") ? folder : join(folder, module);
    const file = readdirSync(inModule).find((each) => each.toLowerCase() === `${name}.js`.toLowerCase());
    if (file === undefined) throw new Error(`@pulumi/${packageName} has no ${token}`);
    const source = readFileSync(join(inModule, file), "utf8");
    const declarations = readFileSync(join(inModule, file.replace(/js$/, "d.ts")), "utf8");
    const find = (pattern: RegExp, text = source): string[] =>
        [...text.matchAll(pattern)].map((match) => match[1] ?? "");
    const args = declarations.slice(declarations.indexOf(`export interface ${name}Args`));
    return {
        inputs: find(/^ {4}(\w+)\??:/gm, args).sort(),
        required: find(/Missing required property '(\w+)'/g).sort(),
        outputs: [...new Set(find(/^ {4}readonly (\w+):/gm, declarations))].sort(),
        apiVersion: /Uses Azure REST API version ([\w-]+)/.exec(declarations)?.[1],
    };
}

const types = allTypes();
const sdk = new Map(types.map((type) => [type.token, sdkClass(type.token)]));
const of = (type: CloudType) => sdk.get(type.token) ?? { inputs: [], required: [], outputs: [], apiVersion: undefined };
const tokens = types.map((type): [string, CloudType] => [type.token, type]);

test("the catalogue holds every type the program of the platform uses", () => {
    expect(types.map((type) => type.token)).toEqual(
        expect.arrayContaining(["azure-native:sql:Database", "azure-native:cdn:Route", "azuread:index/group:Group"]),
    );
    expect(types.length).toBeGreaterThanOrEqual(48);
});

describe.each(tokens)("%s", (token, type) => {
    test("has the SDK's inputs", () => {
        expect(words(type.inputs).sort()).toEqual(of(type).inputs);
    });

    test("requires what the SDK requires, and the name", () => {
        const optional = new Set([type.nameInput, "location"]);
        const required = of(type).required.filter((name) => !optional.has(name));
        expect(type.requiredNames).toEqual(expect.arrayContaining(required));
    });

    test("has the SDK's API version", () => {
        expect(type.apiVersion).toBe(of(type).apiVersion);
    });

    test("names inputs only that exist, in every list and path", () => {
        const named = [
            ...type.replacing,
            ...type.immutableNames,
            ...words(type.writeOnly),
            ...type.partNames,
            ...type.uncheckedPaths,
            ...Object.keys(type.values ?? {}),
        ].map((path) => path.split(/[.[]/)[0]);
        expect(named.filter((name) => !type.inputNames.has(name ?? ""))).toEqual([]);
    });

    test("hides the inputs that the SDK's outputs do not have, and no other", () => {
        const { inputs, outputs } = of(type);
        const hidden = inputs.filter((name) => !outputs.includes(name));
        expect(inputs.filter((name) => type.hidden.has(name))).toEqual(hidden);
    });

    test("says how long its operations take and where that is from", () => {
        expect(type.seconds.source).not.toBe("");
        expect(type.seconds.create).toBeGreaterThan(0);
    });
});

describe("computed outputs", () => {
    let world: World;
    beforeAll(async () => {
        world = await World.open(temporaryFolder());
    });
    afterAll(() => world.close());

    test.each(tokens)("%s answers outputs that the SDK knows", (token, type) => {
        const inputs: Properties = { location: "westeurope", identity: { type: "SystemAssigned" } };
        for (const name of type.placeholders) inputs[name] = "x";
        const id = type.template.replace(/\{\w+\}/g, "x");
        const outputs = answer(
            type,
            { id, name: "x", urn: "urn", inputs, cloud: world.view, revision: 1, now: new Date(0) },
            Object.fromEntries(Object.entries(inputs).filter(([name]) => type.inputNames.has(name))),
        );
        const known = new Set([...of(type).outputs, ...(type.apiVersion === undefined ? [] : ["azureApiVersion"])]);
        const strange = Object.keys(outputs).filter(
            (name) => !known.has(name) && name !== "location" && name !== "identity",
        );
        expect(strange).toEqual([]);
    });

    test.each(tokens)("%s answers the outputs that are always there", (token, type) => {
        const always = ["name", "type", "provisioningState", "azureApiVersion"].filter((name) =>
            of(type).outputs.includes(name),
        );
        const answered = new Set([...words(type.usual ?? "name type"), ...words(type.inputs), "azureApiVersion"]);
        expect(always.filter((name) => !answered.has(name))).toEqual([]);
    });
});
