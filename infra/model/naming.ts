import { createHash } from "node:crypto";

import { regionOf } from "./regions";

/**
 * What the clouds allow in the names of what we declare ("Naming rules and restrictions for Azure resources"; the API references of AWS).
 */
const rules = {
    resourceGroup: { least: 1, most: 90, alphabet: /^[a-z0-9-]*[a-z0-9]$/ },
    /** Networks, virtual machines, monitoring and most other things. */
    general: { least: 2, most: 64, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    /** Also part of a public host name. */
    edgeEndpoint: { least: 2, most: 46, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    edgeDomain: { least: 2, most: 260, alphabet: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/ },
    /** Rule sets and firewall policies of Front Door take no hyphens. */
    edgeRules: { least: 1, most: 128, alphabet: /^[A-Za-z][A-Za-z0-9]*$/ },
    storageAccount: { least: 3, most: 24, alphabet: /^[a-z0-9]+$/ },
    container: { least: 3, most: 63, alphabet: /^[a-z0-9](?:-?[a-z0-9])*$/ },
    backupVault: { least: 2, most: 50, alphabet: /^[a-z][a-z0-9-]*$/ },
    /** Policies and protected things of a backup vault. */
    backup: { least: 3, most: 150, alphabet: /^[a-z][a-z0-9-]*$/ },
    keyVault: { least: 3, most: 24, alphabet: /^[a-z](?:-?[a-z0-9])*$/ },
    /** Containers without servers: their jobs, and addresses at which logs are taken. */
    containerJob: { least: 2, most: 32, alphabet: /^[a-z](?:-?[a-z0-9])*$/ },
    collectionEndpoint: { least: 3, most: 44, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    appConfiguration: { least: 5, most: 50, alphabet: /^[a-z0-9](?:-?[a-z0-9])*$/ },
    sqlServer: { least: 1, most: 63, alphabet: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/ },
    sqlDatabase: { least: 1, most: 128, alphabet: /^[a-z0-9-]*[a-z0-9]$/ },
    secret: { least: 1, most: 127, alphabet: /^[a-z0-9-]+$/ },
    /** Groups and policies of Entra ID. */
    directory: { least: 1, most: 256, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    authenticationStrength: { least: 1, most: 30, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    customRole: { least: 1, most: 512, alphabet: /^[A-Za-z][A-Za-z0-9 -]*[a-z0-9]$/ },
    /** The first part of a Windows computer name, behind which Azure writes six characters; Windows stops at 15. */
    computerPrefix: { least: 1, most: 9, alphabet: /^[a-z][a-z0-9-]*$/ },
    /** Roles, functions, keys and most other things of AWS. */
    awsGeneral: { least: 1, most: 64, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    /** A load balancer and its targets. */
    awsBalancer: { least: 1, most: 32, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    awsPermissionSet: { least: 1, most: 32, alphabet: /^[a-z][a-z0-9-]*[a-z0-9]$/ },
    /** Unique in all of AWS. */
    awsBucket: { least: 3, most: 63, alphabet: /^[a-z0-9](?:-?[a-z0-9])*$/ },
} as const;

/** Passes a name on, or throws where the cloud would refuse it: better at the program's start than after an hour of deployment. */
export function named(kind: keyof typeof rules, name: string): string {
    const { least, most, alphabet } = rules[kind];
    if (name.length < least || name.length > most || !alphabet.test(name)) {
        throw new Error(
            `${JSON.stringify(name)} is no name for a ${kind}: ${least} to ${most} characters of ${String(alphabet)}`,
        );
    }
    return name;
}

/** Six characters that differ wherever the text differs: 30 bits. */
export function suffix(text: string): string {
    const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    return [...createHash("sha256").update(text).digest().subarray(0, 6)].map((byte) => alphabet[byte % 32]).join("");
}

/** `databaseAdministration` as `database-administration`. */
const kebab = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export interface CellKey {
    cell: string;
    /** The platform's domain; two platforms in one tenant never share a name. */
    domain: string;
    region: string;
}

/**
 * Every Azure name of a cell. The region is part of each, so that a cell rebuilt elsewhere does not meet the names that the lost one
 * still holds, some of them for 90 days after deletion.
 */
export function cellNames({ cell, domain, region }: CellKey) {
    const { code } = regionOf(region);
    const base = `oxygis-${cell}-${code}`;
    /** For names that must be unique in all of Azure. */
    const unique = suffix(`${domain}/${cell}/${region}`);
    return {
        resourceGroups: {
            /** Apart from what the logs tell of. */
            audit: named("resourceGroup", `rg-${base}-audit`),
            network: named("resourceGroup", `rg-${base}-network`),
            /** Apart from the data, so that nobody needs access to both. */
            backup: named("resourceGroup", `rg-${base}-backup`),
            compute: named("resourceGroup", `rg-${base}-compute`),
            data: named("resourceGroup", `rg-${base}-data`),
            secrets: named("resourceGroup", `rg-${base}-secrets`),
        },
        virtualNetwork: named("general", `vnet-${base}`),
        networkSecurityGroup: (subnet: string) => named("general", `nsg-${base}-${subnet}`),
        routeTable: named("general", `rt-${base}`),
        instancesRouteTable: named("general", `rt-${base}-instances`),
        firewall: named("general", `fw-${base}`),
        firewallPolicy: named("general", `fwp-${base}`),
        firewallAddress: named("general", `pip-${base}-firewall`),
        bastion: named("general", `bas-${base}`),
        bastionAddress: named("general", `pip-${base}-bastion`),
        loadBalancer: named("general", `lb-${base}`),
        privateLinkService: named("general", `pls-${base}`),
        privateEndpoint: (service: string) => named("general", `pe-${base}-${service}`),
        scaleSet: (tier: string) => named("general", `vmss-${base}-${tier}`),
        machine: (label: string) => named("general", `vm-${base}-${label}`),
        networkInterface: (label: string) => named("general", `nic-${base}-${label}`),
        disk: (label: string) => named("general", `disk-${base}-${label}`),
        computerPrefix: named("computerPrefix", cell),
        identity: (holder: string) => named("general", `id-${base}-${holder}`),
        /** One for each region in which something of the cell is logged. */
        logArchive: (region: string) => named("storageAccount", `staudit${cell}${regionOf(region).code}${unique}`),
        keyVault: named("keyVault", `kv-${cell}-${code}-${unique}`),
        appConfiguration: named("appConfiguration", `appcs-${base}-${unique}`),
        sqlServer: named("sqlServer", `sql-${base}-${unique}`),
        managedInstance: (label: string) => named("sqlServer", `mi-${base}-${label}-${unique}`),
        /** What stands in a region that customers have their data replicated to; named after both regions, so that a cell rebuilt there meets no name. */
        replicas: (target: string) => {
            const there = `${base}-${regionOf(target).code}`;
            return {
                resourceGroup: named("resourceGroup", `rg-${there}-replicas`),
                sqlServer: named("sqlServer", `sql-${there}-${unique}`),
            };
        },
        /** One customer's failover group; a host name like a server's, of which Azure has one name space. */
        failoverGroup: (slug: string, generation: 1 | 2 = 1) =>
            named("sqlServer", `fog-${base}-${slug}${generation === 1 ? "" : `--${generation}`}-${unique}`),
        /** The account of a number, or `home`; the label takes four characters at the most. */
        documentsAccount: (label: string) => named("storageAccount", `st${cell}${code}${label}${unique}`),
        documentsVault: named("backupVault", `bvault-${base}-documents`),
        copyJob: (label: string) => named("containerJob", `job-${cell}-${code}-copy-${label}`),
        /** Copies of documents in another region; no cell rebuilt there meets these names. */
        documentCopies: (target: string) => {
            const there = `${base}-${regionOf(target).code}`;
            return {
                resourceGroups: {
                    documents: named("resourceGroup", `rg-${there}-documents`),
                    backup: named("resourceGroup", `rg-${there}-documents-backup`),
                },
                /** The copy of one account, or (without a label) of single customers of all accounts. */
                account: (label = "") => named("storageAccount", `st${cell}${regionOf(target).code}c${label}${unique}`),
                vault: named("backupVault", `bvault-${there}-documents`),
            };
        },
        machineVault: named("backupVault", `rsv-${base}-machines`),
        machineBackupPolicy: named("backup", "machines-daily"),
        /** Azure Backup puts a number behind it. */
        restorePointsGroupPrefix: named("resourceGroup", `rg-${base}-restorepoints`),
        recordingsAccount: named("storageAccount", `strec${cell}${code}${unique}`),
        jobDatabase: named("sqlDatabase", "backup-watch"),
        jobAgent: named("general", `ja-${base}`),
        watchEnvironment: named("general", `cae-${base}-watch`),
        watchInfrastructureGroup: named("resourceGroup", `rg-${base}-watch-infrastructure`),
        watchJob: named("containerJob", `job-${cell}-${code}-backups`),
        backupAlert: (label: string) => named("general", `alert-${base}-${label}`),
        /** Unique in the tenant, where several platforms may stand beside each other. */
        backupReaderRole: named("customRole", `Oxygis ${cell} ${code} backup reader ${unique}`),
        /** Origin of the global stack's Front Door profile; several sites of one cell may stand there during a recovery. */
        origin: named("edgeDomain", `${cell}-${code}`),
        /** Group of the origin of a site that stands in for a lost one; the home site's is the global stack's. */
        standInOriginGroup: named("general", `cell-${cell}-${code}`),
        originHost: originHost({ cell, domain, code }),
        originCertificate: named("secret", "origin-certificate"),
    };
}

export type CellNames = ReturnType<typeof cellNames>;

/** Origin of the maintenance page, in each origin group. */
export const maintenanceOrigin = named("edgeDomain", "maintenance");

/** Every Azure name of the global stack. */
export function globalNames({ domain, region }: Omit<CellKey, "cell">) {
    const { code } = regionOf(region);
    const base = `oxygis-global-${code}`;
    const unique = suffix(`${domain}/global/${region}`);
    return {
        resourceGroups: {
            edge: named("resourceGroup", `rg-${base}-edge`),
            audit: named("resourceGroup", `rg-${base}-audit`),
        },
        profile: named("general", `afd-oxygis-${unique}`),
        endpoint: (cell: string) => named("edgeEndpoint", `oxygis-${cell}`),
        originGroup: (cell: string) => named("general", `cell-${cell}`),
        /** Where a cell's site that stands in for a lost one says which hosts are sent to it. */
        siteRuleSet: (cell: string) => named("edgeRules", `Site${cell}`),
        maintenanceOrigin,
        applicationRoute: named("edgeDomain", "application"),
        headersRuleSet: named("edgeRules", "SecurityHeaders"),
        /** Where security.txt comes from and how it is found (VULN-1). */
        disclosure: {
            originGroup: named("general", "disclosure"),
            origin: named("edgeDomain", "disclosure"),
            ruleSet: named("edgeRules", "Disclosure"),
            route: named("edgeDomain", "disclosure"),
        },
        firewallPolicy: named("edgeRules", "wafOxygis"),
        securityPolicy: (cell: string, number: number) => named("edgeDomain", `waf-${cell}-${number}`),
        storageAccount: named("storageAccount", `stoxygis${code}${unique}`),
        logArchive: (region: string) => named("storageAccount", `staudit${regionOf(region).code}${unique}`),
        /** Of the tenant and of the subscription, which several platforms may share. */
        logSetting: named("general", `audit-${unique}`),
        workspace: named("general", `log-${base}-audit`),
        actionGroup: (audience: string) => named("general", `ag-${base}-${audience}`),
        /** Names in the tenant, where several platforms may stand beside each other. */
        staff: {
            group: (group: string) => named("directory", `oxygis-staff-${kebab(group)}-${unique}`),
            elevatedGroup: (role: string) => named("directory", `oxygis-elevated-${kebab(role)}-${unique}`),
            role: (role: string) => named("customRole", `Oxygis ${kebab(role)} ${unique}`),
            policy: (subject: string) => named("directory", `oxygis-${subject}-${unique}`),
            authenticationStrength: named("authenticationStrength", `oxygis-unphishable-${unique}`),
            alert: (subject: string) => named("general", `alert-${base}-${subject}`),
        },
        watch: {
            endpoint: named("collectionEndpoint", `dce-${base}-backups`),
            rule: named("general", `dcr-${base}-backups`),
            vaultAlerts: named("general", `apr-${base}-vaults`),
        },
        policyAssignment: (rule: string) => named("general", `pa-${base}-${rule}`),
        budget: named("general", `budget-${base}`),
    };
}

export type GlobalNames = ReturnType<typeof globalNames>;

/** Name of a custom domain in Front Door, which takes no dots. The suffix keeps `a-b.example` and `a.b.example` apart. */
export function customDomainName(host: string): string {
    return named("edgeDomain", `${host.replace("*", "any").replaceAll(".", "-")}-${suffix(host)}`);
}

/** Every name that belongs to one customer. The kind comes first and ends in two hyphens, which no slug holds, so no two can meet. */
export function customerNames(slug: string, generation: 1 | 2 = 1) {
    /** A second database stands beside the first one of a customer who has moved home (decision 020). */
    const own = generation === 1 ? slug : `${slug}--${generation}`;
    return {
        database: named("sqlDatabase", `db-${own}`),
        firstLoginSecret: named("secret", `first-login--${slug}`),
        urlSigningSecret: named("secret", `url-signing--${slug}`),
        documentsContainer: named("container", slug),
        /** Key in App Configuration that says which database serves the customer. */
        catalogueKey: `catalogue:${slug}`,
        /** Key in App Configuration that says which backups the database must have. */
        watchKey: `watch:${own}`,
    };
}

/** Begins the names in the program of what belongs to one database; no slug holds two hyphens, so no two customers meet. */
export const databaseLabel = (cell: string, slug: string, generation: 1 | 2): string =>
    generation === 1 ? `${cell}-${slug}` : `${cell}-${slug}--${generation}`;

/** Host name at which a customer is served below the cell's wildcard domain. */
export const customerHost = (slug: string, cell: string, domain: string): string => `${slug}.${cell}.${domain}`;

/** Name in the certificate that a cell's origin presents: two labels below the cell's, so never a customer's host name. `code` is the region's. */
export const originHost = ({ cell, domain, code }: { cell: string; domain: string; code: string }): string =>
    `${code}.origin.${cell}.${domain}`;

export const wildcardHost = (cell: string, domain: string): string => `*.${cell}.${domain}`;
