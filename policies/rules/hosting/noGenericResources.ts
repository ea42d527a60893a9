import { genericTypes, matches } from "../../catalogue/refusedTypes";
import { definePolicy } from "../../lib/policy";

export const policy = definePolicy({
    name: "resource-declared-openly",
    promise: "HOST-1",
    severity: "high",
    description: "No generic, template or imperative resource: what is inside one escapes every policy.",
    remedy: "Declare what it would create as resources of their own types.",
    url: "https://www.pulumi.com/docs/iac/packages-and-automation/crossguard/",
    resource: ({ token, type }, report) => {
        if (matches(token, genericTypes)) {
            report(`${type} creates things that no policy sees.`);
        }
    },
});
