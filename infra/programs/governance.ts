import type * as pulumi from "@pulumi/pulumi";

import { DefenderPlans } from "../components/governance/defenderPlans";
import { PolicyAssignments } from "../components/governance/policyAssignments";
import { SubscriptionAlerts } from "../components/governance/subscriptionAlerts";
import type { GlobalStack } from "../config/schema";
import { azurePolicies } from "../model/azurePolicies";
import type { globalNames } from "../model/naming";

interface Subscription {
    subscriptionId: pulumi.Output<string>;
    names: ReturnType<typeof globalNames>;
    operationsActionGroupId: pulumi.Output<string>;
}

/** What holds for the whole subscription: what Azure refuses, what it scans, and who hears of it. Composition only. */
export function declareGovernance(
    {
        site,
        cells,
        immutability,
        alerts,
        budget,
    }: Pick<GlobalStack, "site" | "cells" | "immutability" | "alerts" | "budget">,
    { subscriptionId, names, operationsActionGroupId }: Subscription,
) {
    const regions = [...new Set([site.region, ...cells.flatMap((cell) => cell.regions)])].sort();
    new PolicyAssignments("global-policies", {
        subscriptionId,
        policies: azurePolicies({ regions, lockedBackups: immutability === "locked" }).map((policy) => ({
            ...policy,
            assignmentName: names.policyAssignment(policy.name),
        })),
    });
    new DefenderPlans("global-defender", { subscriptionId });
    new SubscriptionAlerts("global-subscription", {
        subscriptionId,
        securityEmails: alerts.security.map(({ email }) => email),
        budget: {
            budgetName: names.budget,
            monthlyAmount: budget.monthlyEuros,
            startDate: `${budget.firstMonth}-01T00:00:00Z`,
            actionGroupId: operationsActionGroupId,
        },
    });
}
