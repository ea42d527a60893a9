/** The random package: minimums hold for every rule set, seeds repeat, everything else does not. */
import fc from "fast-check";
import { cryptographic, password, seeded, uuid, type PasswordRules } from "../../sandbox/cloud/random";
import { isSecret, plain, secret, UNKNOWN, type Properties } from "../../sandbox/cloud/values";
import { urnOf } from "./support/client";
import { openService, type Service } from "./support/service";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const PASSWORD = "random:index/randomPassword:RandomPassword";
const BYTES = "random:index/randomBytes:RandomBytes";
const UUID = "random:index/randomUuid:RandomUuid";

const minimums = fc.nat({ max: 5 });
const rules: fc.Arbitrary<PasswordRules> = fc
    .record({
        extra: fc.nat({ max: 300 }),
        lower: fc.boolean(),
        upper: fc.boolean(),
        numeric: fc.boolean(),
        special: fc.boolean(),
        minLower: minimums,
        minUpper: minimums,
        minNumeric: minimums,
        minSpecial: minimums,
        overrideSpecial: fc.constantFrom("", "_", "#+"),
    })
    .map(({ extra, ...rest }) => ({
        ...rest,
        lower: rest.lower || !(rest.upper || rest.numeric || rest.special),
        length: rest.minLower + rest.minUpper + rest.minNumeric + rest.minSpecial + extra,
    }));

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

test("every password has its length, its minimums and no character of a class it may not use", () => {
    fc.assert(
        fc.property(rules, fc.string(), (given, seed) => {
            const text = password(given, seeded(seed));
            const special = text.replace(/[a-zA-Z0-9]/g, "");
            expect(text).toHaveLength(given.length);
            expect(count(text, /[a-z]/g)).toBeGreaterThanOrEqual(given.minLower);
            expect(count(text, /[A-Z]/g)).toBeGreaterThanOrEqual(given.minUpper);
            expect(count(text, /[0-9]/g)).toBeGreaterThanOrEqual(given.minNumeric);
            expect(special.length).toBeGreaterThanOrEqual(given.minSpecial);
            const most = (allowed: boolean, minimum: number) => (allowed ? given.length : minimum);
            expect(special.length).toBeLessThanOrEqual(most(given.special, given.minSpecial));
            expect(count(text, /[A-Z]/g)).toBeLessThanOrEqual(most(given.upper, given.minUpper));
            const usable = given.overrideSpecial === "" ? special : given.overrideSpecial;
            expect([...special].filter((each) => !usable.includes(each))).toEqual([]);
        }),
        { seed: 1 },
    );
});

test("characters are equally likely: 62 of them, 62,000 draws, none further than a fifth from its share", () => {
    const none = { minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0, overrideSpecial: "" };
    const text = password(
        { length: 62_000, lower: true, upper: true, numeric: true, special: false, ...none },
        seeded("fair"),
    );
    const counts = new Map<string, number>();
    for (const each of text) counts.set(each, (counts.get(each) ?? 0) + 1);
    expect(counts.size).toBe(62);
    expect([...counts.values()].every((number) => number > 800 && number < 1200)).toBe(true);
});

test("where the minimums stand in a password does not give them away", () => {
    const given = {
        length: 12,
        lower: true,
        upper: false,
        numeric: false,
        special: false,
        minLower: 0,
        minUpper: 0,
        minNumeric: 1,
        minSpecial: 0,
        overrideSpecial: "",
    };
    const places = new Set(
        Array.from({ length: 300 }, (_, index) => password(given, seeded(String(index))).search(/[0-9]/)),
    );
    expect(places.size).toBe(12);
});

test("a seed gives the same stream for the same purpose, and another one for another", () => {
    const bytes = (seed: string, purpose: string) => seeded(seed, purpose)(40).toString("hex");
    expect(bytes("1", "a")).toBe(bytes("1", "a"));
    expect(new Set([bytes("1", "a"), bytes("1", "b"), bytes("2", "a")]).size).toBe(3);
    const stream = seeded("1", "a");
    expect(Buffer.concat([stream(7), stream(33)]).toString("hex")).toBe(bytes("1", "a"));
});

