import { bareMetalTypes } from "./bareMetal";
import type { PromiseId } from "./promises";

/** One of Azure's built-in policies, laid on the whole subscription. */
export interface AzurePolicy {
    /** Part of the assignment's name. */
    name: string;
    /** GUID of the built-in definition. */
    definition: string;
    parameters: Readonly<Record<string, string | boolean | readonly string[]>>;
    promises: readonly PromiseId[];
    /** What whoever is refused reads. */
    message: string;
}

const deny = { effect: "Deny" };
/** For definitions that only report. */
const report = { effect: "Audit" };
const reportMissing = { effect: "AuditIfNotExists" };

/**
 * What Azure itself refuses or reports in the subscription, whoever asks and by whatever tool: the guard against what the policy pack
 * cannot see. Nothing here changes a resource, so no assignment needs an identity.
 *
 * Left out on purpose:
 * - "SQL Database should avoid using GRS backup redundancy" (b219b9cf-f672-4f96-9ab0-f5a3ac5e1c13) takes only LRS and ZRS: it would
 *   refuse `GeoZone`, which lies in three datacenters *and* survives the region. The pack judges redundancy instead (BKP-3).
 * - "Web Application Firewall should be enabled for Azure Front Door" (055aa869-bc98-4af8-bafc-23f1ab6ffe2c) looks at the classic
 *   Front Door only, which we do not use.
 * - "Configure Azure SQL Server to disable public network access" (28b0b1e5-17ba-4963-a7a4-5a1ab4400a0b) modifies, and so needs an
 *   identity; its sibling below refuses.
 *
 * Source of ids, effects and parameters: github.com/Azure/azure-policy, built-in-policies, read in April 2026.
 */
