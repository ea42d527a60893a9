import { definePolicy } from "../../lib/policy";

/** Has no checks of its own: `packOf` runs every rule through it, because it says which findings stand. */
export const policy = definePolicy({
    name: "exemption-valid",
    promise: "DOC-1",
    severity: "high",
    description:
        "A finding is set aside only by an exemption that is exact, approved, at most 90 days long and still needed.",
    remedy:
        "Correct or remove the entry in policies/exemptions.json: policy, exact URN, reason, approver, granted and expires as ISO " +
        "dates at most 90 days apart.",
    url: "https://www.pulumi.com/docs/iac/packages-and-automation/crossguard/",
    neverExempt: true,
});
