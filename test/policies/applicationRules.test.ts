import type { OxygisPolicy } from "../../policies/lib/policy";
import { policy as azurePolicyEnforced } from "../../policies/rules/governance/azurePolicyEnforced";
import { policy as certifiedRegions } from "../../policies/rules/governance/certifiedRegions";
import { policy as passwordHashing } from "../../policies/rules/passwords/passwordHashing";
import { policy as passwordRules } from "../../policies/rules/passwords/passwordRules";
import { policy as requestSettings } from "../../policies/rules/passwords/requestSettings";
import { policy as productionScanned } from "../../policies/rules/scanning/productionScanned";
import { checkRegistrations } from "../support/policyHarness";
import { registration, unknownValue } from "../support/policyMessages";
import { casesOf, outcomeOf, type Table } from "../support/policyTable";

const definition = "/providers/Microsoft.Authorization/policyDefinitions/";
const mfa = `${definition}4e6c27d5-a6ee-49cf-b2b4-d8fe90fa2b8b`;

const tables: Table[] = [
    {
        policy: passwordRules,
        good: [
            registration("random:index/randomPassword:RandomPassword", "password", {
                length: 24,
                minUpper: 2,
                minLower: 2,
                minNumeric: 2,
                minSpecial: 2,
            }),
            registration("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "account", {
                minimumPasswordLength: 12,
                requireUppercaseCharacters: true,
                requireLowercaseCharacters: true,
                requireNumbers: true,
                requireSymbols: true,
            }),
        ],
        rows: [
            { resource: "password", path: "length", good: [10, 64], bad: [9, 0] },
            ...["minUpper", "minLower", "minNumeric", "minSpecial"].map((path) => ({
                resource: "password",
                path,
                good: [1],
                bad: [0],
            })),
            { resource: "account", path: "minimumPasswordLength", good: [10], bad: [9] },
            ...["requireUppercaseCharacters", "requireNumbers", "requireSymbols"].map((path) => ({
                resource: "account",
                path,
                good: [true],
                bad: [],
            })),
        ],
    },
    {
        policy: productionScanned,
        good: [
            registration("azure-native:security:Pricing", "servers", {
                pricingName: "VirtualMachines",
                pricingTier: "Standard",
                subPlan: "P2",
                extensions: [{ name: "AgentlessVmScanning", isEnabled: "True" }],
            }),
            registration("azure-native:security/v20240101:Pricing", "containers", {
                pricingName: "Containers",
                pricingTier: "Standard",
            }),
            registration("azure-native:sql:SqlVulnerabilityAssessmentsSetting", "scans", { state: "Enabled" }),
            registration("azure-native:security:AzureServersSetting", "machines", { selectedProvider: "MdeTvm" }),
            registration("aws:guardduty/detector:Detector", "detector", { enable: true }),
        ],
        rows: [
            { resource: "servers", path: "pricingTier", good: ["Standard"], bad: ["Free"] },
            { resource: "servers", path: "subPlan", good: ["P2"], bad: ["P1"] },
            { resource: "servers", path: "extensions", good: [], bad: [[], undefined, [{ isEnabled: "True" }]] },
            { resource: "servers", path: "extensions[0].isEnabled", good: ["True"], bad: ["False", true] },
            { resource: "containers", path: "pricingTier", good: ["Standard"], bad: ["Free"] },
            { resource: "scans", path: "state", good: ["Enabled"], bad: ["Disabled"] },
            { resource: "machines", path: "selectedProvider", good: ["MdeTvm"], bad: ["Qualys"] },
            { resource: "detector", path: "enable", good: [true], bad: [] },
        ],
    },
    {
        policy: azurePolicyEnforced,
        good: [
            registration("azure-native:authorization:PolicyAssignment", "second-factor", {
                policyDefinitionId: mfa,
                enforcementMode: "Default",
                parameters: { effect: { value: "Deny" } },
            }),
            registration("azure-native:authorization:PolicyAssignment", "other", {
                policyDefinitionId: `${definition}other`,
                enforcementMode: "Default",
            }),
        ],
        rows: [
            { resource: "second-factor", path: "enforcementMode", good: ["Default"], bad: ["DoNotEnforce"] },
            { resource: "second-factor", path: "parameters.effect.value", good: ["Deny"], bad: ["Audit", "Disabled"] },
            {
                resource: "other",
                path: "parameters.effect.value",
                good: ["Deny", "Audit", "AuditIfNotExists"],
                bad: ["Disabled", "Modify"],
            },
            { resource: "other", path: "notScopes", good: [[]], bad: [["/subscriptions/s"]], mayBeUnset: true },
            { resource: "other", path: "overrides", good: [[]], bad: [[{ kind: "policyEffect" }]], mayBeUnset: true },
        ],
    },
];

