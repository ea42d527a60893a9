import fc from "fast-check";

import { allTypes } from "../../sandbox/cloud/catalogue";
import type { CellStack, Customer } from "../../infra/config/schema";
import { membershipLists } from "../../infra/model/documents";
import { plans } from "../../infra/model/plans";
import { daysOf } from "../../infra/model/schedules";
import { sizes } from "../../infra/model/sizes";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, newCustomer, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

/** A cell whose pools and documents accounts have room for the most customers a cell may have. */
const roomy: Partial<CellStack> = {
    pools: { paid: { count: 8, vCores: 8 }, other: { count: 5, vCores: 8 } },
    documents: { accounts: 8 },
};

const record = async (customers: Customer[]) => {
    const program = () => declarePlatform({ ...prodStack(), ...roomy, customers });
    return (await recordProgram(program, { stackOutputs: globalOutputs })).resources;
};

/** Slugs that contain each other, as `acme` and `acme-two` do, are the hard ones. */
const slug = fc
    .tuple(fc.constantFrom("acme", "blue", "acme-two", "b2b"), fc.option(fc.integer({ min: 0, max: 99 }), { nil: "" }))
    .map(([stem, number]) => `${stem}${number}`);
const wishes = fc.constantFrom<Partial<Customer>>(
    {},
    {},
    {},
    { residency: "home", residencyReason: "an invented contract" },
    { replicateTo: ["germanywestcentral"] },
);
const customer = fc
    .record({
        slug,
        plan: fc.constantFrom(...plans),
        size: fc.constantFrom(...sizes),
        status: fc.constantFrom("active" as const, "suspended" as const, "leaving" as const),
        wishes,
    })
    .map(({ wishes: wish, ...rest }) => newCustomer({ ...rest, ...wish }));
const bySlug = (one: Customer, other: Customer) => (one.slug < other.slug ? -1 : 1);
const customerSet = fc
    .uniqueArray(customer, { selector: (each) => each.slug, maxLength: 6 })
    .map((customers) => customers.sort(bySlug));

/** As many customers as a cell may have, of every plan and size. */
const fullCell = () =>
    Array.from({ length: 500 }, (_, index) =>
        newCustomer({
            slug: `customer-${index}`,
            plan: plans[index % plans.length]!,
            size: index % 25 === 0 ? "medium" : "small",
        }),
    );

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

const types = new Map(allTypes().map((type) => [type.token, type]));

/** What Azure would call a resource: its type and every input its id is made of. */
function azureId({ type, inputs }: RecordedResource): string | undefined {
    const known = types.get(type);
    return (
        known?.nameInput && `${type} ${known.placeholders.map((input) => text(inputs[input])).join("/")}`.toLowerCase()
    );
}

/** What is wrong with the names of these resources: used twice, or against Azure's rules. */
function nameTrouble(resources: RecordedResource[]): string[] {
    const ids = resources.flatMap((each) => azureId(each) ?? []);
    const seen = new Set<string>();
    const twice = ids.filter((id) => seen.size === seen.add(id).size);
    const broken = resources.flatMap(({ type, inputs }) => {
        const known = types.get(type);
        const name = known?.nameInput && inputs[known.nameInput];
        const rule = known?.name;
        if (typeof name !== "string" || !rule || name.endsWith(".uuid")) return [];
        return name.length >= rule.min && name.length <= rule.max && rule.pattern.test(name) ? [] : `${type} ${name}`;
    });
    return [...twice, ...broken];
}

const names = (resources: RecordedResource[], type: string, input: string) =>
    resources.filter((each) => each.type === `azure-native:${type}`).map(({ inputs }) => text(inputs[input]));

