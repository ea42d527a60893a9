/**
 * What Azure Policy refuses on a write, by the assignments that stand on the subscription: those built-in definitions that can be
 * judged from a resource's inputs. Others are kept as data and judge nothing here. Azure takes minutes to heed a new assignment; here
 * it counts at once.
 *
 * Source of the conditions: github.com/Azure/azure-policy, built-in-policies.
 */
import { armType, lastPart, normalLocation } from "./arm";
import type { CloudType } from "./catalogue";
import { CloudError, type Facts, type Found } from "./model";
import { select, text, type Properties, type Value } from "./values";

interface Resource {
    /** `Microsoft.Sql/servers`, in lower case. */
    armType: string;
    inputs: Properties;
    /** Undefined for what lies in no region. */
    region: string | undefined;
}

type Breaks = (resource: Resource, parameter: (name: string) => Value | undefined) => boolean;

const ASSIGNMENT = "azure-native:authorization:PolicyAssignment";
const RESOURCE_GROUP = "microsoft.resources/resourcegroups";

const lower = (list: Value | undefined): string[] =>
    (Array.isArray(list) ? list : []).map((one) => (typeof one === "string" ? normalLocation(one) : ""));

const elsewhere = ({ region }: Resource, allowed: Value | undefined): boolean =>
    region !== undefined && !lower(allowed).includes(region);

/** A resource of the type is refused unless the property is one of these values. */
const unless =
    (type: string, path: string, ...wanted: Value[]): Breaks =>
    ({ armType, inputs }) =>
        armType === type && !wanted.includes(select(inputs, path)[0]?.[1] ?? null);

const BREAKS: Readonly<Record<string, Breaks>> = {
    // Allowed locations; and for resource groups.
    "e56962a6-4747-49cd-b67b-bf8b01975c4c": (resource, parameter) =>
        resource.armType !== RESOURCE_GROUP && elsewhere(resource, parameter("listOfAllowedLocations")),
    "e765b5de-1225-4ba3-bd56-1ac6695af988": (resource, parameter) =>
        resource.armType === RESOURCE_GROUP && elsewhere(resource, parameter("listOfAllowedLocations")),
    // Not allowed resource types.
    "6c112d4e-5bc7-47ae-a041-ea2d9dccd749": ({ armType }, parameter) =>
        lower(parameter("listOfResourceTypesNotAllowed")).includes(armType),
    // SQL: Entra only, no public network, TLS 1.2, pools in zones, and no geo-redundant backups (which takes GeoZone for one).
    "abda6d70-9778-44e7-84a8-06713e6db027": unless(
        "microsoft.sql/servers",
        "administrators.azureADOnlyAuthentication",
        true,
    ),
    "1b8ca024-1d5c-4dec-8995-b1a932b41780": unless("microsoft.sql/servers", "publicNetworkAccess", "Disabled"),
    "32e6bbec-16b6-44c2-be37-c5b672d103cf": unless("microsoft.sql/servers", "minimalTlsVersion", "1.2", "1.3"),
    "f16a3ca9-b57a-4392-b660-4c1f8442aa8d": unless("microsoft.sql/servers/elasticpools", "zoneRedundant", true),
    "b219b9cf-f672-4f96-9ab0-f5a3ac5e1c13": unless(
        "microsoft.sql/servers/databases",
        "requestedBackupStorageRedundancy",
        "Local",
        "Zone",
    ),
    // Storage and vaults in zones; TLS of storage.
    "85b005b2-95fc-4953-b9cb-f9ee6427c754": ({ armType, inputs }) =>
        armType === "microsoft.storage/storageaccounts" && !(text(inputs, "sku.name") ?? "").endsWith("ZRS"),
    "fe83a0eb-a853-422d-aac2-1bffd182c5d0": unless("microsoft.storage/storageaccounts", "minimumTlsVersion", "TLS1_2"),
    "4bd1f3c0-9443-49ad-b8bc-7c17a92b5924": unless(
        "microsoft.dataprotection/backupvaults",
        "properties.storageSettings[].type",
        "ZoneRedundant",
    ),
    "ae243d87-5cf3-4dce-90bd-6d62be328de3": unless(
        "microsoft.recoveryservices/vaults",
        "properties.redundancySettings.standardTierStorageRedundancy",
        "ZoneRedundant",
    ),
    // Front Door: Premium, TLS 1.2, firewall that blocks.
    "dfc212af-17ea-423a-9dcb-91e2cb2caa6b": ({ armType, inputs }) =>
        armType === "microsoft.cdn/profiles" && text(inputs, "sku.name") === "Standard_AzureFrontDoor",
    "679da822-78a7-4eff-8fff-a899454a9970": unless(
        "microsoft.cdn/profiles/customdomains",
        "tlsSettings.minimumTlsVersion",
        "TLS12",
    ),
    "425bea59-a659-4cbb-8d31-34499bd030b8": ({ armType, inputs }, parameter) =>
        armType === "microsoft.network/frontdoorwebapplicationfirewallpolicies" &&
        text(inputs, "policySettings.mode") !== parameter("modeRequirement"),
};

/** Definitions that refuse whatever their assignment says. */
const ALWAYS_DENY = /e56962a6-4747-49cd-b67b-bf8b01975c4c|e765b5de-1225-4ba3-bd56-1ac6695af988/i;

/** @throws CloudError where an assignment on the subscription refuses the write */
export function refuseByPolicy(type: CloudType, { id, inputs, cloud }: Facts): void {
    if (type.aws !== undefined) return;
    const location = type.location === "region" ? text(inputs, "location") : undefined;
    const resource = {
        armType: armType(id).toLowerCase(),
        inputs,
        region: location === undefined ? undefined : normalLocation(location),
    };
    for (const assignment of cloud.children(`/subscriptions/${cloud.subscriptionId}`))
        if (assignment.token === ASSIGNMENT && refuses(assignment, resource))
            throw new CloudError(
                "RequestDisallowedByPolicy",
                `Resource '${lastPart(id)}' was disallowed by policy. Reasons: '${reasons(assignment)}'. ` +
                    `Policy identifiers: '${assignment.id}'.`,
            );
}

const reasons = ({ inputs }: Found): string =>
    select(inputs, "nonComplianceMessages[].message")
        .map(([, message]) => (typeof message === "string" ? message : ""))
        .join(" ");

function refuses({ inputs }: Found, resource: Resource): boolean {
    if (text(inputs, "enforcementMode") === "DoNotEnforce") return false;
    const definition = lastPart(text(inputs, "policyDefinitionId") ?? "");
    const parameter = (name: string): Value | undefined => select(inputs, `parameters.${name}.value`)[0]?.[1];
    const denies =
        ALWAYS_DENY.test(definition) ||
        (text({ effect: parameter("effect") ?? null }, "effect") ?? "").toLowerCase() === "deny";
    return denies && (BREAKS[definition]?.(resource, parameter) ?? false);
}
