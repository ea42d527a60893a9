import type { CellStack } from "../../infra/config/schema";
import { membershipLists } from "../../infra/model/documents";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, newCustomer, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

const record = async (changes: Partial<CellStack> = {}) => {
    const program = () => declarePlatform({ ...prodStack(), ...changes });
    return (await recordProgram(program, { stackOutputs: globalOutputs })).resources;
};
const byUrn = (resources: RecordedResource[]) => new Map(resources.map((each) => [each.urn, each]));
/** What belongs to a customer, by name. */
const of = (slug: string, resources: RecordedResource[]) => resources.filter(({ name }) => name.includes(slug));

const membershipOf = new Map<string, string>(membershipLists.map(({ type, path }) => [type, path]));

/** The list at a path such as `properties.list.0.members`, taken out of the inputs it stands in. */
function takeOut(inputs: Record<string, unknown>, path: string): unknown {
    const keys = path.split(".");
    const last = keys.pop()!;
    const holder = keys.reduce((at, key) => at[key] as Record<string, unknown>, inputs);
    const { [last]: list } = holder;
    holder[last] = "members";
    return list;
}

/** Registrations without the lists of members that Azure keeps in shared things, and what follows from those lists. */
const withoutMembers = (resources: RecordedResource[]) =>
    resources.map((each) => {
        const path = membershipOf.get(each.type);
        if (path === undefined) return each;
        const inputs = structuredClone(each.inputs);
        takeOut(inputs, path);
        return { ...each, inputs, dependencies: [], propertyDependencies: {} };
    });
const membersOf = (resources: RecordedResource[]) =>
    resources.flatMap(({ name, type, inputs }) => {
        const path = membershipOf.get(type);
        return path === undefined ? [] : [{ name, members: takeOut(structuredClone(inputs), path) as string[] }];
    });

describe("the customers of a cell", () => {
    let before: RecordedResource[];
    beforeAll(async () => {
        before = await record();
    });

    it("cost at most twelve registrations each, unless they have their data replicated", () => {
        for (const { slug } of prodStack().customers.filter(({ replicateTo }) => replicateTo.length === 0)) {
            expect(of(slug, before)).toHaveLength(12);
        }
    });

    it("have no registration that refers to another customer", () => {
        const slugs = prodStack().customers.map(({ slug }) => slug);
        for (const slug of slugs) {
            const { length } = slugs
                .filter((other) => other !== slug)
                .filter((other) => JSON.stringify(of(slug, before)).includes(other));
            expect([slug, length]).toEqual([slug, 0]);
        }
    });

    it("add only their own registrations when they come", async () => {
        const customers = [...prodStack().customers, newCustomer()];
        const after = await record({ customers });

        const old = byUrn(before);
        const added = after.filter(({ urn }) => !old.has(urn));
        expect(added.map(({ name }) => name)).toEqual(of("new-customer", after).map(({ name }) => name));
        expect(withoutMembers(after.filter(({ urn }) => old.has(urn)))).toEqual(withoutMembers(before));
    });

    it("are added to the lists of what is backed up, and stand in no list that is not theirs", async () => {
        const after = await record({ customers: [...prodStack().customers, newCustomer()] });

        const lists = membersOf(before).map(({ name, members }) => ({
            name,
            members: name.includes("-1-") ? [...members, "new-customer"] : members,
        }));
        expect(lists.map(({ name }) => name)).toEqual([
            "eu1-documents-1-backup-instance",
            "eu1-documents-1-pair-backup-instance",
            "eu1-documents-gwc-backup-instance",
            "eu1-documents-home-backup-instance",
        ]);
        expect(membersOf(after)).toEqual(lists);
    });

    it("take only their own registrations with them when they go", async () => {
        const [gone, ...customers] = prodStack().customers;
        const after = await record({ customers });

        const now = byUrn(after);
        const removed = before.filter(({ urn }) => !now.has(urn));
        expect(removed.map(({ urn }) => urn)).toEqual(of(gone!.slug, before).map(({ urn }) => urn));
        expect(withoutMembers(before.filter(({ urn }) => now.has(urn)))).toEqual(withoutMembers(after));
    });

    it("keep database, backups and secrets while suspended: only the catalogue tells", async () => {
        const [first, ...others] = prodStack().customers;
        const after = byUrn(await record({ customers: [{ ...first!, status: "suspended" }, ...others] }));

        const changed = before.filter((each) => JSON.stringify(after.get(each.urn)) !== JSON.stringify(each));
        expect(changed.map(({ name }) => name)).toEqual([`eu1-catalogue-${first!.slug}`]);
        const { inputs } = after.get(changed[0]!.urn)!;
        expect(JSON.parse(inputs["value"] as string)).toMatchObject({
            status: "suspended",
            database: `db-${first!.slug}`,
        });
    });

    it.each([
        { plan: "paid", days: 35, pool: "paid" },
        { plan: "education", days: 35, pool: "other" },
        { plan: "freemium", days: 35, pool: "other" },
        { plan: "trial", days: 7, pool: "other" },
    ] as const)(
        "of plan $plan lie in a pool of their class, with a year of weeks and $days days",
        async ({ plan, days, pool }) => {
            const resources = await record({ customers: [newCustomer({ plan })] });

            const inputs = (name: string) => resources.find((each) => each.name === name)!.inputs;
            expect(inputs("eu1-new-customer-db")["elasticPoolId"]).toMatch(new RegExp(`^eu1-${pool}-\\d-pool\\.id$`));
            expect(inputs("eu1-new-customer-db")["tags"]).toMatchObject({
                "oxygis:customer": "new-customer",
                "oxygis:plan": plan,
            });
            expect(inputs("eu1-new-customer-ltr")).toMatchObject({ weeklyRetention: "P53W" });
            expect(inputs("eu1-new-customer-str")).toMatchObject({
                retentionDays: days,
                diffBackupIntervalInHours: 12,
            });
        },
    );

    it("lie in the pool they are pinned to", async () => {
        const resources = await record({ customers: [newCustomer({ pool: "paid-2" })] });

        expect(resources.find(({ name }) => name === "eu1-new-customer-db")!.inputs["elasticPoolId"]).toBe(
            "eu1-paid-2-pool.id",
        );
    });
});