export function azurePolicies({
    regions,
    lockedBackups,
}: {
    /** Where resources may lie. `global` is always allowed by the definition itself. */
    regions: readonly string[];
    /** Whether a vault whose protection can still be taken back is reported. */
    lockedBackups: boolean;
}): AzurePolicy[] {
    return [
        {
            name: "allowed-locations",
            definition: "e56962a6-4747-49cd-b67b-bf8b01975c4c",
            parameters: { listOfAllowedLocations: regions },
            promises: ["CERT-1", "PHYS-1", "BKP-6"],
            message: "Resources lie in the regions of the platform's cells only.",
        },
        {
            name: "allowed-group-locations",
            definition: "e765b5de-1225-4ba3-bd56-1ac6695af988",
            parameters: { listOfAllowedLocations: regions },
            promises: ["CERT-1", "PHYS-1", "BKP-6"],
            message: "Resource groups lie in the regions of the platform's cells only.",
        },
        {
            name: "no-bare-metal",
            definition: "6c112d4e-5bc7-47ae-a041-ea2d9dccd749",
            parameters: { ...deny, listOfResourceTypesNotAllowed: bareMetalTypes },
            promises: ["HOST-1"],
            message: "Nothing is hosted on bare metal, dedicated hosts, at the edge or on premises.",
        },
        {
            name: "mfa-to-change",
            definition: "4e6c27d5-a6ee-49cf-b2b4-d8fe90fa2b8b",
            parameters: deny,
            promises: ["AUTH-1", "ACC-1"],
            message: "People change resources only after a second factor.",
        },
        {
            name: "mfa-to-delete",
            definition: "db4a9d17-db75-4f46-9fcb-9f9526604417",
            parameters: { effect: "DenyAction" },
            promises: ["AUTH-1", "ACC-1"],
            message: "People delete resources only after a second factor.",
        },
        {
            name: "sql-entra-only-at-creation",
            definition: "abda6d70-9778-44e7-84a8-06713e6db027",
            parameters: deny,
            promises: ["STAFF-1"],
            message: "A SQL server has no logins of its own.",
        },
        {
            name: "sql-entra-only",
            definition: "b3a22bc9-66de-45fb-98fa-00f5df42f41a",
            parameters: deny,
            promises: ["STAFF-1"],
            message: "A SQL server is given no logins of its own.",
        },
        {
            name: "sql-no-public-network",
            definition: "1b8ca024-1d5c-4dec-8995-b1a932b41780",
            parameters: deny,
            promises: ["ACC-1"],
            message: "A SQL server has no public address.",
        },
        {
            name: "sql-tls",
            definition: "32e6bbec-16b6-44c2-be37-c5b672d103cf",
            parameters: deny,
            promises: ["COM-1"],
            message: "A SQL server speaks TLS 1.2 and up.",
        },
        {
            name: "sql-pools-in-zones",
            definition: "f16a3ca9-b57a-4392-b660-4c1f8442aa8d",
            parameters: deny,
            promises: ["DR-1"],
            message: "A database pool is spread over zones.",
        },
        {
            name: "sql-long-term-backups",
            definition: "d38fc420-0735-4ef3-ac11-c806f651a570",
            parameters: reportMissing,
            promises: ["BKP-1"],
            message: "Every database has long-term backups.",
        },
        {
            name: "storage-in-zones",
            definition: "85b005b2-95fc-4953-b9cb-f9ee6427c754",
            parameters: deny,
            promises: ["BKP-3"],
            message: "A storage account lies in three datacenters.",
        },
        {
            name: "storage-tls",
            definition: "fe83a0eb-a853-422d-aac2-1bffd182c5d0",
            parameters: { ...deny, minimumTlsVersion: "TLS1_2" },
            promises: ["COM-1"],
            message: "A storage account speaks TLS 1.2 and up.",
        },
        {
            name: "backup-vaults-in-zones",
            definition: "4bd1f3c0-9443-49ad-b8bc-7c17a92b5924",
            parameters: deny,
            promises: ["BKP-3"],
            message: "A backup vault lies in three datacenters.",
        },
        {
            name: "recovery-vaults-in-zones",
            definition: "ae243d87-5cf3-4dce-90bd-6d62be328de3",
            parameters: deny,
            promises: ["BKP-3"],
            message: "A recovery services vault lies in three datacenters.",
        },
        {
            name: "backup-vaults-immutable",
            definition: "2514263b-bc0d-4b06-ac3e-f262c0979018",
            parameters: { ...report, checkLockedImmutabilityOnly: lockedBackups },
            promises: ["BKP-1", "DR-2"],
            message: "Backups in a backup vault cannot be deleted before their time.",
        },
        {
            name: "recovery-vaults-immutable",
            definition: "d6f6f560-14b7-49a4-9fc8-d2c3a9807868",
            parameters: { ...report, checkLockedImmutabilityOnly: lockedBackups },
            promises: ["BKP-1", "DR-2"],
            message: "Backups in a recovery services vault cannot be deleted before their time.",
        },
        {
            name: "backup-vaults-soft-delete",
            definition: "9798d31d-6028-4dee-8643-46102185c016",
            parameters: { ...report, checkAlwaysOnSoftDeleteOnly: true },
            promises: ["BKP-1", "DR-2"],
            message: "What is deleted from a backup vault can be brought back.",
        },
        {
            name: "recovery-vaults-soft-delete",
            definition: "31b8092a-36b8-434b-9af7-5ec844364148",
            parameters: { ...report, checkAlwaysOnSoftDeleteOnly: true },
            promises: ["BKP-1", "DR-2"],
            message: "What is deleted from a recovery services vault can be brought back.",
        },
        {
            name: "edge-premium",
            definition: "dfc212af-17ea-423a-9dcb-91e2cb2caa6b",
            parameters: deny,
            promises: ["SW-3", "ACC-1"],
            message: "Front Door has managed firewall rules and private origins: the Premium tier.",
        },
        {
            name: "edge-tls",
            definition: "679da822-78a7-4eff-8fff-a899454a9970",
            parameters: deny,
            promises: ["COM-1"],
            message: "A host name at the edge speaks TLS 1.2 and up.",
        },
        {
            name: "edge-firewall-blocks",
            definition: "425bea59-a659-4cbb-8d31-34499bd030b8",
            parameters: { ...deny, modeRequirement: "Prevention" },
            promises: ["SW-3", "SW-4", "SW-6"],
            message: "The web application firewall blocks, and does not only watch.",
        },
        {
            name: "edge-logs",
            definition: "cd906338-3453-47ba-9334-2d654bf845af",
            parameters: reportMissing,
            promises: ["ACC-2"],
            message: "Front Door writes access logs.",
        },
    ];
}
