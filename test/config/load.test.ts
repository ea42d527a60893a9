import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { loadPlatform } from "../../infra/config/load";
import type { CellStack, GlobalStack, Platform } from "../../infra/config/schema";
import { awsCellStack, cellStack, type Changes, globalStack, removeProjects, writeProject } from "./testProject";

const { OXYGIS_ROOT } = process.env;

afterEach(() => {
    if (OXYGIS_ROOT === undefined) {
        delete process.env.OXYGIS_ROOT;
    } else {
        process.env.OXYGIS_ROOT = OXYGIS_ROOT;
    }
});
afterAll(removeProjects);

/** Loads as a program does that Pulumi has started for this stack with this configuration. */
async function load(stack: string, value: unknown, changes: Changes = {}, others = {}): Promise<Platform> {
    process.env.OXYGIS_ROOT = writeProject(changes);
    return loadHere(stack, value, others);
}

async function loadHere(stack: string, value: unknown, others: Record<string, string> = {}): Promise<Platform> {
    const refuse = () => {
        throw new Error("loading declares nothing");
    };
    await pulumi.runtime.setMocks({ newResource: refuse, call: refuse }, "oxygis", stack);
    pulumi.runtime.setAllConfig(value === undefined ? {} : { ...others, "oxygis:stack": JSON.stringify(value) });
    return loadPlatform();
}

const customers: Changes["customers"] = {
    cyan: { cell: "eu2" },
    blue: { plan: "trial", domains: ["Blue.Example", "shop.blue.example"] },
    dun: { status: "erased", domains: ["dun.example"] },
    "amber-two": { status: "suspended" },
};
const second = { cell: "eu2", network: { addressSpace: "10.30.0.0/16" } };
const twoCells: Changes = { customers, stacks: { global: { cells: ["eu1", "eu2"] }, second } };

