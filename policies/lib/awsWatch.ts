import { elements, numberAt, valueOf } from "./backupSchedule";
import { textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import { pullingJobs } from "./pulled";
import { madeFrom, pointingTo } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const names = {
    database: "aws:lambda/invocation:Invocation",
    alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
    topic: "aws:sns/topic:Topic",
    subscription: "aws:sns/topicSubscription:TopicSubscription",
    rule: "azure-native:monitor:ScheduledQueryRule",
};
export const awsWatchTypes = Object.values(names);

/** RPO of the security page, in hours: an alert that comes later comes too late. */
const mostHours = 24;

/** What the function that backs databases up reports: the age of the oldest customer's newest backup, hours. */
const metric = { namespace: "Oxygis/Backups", metricName: "OldestBackupHours" };

/** Reports databases on AWS whose late backups nobody hears of: on AWS itself, and where they are pulled to Azure. */
export function requireAwsWatch(stack: StackIndex, report: StackReport): void {
    const [database] = stack.ofType(names.database);
    if (database && !stack.ofType(names.alarm).some((alarm) => tellsInTime(alarm, stack))) {
        report(
            `No alarm tells people within ${mostHours} hours that a customer's newest backup is late, of this database and others: ` +
                `of ${metric.namespace} ${metric.metricName}, by its maximum, where silence is trouble too.`,
            database.urn,
        );
    }
    const queries = stack
        .ofType(names.rule)
        .flatMap(({ props }) => elements(props, "criteria.allOf"))
        .map((condition) => textOf(condition, "query") ?? "");
    for (const { urn } of pullingJobs(stack)) {
        if (!queries.some((query) => query.includes("Kind == 'azureCopy'") && lateAfter(query) < mostHours)) {
            report(`No rule tells within ${mostHours} hours that copies which this job pulls to Azure are late.`, urn);
        }
        if (!queries.some((query) => query.includes("Kind == 'watch'"))) {
            report("No rule tells that this job is silent.", urn);
        }
    }
}

/** The most hours after which a query counts a copy as late. */
export function lateAfter(query: string): number {
    const hours = [...query.matchAll(/FinishedAt > (\d+)h/g)].map(([, text]) => Number(text));
    return hours.length > 0 ? Math.max(...hours) : Infinity;
}

function tellsInTime(alarm: IndexedResource, stack: StackIndex): boolean {
    const { props } = alarm;
    const isOf = Object.entries(metric).every(([name, value]) => valueOf(props, name) === value);
    const patience = (numberAt(props, "period") * numberAt(props, "evaluationPeriods")) / 3600;
    const topics = madeFrom(stack, alarm, "alarmActions", [names.topic]);
    return (
        isOf &&
        // An average hides the one customer whose backups stand still.
        valueOf(props, "statistic") === "Maximum" &&
        ["GreaterThanThreshold", "GreaterThanOrEqualToThreshold"].includes(textOf(props, "comparisonOperator") ?? "") &&
        numberAt(props, "threshold") + patience <= mostHours &&
        valueOf(props, "treatMissingData") === "breaching" &&
        valueOf(props, "actionsEnabled") !== false &&
        topics.some((topic) =>
            pointingTo(stack, topic, names.subscription, "topic").some(({ props: to }) =>
                ["email", "sms"].includes(textOf(to, "protocol") ?? ""),
            ),
        )
    );
}
