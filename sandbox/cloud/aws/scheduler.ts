/** aws:scheduler - what is done at times. */
import type { Problem } from "../model";
import { isUnknown, text, type Properties } from "../values";
import type { AwsTable } from "./entry";

/** Six fields, one of the two days of which is a question mark. */
const CRON = /^cron\((\S+ \S+ \? \S+ \S+ \S+|\S+ \S+ \S+ \S+ \? \S+)\)$/;
const RATE = /^(rate\([1-9]\d* (minute|hour|day)s?\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/;

export function wrongExpression(inputs: Properties): Problem[] {
    const expression = text(inputs, "scheduleExpression");
    if (expression === undefined || isUnknown(expression) || CRON.test(expression) || RATE.test(expression)) return [];
    return [
        { property: "scheduleExpression", reason: `ValidationException: Invalid Schedule Expression ${expression}` },
    ];
}

const name = { min: 1, max: 64, pattern: /^[\w.-]+$/, text: "1-64 letters, digits, hyphens, underscores and dots" };

export const scheduler: AwsTable = {
    "scheduler/schedule:Schedule": {
        id: ({ id }) => id.slice(id.indexOf(":schedule/") + ":schedule/".length),
        arn: ({ inputs, cloud, name: named }) => {
            const region = text(inputs, "region") ?? text(inputs, "__region") ?? "";
            return `arn:aws:scheduler:${region}:${cloud.accountId}:schedule/${text(inputs, "groupName") ?? "default"}/${named}`;
        },
        inputs: `actionAfterCompletion description endDate flexibleTimeWindow groupName kmsKeyArn name namePrefix region
            scheduleExpression scheduleExpressionTimezone startDate state target`,
        required: "flexibleTimeWindow scheduleExpression target",
        named: "name",
        name,
        createOnly: "groupName name namePrefix",
        refers: { groupName: "scheduler/scheduleGroup:ScheduleGroup" },
        values: {
            state: ["ENABLED", "DISABLED"],
            "flexibleTimeWindow.mode": ["OFF", "FLEXIBLE"],
            actionAfterCompletion: ["NONE", "DELETE"],
        },
        check: wrongExpression,
        outputs: ({ inputs }) => ({
            groupName: "default",
            state: "ENABLED",
            scheduleExpressionTimezone: "UTC",
            ...inputs,
        }),
        seconds: { create: 2, source: "assumed" },
    },
    "scheduler/scheduleGroup:ScheduleGroup": {
        id: "{name}",
        arn: "arn:aws:scheduler:{region}:{account}:schedule-group/{name}",
        inputs: "name namePrefix region tags",
        named: "name",
        name,
        createOnly: "name namePrefix",
        inUse: "ConflictException",
        outputs: () => ({ state: "ACTIVE" }),
        seconds: { create: 2, source: "assumed" },
    },
};