describe("loadPlatform", () => {
    it("gives a cell its own customers by slug, without the erased ones", async () => {
        const platform = (await load("prod", cellStack, twoCells)) as CellStack;

        expect(platform.customers.map(({ slug }) => slug)).toEqual(["amber", "amber-two", "blue"]);
        expect(platform.customers.find(({ slug }) => slug === "blue")).toEqual({
            slug: "blue",
            name: "Amber",
            plan: "trial",
            cell: "eu1",
            size: "small",
            status: "active",
            domains: ["blue.example", "shop.blue.example"],
            replicateTo: [],
        });
        expect(platform).toMatchObject({ kind: "cell", stack: "prod", cell: "eu1", tags: {} });
    });

    it("gives the global stack the host names of every cell, without those of erased customers", async () => {
        const platform = (await load("global", { ...globalStack, cells: ["eu1", "eu2"] }, twoCells)) as GlobalStack;

        expect(platform).toMatchObject({ kind: "global", stack: "global" });
        expect(platform.cells).toEqual([
            {
                name: "eu1",
                overInternet: false,
                wildcardDomain: "*.eu1.cloud.example",
                regions: ["northeurope", "westeurope"],
                vanityDomains: [
                    { host: "app.amber.example", slug: "amber" },
                    { host: "blue.example", slug: "blue" },
                    { host: "shop.blue.example", slug: "blue" },
                ],
            },
            {
                name: "eu2",
                overInternet: false,
                wildcardDomain: "*.eu2.cloud.example",
                regions: ["northeurope", "westeurope"],
                vanityDomains: [],
            },
        ]);
    });

    it("takes the stack's object from Pulumi, not from the file", async () => {
        const platform = (await load("prod", {
            ...cellStack,
            application: { ...cellStack.application, instances: 9 },
        })) as CellStack;

        expect(platform.application.instances).toBe(9);
    });

    it("loads a stack that has no file yet", async () => {
        const platform = await load(
            "second",
            { ...cellStack, ...second },
            { stacks: { global: { cells: ["eu1", "eu2"] } } },
        );

        expect(platform).toMatchObject({ stack: "second", cell: "eu2", customers: [] });
    });

    it("refuses with one report, mistakes of other stacks included", async () => {
        const changes = {
            stacks: { global: { waf: { requestsPerMinute: 1 } } },
            customers: { blue: { plan: "gold" } },
        };
        const refused = load("prod", { ...cellStack, instances: 3 }, changes);

        await expect(refused).rejects.toThrow(pulumi.RunError);
        await expect(refused).rejects.toThrow(
            [
                "The configuration has 3 mistakes; nothing was created.",
                "",
                "Pulumi.global.yaml",
                "  waf.requestsPerMinute: 1 is less than 10",
                "    write a whole number from 10 to 1000000, for example 600",
                "",
                "Pulumi.prod.yaml",
                '  instances: unknown key "instances"',
                "    the keys here are kind, cell, domain, site, tags, globalStack, network, egress, application, jobs, documents, watch, immutability, lockedArchives, pools, managedInstances, recovers, restores",
                "",
                "infra/customers/blue.yaml",
                '  plan: "gold" is not allowed here',
                "    write one of paid, trial, education, freemium",
            ].join("\n"),
        );
    });

    it("gives a cell on AWS a kind of its own, its customers, and what the global stack's file says for all", async () => {
        const changes = {
            stacks: { global: { cells: ["eu1", "aws1"] }, aws1: {} },
            customers: { blue: { cell: "aws1" }, cyan: { cell: "aws1", status: "erased" } },
        };
        const platform = await load("aws1", awsCellStack, changes, { "aws:region": "eu-central-1" });

        expect(platform).toMatchObject({
            kind: "awsCell",
            stack: "aws1",
            customers: [{ slug: "blue", cell: "aws1" }],
            alerts: globalStack.alerts,
            audit: globalStack.audit,
        });
        const edge = (await loadHere("global", { ...globalStack, cells: ["eu1", "aws1"] })) as GlobalStack;
        expect(edge.cells[1]).toEqual({
            name: "aws1",
            overInternet: true,
            wildcardDomain: "*.aws1.cloud.example",
            // Of Azure's; what AWS may be used for, Azure Policy does not see.
            regions: ["westeurope"],
            vanityDomains: [],
        });
    });

    it("refuses a cell on AWS whose provider points to another region", async () => {
        const changes = { stacks: { global: { cells: ["eu1", "aws1"] }, aws1: {} } };
        const refused = load("aws1", awsCellStack, changes, { "aws:region": "eu-west-1" });

        await expect(refused).rejects.toThrow('aws:region: "eu-west-1" is not the region of the site, eu-central-1');
    });

    it("refuses a stack that Pulumi has no object for", async () => {
        await expect(load("prod", undefined)).rejects.toThrow("Pulumi.prod.yaml\n  oxygis:stack: is missing");
    });
});

describe("the repository's own configuration", () => {
    it("has twelve invented customers that show what a customer can be", async () => {
        const file = parse(readFileSync(join(__dirname, "../../Pulumi.prod.yaml"), "utf8")) as {
            config: Record<string, unknown>;
        };
        const { customers: all } = (await loadHere("prod", file.config["oxygis:stack"])) as CellStack;
        const valuesOf = (key: "plan" | "size") => [...new Set(all.map((customer) => customer[key]))].sort();

        expect(all).toHaveLength(12);
        expect(valuesOf("plan")).toEqual(["education", "freemium", "paid", "trial"]);
        expect(valuesOf("size")).toEqual(["large", "medium", "small"]);
        expect(all.filter(({ status }) => status === "suspended")).toHaveLength(1);
        expect(all.filter(({ replicateTo }) => replicateTo.length > 0)).toHaveLength(1);
        expect(all.filter(({ domains }) => domains.length > 0)).toHaveLength(2);
        expect(all.flatMap(({ domains }) => domains).filter((host) => !host.endsWith(".example"))).toEqual([]);
    });
});