describe.each(tables)("$policy.name", (table) => {
    it("accepts the good registrations", async () => {
        expect(await checkRegistrations([table.policy], table.good)).toEqual([]);
    });

    it.each(casesOf(table))("$title", async (one) => {
        expect(await outcomeOf(table, one)).toBe(one.outcome);
    });
});

describe("a region", () => {
    const judge = (type: string, inputs: Record<string, unknown>) =>
        checkRegistrations([certifiedRegions], [registration(type, "resource", inputs)]);
    const refused = [{ policy: certifiedRegions.name, level: "mandatory" }];

    it.each(["westeurope", "West Europe", "WESTEUROPE", "Sweden Central", "spaincentral", "global", "Global"])(
        "of Azure may be %s",
        async (location) => {
            expect(await judge("azure-native:sql:Server", { location })).toEqual([]);
        },
    );

    it.each([
        "eastus",
        "uksouth",
        "switzerlandnorth",
        "denmarkeast",
        "westeurope2",
        "eu-west-2",
        "",
        1,
        ["westeurope"],
        unknownValue,
    ])("must not be %j", async (location) => {
        expect(await judge("azure-native:sql:Server", { location })).toMatchObject(refused);
        expect(await judge("pulumi:providers:azure-native", { location })).toMatchObject(refused);
        expect(await judge("aws:s3/bucket:Bucket", { region: location })).toMatchObject(refused);
        const locations = [{ locationName: "West Europe" }, { locationName: location }];
        expect(await judge("azure-native:cosmosdb:DatabaseAccount", { locations })).toMatchObject(refused);
    });

    it("may be left to Azure's group, but not to whoever runs a program on AWS", async () => {
        expect(await judge("azure-native:sql:Server", {})).toEqual([]);
        expect(await judge("pulumi:providers:azure-native", {})).toEqual([]);
        expect(await judge("pulumi:providers:aws", { region: "eu-west-1" })).toEqual([]);
        expect(await judge("pulumi:providers:aws", {})).toMatchObject(refused);
    });

    it("of a component is judged on what is in it", async () => {
        expect(await judge("oxygis:data:SqlServer", { location: "eastus" })).toEqual([]);
    });
});

describe("a setting of the application", () => {
    const judge = (policy: OxygisPolicy, keyValueName: unknown, value: unknown) =>
        checkRegistrations(
            [policy],
            [registration("azure-native:appconfiguration:KeyValue", "setting", { keyValueName, value })],
        );

    it.each([
        [passwordHashing, "password:hash:iterations", ["210000", "1000000"], ["209999", '"220000"', "[220000]", ""]],
        [
            passwordHashing,
            "password:hash:algorithm",
            ['"PBKDF2-HMAC-SHA512"'],
            ['"PBKDF2-HMAC-SHA256"', "PBKDF2-HMAC-SHA512"],
        ],
        [passwordRules, "password:length:least", ["10", "16"], ["9", "true", "null"]],
        [passwordRules, "password:first-login:must-change", ["true"], ["false", '"true"', "1"]],
        [requestSettings, "cookie:session:same-site", ['"Lax"', '"Strict"'], ['"None"', '"lax"']],
        [requestSettings, "csrf:methods", ['["POST","PUT","PATCH","DELETE","MERGE"]'], ['["POST"]', '"POST"', "[]"]],
        [requestSettings, "sign-in:second-factor:methods", ['["totp"]'], ['["sms","totp"]', "[]"]],
        [requestSettings, "session:idle-minutes", ["30", "5"], ["31", "0", "-1"]],
    ])("is judged by %#: $name %s", async (policy, key, good, bad) => {
        for (const name of [`settings:${key}`, `settings:${key}$acme`]) {
            for (const value of good) {
                expect(await judge(policy, name, value)).toEqual([]);
            }
            for (const value of [...bad, unknownValue, null, 5]) {
                expect(await judge(policy, name, value)).toMatchObject([{ policy: policy.name, level: "mandatory" }]);
            }
        }
    });

    it("is none of the catalogue's customers", async () => {
        expect(await judge(passwordHashing, "customers:acme", unknownValue)).toEqual([]);
    });

    it("must be known by its key", async () => {
        expect(await judge(passwordHashing, unknownValue, "1")).toMatchObject([{ level: "mandatory" }]);
    });
});
