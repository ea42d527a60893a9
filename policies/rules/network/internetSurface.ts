import { disclosureTypes, requireDisclosure } from "../../lib/disclosure";
import { guardedEdgeTypes, requireGuardedEdge } from "../../lib/guardedEdge";
import { letsInternetIn } from "../../lib/inboundRule";
import { definePolicy, type StackReport } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { madeFrom, sourcesOf } from "../../lib/relations";
import { elementsOf } from "../../lib/requirement";
import type { StackIndex } from "../../lib/stackIndex";

const accountType = "azure-native:storage:StorageAccount";
const websiteType = "azure-native:storage:StorageAccountStaticWebsite";
const groupType = "azure-native:network:NetworkSecurityGroup";
const subnetType = "azure-native:network:Subnet";
/** What puts data into an account, or lets somebody do so: an account with one of these is more than a website. */
const dataTypes: Readonly<Record<string, readonly string[]>> = {
    "azure-native:storage:BlobContainer": ["accountName"],
    "azure-native:storage:FileShare": ["accountName"],
    "azure-native:storage:Queue": ["accountName"],
    "azure-native:storage:Table": ["accountName"],
    "azure-native:authorization:RoleAssignment": ["scope"],
    "azure-native:dataprotection:BackupInstance": ["properties"],
    "azure-native:monitor:DiagnosticSetting": ["storageAccountId"],
};

export const policy = definePolicy({
    name: "internet-surface-guarded",
    promise: "SW-4",
    also: ["VULN-1"],
    severity: "critical",
    description:
        "What the Internet reaches is known and guarded: domains behind the firewall with security headers and security.txt, " +
        "public pages, Bastion.",
    remedy:
        "Domains: a cdn.SecurityPolicy for /* with the web application firewall. Routes: a rule set that sets the security headers, and one route for security.txt. An " +
        "account is open only for a static website with nothing else in it, or for immutable logs with defaultAction Deny. From the Internet " +
        "into the network: AzureBastionSubnet only.",
    url: "https://learn.microsoft.com/azure/frontdoor/best-practices",
    counterparts: ["Azure Policy 055aa869", "CKV2_AWS_28", "CKV_AWS_68", "Azure.FrontDoor.UseWAF AZR-000111"],
    types: [
        ...guardedEdgeTypes,
        ...disclosureTypes,
        accountType,
        websiteType,
        groupType,
        subnetType,
        ...Object.keys(dataTypes),
    ],
    stack: (stack, report) => {
        requireGuardedEdge(stack, report);
        requireDisclosure(stack, report);
        requireClosedAccounts(stack, report);
        requireBastionOnly(stack, report);
    },
});

function requireClosedAccounts(stack: StackIndex, report: StackReport): void {
    const websites = sourcesOf(stack.ofType(websiteType), "accountName");
    const withData = new Set(
        Object.entries(dataTypes).flatMap(([type, inputs]) =>
            inputs.flatMap((input) => [...sourcesOf(stack.ofType(type), input)]),
        ),
    );
    for (const { urn, props } of stack.ofType(accountType)) {
        const pages = websites.has(urn) && !withData.has(urn);
        if (is(props, "publicNetworkAccess", "Enabled") && !pages && !isClosedLogStore(props)) {
            report(
                "This account is open to the Internet, but is neither a website alone nor a store of immutable logs that denies all addresses.",
                urn,
            );
        }
        if (is(props, "allowSharedKeyAccess", true) && !pages) {
            report("This account is opened by a key that whoever holds it can use, and is no website alone.", urn);
        }
    }
}

/** Azure writes logs from addresses of its own, for which the network of an account must not be switched off. */
function isClosedLogStore(props: PropertyReader): boolean {
    return (
        is(props, "networkRuleSet.defaultAction", "Deny") &&
        is(props, "networkRuleSet.bypass", "AzureServices") &&
        is(props, "immutableStorageWithVersioning.enabled", true)
    );
}

function requireBastionOnly(stack: StackIndex, report: StackReport): void {
    const elsewhere = new Set(
        stack
            .ofType(subnetType)
            .filter(({ props }) => !is(props, "subnetName", "AzureBastionSubnet"))
            .flatMap((subnet) => madeFrom(stack, subnet, "networkSecurityGroup", [groupType])),
    );
    for (const group of elsewhere) {
        const rules = elementsOf(group.props, "securityRules", () => undefined);
        if (rules.some(({ props }) => letsInternetIn(props))) {
            report("It lets the Internet into another subnet than Bastion's.", group.urn);
        }
    }
}

function is(props: PropertyReader, path: string, value: unknown): boolean {
    const reading = props.read(path);
    return reading.state === "set" && reading.value === value;
}
