import * as pulumi from "@pulumi/pulumi";

import { PrivateAccess } from "../../infra/components/network/privateAccess";
import type { CellStack } from "../../infra/config/schema";
import { cellNames } from "../../infra/model/naming";
import { declareDocumentSeed } from "../../infra/programs/documentSeed";
import { newCustomer, prodStack, recoveryStack, repatriatedStack } from "../support/fixtures";
import { recordProgram } from "../support/recordProgram";

const { cell, domain, site, documents, customers } = prodStack();
const recovery = recoveryStack();
const lostNames = cellNames({ cell, domain, region: site.region });
const standInNames = cellNames({ cell, domain, region: site.pairedRegion });
const idOf = (group: string, account: string) =>
    `/subscriptions/subscription/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${account}`;

/** What of a stack brings documents from elsewhere, with the little of the cell that it needs. */
async function seeding(stack: CellStack) {
    const { resources } = await recordProgram(() => {
        const text = (value: string) => pulumi.output(value);
        const common = { resourceGroupName: "network", location: "here", tags: {} };
        const access = new PrivateAccess("access", {
            ...common,
            endpointName: "endpoint",
            subnetId: "subnet",
            target: { id: "account", service: "blob" },
            zoneId: "zone",
        });
        declareDocumentSeed(stack, {
            tags: {},
            subscriptionId: text("subscription"),
            resourceGroups: { compute: text("compute"), network: text("network") },
            privateEndpointsSubnetId: text("subnet"),
            zoneId: text("zone"),
            environmentId: text("environment"),
            documents: {
                homes: ["1", "home"].map((label) => ({
                    label,
                    replicated: label === "1",
                    id: text(`account-${label}`),
                    host: text(`account-${label}.test`),
                    access,
                })),
            },
            global: {
                actionGroupIds: { operations: text("operations"), security: text("security") },
                auditWorkspaceId: text("workspace"),
                backupLog: {
                    resourceGroupName: text("audit"),
                    location: text("there"),
                    endpoint: text("endpoint"),
                    ruleId: text("rule"),
                    ruleImmutableId: text("immutable"),
                },
            },
        });
    });
    const named = (name: string) => resources.find((each) => each.name === name);
    const ofSeed = resources.filter(({ name }) => name.startsWith("eu1-seed-"));
    const { template } = (named("eu1-seed-1-copy-job")?.inputs ?? {}) as {
        template?: { containers: { env: { name: string; value: string }[] }[] };
    };
    return {
        named,
        ofSeed,
        variables: Object.fromEntries((template?.containers[0]?.env ?? []).map(({ name, value }) => [name, value])),
        scopes: (grant: string) =>
            ofSeed
                .filter(({ type, name }) => type.endsWith(":RoleAssignment") && name.includes(grant))
                .map(({ inputs }) => inputs["scope"]),
        reached: ofSeed
            .filter(({ type }) => type.endsWith(":PrivateEndpoint"))
            .flatMap(({ inputs }) => inputs["privateLinkServiceConnections"] as { privateLinkServiceId: string }[])
            .map(({ privateLinkServiceId }) => privateLinkServiceId),
    };
}

describe("the documents of a cell that stands in for a lost one", () => {
    let seed: Awaited<ReturnType<typeof seeding>>;
    beforeAll(async () => {
        seed = await seeding(recovery);
    });
    const copies = lostNames.documentCopies(site.pairedRegion);
    const source = idOf(copies.resourceGroups.documents, copies.account("1"));

    it("come from the lost cell's copies into the account that has the same customers, and only what is missing", () => {
        expect(seed.ofSeed.filter(({ type }) => type.endsWith("app:Job"))).toHaveLength(documents.accounts);
        expect(seed.variables).toEqual({
            CLIENT_ID: "eu1-seed-1-identity-identity.clientId",
            MODE: "missing",
            SOURCES: `${copies.account("1")}.blob.core.windows.net`,
            SYSTEM_CONTAINER: "0-system",
            TARGET: "account-1.test",
        });
    });

    it("are read there and written here, by an identity that does nothing else", () => {
        expect(seed.scopes("read")).toEqual([source]);
        expect(seed.scopes("write")).toEqual(["account-1"]);
    });

    it("are reached privately, before anything is copied: nobody reaches the copies otherwise", () => {
        expect(seed.reached).toEqual([source]);
        const { dependencies } = seed.named("eu1-seed-1-copy")!;
        for (const before of ["access-endpoint", "eu1-seed-1-access-endpoint", "eu1-seed-1-identity-read-1"]) {
            expect(dependencies).toContainEqual(expect.stringMatching(new RegExp(`::${before}$`)));
        }
    });

    it("are missed by people when they do not come", () => {
        const { inputs } = seed.named("eu1-seed-1-alerts-documents-1-not-brought")!;
        expect(JSON.stringify(inputs["criteria"])).toContain("target=account-1.test ");
    });

    it("come from where the lost cell says that its copies are, out of any account if there were more of them", async () => {
        const otherSite = { region: site.region, copies: "francecentral", accounts: 2 };
        const { variables, reached } = await seeding({ ...recovery, otherSite });

        const { account } = lostNames.documentCopies("francecentral");
        const hosts = [account("1"), account("2")].map((name) => `${name}.blob.core.windows.net`);
        expect(variables["SOURCES"]).toBe(hosts.join(" "));
        expect(reached).toHaveLength(2);
    });
});

describe("the documents of a cell that its customers come home to", () => {
    const stoodIn = { region: site.pairedRegion, accounts: documents.accounts };

    it("come from the site that stood in, of those customers alone, also where home has older ones", async () => {
        const stack = repatriatedStack();
        const stays = newCustomer({ slug: "stayed" });
        const seed = await seeding({ ...stack, otherSite: stoodIn, customers: [stays, ...stack.customers] });

        expect(seed.variables).toMatchObject({
            MODE: "newer",
            CONTAINERS: customers.map(({ slug }) => slug).join(" "),
            SOURCES: `${standInNames.documentsAccount("1")}.blob.core.windows.net`,
        });
        expect(seed.scopes("read")).toEqual([
            idOf(standInNames.resourceGroups.data, standInNames.documentsAccount("1")),
        ]);
    });

    it("come from nowhere before anybody comes home, and in a cell that was never lost", async () => {
        for (const stack of [{ ...prodStack(), otherSite: stoodIn }, prodStack()]) {
            expect((await seeding(stack)).ofSeed).toEqual([]);
        }
    });
});

describe("the other site of a cell", () => {
    it("is the lost one with its copies, as that one's stack file says", () => {
        expect(recovery.otherSite).toEqual({
            region: site.region,
            accounts: documents.accounts,
            copies: site.pairedRegion,
        });
        expect(prodStack().otherSite).toBeUndefined();
    });
});
