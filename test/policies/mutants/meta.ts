import { liveDatabase, replaced, withOptions } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const policy = "promise-not-ignored";
const accountType = "azure-native:storage:StorageAccount";

export const mutants: Mutant[] = [
    {
        policy,
        name: "the redundancy of a database's backups ignored",
        stack: "prod",
        mutate: withOptions(liveDatabase, { ignoreChanges: ["requestedBackupStorageRedundancy"] }),
    },
    {
        policy,
        name: "a parent of what is judged",
        stack: "prod",
        mutate: withOptions(liveDatabase, { ignoreChanges: ["tags"] }),
    },
    {
        policy,
        name: "what only a rule over the stack reads",
        stack: "prod",
        mutate: withOptions("azure-native:sql:LongTermRetentionPolicy", { ignoreChanges: ["databaseName"] }),
    },
    {
        policy,
        name: "an element of a judged list",
        stack: "global",
        mutate: withOptions("azure-native:cdn:AFDCustomDomain", {
            ignoreChanges: ["tlsSettings.customizedCipherSuiteSet.cipherSuiteSetForTls12[0]"],
        }),
    },
    {
        policy,
        name: "everything ignored",
        stack: "global",
        mutate: withOptions(accountType, { ignoreChanges: ["*"] }),
    },
    {
        policy: "store-protected",
        name: "a customer's database may be deleted",
        stack: "prod",
        mutate: withOptions(liveDatabase, { protect: false }),
    },
    {
        policy: "store-protected",
        name: "the key vault may be deleted",
        stack: "prod",
        mutate: withOptions("azure-native:keyvault:Vault", { protect: false }),
    },
];

export const goodVariants: GoodVariant[] = [
    {
        name: "how a database came about ignored",
        stack: "prod",
        mutate: replaced(liveDatabase, (one) => ({
            ...one,
            ignoreChanges: [...(one.ignoreChanges ?? []), "secondaryType"],
        })),
    },
    {
        name: "a property ignored that no policy reads",
        stack: "prod",
        mutate: withOptions("azure-native:sql:ElasticPool", { ignoreChanges: ["perDatabaseSettings"] }),
    },
];
