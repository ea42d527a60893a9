/** The sandbox's tables against the installed SDKs: what a program can say, the sandbox must know, and the other way round. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allTypes, type CloudType } from "../../sandbox/cloud/catalogue";
import { answer } from "../../sandbox/cloud/answer";
import { words } from "../../sandbox/cloud/model";
import { type Properties } from "../../sandbox/cloud/values";
import { World } from "../../sandbox/cloud/world";
import { temporaryFolder } from "../support/folders";

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
    // azure-native names a module, bridged providers the module and the file in it.
    const inModule = module.startsWith("index/") ? folder : join(folder, module.split("/")[0] ?? "");
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

const AZURE = dirname(require.resolve("@pulumi/azure-native/package.json"));
const INPUT_TYPES = readFileSync(join(AZURE, "types", "input.d.ts"), "utf8");

/** Values the SDK lists and Azure does not take any more. */
const NARROWED: Record<string, string[]> = {
    // The profiles of the classic CDN have retired or are about to.
    "azure-native:cdn:Profile sku.name":
        words(`Standard_Verizon Premium_Verizon Custom_Verizon Standard_Akamai Standard_ChinaCdn
        Standard_Microsoft Standard_955BandWidth_ChinaCdn Standard_AvgBandWidth_ChinaCdn StandardPlus_ChinaCdn
        StandardPlus_955BandWidth_ChinaCdn StandardPlus_AvgBandWidth_ChinaCdn`),
    "azure-native:cdn:AFDCustomDomain tlsSettings.minimumTlsVersion": ["TLS10"],
    // The SDK merges this enum with that of regulatory compliance.
    "azure-native:security:SecurityContact notificationsByRole.state": words("Passed Failed Skipped Unsupported"),
};

/** The body of `interface name {...}` in a module of the SDK's input types. */
function inputInterface(module: string, name: string): string {
    const at = INPUT_TYPES.indexOf(`    interface ${name} {`, INPUT_TYPES.indexOf(`namespace ${module} {`));
    return INPUT_TYPES.slice(at, INPUT_TYPES.indexOf("\n    }", at));
}

/** The values of the enum that a path of a resource's inputs has; undefined where it has none, or several types. */
function enumAt(token: string, path: string): string[] | undefined {
    const [packageName, module = "", name = ""] = token.split(":");
    if (packageName !== "azure-native") return undefined;
    const file = readdirSync(join(AZURE, module)).find((each) => each.toLowerCase() === `${name}.d.ts`.toLowerCase());
    const source = readFileSync(join(AZURE, module, file ?? ""), "utf8");
    let body = source.slice(source.indexOf(`export interface ${name}Args`));
    for (const key of path.replace(/\[\]/g, "").split(".")) {
        const type = new RegExp(`^ +${key}\\??: (.*);$`, "m").exec(body)?.[1] ?? "";
        const [, enumModule = "", enumName] = /enums\.(\w+)\.(\w+)/.exec(type) ?? [];
        if (enumName !== undefined) {
            const enums = jest.requireActual<Record<string, Record<string, unknown>>>(
                `@pulumi/azure-native/types/enums/${enumModule}`,
            );
            return Object.values(enums[enumName] ?? {}).map(String);
        }
        const [, inputModule = "", inputName] = /inputs\.(\w+)\.(\w+)/.exec(type) ?? [];
        if (inputName === undefined || / \| pulumi\.Input<inputs/.test(type)) return undefined;
        body = inputInterface(inputModule, inputName);
    }
    return undefined;
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

describe.each(tokens)("%s", (_, type) => {
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

    test("allows the values of the SDK's enums", () => {
        const wrong = Object.entries(type.values ?? {}).flatMap(([path, values]) => {
            const allowed = enumAt(type.token, path);
            if (allowed === undefined) return [];
            const given = values.map(String);
            const narrowed = NARROWED[`${type.token} ${path}`] ?? [];
            const missing = allowed.filter((value) => !given.includes(value) && !narrowed.includes(value));
            const invented = given.filter((value) => !allowed.includes(value));
            return [
                ...missing.map((value) => `${path}: ${value} is missing`),
                ...invented.map((value) => `${path}: no ${value}`),
            ];
        });
        expect(wrong).toEqual([]);
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

    test.each(tokens)("%s answers outputs that the SDK knows", (_, type) => {
        const inputs: Properties =
            type.aws === undefined
                ? { location: "westeurope", identity: { type: "SystemAssigned" } }
                : type.inputNames.has("region")
                  ? { region: "eu-west-1" }
                  : {};
        for (const name of type.placeholders) inputs[name] = "x";
        const id = type.aws === undefined ? type.template.replace(/\{\w+\}/g, "x") : "arn:aws:x:eu-west-1:1:x/x";
        const outputs = answer(
            type,
            { id, name: "x", urn: "urn", inputs, cloud: world.view, revision: 1, now: new Date(0) },
            Object.fromEntries(Object.entries(inputs).filter(([name]) => type.inputNames.has(name))),
        );
        const known = new Set([...of(type).outputs, ...(type.apiVersion === undefined ? [] : ["azureApiVersion"])]);
        const strange = Object.keys(outputs).filter(
            (name) =>
                !known.has(name) && !["location", "identity", ...(type.aws === undefined ? [] : ["id"])].includes(name),
        );
        expect(strange).toEqual([]);
    });

    test.each(tokens.filter(([, type]) => type.aws === undefined))("%s answers what is always there", (_, type) => {
        const always = ["name", "type", "provisioningState", "azureApiVersion"].filter((name) =>
            of(type).outputs.includes(name),
        );
        const answered = new Set([...words(type.usual ?? "name type"), ...words(type.inputs), "azureApiVersion"]);
        expect(always.filter((name) => !answered.has(name))).toEqual([]);
    });

    test.each(tokens.filter(([, type]) => type.aws !== undefined))(
        "%s answers its ARN where the SDK has it",
        (_, type) => {
            const id = "arn:aws:x:eu-west-1:1:x/x";
            const outputs = answer(
                type,
                { id, name: "x", urn: "urn", inputs: {}, cloud: world.view, revision: 1, now: new Date(0) },
                {},
            );
            expect("arn" in outputs || type.inputNames.has("arn")).toBe(of(type).outputs.includes("arn"));
        },
    );
});
