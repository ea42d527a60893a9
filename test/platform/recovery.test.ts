import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { CellStack, Restore } from "../../infra/config/schema";
import { cellNames } from "../../infra/model/naming";
import { regionOf } from "../../infra/model/regions";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, newCustomer, prodStack, recoveryStack, repatriatedStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

const record = (stack: CellStack) => recordProgram(() => declarePlatform(stack), { stackOutputs: globalOutputs });
const declared = async (stack: CellStack) => (await record(stack)).resources;
const byUrn = (resources: RecordedResource[]) => new Map(resources.map((each) => [each.urn, each]));
const find = (resources: RecordedResource[], name: string) => resources.find((each) => each.name === name);

/** Names of what differs between two recordings, and of what only the second one has or lacks. */
function changes(before: RecordedResource[], after: RecordedResource[]) {
    const [was, is] = [byUrn(before), byUrn(after)];
    return {
        changed: after
            .filter(({ urn }) => was.has(urn))
            .filter((each) => JSON.stringify(was.get(each.urn)) !== JSON.stringify(each))
            .map(({ name }) => name),
        added: after.filter(({ urn }) => !was.has(urn)).map(({ name }) => name),
        gone: before.filter(({ urn }) => !is.has(urn)).map(({ name }) => name),
    };
}

const catalogueOf = (resources: RecordedResource[], slug: string) =>
    JSON.parse(find(resources, `eu1-catalogue-${slug}`)!.inputs["value"] as string) as Record<string, unknown>;
const hostsOf = (resources: RecordedResource[]) =>
    resources
        .filter(({ name }) => /^eu1-hosts-/.test(name))
        .flatMap(({ inputs }) =>
            JSON.stringify(inputs)
                .match(/"matchValues":\[(.*?)\]/)![1]!
                .split(","),
        )
        .map((host) => host.replaceAll('"', ""));

/** The recovery with other keys of `recovers`, or with other entries of single customers. */
const recovering = (
    change: Partial<CellStack["recovers"]>,
    entries: Record<string, Partial<Restore>> = {},
): CellStack => {
    const stack = recoveryStack();
    const restores = Object.entries(stack.restores).map(([slug, restore]) => [slug, { ...restore, ...entries[slug] }]);
    return {
        ...stack,
        recovers: { ...stack.recovers!, ...change },
        restores: Object.fromEntries(restores) as CellStack["restores"],
    };
};

const slugs = prodStack().customers.map(({ slug }) => slug);
/** One that is restored in each wave, and has no copies elsewhere. */
const [paid, rest] = ["amber-otter", "hollow-hill"] as const;

let lost: RecordedResource[];
let whole: RecordedResource[];
beforeAll(async () => {
    lost = await declared(prodStack());
    whole = await declared(recoveryStack());
});

/** What must differ between a database and the one it was restored from, and between the two ways into a cell. */
const own = ["createMode", "collation", "recoverableDatabaseId", "origin", "originGroupName"];
const ownTags = ["oxygis:restored-from", "oxygis:restore-order", "oxygis:stack"];

function mirrored(resources: RecordedResource[], { site, documents, domain }: CellStack) {
    const copies = documents.copies ?? site.pairedRegion;
    const unique = cellNames({ cell: "eu1", domain, region: site.region }).keyVault.slice(-6);
    const place: Record<string, string> = {
        [site.region]: "<home>",
        [copies]: "<copies>",
        [regionOf(site.region).code]: "<home code>",
        [regionOf(copies).code]: "<copies code>",
        [unique]: "<unique>",
        "10.20.": "<network>",
        "10.30.": "<network>",
    };
    const pattern = new RegExp(Object.keys(place).join("|").replaceAll(".", "\\."), "g");
    const text = (inputs: object) =>
        JSON.stringify(inputs, (key, value: unknown) =>
            own.includes(key) || ownTags.includes(key) ? undefined : value,
        ).replaceAll(pattern, (word) => place[word]!);
    return resources
        .filter(({ name }) => !/^eu1-(?:stand-in|hosts|seed)/.test(name))
        .map(({ urn, inputs }) => ({ urn, inputs: JSON.parse(text(inputs)) as object }));
}

