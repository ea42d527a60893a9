import { join } from "node:path";

import { readProject } from "../../infra/config/project";
import type { CellStack, Customer, GlobalStack, Platform } from "../../infra/config/schema";

/** The repository's own configuration: the stacks as they would be deployed. */
function platform(stack: string): Platform {
    return readProject(join(__dirname, "../..")).platform(stack)!;
}

export const globalStack = (): GlobalStack => platform("global") as GlobalStack;
export const prodStack = (): CellStack => platform("prod") as CellStack;

/** What a cell finds in the global stack. */
export const globalOutputs = {
    edgeResourceGroup: "rg-edge",
    profileName: "afd-oxygis",
    frontDoorId: "front-door.id",
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
    originGroups: { eu1: "cell-eu1" },
    siteRuleSets: { eu1: "Siteeu1" },
    maintenanceSite: { accountId: "content.id", hostName: "content.test", location: "swedencentral" },
    endpointHosts: { eu1: "oxygis-eu1.azurefd.test" },
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
