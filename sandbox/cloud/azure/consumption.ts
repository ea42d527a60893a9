/** azure-native:consumption */
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, text, type Properties, type Value } from "../values";

const FIRST_EVER = Date.UTC(2017, 5, 1);

function checkBudget(inputs: Properties): Problem[] {
    const start = text(inputs, "timePeriod.startDate");
    const amount = inputs["amount"];
    const notifications = Object.entries(isObject(inputs["notifications"]) ? inputs["notifications"] : {});
    const problems: Problem[] = [];
    if (
        start !== undefined &&
        !isUnknown(start) &&
        !(/^\d{4}-\d\d-01(T00:00:00Z)?$/.test(start) && Date.parse(start) >= FIRST_EVER)
    )
        problems.push({
            property: "timePeriod.startDate",
            reason: `'${start}' is not the first of a month from June 2017 on`,
        });
    if (typeof amount === "number" && amount <= 0)
        problems.push({ property: "amount", reason: `${String(amount)} is not more than nothing` });
    if (notifications.length > 5)
        problems.push({ property: "notifications", reason: "a budget has at most five notifications" });
    for (const [name, notification] of notifications) {
        if (!isObject(notification)) continue;
        const threshold = notification["threshold"];
        if (typeof threshold === "number" && (threshold < 0 || threshold > 1000))
            problems.push({
                property: `notifications.${name}.threshold`,
                reason: `${String(threshold)} is not a percentage from 0 to 1000`,
            });
        const nobody = (list: Value | undefined) => Array.isArray(list) && list.length === 0;
        if ([notification["contactEmails"], notification["contactGroups"] ?? []].every(nobody))
            problems.push({
                property: `notifications.${name}`,
                reason: "a notification needs an e-mail address or an action group",
            });
    }
    return problems;
}

/** A monthly budget begins in the current month or in one of the next twelve; an existing one keeps the start it has. */
function refuseBudget({ inputs, before, now }: Facts): void {
    const start = text(inputs, "timePeriod.startDate");
    if (before !== undefined || start === undefined || isUnknown(start)) return;
    const begin = new Date(start);
    const months = (begin.getUTCFullYear() - now.getUTCFullYear()) * 12 + begin.getUTCMonth() - now.getUTCMonth();
    if (months < 0)
        throw new CloudError(
            "400",
            `Invalid budget start date ${start}: a past start date should be selected within the time grain period.`,
        );
    if (months > 12)
        throw new CloudError(
            "400",
            `Invalid budget start date ${start}: it should not be more than twelve months ahead.`,
        );
}

export const consumption: TypeTable = {
    Budget: {
        id: "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
        apiVersion: "2024-08-01",
        inputs: "amount budgetName category eTag filter notifications scope timeGrain timePeriod",
        required: "amount category timeGrain timePeriod",
        writeOnly: "scope",
        name: nameRule(1, 63, /^[\w-]+$/, "1-63 letters, digits, underscores and hyphens"),
        values: {
            category: ["Cost"],
            timeGrain: ["Monthly", "Quarterly", "Annually", "BillingMonth", "BillingQuarter", "BillingAnnual"],
        },
        check: checkBudget,
        refuse: refuseBudget,
        outputs: ({ inputs, id, cloud, revision }) => ({
            ...inputs,
            eTag: cloud.guid(id, "etag", String(revision)),
            currentSpend: { amount: 0, unit: "EUR" },
        }),
        seconds: { create: 10, source: "assumed" },
    },
};