describe("a cell rebuilt elsewhere", () => {
    it("is the lost one but for its place, its way in, and where its data came from", () => {
        expect(mirrored(whole, recoveryStack())).toEqual(mirrored(lost, prodStack()));
    });

    it("comes in waves, each of which adds to the one before and changes nothing that was there", async () => {
        const platform = await declared(recovering({ wave: "platform" }));
        const second = await declared(recovering({ wave: "paid" }));

        const ofCustomers = (names: string[]) =>
            new Set(names.flatMap((name) => slugs.filter((slug) => name.includes(slug))));
        const [one, two] = [changes(platform, second), changes(second, whole)];
        for (const { changed, gone } of [one, two]) expect([changed, gone]).toEqual([[], []]);
        const paying = prodStack()
            .customers.filter(({ plan }) => plan === "paid")
            .map(({ slug }) => slug);
        expect([...ofCustomers(one.added)].sort()).toEqual(paying);
        expect([...ofCustomers(two.added)].sort()).toEqual(slugs.filter((slug) => !paying.includes(slug)));
        expect(platform.filter(({ type }) => type.endsWith(":ElasticPool"))).toHaveLength(3);
        expect(platform.filter(({ type }) => type.endsWith("sql:Database")).map(({ name }) => name)).toEqual([
            "eu1-backup-job-db",
        ]);
    });

    it("takes on new customers, with an empty database, before anybody is restored", async () => {
        const stack = recovering({ wave: "platform" });
        const { resources } = await record({ ...stack, customers: [...stack.customers, newCustomer()] });

        const { inputs } = find(resources, "eu1-new-customer-db")!;
        expect(inputs).toMatchObject({ createMode: "Default" });
        expect(JSON.stringify(inputs["tags"])).not.toContain("restored");
        expect(catalogueOf(resources, "new-customer")).toMatchObject({ status: "active" });
        expect(hostsOf(resources)).toEqual(["new-customer.eu1.oxygis-cloud.example"]);
    });

    it("asks for the databases of a pool in the order of the restores, behind the new ones", async () => {
        const stack = recovering({}, { "kite-and-anchor": { order: 50 }, [paid]: { order: 60 } });
        const customers = [newCustomer({ slug: "zebra" }), ...stack.customers];
        const { asked, resources } = await record({ ...stack, customers });

        for (const pool of ["paid-1", "paid-2", "other-1"].map((name) => `eu1-${name}-pool.id`)) {
            const inIt = asked.filter((name) => find(resources, name)!.inputs["elasticPoolId"] === pool);
            const place = (slug: string) => {
                const { wave, order } = stack.restores[slug] ?? { wave: "new", order: 0 };
                return { new: 0, paid: 100, rest: 200 }[wave] + order;
            };
            const places = inIt.map((name) => place(name.slice(4, -3)));
            expect(places).toEqual([...places].sort((one, other) => one - other));
        }
    });

    it("says that customers are recovering until their data has been found right, and changes one key each then", async () => {
        const entries = { [paid]: { verified: false }, "copper-kettle": { verified: false } };
        const before = await declared(recovering({}, entries));

        expect(catalogueOf(before, paid)).toMatchObject({ status: "recovering", databaseId: `eu1-${paid}-db.id` });
        expect(catalogueOf(whole, paid)).toMatchObject({ status: "active" });
        const { changed, added, gone } = changes(before, whole);
        expect([changed, gone]).toEqual([[`eu1-catalogue-${paid}`, "eu1-catalogue-copper-kettle"], []]);
        // Nobody's data is copied on to another region before it has been found right.
        expect(added.filter((name) => !/^eu1-copper-kettle-(?:gwc|failover)/.test(name))).toEqual([]);
        expect(added).toContain("eu1-copper-kettle-gwc-db");
    });

    it("asks the recovery that runs it, which has looked at the data", async () => {
        const asked: string[] = [];
        const server = createServer((request, response) => {
            request.on("data", (body: Buffer) => {
                const question = JSON.parse(body.toString()) as { customer: string; databaseId: string };
                asked.push(`${question.customer} ${question.databaseId}`);
                response.end(JSON.stringify({ verified: question.customer === paid }));
            });
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        process.env["OXYGIS_VERIFIER"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        try {
            const entries = { [paid]: { verified: false }, [rest]: { verified: false } };
            const resources = await declared(recovering({}, entries));

            expect(asked.sort()).toEqual([`${paid} eu1-${paid}-db.id`, `${rest} eu1-${rest}-db.id`]);
            expect(catalogueOf(resources, paid)).toMatchObject({ status: "active" });
            expect(catalogueOf(resources, rest)).toMatchObject({ status: "recovering" });
        } finally {
            delete process.env["OXYGIS_VERIFIER"];
            server.close();
        }
    });

    it("keeps documents and secrets ready for who waits, but nothing that serves; nothing at all for who keeps all at home", async () => {
        const stack = recovering({ waiting: [paid, "hermit"] });
        const restores = Object.fromEntries(Object.entries(stack.restores).filter(([slug]) => slug !== paid));
        const hermit = newCustomer({ slug: "hermit", residency: "home", residencyReason: "by law" });
        const resources = await declared({ ...stack, restores, customers: [...stack.customers, hermit] });
        const { changed, added, gone } = changes(whole, resources);

        expect([changed, added]).toEqual([["eu1-hosts-paid-1"], []]);
        expect(gone).toEqual(expect.arrayContaining([`eu1-${paid}-db`, `eu1-catalogue-${paid}`, `eu1-watch-${paid}`]));
        // What is protected, or holds its name, is never taken out of the program.
        expect(gone.filter((name) => /documents|secret/.test(name))).toEqual([]);
        expect(JSON.stringify(resources)).not.toContain("hermit");
    });
});

describe("the way to a cell rebuilt elsewhere", () => {
    it("leads the hosts of its customers to a group of its own, by HTTPS, with the maintenance page behind", () => {
        const { customers } = prodStack();
        const all = customers.flatMap(({ slug, domains }) => [`${slug}.eu1.oxygis-cloud.example`, ...domains]);
        expect(hostsOf(whole).sort()).toEqual(all.sort());
        for (const { inputs } of whole.filter(({ name }) => /^eu1-hosts-/.test(name))) {
            const originGroupOverride = {
                originGroup: { id: "eu1-stand-in-group.id" },
                forwardingProtocol: "HttpsOnly",
            };
            expect(inputs["actions"]).toMatchObject([
                { name: "RouteConfigurationOverride", parameters: { originGroupOverride } },
            ]);
        }
        const origin = find(whole, "eu1-origin-origin")!;
        const page = find(whole, "eu1-stand-in-maintenance")!;
        expect([origin, page].map(({ inputs }) => inputs["originGroupName"])).toEqual(["cell-eu1-neu", "cell-eu1-neu"]);
        expect(page.inputs["priority"]).toBeGreaterThan(origin.inputs["priority"] as number);
        // Nobody is sent to a group without the cell's origin.
        expect(find(whole, "eu1-hosts-paid-1")!.dependencies).toContainEqual(
            expect.stringMatching(/::eu1-origin-origin$/),
        );
    });
});

describe("a cell that its customers come home to", () => {
    let home: RecordedResource[];
    beforeAll(async () => {
        home = await declared(repatriatedStack());
    });

    it("has second databases, which serve, and leaves the first ones as they were", () => {
        const { changed, added, gone } = changes(lost, home);

        expect(gone).toEqual([]);
        expect(changed.sort()).toEqual(slugs.map((slug) => `eu1-catalogue-${slug}`).sort());
        // And the job that brings home the documents that were written elsewhere.
        expect(added.filter((name) => !name.includes("--2") && !name.startsWith("eu1-seed-"))).toEqual([]);
        // The copies that a customer pays for are made of both.
        expect(added).toEqual(
            expect.arrayContaining(["eu1-copper-kettle--2-gwc-db", "eu1-copper-kettle--2-failover-group"]),
        );
        expect(catalogueOf(home, paid)).toMatchObject({
            status: "active",
            database: `db-${paid}--2`,
            databaseId: `eu1-${paid}--2-db.id`,
        });
    });

    it("has them follow the recovery's databases, in the pools of the first", () => {
        const [first, second] = [`eu1-${paid}-db`, `eu1-${paid}--2-db`].map((name) => find(home, name)!.inputs);
        expect(second).toMatchObject({
            createMode: "Secondary",
            sourceDatabaseId: expect.stringMatching(
                /\/servers\/sql-oxygis-eu1-neu-\w+\/databases\/db-amber-otter$/,
            ) as unknown,
            elasticPoolId: first!["elasticPoolId"],
            tags: { "oxygis:restored-from": "secondary", "oxygis:restore-order": "0001" },
        });
    });

    it("switches by one key", async () => {
        const stack = repatriatedStack();
        const entry = { ...stack.restores[paid]!, verified: false };
        const before = await declared({ ...stack, restores: { ...stack.restores, [paid]: entry } });

        expect(changes(before, home)).toEqual({ changed: [`eu1-catalogue-${paid}`], added: [], gone: [] });
        expect(catalogueOf(before, paid)).toMatchObject({ status: "recovering", database: `db-${paid}--2` });
    });
});
