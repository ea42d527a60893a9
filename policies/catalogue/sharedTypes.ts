/**
 * What resources of several customers may be made from, with the reason why no customer's data passes from one to another there.
 * Anything else that two customers share is refused.
 */
export const sharedTypes: Readonly<Record<string, string>> = {
    "aws:kms/key:Key": "encrypts what lies apart; it holds nothing",
    "aws:kms/replicaKey:ReplicaKey": "the same key in another region",
    "aws:lambda/function:Function": "brings databases about, one for each request, and lets nobody into another's",
    "aws:rds/instance:Instance": "computing power; each database on it is one customer's, with a user of its own",
    "aws:s3/bucket:Bucket": "a prefix per customer, of which the application hands out links",
    "azure-native:appconfiguration:ConfigurationStore":
        "the catalogue: one entry per customer, read by the application",
    "azure-native:keyvault:Vault": "one secret per customer and purpose; the application alone reads them",
    "azure-native:managedidentity:UserAssignedIdentity": "the application's own sign-in, which serves every customer",
    "azure-native:resources:ResourceGroup": "a name for resources",
    "azure-native:sql:ElasticPool": "computing power; the data of its databases stays apart",
    "azure-native:sql:ManagedInstance": "computing power; each database on it is one customer's",
    "azure-native:sql:Server": "a name and a door; each database behind it is one customer's",
    "azure-native:storage:StorageAccount": "a container per customer, of which the application hands out links",
    "pulumi:pulumi:StackReference": "names from another stack",
};
