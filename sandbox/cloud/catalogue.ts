/** All modelled types of a package, ready for use, and the message for those that are not. */
import { awsTypes, awsInvokes } from "./aws";
import type { AwsShape } from "./aws/entry";
import { aadiam } from "./azure/aadiam";
import { authorization } from "./azure/authorization";
import { appconfiguration } from "./azure/appconfiguration";
import { alertsmanagement } from "./azure/alertsmanagement";
import { app } from "./azure/app";
import { compute } from "./azure/compute";
import { cdn } from "./azure/cdn";
import { consumption } from "./azure/consumption";
import { dataprotection } from "./azure/dataprotection";
import { dns } from "./azure/dns";
import { frontdoor } from "./azure/frontdoor";
import { keyvault } from "./azure/keyvault";
import { managedidentity } from "./azure/managedidentity";
import { monitor } from "./azure/monitor";
import { network } from "./azure/network";
import { operationalinsights } from "./azure/operationalinsights";
import { policyAssignments } from "./azure/policy";
import { privatedns } from "./azure/privatedns";
import { applications } from "./azuread/applications";
import { directory } from "./azuread/directory";
import { policies } from "./azuread/policies";
import { recoveryservices } from "./azure/recoveryservices";
import { resources } from "./azure/resources";
import { security } from "./azure/security";
import { securityinsights } from "./azure/securityinsights";
import { sql } from "./azure/sql";
import { sqlAssessment } from "./azure/sqlAssessment";
import { sqlAuditing } from "./azure/sqlAuditing";
import { sqlJobs } from "./azure/sqlJobs";
import { sqlManaged } from "./azure/sqlManaged";
import { storage } from "./azure/storage";
import { NotModelled, words, type InvokeTable, type TypeEntry, type TypeTable } from "./model";

export interface CloudType extends TypeEntry {
    token: string;
    /** The whole id template, or "" where the id is not made of inputs. */
    template: string;
    /** Inputs in the template, in order. */
    placeholders: readonly string[];
    /** The input that names the resource, if there is one. */
    nameInput: string | undefined;
    inputNames: ReadonlySet<string>;
    requiredNames: readonly string[];
    /** Paths (without array indexes) whose change replaces. */
    replacing: ReadonlySet<string>;
    immutableNames: ReadonlySet<string>;
    /** Inputs that no answer contains. */
    hidden: ReadonlySet<string>;
    partNames: readonly string[];
    uncheckedPaths: readonly string[];
    naming: "random" | "copy" | "uuid" | "none" | "aws";
    /** What types of AWS have besides. */
    aws?: AwsShape;
}

/** azure-native module to file below `sandbox/cloud/azure/`: they have the same names. */
const AZURE: Readonly<Record<string, TypeTable>> = {
    aadiam,
    alertsmanagement,
    app,
    appconfiguration,
    compute,
    cdn,
    consumption,
    dataprotection,
    dns,
    frontdoor,
    keyvault,
    managedidentity,
    monitor,
    network,
    operationalinsights,
    privatedns,
    authorization: { ...authorization.types, ...policyAssignments },
    recoveryservices,
    resources,
    security,
    securityinsights,
    sql: { ...sql, ...sqlAuditing, ...sqlJobs, ...sqlAssessment, ...sqlManaged },
    storage,
};

/** How azure-native names a resource that is given no name: a random suffix, the Pulumi name as it is (children), or a GUID. */
function autoNaming(template: string, nameInput: string | undefined): CloudType["naming"] {
    if (nameInput === undefined) return "none";
    if (nameInput === "roleAssignmentName") return "uuid";
    if (nameInput === "endpointName" || nameInput === "customDomainName") return "random";
    const [first = "", ...rest] = template.split("Microsoft.");
    return rest.length === 0 || ((rest.at(-1) ?? first).match(/\{/g) ?? []).length === 1 ? "random" : "copy";
}

function complete(token: string, entry: TypeEntry): CloudType {
    const template = entry.id.startsWith("Microsoft.")
        ? `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${entry.id}`
        : entry.id;
    const placeholders = [...template.matchAll(/\{(\w+)\}/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => name !== "subscriptionId");
    const nameInput = template.endsWith("}") ? placeholders.at(-1) : undefined;
    const immutableNames = new Set(words(entry.immutable));
    const movable = entry.location === undefined || immutableNames.has("location");
    return {
        ...entry,
        token,
        template,
        placeholders,
        nameInput,
        inputNames: new Set(words(entry.inputs)),
        requiredNames: [...placeholders, ...words(entry.required)],
        replacing: new Set([...placeholders, ...words(entry.createOnly), ...(movable ? [] : ["location"])]),
        immutableNames,
        hidden: new Set([
            "resourceGroupName",
            "id",
            nameInput === "name" ? "" : (nameInput ?? ""),
            ...words(entry.writeOnly),
        ]),
        partNames: words(entry.parts),
        uncheckedPaths: words(entry.unchecked),
        naming: autoNaming(template, nameInput),
    };
}

const TYPES = new Map<string, CloudType>();
for (const [module, table] of Object.entries(AZURE))
    for (const [name, entry] of Object.entries(table)) {
        const token = `azure-native:${module}:${name}`;
        TYPES.set(token, complete(token, entry));
    }
for (const [token, entry] of Object.entries({ ...applications, ...directory, ...policies }))
    TYPES.set(token, complete(token, entry));

for (const type of awsTypes()) TYPES.set(type.token, type);

const INVOKES: InvokeTable = { ...authorization.invokes, ...awsInvokes };

/** The file that holds, or would hold, the model of a token. */
function fileOf(token: string): string {
    const [packageName = "", module = ""] = token.split(":");
    if (packageName === "azure-native") return `sandbox/cloud/azure/${module.split("/")[0] ?? module}.ts`;
    if (packageName === "azuread") return "sandbox/cloud/azuread/";
    if (packageName === "random") return "sandbox/provider/randomPackage.ts";
    return `sandbox/cloud/${packageName}/${module.split("/")[0] ?? module}.ts`;
}

export function notModelled(token: string): NotModelled {
    return new NotModelled(`The sandbox does not model ${token}. Add it to ${fileOf(token)}.`);
}

/** @throws NotModelled for a type the sandbox does not know. */
export function cloudType(token: string): CloudType {
    const type = TYPES.get(token);
    if (type === undefined) throw notModelled(token);
    return type;
}

export const allTypes = (): CloudType[] => [...TYPES.values()];

/** @throws NotModelled for a function the sandbox does not know. */
export function cloudInvoke(token: string): InvokeTable[string] {
    const invoke = INVOKES[token];
    if (invoke === undefined) throw notModelled(token);
    return invoke;
}
