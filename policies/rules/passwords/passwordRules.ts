import { passwordSettings } from "../../catalogue/requiredSettings";
import { judgeSetting, settingTypes } from "../../lib/applicationSetting";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { requireAmount } from "../../lib/amount";

/** PWD-4: "minstens 10 tekens". */
const leastLength = 10;

const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    "random:index/randomPassword:RandomPassword": (props, report) => {
        requireAmount(props, "length", { least: leastLength, unit: "characters" }, report);
        // Allowed is not enough: only a least number is sure to be in each password.
        for (const kind of ["minUpper", "minLower", "minNumeric", "minSpecial"]) {
            requireAmount(props, kind, { least: 1, unit: "characters" }, report);
        }
    },
    "random:index/randomString:RandomString": (_, report) =>
        report("This is shown in plain text wherever it is used: a password is a random.RandomPassword."),
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": (props, report) => {
        requireAmount(props, "minimumPasswordLength", { least: leastLength, unit: "characters" }, report);
        for (const kind of ["Uppercase", "Lowercase"]) {
            requireOneOf(props, `require${kind}Characters`, [true], report);
        }
        requireOneOf(props, "requireNumbers", [true], report);
        requireOneOf(props, "requireSymbols", [true], report);
    },
    "aws:cognito/userPool:UserPool": (props, report) => {
        requireAmount(props, "passwordPolicy.minimumLength", { least: leastLength, unit: "characters" }, report);
        for (const kind of ["Uppercase", "Lowercase", "Numbers", "Symbols"]) {
            requireOneOf(props, `passwordPolicy.require${kind}`, [true], report);
        }
    },
};

export const policy = definePolicy({
    name: "password-rules-kept",
    promise: "PWD-4",
    also: ["PWD-2"],
    severity: "high",
    description:
        "Passwords, chosen or generated, have ten characters or more, with a capital, a small letter, a digit and a special one.",
    remedy:
        "Settings: settings:password:* as docs/application-settings.md lists them. RandomPassword: length 10 or more and minUpper, minLower, " +
        "minNumeric, minSpecial of 1 or more. AWS: the same in the password policy.",
    url: "https://www.pulumi.com/registry/packages/random/api-docs/randompassword/",
    counterparts: [
        ...Array.from({ length: 6 }, (_, position) => `CKV_AWS_${10 + position}`),
        ...Array.from({ length: 6 }, (_, position) => `AWS-00${58 + position}`),
        "IAM_PASSWORD_POLICY",
    ],
    types: [...settingTypes, ...Object.keys(checks)],
    resource(resource, report) {
        judgeSetting(resource, passwordSettings, report);
        checks[resource.token]?.(resource.props, report);
    },
});
