import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { describeMistakes } from "../../infra/config/mistake";
import type { AwsCellStack } from "../../infra/config/awsSchema";
import { readProject } from "../../infra/config/project";
import type { CellStack, Customer, GlobalStack, Platform } from "../../infra/config/schema";
import { landingNames } from "../../infra/model/awsNaming";
import { sizingFor } from "../../infra/model/managedInstances";
import { cellNames, customerNames } from "../../infra/model/naming";
import { planClassOf } from "../../infra/model/plans";

const root = join(__dirname, "../..");

/** The repository's own configuration: the stacks as they would be deployed. */
function platform(stack: string): Platform {
    return readProject(root).platform(stack)!;
}

export const globalStack = (): GlobalStack => platform("global") as GlobalStack;
export const prodStack = (): CellStack => platform("prod") as CellStack;
export const awsStack = (): AwsCellStack => platform("aws1") as AwsCellStack;

const subscription = "/subscriptions/00000000-0000-4000-8000-000000000001";

/** Id of a customer's database, or of what stands for it among a server's things, in the data group of cell `eu1`. */
function databaseId(slug: string, region: string, kind = "databases"): string {
    const { resourceGroups, sqlServer } = cellNames({ cell: "eu1", domain: prodStack().domain, region });
    const { database } = customerNames(slug);
    return `${subscription}/resourceGroups/${resourceGroups.data}/providers/Microsoft.Sql/servers/${sqlServer}/${kind}/${database}`;
}

/** The cell of `prod` rebuilt in its paired region: every customer is restored from the copy of its backups there, and verified. */
export function recoveryStack(): CellStack {
    const { site, customers } = prodStack();
    const places = { paid: 0, rest: 0 };
    const restores = customers.map(({ slug, plan }) => {
        const wave = planClassOf(plan) === "paid" ? "paid" : "rest";
        const source = databaseId(slug, site.region, "recoverableDatabases");
        return [
            slug,
            { from: "geo", source, point: "2026-01-19T03:10:00Z", wave, order: ++places[wave], verified: true },
        ];
    });
    const file = parse(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")) as {
        config: { "oxygis:stack": Record<string, object> };
    };
    const prod = file.config["oxygis:stack"];
    const value = {
        ...prod,
        site: { ...site, region: site.pairedRegion, pairedRegion: site.region },
        network: { addressSpace: "10.30.0.0/16" },
        documents: { ...prod["documents"], copies: "francecentral" },
        recovers: { stack: "prod", region: site.region, wave: "rest" },
        restores: Object.fromEntries(restores) as unknown,
    };
    const project = readProject(root, { stack: "recovery", value });
    if (project.mistakes.length > 0) throw new Error(describeMistakes(project.mistakes));
    return project.platform("recovery") as CellStack;
}

/** `prod` after its region has come back: second databases follow those of the recovery, and have taken over. */
export function repatriatedStack(): CellStack {
    const recovery = recoveryStack();
    const restores = Object.entries(recovery.restores).map(([slug, { wave, order }]) => {
        const source = databaseId(slug, recovery.site.region);
        return [slug, { from: "secondary", source, wave, order, verified: true, database: 2 }] as const;
    });
    const otherSite = { region: recovery.site.region, accounts: recovery.documents.accounts };
    return { ...prodStack(), restores: Object.fromEntries(restores), otherSite };
}

/** The stack that stands in for `aws1` where its copies lie, all of whose customers are there. */
export function awsRecoveryStack(): AwsCellStack {
    const { kind: _kind, stack: _stack, customers, alerts, audit, ...lost } = awsStack();
    const { region, pairedRegion } = lost.site;
    const restores = customers.map(({ slug }, index) => [
        slug,
        {
            from: "native" as const,
            source: `${lost.cell}/${slug}/2026-01-19T0900Z/full.bak`,
            point: "2026-01-19T09:00:00Z",
            wave: "paid" as const,
            order: index + 1,
            verified: true,
            database: 2 as const,
        },
    ]);
    return {
        ...lost,
        ...{ kind: "awsCell", stack: "recovery", customers, alerts, audit },
        site: { ...lost.site, region: pairedRegion, pairedRegion: "eu-west-3" },
        network: { addressSpace: "10.41.0.0/16", landingAddressSpace: "10.48.16.0/20" },
        recovers: { stack: "aws1", region, wave: "rest", waiting: [], returned: [], cancelled: false },
        restores: Object.fromEntries(restores) as AwsCellStack["restores"],
    };
}

/** What the file says of a stack that stands in for `aws1` on Azure, made from the copies that were pulled there, with `prod` for its template. */
export function acrossFile() {
    const { cell, domain, site, customers, data } = awsStack();
    const { stack: _stack, customers: _customers, ...prod } = prodStack();
    const { backupAccount } = landingNames({ cell, domain, region: site.backupSite.region, awsRegion: site.region });
    const restores = customers.map(({ slug }, index) => [
        slug,
        {
            from: "native",
            source: `https://${backupAccount}.blob.core.windows.net/backups/${cell}/${slug}/2026-01-19T0900Z/full.bak`,
            point: "2026-01-19T09:00:00Z",
            wave: "paid",
            order: index + 1,
            verified: true,
            database: 2,
        },
    ]);
    return {
        ...prod,
        cell,
        network: { addressSpace: "10.42.0.0/16" },
        pools: { paid: { count: 1, vCores: 2 }, other: { count: 1, vCores: 2 } },
        managedInstances: sizingFor(data),
        recovers: { stack: "aws1", region: site.region, wave: "rest" },
        restores: Object.fromEntries(restores) as Record<string, object>,
    };
}

export function acrossStack(): CellStack {
    const project = readProject(root, { stack: "recovery", value: acrossFile() });
    if (project.mistakes.length > 0) throw new Error(describeMistakes(project.mistakes));
    return project.platform("recovery") as CellStack;
}

/** What a cell finds in the global stack. */
export const globalOutputs = {
    edgeResourceGroup: "rg-edge",
    profileName: "afd-oxygis",
    frontDoorId: "00000000-0000-4000-8000-0000000000fd",
    auditWorkspaceId: "audit.id",
    auditRetentionDays: 400,
    actionGroupIds: { operations: "operations.id", security: "security.id" },
    databaseAdministrators: { displayName: "database-administrators", objectId: "database-administrators.objectId" },
    backupLog: {
        resourceGroupName: "rg-audit",
        location: "swedencentral",
        endpoint: "https://backups.ingest.test",
        ruleId: "backup-rule.id",
        ruleImmutableId: "dcr-backups",
    },
    originGroups: { eu1: "cell-eu1", aws1: "cell-aws1" },
    siteRuleSets: { eu1: "Siteeu1", aws1: "Siteaws1" },
    maintenanceSite: {
        accountId: "content.id",
        hostName: "content.z6.web.core.windows.net",
        location: "swedencentral",
    },
    endpointHosts: { eu1: "oxygis-eu1.azurefd.test", aws1: "oxygis-aws1.azurefd.test" },
};

/** A customer of cell `eu1`; a test spreads over it to say only what matters to that test. */
export const newCustomer = (changes: Partial<Customer> = {}): Customer => ({
    slug: "new-customer",
    name: "New Customer",
    plan: "paid",
    cell: "eu1",
    size: "small",
    status: "active",
    domains: [],
    replicateTo: [],
    ...changes,
});
