import { numberAt, valueOf } from "./backupSchedule";
import { madeFrom, sourcesOf } from "./relations";
import type { StackReport } from "./policy";
import type { IndexedResource, StackIndex } from "./stackIndex";

const machineType = "azure-native:compute:VirtualMachine";
const diskType = "azure-native:compute:Disk";
const itemType = "azure-native:recoveryservices:ProtectedItem";
const itemPolicyType = "azure-native:recoveryservices:ProtectionPolicy";
const instanceType = "azure-native:dataprotection:BackupInstance";
const instancePolicyType = "azure-native:dataprotection:BackupPolicy";
const containerType = "azure-native:storage:BlobContainer";
const accountType = "azure-native:storage:StorageAccount";
const blobsType = "azure-native:storage:BlobServiceProperties";
const selectionType = "aws:backup/selection:Selection";
const planType = "aws:backup/plan:Plan";
const awsStoreTypes = [
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
    "aws:ebs/volume:Volume",
];

export const backedUpTypes = [
    machineType,
    diskType,
    itemType,
    itemPolicyType,
    instanceType,
    instancePolicyType,
    containerType,
    accountType,
    blobsType,
    selectionType,
    planType,
    ...awsStoreTypes,
];

/** Days for which an account must keep what is deleted in it to need no other backup. */
const yearInDays = 365;

/** Reports every machine, disk, container and AWS store that no backup with a declared policy takes in. */
export function requireBackups(stack: StackIndex, report: StackReport): void {
    const underPolicy = (type: string, input: string, policyType: string) =>
        stack.ofType(type).filter((one) => madeFrom(stack, one, input, [policyType]).length > 0);
    const items = sourcesOf(underPolicy(itemType, "properties", itemPolicyType), "properties");
    const instances = sourcesOf(underPolicy(instanceType, "properties", instancePolicyType), "properties");
    const selected = sourcesOf(underPolicy(selectionType, "planId", planType), "resources");

    const machines = stack.ofType(machineType);
    const attached = sourcesOf(
        machines.filter(({ urn }) => items.has(urn)),
        "storageProfile",
    );
    for (const { urn } of machines.filter(({ urn }) => !items.has(urn))) {
        report("No protected item with a protection policy of this stack is made from this machine.", urn);
    }
    for (const { urn } of stack.ofType(diskType)) {
        if (!attached.has(urn) && !instances.has(urn)) {
            report("This disk is attached to no machine with a backup and has no backup instance.", urn);
        }
    }
    for (const container of stack.ofType(containerType)) {
        if (!instances.has(container.urn) && !keepsItself(stack, container)) {
            report(
                "No backup instance with a policy of this stack lists this container, and its account keeps deleted files for less than a year.",
                container.urn,
            );
        }
    }
    for (const { urn } of awsStoreTypes.flatMap((type) => stack.ofType(type)).filter(({ urn }) => !selected.has(urn))) {
        report("No backup selection with a plan of this stack takes this store in.", urn);
    }
}

/** Whether nothing in the container's account can be lost for a year: it is immutable, or whatever is deleted stays. */
function keepsItself(stack: StackIndex, container: IndexedResource): boolean {
    return madeFrom(stack, container, "accountName", [accountType]).some(
        (account) =>
            isImmutable(account) ||
            blobServicesOf(stack, account).some(({ props }) =>
                ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"].every(
                    (policy) =>
                        valueOf(props, `${policy}.enabled`) === true && numberAt(props, `${policy}.days`) >= yearInDays,
                ),
            ),
    );
}

/** Reports every account with containers of which a deleted one would be gone at once. */
export function requireDeletedContainersKept(stack: StackIndex, report: StackReport): void {
    const used = sourcesOf(stack.ofType(containerType), "accountName");
    for (const account of stack.ofType(accountType).filter(({ urn }) => used.has(urn))) {
        const keeps = blobServicesOf(stack, account).some(
            ({ props }) => isImmutable(account) || props.read("containerDeleteRetentionPolicy").state !== "unset",
        );
        if (!keeps) {
            report("No blob service with a containerDeleteRetentionPolicy is made from this account.", account.urn);
        }
    }
}

const isImmutable = ({ props }: IndexedResource) => valueOf(props, "immutableStorageWithVersioning.enabled") === true;

const blobServicesOf = (stack: StackIndex, { urn }: IndexedResource) =>
    stack.ofType(blobsType).filter(({ propertyDependencies }) => propertyDependencies["accountName"]?.includes(urn));