/** What the backups of these customers lack. */
function backupTrouble(resources: RecordedResource[], customers: Customer[]): string[] {
    const ofType = (type: string) => resources.filter((each) => each.type === `azure-native:${type}`);
    const key = ({ inputs }: RecordedResource) => `${text(inputs["serverName"])}/${text(inputs["databaseName"])}`;
    const longTerm = new Map(ofType("sql:LongTermRetentionPolicy").map((each) => [key(each), each.inputs]));
    const shortTerm = new Map(ofType("sql:BackupShortTermRetentionPolicy").map((each) => [key(each), each.inputs]));
    const databases = ofType("sql:Database").filter(({ inputs }) =>
        Object.keys((inputs["tags"] ?? {}) as object).includes("oxygis:customer"),
    );
    const watched = ofType("appconfiguration:KeyValue")
        .filter(({ inputs }) => text(inputs["keyValueName"]).startsWith("watch:"))
        .map(({ inputs }) => text(inputs["value"]));
    return [
        ...databases.flatMap((database) => {
            const weeks = longTerm.get(key(database))?.["weeklyRetention"];
            const days = shortTerm.get(key(database))?.["retentionDays"];
            const kept = typeof weeks === "string" && daysOf(weeks) >= 365 && Number(days) >= 7;
            return kept ? [] : `${key(database)} ${text(weeks)} ${text(days)}`;
        }),
        ...customers.flatMap(({ slug: owner }) => {
            const rows = watched.filter((row) => row.includes(`"db-${owner}"`));
            const own = databases.filter(({ inputs }) => inputs["databaseName"] === `db-${owner}`);
            return rows.length === 1 && own.length >= 1 ? [] : `${owner}: ${rows.length} rows, ${own.length} databases`;
        }),
    ];
}

const membershipOf = new Map<string, string>(membershipLists.map(({ type, path }) => [type, path]));

/** A value at a path such as `properties.rules`, taken out of a copy. */
function takeOut(inputs: RecordedResource["inputs"], path: string): { rest: object; entries: unknown[] } {
    const rest = structuredClone(inputs) as Record<string, unknown>;
    const keys = path.split(".");
    const holder = keys
        .slice(0, -1)
        .reduce<Record<string, unknown>>((inner, step) => inner[step] as Record<string, unknown>, rest);
    const entries = holder[keys.at(-1)!] as unknown[];
    delete holder[keys.at(-1)!];
    return { rest, entries };
}

/** What changed between two programs besides resources that came new, and one entry more in a membership list. */
function changedBeside(before: RecordedResource[], after: RecordedResource[]): string[] {
    const now = new Map(after.map((each) => [each.urn, each]));
    return before.flatMap((old) => {
        const next = now.get(old.urn);
        if (JSON.stringify(next) === JSON.stringify(old)) return [];
        const path = membershipOf.get(old.type);
        if (!next || path === undefined) return old.urn;
        const [one, other] = [takeOut(old.inputs, path), takeOut(next.inputs, path)];
        const kept = one.entries.every((entry) =>
            other.entries.some((each) => JSON.stringify(each) === JSON.stringify(entry)),
        );
        const same = JSON.stringify(one.rest) === JSON.stringify(other.rest);
        return same && kept && other.entries.length === one.entries.length + 1 ? [] : old.urn;
    });
}

describe("any set of customers", () => {
    it("gets names that are allowed and its own, backups for each database, and a row in the watch for each customer", async () => {
        await fc.assert(
            fc.asyncProperty(customerSet, async (customers) => {
                const resources = await record(customers);
                expect(nameTrouble(resources)).toEqual([]);
                expect(backupTrouble(resources, customers)).toEqual([]);
            }),
            { numRuns: 4, seed: 4, examples: [[[]], [[newCustomer()]]] },
        );
    }, 60_000);

    it("is not touched by one more customer, and none of its parts refers to another's", async () => {
        await fc.assert(
            fc.asyncProperty(fc.tuple(customerSet, customer), async ([customers, one]) => {
                const others = customers.filter((each) => each.slug !== one.slug);
                const [before, after] = [await record(others), await record([...others, one].sort(bySlug))];
                expect(changedBeside(before, after)).toEqual([]);
                expect(names(after, "sql:Database", "databaseName")).toContain(`db-${one.slug}`);
            }),
            { numRuns: 4, seed: 4, examples: [[[[], newCustomer()]]] },
        );
    }, 60_000);

    it("of five hundred keeps all of that", async () => {
        const customers = fullCell();
        const resources = await record(customers);

        expect(nameTrouble(resources)).toEqual([]);
        expect(backupTrouble(resources, customers)).toEqual([]);
    }, 120_000);

    it("costs at most twelve registrations for each customer on a paid plan", async () => {
        const [one, two] = [newCustomer(), newCustomer({ slug: "another" })];
        const [fewer, more] = [await record([one]), await record([two, one])];

        expect(more.length - fewer.length).toBeGreaterThanOrEqual(9);
        expect(more.length - fewer.length).toBeLessThanOrEqual(12);
    }, 60_000);
});
