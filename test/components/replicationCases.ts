import { CustomerFailover } from "../../infra/components/data/customerFailover";
import { CustomerReplica } from "../../infra/components/data/customerReplica";
import { common } from "./arguments";
import type { ComponentCase } from "./componentCase";

export const replica = {
    ...common,
    serverName: "server-there",
    databaseName: "db-acme",
    sourceDatabaseId: "database",
    vCores: 2,
    weeklyRetention: "P53W",
    pointInTimeDays: 35,
    differentialHours: 12,
};
export const failover = {
    resourceGroupName: "group",
    serverName: "server",
    groupName: "fog-acme",
    databaseId: "database",
    partnerServerId: "server-there.id",
    tags: { "oxygis:customer": "acme" },
};

/** The components of a customer's copies in further regions. */
export const replicationCases: ComponentCase[] = [
    {
        component: "data:CustomerFailover",
        create: (name, options) => new CustomerFailover(name, failover, options),
        children: ["sql:FailoverGroup group"],
    },
    {
        component: "data:CustomerReplica",
        create: (name, options) => new CustomerReplica(name, replica, options),
        children: ["sql:BackupShortTermRetentionPolicy str", "sql:Database db", "sql:LongTermRetentionPolicy ltr"],
    },
];
