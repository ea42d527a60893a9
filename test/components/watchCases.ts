import { ActionGroup } from "../../infra/components/monitoring/actionGroup";
import type { ComponentCase } from "./componentCase";

const receivers = [
    { name: "one", email: "one@platform.test" },
    { name: "two", email: "two@platform.test" },
];

/** What watches the backups, with the smallest arguments. */
export const watchCases: ComponentCase[] = [
    {
        component: "monitoring:ActionGroup",
        create: (name, options) =>
            new ActionGroup(
                name,
                {
                    resourceGroupName: "group",
                    tags: {},
                    actionGroupName: "ag-operations",
                    shortName: "operations",
                    receivers,
                },
                options,
            ),
        children: ["monitor:ActionGroup group"],
    },
];
