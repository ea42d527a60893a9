/** azure-native:sql, elastic jobs: an agent, whom its jobs run against, and what they run. */
import { lastPart, parentOf } from "../arm";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, select, text, type Properties } from "../values";

const NAME = nameRule(
    1,
    128,
    /^[^<>*%&:\\/?]*[^<>*%&:\\/?. ]$/,
    "1-128 characters, none of <>*%&:\\/?, no blank at the end",
);
/** What each type of target must say besides its server. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
    SqlServer: ["serverName"],
    SqlElasticPool: ["serverName", "elasticPoolName"],
    SqlDatabase: ["serverName", "databaseName"],
    SqlShardMap: ["serverName", "databaseName", "shardMapName"],
};
const INTERVAL = /^P(?=.)(?:\d+[DWMY])?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;

/** A job database is S1 or higher, on the agent's server, never one that pauses ("Create and configure the agent"). */
function refuseAgent({ inputs, cloud, id }: Facts): void {
    const database = cloud.find(text(inputs, "databaseId") ?? "");
    if (database === undefined) return;
    if (parentOf(database.id)?.toLowerCase() !== parentOf(id)?.toLowerCase())
        throw new CloudError(
            "JobAgentDatabaseNotFound",
            `Database '${database.name}' is not on the server of job agent '${lastPart(id)}'.`,
        );
    const sku = database.inputs["sku"] ?? {};
    const capacity = select(sku, "capacity")[0]?.[1];
    const small = text(sku, "tier") === "Basic" || (text(sku, "tier") === "Standard" && Number(capacity ?? 10) < 20);
    const pauses = text(sku, "name")?.startsWith("GP_S_") === true && database.inputs["autoPauseDelay"] !== -1;
    if (small || pauses)
        throw new CloudError(
            "JobAgentDatabaseEditionUnsupported",
            `The service objective of database '${database.name}' is not supported as a job agent's: it must be S1 or higher and must not pause.`,
        );
}

function checkMembers(inputs: Properties): Problem[] {
    return select(inputs, "members[]").flatMap(([path, member]) =>
        (TARGETS[text(member, "type") ?? ""] ?? [])
            .filter((name) => isObject(member) && member[name] === undefined)
            .map((name) => ({ property: `${path}.${name}`, reason: `a target of this type needs ${name}` })),
    );
}

function checkSchedule(inputs: Properties): Problem[] {
    const interval = text(inputs, "schedule.interval");
    const recurring = text(inputs, "schedule.type") === "Recurring";
    if (recurring && interval === undefined)
        return [{ property: "schedule.interval", reason: "a recurring job needs an interval" }];
    return interval === undefined || isUnknown(interval) || INTERVAL.test(interval)
        ? []
        : [{ property: "schedule.interval", reason: `'${interval}' is not an ISO 8601 duration such as PT30M` }];
}

export const sqlJobs: TypeTable = {
    JobAgent: {
        id: "Microsoft.Sql/servers/{serverName}/jobAgents/{jobAgentName}",
        apiVersion: "2023-08-01",
        inputs: "databaseId identity jobAgentName location resourceGroupName serverName sku tags",
        required: "databaseId",
        createOnly: "databaseId",
        writeOnly: "serverName",
        name: NAME,
        location: "region",
        values: {
            "sku.name": ["JA100", "JA200", "JA400", "JA800"],
            // An agent has no identity of its own: only one that is assigned to it.
            "identity.type": ["None", "SystemAssigned", "UserAssigned", "SystemAssignedUserAssigned"],
        },
        check: (inputs) =>
            (text(inputs, "identity.type") ?? "").startsWith("SystemAssigned")
                ? [{ property: "identity.type", reason: "a job agent takes a user-assigned identity only" }]
                : [],
        claims: ({ inputs }) => [
            {
                kind: "jobDatabase",
                value: (text(inputs, "databaseId") ?? "").toLowerCase(),
                code: "JobAgentDatabaseAlreadyInUse",
                message: "The database is already the job database of another agent.",
            },
        ],
        refuse: refuseAgent,
        outputs: ({ inputs }) => ({ sku: { name: "JA100", capacity: 100 }, ...inputs, state: "Ready" }),
        seconds: { create: 120, update: 30, delete: 30, source: "assumed" },
    },
    JobTargetGroup: {
        id: "Microsoft.Sql/servers/{serverName}/jobAgents/{jobAgentName}/targetGroups/{targetGroupName}",
        apiVersion: "2023-08-01",
        inputs: "jobAgentName members resourceGroupName serverName targetGroupName",
        required: "members",
        writeOnly: "jobAgentName serverName",
        name: NAME,
        values: {
            "members[].type": ["TargetGroup", "SqlDatabase", "SqlElasticPool", "SqlShardMap", "SqlServer"],
            "members[].membershipType": ["Include", "Exclude"],
        },
        check: checkMembers,
        inUse: "JobTargetGroupInUse",
        seconds: { create: 10, source: "assumed" },
    },
    Job: {
        id: "Microsoft.Sql/servers/{serverName}/jobAgents/{jobAgentName}/jobs/{jobName}",
        apiVersion: "2023-08-01",
        inputs: "description jobAgentName jobName resourceGroupName schedule serverName",
        writeOnly: "jobAgentName serverName",
        name: NAME,
        values: { "schedule.type": ["Once", "Recurring"] },
        check: checkSchedule,
        outputs: ({ revision }) => ({ version: revision }),
        seconds: { create: 10, source: "assumed" },
    },
    JobStep: {
        id: "Microsoft.Sql/servers/{serverName}/jobAgents/{jobAgentName}/jobs/{jobName}/steps/{stepName}",
        apiVersion: "2023-08-01",
        inputs: `action credential executionOptions jobAgentName jobName output resourceGroupName serverName stepId stepName
            targetGroup`,
        required: "action targetGroup",
        writeOnly: "jobAgentName jobName serverName",
        name: NAME,
        values: {
            "action.type": ["TSql"],
            "action.source": ["Inline"],
            "output.type": ["SqlDatabase"],
        },
        check: (inputs) =>
            text(inputs, "action.value")?.trim() === ""
                ? [{ property: "action.value", reason: "a step needs something to run" }]
                : [],
        seconds: { create: 10, source: "assumed" },
    },
    JobPrivateEndpoint: {
        id: "Microsoft.Sql/servers/{serverName}/jobAgents/{jobAgentName}/privateEndpoints/{privateEndpointName}",
        apiVersion: "2023-08-01",
        inputs: "jobAgentName privateEndpointName resourceGroupName serverName targetServerAzureResourceId",
        required: "targetServerAzureResourceId",
        createOnly: "targetServerAzureResourceId",
        writeOnly: "jobAgentName serverName",
        name: NAME,
        check: (inputs) => {
            const target = text(inputs, "targetServerAzureResourceId");
            return target === undefined || isUnknown(target) || /\/Microsoft\.Sql\/servers\/[^/]+$/i.test(target)
                ? []
                : [{ property: "targetServerAzureResourceId", reason: `'${target}' is not the id of a SQL server` }];
        },
        outputs: ({ id, cloud }) => ({ privateEndpointId: cloud.guid(id, "private-endpoint") }),
        seconds: { create: 90, delete: 60, source: "assumed" },
    },
};
