import { readProject } from "../../infra/config/project";
import type { CellStack } from "../../infra/config/schema";
import { cellStack, removeProjects, writeProject } from "./testProject";

afterAll(removeProjects);

const lostServer =
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Sql/servers/sql";
const restore = (from: string, kind: string) => ({
    amber: {
        from,
        source: `${lostServer}/${kind}/db-amber`,
        wave: "paid",
        order: 1,
        ...(from === "geo" ? { point: "2026-01-19T03:10:00Z" } : { database: 2 }),
    },
});
const standIn = {
    site: { ...cellStack.site, region: "northeurope", pairedRegion: "westeurope" },
    network: { addressSpace: "10.30.0.0/16" },
    documents: { accounts: 4, copies: "francecentral" },
    recovers: { stack: "prod", region: "westeurope", wave: "paid" },
    restores: restore("geo", "recoverableDatabases"),
};
const otherSiteOf = (stack: string, stacks: Record<string, object>) => {
    const project = readProject(writeProject({ stacks }));
    expect(project.mistakes).toEqual([]);
    return (project.platform(stack) as CellStack).otherSite;
};

describe("where the documents of a cell are brought from", () => {
    it.each([
        ["the paired region", {}, "northeurope"],
        ["where that one's file says", { documents: { copies: "swedencentral" } }, "swedencentral"],
    ])("the copies of the lost site, in %s", (_, prod, copies) => {
        expect(otherSiteOf("recovery", { prod, recovery: standIn })).toEqual({
            region: "westeurope",
            accounts: 10,
            copies,
        });
    });

    it("the site that stood in, once customers come home from there", () => {
        const prod = { restores: restore("secondary", "databases") };
        expect(otherSiteOf("prod", { prod, recovery: standIn })).toEqual({ region: "northeurope", accounts: 4 });
    });

    it.each([
        ["while the cell is lost", { recovery: standIn }],
        ["when the other site is gone", { prod: { restores: restore("secondary", "databases") } }],
    ])("nowhere %s", (_, stacks) => {
        expect(otherSiteOf("prod", stacks)).toBeUndefined();
    });
});
