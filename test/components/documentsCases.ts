import { DocumentsBackup } from "../../infra/components/backup/documentsBackup";
import { DocumentsCopy } from "../../infra/components/backup/documentsCopy";
import { DocumentsVault } from "../../infra/components/backup/documentsVault";
import { DocumentsAccount } from "../../infra/components/data/documentsAccount";
import { common } from "./arguments";
import type { ComponentCase } from "./componentCase";

export const documentsAccount = {
    ...common,
    accountName: "account",
    sku: "Standard_RAGZRS",
    retentionDays: 30,
    systemContainer: "0-system",
    containers: [{ slug: "acme", name: "acme" }],
} as const;
export const documentsVault = {
    ...common,
    vaultName: "vault",
    immutability: "reversible",
    schedule: { timeOfDay: "02:00", daily: "P35D", weekly: "P53W", softDeleteDays: 30 },
} as const;
export const documentsBackup = {
    ...common,
    subscriptionId: "subscription",
    vault: { name: "vault", policyId: "policy", principalId: "principal" },
    account: { id: "account.id", name: "account" },
    containers: ["0-system", "acme"],
};

export const documentsCopy = {
    ...common,
    jobName: "job",
    environmentId: "environment",
    identity: { id: "identity", clientId: "client" },
    image: "registry.test/image:1",
    script: "script",
    times: { cronExpression: "20 */4 * * *", mostSeconds: 12_600 },
    sources: ["account.test", "second.test"],
    target: "copy.test",
    systemContainer: "0-system",
};

/** Documents with their backups. */
export const documentsCases: ComponentCase[] = [
    {
        component: "backup:DocumentsBackup",
        create: (name, options) => new DocumentsBackup(name, documentsBackup, options),
        children: [
            "authorization:RoleAssignment role",
            "dataprotection:BackupInstance instance",
            "random:index/randomUuid:RandomUuid role-id",
        ],
    },
    {
        component: "backup:DocumentsCopy",
        create: (name, options) => new DocumentsCopy(name, documentsCopy, options),
        children: ["app:Job job"],
    },
    {
        component: "backup:DocumentsVault",
        create: (name, options) => new DocumentsVault(name, documentsVault, options),
        children: [
            "authorization:ManagementLockByScope lock",
            "dataprotection:BackupPolicy policy",
            "dataprotection:BackupVault vault",
        ],
    },
    {
        component: "data:DocumentsAccount",
        create: (name, options) =>
            new DocumentsAccount(name, { ...documentsAccount, containers: [...documentsAccount.containers] }, options),
        children: [
            "authorization:ManagementLockByScope lock",
            "storage:BlobContainer acme",
            "storage:BlobContainer system",
            "storage:BlobServiceProperties blobs",
            "storage:ManagementPolicy lifecycle",
            "storage:StorageAccount account",
        ],
    },
];