test("a UUID is of version 4", () => {
    expect(uuid(cryptographic)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

describe("over the wire", () => {
    let service: Service;
    const open = async (seed?: string) => (service = await openService(seed));
    afterEach(() => service.close());
    const draw = (type: string, inputs: Properties, name = "it") => service.random.make(type, name, inputs);

    test("results are secrets and satisfy their inputs", async () => {
        await open();
        const made = await draw(PASSWORD, { length: 20, minNumeric: 3, special: false, keepers: { rotation: "1" } });
        expect(made.id).toBe("none");
        expect(isSecret(made.outputs["result"])).toBe(true);
        expect(plain(made.outputs["result"] ?? "")).toMatch(/^[A-Za-z0-9]{20}$/);
        expect(made.outputs).toMatchObject({
            length: 20,
            lower: true,
            special: false,
            minNumeric: 3,
            keepers: { rotation: "1" },
        });
        const bytes = await draw(BYTES, { length: 32 });
        const [base64, hex] = [plain(bytes.outputs["base64"] ?? ""), plain(bytes.outputs["hex"] ?? "")] as [
            string,
            string,
        ];
        expect(Buffer.from(base64, "base64").toString("hex")).toBe(hex);
        expect(hex).toHaveLength(64);
        expect(isSecret(bytes.outputs["hex"]) && isSecret(bytes.outputs["base64"])).toBe(true);
        const made3 = await draw(UUID, {});
        expect(made3.outputs["result"]).toBe(made3.id);
    });

    test("without a seed no two draws are equal", async () => {
        await open();
        const drawn = await Promise.all(Array.from({ length: 50 }, () => draw(BYTES, { length: 16 })));
        expect(new Set(drawn.map((made) => plain(made.outputs["hex"] ?? ""))).size).toBe(50);
    });

    test("with a seed the draw depends on the URN and the inputs alone", async () => {
        const drawIn = async (seed: string, name: string, rotation: string) => {
            await open(seed);
            const made = await draw(PASSWORD, { keepers: { rotation }, length: 30 }, name);
            await service.close();
            return plain(made.outputs["result"] ?? "");
        };
        const first = await drawIn("1", "a", "1");
        expect(await drawIn("1", "a", "1")).toBe(first);
        const others = [await drawIn("2", "a", "1"), await drawIn("1", "b", "1"), await drawIn("1", "a", "2")];
        expect(new Set([first, ...others]).size).toBe(4);
        await open("1");
    });

    test("any changed input replaces, new before old", async () => {
        await open();
        const made = await draw(PASSWORD, { length: 20, keepers: { rotation: "1" } });
        expect(await service.random.diff(made, { length: 20, keepers: { rotation: "2" } })).toMatchObject({
            replaces: ["keepers"],
            deleteBeforeReplace: false,
            detailed: { "keepers.rotation": "UPDATE_REPLACE" },
        });
        expect(await service.random.diff(made, { length: 20, keepers: secret({ rotation: "1" }) })).toMatchObject({
            changes: false,
        });
    });

    test("a preview leaves the result unknown", async () => {
        await open();
        const made = await service.random.create(urnOf(PASSWORD, "p"), { length: UNKNOWN }, true);
        expect(made).toMatchObject({ id: "", outputs: { result: UNKNOWN, length: UNKNOWN } });
    });

    test("a refresh changes nothing, also where there are no inputs", async () => {
        await open();
        const made = await draw(UUID, {});
        expect(await service.random.read(made)).toEqual(made);
        await expect(service.random.read({ id: "x", urn: made.urn })).rejects.toThrow(/cannot import/);
        await service.random.delete(made);
    });

    test("nothing of it is kept in the world", async () => {
        await open();
        await draw(PASSWORD, { length: 20 });
        expect(service.world.state.all()).toEqual([]);
    });

    test.each<[string, Properties, string]>([
        ["no length", {}, ": missing required property 'length'"],
        ["length 0", { length: 0 }, "length: 0 is not a whole number of at least 1"],
        [
            "minimums over the length",
            { length: 3, minUpper: 2, minLower: 2 },
            "length: 3 is less than the sum of the minimums, 4",
        ],
        [
            "no class of characters",
            { length: 3, lower: false, upper: false, numeric: false, special: false },
            ": at least one of lower, upper, numeric and special must be true",
        ],
        ["a negative minimum", { length: 3, minUpper: -1 }, "minUpper: not a whole number of at least 0"],
        ["an unknown property", { length: 3, len: 4 }, `len: ${PASSWORD} has no property 'len'`],
    ])("refuses %s", async (_, inputs, failure) => {
        await open();
        const { failures } = await service.random.checkAll(urnOf(PASSWORD, "p"), inputs);
        expect(failures).toEqual([failure]);
    });
});
