import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { textsAt } from "../../lib/elements";
import { conditionalAccessType } from "../../lib/staffGroups";
import { requireEmpty, requireUnset } from "../../lib/requirement";

const strengthType = "azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy";
const userPoolType = "aws:cognito/userPool:UserPool";

/** Ways of signing in that are two factors; a text message or a call is none. */
const twoFactors = [
    "fido2",
    "windowsHelloForBusiness",
    "x509CertificateMultiFactor",
    "deviceBasedPush",
    "password,hardwareOath",
    "password,microsoftAuthenticatorPush",
    "password,softwareOath",
];

/** Whoever and whatever is left out here could sign in with a password alone. */
const holes = [
    "users.excludedUsers",
    "users.excludedRoles",
    "users.excludedGuestsOrExternalUsers",
    "applications.excludedApplications",
    "clientApplications.excludedServicePrincipals",
    "locations.excludedLocations",
    "platforms.excludedPlatforms",
];

const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    [conditionalAccessType]: (props, report) => {
        requireOneOf(props, "state", ["enabled"], report);
        holes.forEach((hole) =>
            requireEmpty(props, `conditions.${hole}`, "nobody is left out but in an emergency.", report),
        );
        requireUnset(props, "conditions.devices.filter", "which devices it holds for, nobody can tell here.", report);
        requireOneEmergencyGroup(props, report);
        requireStrongControl(props, report);
    },
    [strengthType]: (props, report) => {
        for (const { path, reading } of props.readEach("allowedCombinations[]")) {
            if (reading.state === "unknown") {
                report(mustBeKnown(path));
            } else if (reading.state === "unset" || !twoFactors.includes(reading.value as string)) {
                report(`${path} is not among the ways of signing in that are two factors.`);
            }
        }
    },
    [userPoolType]: (props, report) => requireOneOf(props, "mfaConfiguration", ["ON", "OPTIONAL"], report),
};

export const policy = definePolicy({
    name: "sign-in-second-factor",
    promise: "AUTH-1",
    severity: "critical",
    description:
        "Every policy of conditional access is enforced, asks for a second factor or blocks, and leaves out break-glass only.",
    remedy:
        "state enabled, not enabledForReportingButNotEnforced; grantControls with mfa, an authentication strength or block, which no " +
        "other control may replace (operator OR); one excluded group at most.",
    url: "https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-mfa-strength",
    counterparts: ["Azure Policy 4e6c27d5", "Azure Policy db4a9d17", "AWS-0123", "AWS-0145"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

function requireOneEmergencyGroup(props: PropertyReader, report: Report): void {
    const path = "conditions.users.excludedGroups";
    const list = props.read(path);
    if (list.state === "unknown") {
        report(mustBeKnown(path));
    } else if (list.state === "set" && (!Array.isArray(list.value) || list.value.length > 1)) {
        report(`${path} leaves out more than the one group of break-glass accounts.`);
    }
}

function requireStrongControl(props: PropertyReader, report: Report): void {
    const controls = "grantControls.builtInControls";
    requireOneOf(props, "grantControls.operator", ["AND", "OR"], report);
    const operator = props.read("grantControls.operator");
    const named = textsAt(props, [`${controls}[]`], report);
    const strong = named.filter((control) => control === "mfa" || control === "block");
    const strength = props.read("grantControls.authenticationStrengthPolicyId").state !== "unset";
    if (strong.length === 0 && !strength) {
        report(`${controls} has neither "mfa" nor "block", and there is no authenticationStrengthPolicyId.`);
    }
    const either = operator.state === "set" && operator.value === "OR";
    const others = props.read("grantControls.termsOfUses").state !== "unset" || strong.length < named.length;
    if (either && others) {
        report(
            'grantControls.operator "OR" lets in whoever meets another control without a second factor: write "AND".',
        );
    }
}
