import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { applicationSettings, checkedSetting, settingsSchema } from "../../infra/model/applicationSettings";
import { promises, type Promised } from "../../infra/model/promises";
import { settingsDocument } from "../support/settingsDocument";

const docs = join(__dirname, "../../docs");
const update = process.env["UPDATE_GOLDEN"] === "1";
const of = (name: string) => applicationSettings.find(({ key }) => key === `settings:${name}`)!;
const values = Object.fromEntries(applicationSettings.map(({ key, value }) => [key, value]));

/** The schema as the application's own tests read it: from the file, by a validator that knows nothing of our table. */
const readSchema = () =>
    JSON.parse(readFileSync(join(docs, "application-settings.schema.json"), "utf8")) as Parameters<
        typeof z.fromJSONSchema
    >[0];

describe("the application's settings", () => {
    it.each([
        ["password:hash:algorithm", "PBKDF2-HMAC-SHA512"],
        ["password:hash:iterations", 220_000],
        ["password:hash:salt-bytes", 16],
        ["password:hash:derived-key-bytes", 64],
        ["password:length:least", 10],
        ["password:characters:upper", 1],
        ["password:characters:lower", 1],
        ["password:characters:digit", 1],
        ["password:characters:special", 1],
        ["password:first-login:must-change", true],
        ["sign-in:external:providers", []],
        ["sign-in:second-factor:available", true],
        ["csrf:cookie", "XSRF-TOKEN"],
        ["csrf:header", "X-XSRF-TOKEN"],
        ["data:parametrised-queries-only", true],
        ["signed-url:algorithm", "HMAC-SHA512"],
    ])("are what the page promises: %s", (name, value) => {
        expect(of(name).value).toEqual(value);
    });

    it.each([
        ["password:hash:algorithm", "PBKDF2-HMAC-SHA1"],
        ["password:hash:iterations", 219_999],
        ["password:hash:salt-bytes", 15],
        ["password:hash:derived-key-bytes", 32],
        ["password:hash:rehash-on-sign-in", false],
        ["password:length:least", 9],
        ["password:length:most", 63],
        ["password:characters:upper", 0],
        ["password:characters:lower", 0],
        ["password:characters:digit", 0],
        ["password:characters:special", 0],
        ["password:first-login:must-change", false],
        ["password:reset:by-link-only", false],
        ["sign-in:attempts:most", 101],
        ["sign-in:external:protocols", ["password"]],
        ["sign-in:external:providers", ["http://identity.customer.test"]],
        ["sign-in:second-factor:available", false],
        ["sign-in:second-factor:methods", ["sms"]],
        ["session:idle-minutes", 31],
        ["session:absolute-hours", 13],
        ["cookie:session:name", "oxygis-session"],
        ["cookie:session:secure", false],
        ["cookie:session:http-only", false],
        ["cookie:session:same-site", "None"],
        ["csrf:methods", ["POST", "PUT", "PATCH"]],
        ["csrf:token-bytes", 8],
        ["output:strict-contextual-escaping", false],
        ["data:parametrised-queries-only", false],
        ["data:encrypt", "Optional"],
        ["signed-url:account:lifetime-minutes", 1_441],
        ["signed-url:document:lifetime-days", 32],
        ["support:sign-in", "password"],
        ["support:actions-logged", false],
    ])("cannot be weakened: %s to %j", (name, value) => {
        const { key, promises } = of(name);
        expect(() => checkedSetting(key, { ...of(name), value })).toThrow(
            `${key}: ${JSON.stringify(value)} breaks ${promises.join(", ")}`,
        );
        expect(z.fromJSONSchema(readSchema()).safeParse({ ...values, [key]: value }).success).toBe(false);
    });

    it("serve every promise that is delivered to the application", () => {
        const delivered = Object.entries<Promised>(promises)
            .filter(([, { proof }]) => proof.includes("delivered-to-app"))
            .map(([id]) => id);
        const served = new Set<string>(applicationSettings.flatMap((setting) => setting.promises));

        expect(delivered.length).toBeGreaterThan(5);
        expect(delivered.filter((id) => !served.has(id))).toEqual([]);
    });

    it("have keys that App Configuration takes and .NET splits into sections", () => {
        const strange = applicationSettings.filter(({ key }) => !/^settings(:[a-z][a-z0-9-]*){2,3}$/.test(key));
        expect(strange.map(({ key }) => key)).toEqual([]);
    });

    it("never put a value where .NET expects a section", () => {
        const keys = applicationSettings.map(({ key }) => key);
        expect(keys.filter((key) => keys.some((other) => other.startsWith(`${key}:`)))).toEqual([]);
    });
});

describe("the contract", () => {
    it.each([
        ["application-settings.md", settingsDocument],
        ["application-settings.schema.json", () => `${JSON.stringify(settingsSchema(), null, 4)}\n`],
    ])("%s says what the table says", (file, render) => {
        const path = join(docs, file);
        if (update) writeFileSync(path, render());

        expect(readFileSync(path, "utf8")).toBe(render());
    });

    it("takes the declared values, by a validator that reads the file", () => {
        expect(z.fromJSONSchema(readSchema()).safeParse(values)).toMatchObject({ success: true });
    });

    it.each([
        ["without a key", Object.fromEntries(Object.entries(values).slice(1))],
        ["with a key nobody knows", { ...values, "settings:password:hint": true }],
        ["with text instead of a number", { ...values, "settings:password:hash:iterations": "220000" }],
    ])("refuses settings %s", (_, changed) => {
        expect(z.fromJSONSchema(readSchema()).safeParse(changed).success).toBe(false);
    });
});
