/** azure-native:monitor, custom logs and the rules that query logs. */
import { normalLocation } from "../arm";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties } from "../values";

/** What Azure takes as frequency and window of a log search alert rule, in minutes ("Create a log search alert rule"). */
const FREQUENCIES = new Map(
    Object.entries({ PT1M: 1, PT5M: 5, PT10M: 10, PT15M: 15, PT30M: 30, PT45M: 45, PT1H: 60, PT2H: 120, PT3H: 180 }),
);
for (const [text, hours] of Object.entries({ PT4H: 4, PT5H: 5, PT6H: 6, P1D: 24 })) FREQUENCIES.set(text, hours * 60);
const WINDOWS = new Map([...FREQUENCIES, ["P2D", 2880]]);
/** Azure's own names: the SDK's enum of that name is of other rules. */
const OPERATORS = ["Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"];
/** Functions a log search alert may not use. */
const FORBIDDEN = /\b(bag_unpack|pivot|narrow)\s*\(/;

function minutes(
    inputs: Properties,
    property: string,
    allowed: ReadonlyMap<string, number>,
): number | Problem | undefined {
    const value = text(inputs, property);
    if (value === undefined || isUnknown(value)) return undefined;
    return allowed.get(value) ?? { property, reason: `'${value}' is not one of ${[...allowed.keys()].join(", ")}` };
}

function checkRule(inputs: Properties): Problem[] {
    const [frequency, window, range] = [
        minutes(inputs, "evaluationFrequency", FREQUENCIES),
        minutes(inputs, "windowSize", WINDOWS),
        minutes(inputs, "overrideQueryTimeRange", WINDOWS),
    ];
    const problems = [frequency, window, range].filter((each) => typeof each === "object");
    if (typeof frequency === "number" && typeof window === "number" && window < frequency)
        problems.push({ property: "windowSize", reason: "the window is shorter than the time between evaluations" });
    const severity = inputs["severity"];
    if (typeof severity === "number" && !(Number.isInteger(severity) && severity >= 0 && severity <= 4))
        problems.push({ property: "severity", reason: `${String(severity)} is not a whole number from 0 to 4` });
    if (inputs["autoMitigate"] !== false && inputs["muteActionsDuration"] !== undefined)
        problems.push({ property: "muteActionsDuration", reason: "only a rule with autoMitigate false can be muted" });
    if (select(inputs, "actions.actionGroups[]").length > 5)
        problems.push({ property: "actions.actionGroups", reason: "a rule notifies at most 5 action groups" });
    return [...problems, ...checkCondition(inputs)];
}

function checkCondition(inputs: Properties): Problem[] {
    if (isUnknown(inputs["criteria"])) return [];
    const conditions = select(inputs, "criteria.allOf[]");
    if (conditions.length !== 1)
        return [{ property: "criteria.allOf", reason: `${String(conditions.length)} conditions: a log alert has one` }];
    const condition = (conditions[0]?.[1] ?? {}) as Properties;
    const path = conditions[0]?.[0] ?? "";
    const query = text(condition, "query");
    const operator = text(condition, "operator");
    const needed = ["query", "timeAggregation", "operator"].filter((name) => condition[name] === undefined);
    const counted =
        text(condition, "timeAggregation") === "Count" || text(condition, "metricMeasureColumn") !== undefined;
    const periods = select(condition, "failingPeriods.numberOfEvaluationPeriods")[0]?.[1] ?? 1;
    const failing = select(condition, "failingPeriods.minFailingPeriodsToAlert")[0]?.[1] ?? 1;
    return [
        ...needed.map((name) => ({ property: `${path}.${name}`, reason: `a log alert needs ${name}` })),
        ...(operator === undefined || isUnknown(operator) || OPERATORS.includes(operator)
            ? []
            : [{ property: `${path}.operator`, reason: `'${operator}' is not one of ${OPERATORS.join(", ")}` }]),
        ...(counted ? [] : [{ property: `${path}.metricMeasureColumn`, reason: "what is aggregated needs a column" }]),
        ...(Number(periods) > 6 || Number(failing) > Number(periods)
            ? [{ property: `${path}.failingPeriods`, reason: "at most 6 periods, of which at most all may fail" }]
            : []),
        ...(query !== undefined && FORBIDDEN.test(query)
            ? [{ property: `${path}.query`, reason: "an alert's query cannot use bag_unpack, pivot or narrow" }]
            : []),
        ...(select(condition, "dimensions[]").length > 6
            ? [{ property: `${path}.dimensions`, reason: "a rule splits by at most 6 dimensions" }]
            : []),
    ];
}

const texts = (inputs: Properties, path: string): string[] =>
    select(inputs, path).flatMap(([, value]) => (typeof value === "string" ? [value] : []));

/** Every flow must lead from a declared stream to a declared destination. */
function checkFlows(inputs: Properties): Problem[] {
    const destinations = new Set(texts(inputs, "destinations.logAnalytics[].name"));
    const declared = new Set(Object.keys((inputs["streamDeclarations"] ?? {}) as Properties));
    const custom = texts(inputs, "dataFlows[].streams[]").filter((stream) => stream.startsWith("Custom-"));
    return [
        ...texts(inputs, "dataFlows[].destinations[]")
            .filter((name) => !isUnknown(name) && !isUnknown(inputs["destinations"]) && !destinations.has(name))
            .map((name) => ({ property: "dataFlows", reason: `no destination is called '${name}'` })),
        ...custom
            .filter((stream) => !declared.has(stream))
            .map((stream) => ({ property: "dataFlows", reason: `stream '${stream}' is not declared` })),
        ...(custom.length > 0 && inputs["dataCollectionEndpointId"] === undefined
            ? [{ property: "dataCollectionEndpointId", reason: "a rule with custom streams needs an endpoint" }]
            : []),
    ];
}

/** A rule lies beside its workspace, and what it writes must fit a table there. */
function refuseCollection({ inputs, cloud }: Facts): void {
    const workspaceId = texts(inputs, "destinations.logAnalytics[].workspaceResourceId")[0] ?? "";
    const workspace = cloud.find(workspaceId);
    if (workspace === undefined) return;
    const [here, there] = [inputs, workspace.inputs].map((each) => normalLocation(text(each, "location") ?? ""));
    if (here !== there)
        throw new CloudError(
            "InvalidDestination",
            `A data collection rule and its workspace must be in one region: ${here ?? ""} and ${there ?? ""} are two.`,
        );
    const streams = (inputs["streamDeclarations"] ?? {}) as Properties;
    for (const [, flow] of select(inputs, "dataFlows[]")) {
        const output = text(flow, "outputStream") ?? "";
        const table = cloud.find(`${workspaceId}/tables/${output.replace("Custom-", "")}`);
        if (output.startsWith("Custom-") && table === undefined)
            throw new CloudError("InvalidOutputTable", `Table for output stream '${output}' is not available.`);
        const known = new Set(texts(table?.inputs ?? {}, "schema.columns[].name"));
        const sent = texts(flow as Properties, "streams[]").flatMap((stream) =>
            texts((streams[stream] ?? {}) as Properties, "columns[].name"),
        );
        const unknown = sent.find((column) => table !== undefined && !known.has(column));
        if (unknown !== undefined)
            throw new CloudError("InvalidTransformOutput", `Table '${table?.name ?? ""}' has no column '${unknown}'.`);
    }
}

export const monitorLogs: TypeTable = {
    DataCollectionEndpoint: {
        id: "Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}",
        apiVersion: "2022-06-01",
        inputs: "dataCollectionEndpointName description identity immutableId kind location networkAcls resourceGroupName tags",
        name: nameRule(3, 44, /^[a-z0-9][\w-]*[a-z0-9]$/i, "3-44 letters, digits, hyphens and underscores"),
        location: "region",
        usual: "name type provisioningState etag",
        values: {
            kind: ["Linux", "Windows"],
            "networkAcls.publicNetworkAccess": ["Enabled", "Disabled", "SecuredByPerimeter"],
        },
        inUse: "DataCollectionEndpointInUse",
        outputs: ({ id, name, inputs, cloud }) => ({
            immutableId: `dce-${cloud.guid(id, "immutable").replaceAll("-", "")}`,
            logsIngestion: {
                endpoint: `https://${name}-${cloud.guid(id, "host").slice(0, 4)}.${normalLocation(text(inputs, "location") ?? "")}-1.ingest.monitor.azure.com`,
            },
        }),
        seconds: { create: 15, source: "assumed" },
    },
    DataCollectionRule: {
        id: "Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}",
        apiVersion: "2022-06-01",
        inputs: `dataCollectionEndpointId dataCollectionRuleName dataFlows dataSources description destinations identity kind
            location resourceGroupName streamDeclarations tags`,
        name: nameRule(1, 64, /^[a-z0-9][\w-]*[a-z0-9]$/i, "1-64 letters, digits, hyphens and underscores"),
        location: "region",
        usual: "name type provisioningState etag",
        values: {
            kind: ["Linux", "Windows"],
        },
        check: (inputs) => [...checkStreams(inputs), ...checkFlows(inputs)],
        refuse: refuseCollection,
        outputs: ({ id, cloud }) => ({ immutableId: `dcr-${cloud.guid(id, "immutable").replaceAll("-", "")}` }),
        seconds: { create: 15, source: "assumed" },
    },
    ScheduledQueryRule: {
        id: "Microsoft.Insights/scheduledQueryRules/{ruleName}",
        apiVersion: "2025-01-01-preview",
        inputs: `actions autoMitigate checkWorkspaceAlertsStorageConfigured criteria description displayName enabled
            evaluationFrequency identity kind location muteActionsDuration overrideQueryTimeRange resolveConfiguration
            resourceGroupName ruleName scopes severity skipQueryValidation tags targetResourceTypes windowSize`,
        required: "scopes criteria",
        immutable: "kind",
        name: nameRule(
            1,
            260,
            /^[^*#&+:<>?@%{}\\/]*[^*#&+:<>?@%{}\\/. ]$/,
            "1-260 characters, none of *#&+:<>?@%{}\\/",
        ),
        location: "region",
        unlimited: true,
        usual: "name type etag",
        values: {
            kind: ["LogAlert", "SimpleLogAlert", "LogToMetric"],
            "criteria.allOf[].timeAggregation": ["Count", "Average", "Minimum", "Maximum", "Total"],
            "criteria.allOf[].dimensions[].operator": ["Include", "Exclude"],
        },
        check: checkRule,
        quotas: ({ cloud }) => [
            {
                key: `scheduledQueryRules|${cloud.subscriptionId}`,
                limit: 5000,
                what: "log search alert rules per subscription",
            },
        ],
        outputs: ({ inputs }) => ({
            enabled: true,
            autoMitigate: true,
            ...inputs,
            isLegacyLogAnalyticsRule: false,
            isWorkspaceAlertsStorageConfigured: false,
        }),
        seconds: { create: 10, source: "assumed" },
    },
};

const COLUMN_TYPES = ["string", "int", "long", "real", "boolean", "datetime", "dynamic"];

function checkStreams(inputs: Properties): Problem[] {
    return Object.entries((inputs["streamDeclarations"] ?? {}) as Properties).flatMap(([name, stream]) => [
        ...(name.startsWith("Custom-")
            ? []
            : [{ property: "streamDeclarations", reason: `the name of stream '${name}' must begin with Custom-` }]),
        ...texts(stream as Properties, "columns[].type")
            .filter((type) => !COLUMN_TYPES.includes(type))
            .map((type) => ({
                property: "streamDeclarations",
                reason: `'${type}' is not one of ${COLUMN_TYPES.join(", ")}`,
            })),
    ]);
}
