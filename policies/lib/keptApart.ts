import { sharedTypes } from "../catalogue/sharedTypes";
import { customerTag, databaseType, managedDatabaseType, textOf } from "./customerDatabase";
import { sourceInputs } from "./databaseSources";
import { customerOfInvocation, invocationType } from "./hostedDatabases";
import type { StackReport } from "./policy";
import { madeFrom, sourcesOf } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const accountType = "azure-native:storage:StorageAccount";
const containerType = "azure-native:storage:BlobContainer";
const secretType = "azure-native:keyvault:Secret";
const generatedTypes = ["random:index/randomBytes:RandomBytes", "random:index/randomPassword:RandomPassword"];

/** What says only in its inputs whose it is, or what it may do. */
export const keptApartTypes = [
    accountType,
    containerType,
    secretType,
    "azure-native:appconfiguration:KeyValue",
    "azure-native:sql:FailoverGroup",
];

/** Whose a resource is; containers have no tags and say it in their metadata. Undefined: nobody's alone. */
function ownerOf({ token, props }: IndexedResource): string | undefined {
    const asked = token === invocationType ? customerOfInvocation(props) : undefined;
    return textOf(props, customerTag) ?? textOf(props, "metadata.customer") ?? asked;
}

/** Reports whatever two customers share or could reach of each other, beyond the reviewed shared types. */
export function requireKeptApart(stack: StackIndex, report: StackReport): void {
    const users = new Map<IndexedResource, Set<string>>();
    for (const resource of stack.all()) {
        const owner = ownerOf(resource);
        if (owner !== undefined) {
            judgeSources(resource, owner, stack, users, report);
        }
    }
    for (const [{ urn, token }, customers] of users) {
        if (customers.size > 1 && !Object.hasOwn(sharedTypes, token)) {
            report(
                `Resources of ${customers.size} customers are made from it, and ${token} is no type that customers may share.`,
                urn,
            );
        }
    }
    requireOwnSecrets(stack, report);
    requireOwnContainers(stack, report);
    requireBackupReason(stack, report);
}

function judgeSources(
    { urn, token, propertyDependencies }: IndexedResource,
    owner: string,
    stack: StackIndex,
    users: Map<IndexedResource, Set<string>>,
    report: StackReport,
): void {
    for (const [input, sources] of Object.entries(propertyDependencies)) {
        if ((token === databaseType || token === managedDatabaseType) && sourceInputs.includes(input)) {
            continue; // What a database is filled from is judged with more care.
        }
        for (const source of sources.map((one) => stack.get(one))) {
            const other = source && ownerOf(source);
            if (other !== undefined && other !== owner) {
                report(`${input} is made from a resource of another customer, ${source?.urn}.`, urn);
            } else if (source && other === undefined) {
                users.set(source, (users.get(source) ?? new Set()).add(owner));
            }
        }
    }
}

/** A secret that somebody typed could be the same for two customers. */
function requireOwnSecrets(stack: StackIndex, report: StackReport): void {
    for (const secret of stack.ofType(secretType)) {
        if (ownerOf(secret) !== undefined && madeFrom(stack, secret, "properties", generatedTypes).length === 0) {
            report(
                "The value of this customer's secret is not generated for it: take it from a random resource.",
                secret.urn,
            );
        }
    }
}

/** Where customers' containers are, every container has one owner, and every customer one container. */
function requireOwnContainers(stack: StackIndex, report: StackReport): void {
    const containers = stack.ofType(containerType);
    const accounts = sourcesOf(
        containers.filter((container) => ownerOf(container) !== undefined),
        "accountName",
    );
    const taken = new Set<string>();
    for (const container of containers) {
        const [account] = madeFrom(stack, container, "accountName", [accountType]);
        const owner = ownerOf(container);
        if (!account || !accounts.has(account.urn)) {
            continue;
        }
        if (owner === undefined && textOf(container.props, "metadata.purpose") !== "system") {
            report(
                "metadata.customer is not set: customers' documents lie beside this container, and it is nobody's.",
                container.urn,
            );
        }
        if (owner !== undefined && taken.has(`${account.urn} ${owner}`)) {
            report("Its customer already has a container in this account.", container.urn);
        }
        taken.add(`${account.urn} ${owner}`);
    }
}

/** Azure Backup needs replication into another tenant, its own; nobody else may have it. */
function requireBackupReason(stack: StackIndex, report: StackReport): void {
    const backedUp = sourcesOf(stack.ofType("azure-native:dataprotection:BackupInstance"), "properties");
    for (const { urn, props } of stack.ofType(accountType)) {
        const reading = props.read("allowCrossTenantReplication");
        const allowed = reading.state === "set" && reading.value === true;
        if (allowed && !backedUp.has(urn)) {
            report("allowCrossTenantReplication is on, but no backup of this account needs it.", urn);
        }
    }
}
