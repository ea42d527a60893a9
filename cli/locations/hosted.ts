import type { DeclaredResource } from "../../engine/declared";
import { type CustomerLocations, nameOf, type Store, textAt } from "./statement";

/** Modules and types of AWS in which nobody's data lies: they connect, permit, compute, watch or describe. */
const withoutData = new RegExp(
    "^(?:pulumi:|oxygis:|random:|azuread:|" +
        "azure-native:(?:app|authorization|cdn|dns|managedidentity|monitor|network|privatedns|resources|storage:(?!StorageAccount$)|" +
        "(?:aad|aadiam|alertsmanagement|consumption|frontdoor|insights|security|securityinsights):|operationalinsights:)|" +
        "aws:(?:accessanalyzer|acm|autoscaling|backup/(?!vault:)|cloudtrail|cloudwatch/(?!logGroup:)|ec2/|guardduty|iam|inspector2|kms|lambda|lb|" +
        "networkfirewall|rds/(?!instance:|instanceAutomated)|s3/(?!bucket:)|scheduler|secretsmanager/(?!secret:)|securityhub|sns|" +
        "ssm/(?!parameter:)|ssoadmin|vpc|wafv2))",
);
const looked = new Set([
    "aws:backup/vault:Vault",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:lambda/invocation:Invocation",
    "aws:rds/instance:Instance",
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    "aws:s3/bucket:Bucket",
    "aws:secretsmanager/secret:Secret",
    "aws:ssm/parameter:Parameter",
    "azure-native:operationalinsights:Workspace",
    "azure-native:storage:StorageAccount",
]);
const purpose = (resource: DeclaredResource) => textAt(resource, "tags.oxygis:purpose");
const owner = (resource: DeclaredResource) => textAt(resource, "tags.oxygis:customer");

/**
 * Where the data of every customer of a cell on AWS lies, by what is declared (BKP-6).
 *
 * @throws with everything that is not known: a statement with a blank would be none
 */
export function locateHosted(slugs: readonly string[], resources: readonly DeclaredResource[]): CustomerLocations[] {
    const problems = new Set<string>();
    for (const { type } of resources) {
        if (!looked.has(type) && !withoutData.test(type))
            problems.add(`${type}: nobody has said whether customers' data lies in it`);
    }
    const all = (type: string) => resources.filter((resource) => resource.type === type);
    const store = (kind: Store["kind"], at: DeclaredResource, redundancy: Store["redundancy"], more: string[] = []) => {
        const region = textAt(at, "region") ?? textAt(at, "location");
        if (region === undefined) problems.add(`${nameOf(at)}: where it lies is not known`);
        return { kind, regions: [region ?? "", ...more], redundancy };
    };
    const buckets = (of: string) => all("aws:s3/bucket:Bucket").filter((bucket) => purpose(bucket) === of);
    const accounts = all("azure-native:storage:StorageAccount");
    const copies = accounts.filter((account) => purpose(account) === "backups");
    const logs = [
        ...[...buckets("logs"), ...all("aws:cloudwatch/logGroup:LogGroup")].map((at) =>
            store("accessLogs", at, "zone"),
        ),
        ...accounts
            .filter(({ urn }) => urn.includes("oxygis:monitoring:AuditArchive$"))
            .map((at) => store("accessLogs", at, "zone")),
        ...all("azure-native:operationalinsights:Workspace").map((at) => store("accessLogs", at, "zone")),
    ];
    const backups = [
        ...[...buckets("backups"), ...all("aws:backup/vault:Vault"), ...copies].map((at) =>
            store("longTermBackups", at, "zone"),
        ),
        ...copies.map((at) => store("documentBackups", at, "zone")),
    ];
    const [home] = all("aws:rds/instance:Instance").map((instance) => textAt(instance, "region"));
    const documents = buckets("documents").map((at) =>
        store(textAt(at, "region") === home ? "documents" : "documentReplica", at, "zone"),
    );
    const instancesOf = (slug: string) => {
        const names = all("aws:lambda/invocation:Invocation").flatMap((invocation) => {
            const asked = JSON.parse(textAt(invocation, "input") ?? "{}") as { customer?: string; instance?: string };
            return asked.customer === slug && asked.instance !== undefined ? [asked.instance] : [];
        });
        return all("aws:rds/instance:Instance").filter((instance) =>
            names.includes(textAt(instance, "identifier") ?? ""),
        );
    };
    const customers = slugs.map((slug) => {
        const instances = instancesOf(slug);
        if (instances.length === 0) problems.add(`customer ${slug}: nothing declared says where its database lies`);
        const replicated = all(
            "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        ).filter(({ propertyDependencies }) =>
            instances.some(({ urn }) => propertyDependencies["sourceDbInstanceArn"]?.includes(urn)),
        );
        const stores = [
            ...instances.map((at) => store("database", at, "two-zones")),
            ...[...instances, ...replicated].map((at) => store("databaseBackups", at, "zone")),
            ...backups,
            ...documents,
            ...all("aws:secretsmanager/secret:Secret")
                .filter((secret) => owner(secret) === slug)
                .map((at) => store("secrets", at, "zone", replicasOf(at))),
            ...all("aws:ssm/parameter:Parameter")
                .filter((parameter) => owner(parameter) === slug)
                .map((at) => store("catalogue", at, "zone")),
            ...logs,
        ];
        return { slug, stores: [...new Map(stores.map((one) => [JSON.stringify(one), one])).values()] };
    });
    if (problems.size > 0) throw new Error([...problems].sort().join("\n"));
    return customers;
}

/** Regions that Secrets Manager copies a secret to. */
function replicasOf({ inputs }: DeclaredResource): string[] {
    const replicas = inputs["replicas"];
    return Array.isArray(replicas) ? replicas.map(({ region }: { region: string }) => region) : [];
}
