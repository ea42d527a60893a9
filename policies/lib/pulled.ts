import { elements, numberAt, valueOf } from "./backupSchedule";
import { textOf } from "./customerDatabase";
import { PropertyReader } from "./propertyReader";
import { madeFrom, pointingTo } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const names = {
    job: "azure-native:app:Job",
    account: "azure-native:storage:StorageAccount",
    identity: "azure-native:managedidentity:UserAssignedIdentity",
    bucket: "aws:s3/bucket:Bucket",
    role: "aws:iam/role:Role",
    rights: "aws:iam/rolePolicy:RolePolicy",
    attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    provider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    originGroup: "azure-native:cdn:AFDOriginGroup",
};
export const pullTypes = Object.values(names);

/** Days for which nobody can delete a copy on Azure: the promised year. */
const yearDays = 365;

/** Jobs that bring what lies on AWS to Azure every day, as promised. */
export const pullingJobs = (stack: StackIndex): IndexedResource[] =>
    stack.ofType(names.job).filter((job) => runsDaily(job) && landsSafely(job, stack) && readsOnly(job, stack));

/**
 * The buckets whose contents a job on Azure brings there every day: made from the bucket, an account that keeps every version for a year in
 * three datacenters, and a role on AWS that this job's identity alone takes, and that can only read.
 */
export function pulledBuckets(stack: StackIndex): IndexedResource[] {
    return pullingJobs(stack).flatMap((job) => madeFrom(stack, job, "template", [names.bucket]));
}

function runsDaily({ props }: IndexedResource): boolean {
    const cron = textOf(props, "configuration.scheduleTriggerConfig.cronExpression")?.split(" ") ?? [];
    const scheduled = valueOf(props, "configuration.triggerType") === "Schedule";
    return scheduled && cron.length === 5 && cron.slice(2).every((field) => field === "*");
}

function landsSafely(job: IndexedResource, stack: StackIndex): boolean {
    const accounts = madeFrom(stack, job, "template", [names.account]);
    const policy = "immutableStorageWithVersioning.immutabilityPolicy";
    return (
        accounts.length > 0 &&
        accounts.every(
            ({ props }) =>
                valueOf(props, "sku.name") === "Standard_ZRS" &&
                valueOf(props, "immutableStorageWithVersioning.enabled") === true &&
                numberAt(props, `${policy}.immutabilityPeriodSinceCreationInDays`) >= yearDays &&
                ["Locked", "Unlocked"].includes(textOf(props, `${policy}.state`) ?? ""),
        )
    );
}

/** Nothing that pulls may write on AWS, and nobody but the job's own identity may take its role. */
function readsOnly(job: IndexedResource, stack: StackIndex): boolean {
    const roles = madeFrom(stack, job, "template", [names.role]);
    const identities = new Set(madeFrom(stack, job, "identity", [names.identity]));
    return (
        roles.length > 0 &&
        roles.every((role) => {
            const trusted = madeFrom(stack, role, "assumeRolePolicy", [names.identity]);
            const rights = pointingTo(stack, role, names.rights, "role");
            return (
                trusted.length > 0 &&
                trusted.every((identity) => identities.has(identity)) &&
                // A site that stands in has a group of its own at the edge, and the account's trust stands in the lost site's stack.
                stack.ofType(names.provider).length + stack.ofType(names.originGroup).length > 0 &&
                pointingTo(stack, role, names.attachment, "role").length === 0 &&
                rights.length > 0 &&
                rights.every(({ props }) => isReading(textOf(props, "policy")))
            );
        })
    );
}

function isReading(document: string | undefined): boolean {
    try {
        const statements = elements(new PropertyReader(JSON.parse(document ?? "")), "Statement");
        return (
            statements.length > 0 &&
            statements.every((statement) => {
                const actions = [valueOf(statement, "Action")].flat();
                return (
                    actions.length > 0 &&
                    actions.every((action) => /^(?:s3:(?:Get|List)\w+|kms:Decrypt)$/.test(String(action)))
                );
            })
        );
    } catch {
        return false;
    }
}
