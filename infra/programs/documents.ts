import type * as pulumi from "@pulumi/pulumi";

import { DocumentsBackup } from "../components/backup/documentsBackup";
import { DocumentsVault } from "../components/backup/documentsVault";
import { DocumentsAccount } from "../components/data/documentsAccount";
import { ResourceGroups } from "../components/governance/resourceGroups";
import { type ApplicationIdentityArgs, builtInRoles } from "../components/identity/applicationIdentity";
import { PrivateAccess } from "../components/network/privateAccess";
import type { CellStack } from "../config/schema";
import { documentRetentionDays, documentsAccountOf, documentsLayout, systemContainer } from "../model/documents";
import { cellNames, customerNames } from "../model/naming";
import { documentBackups } from "../model/schedules";
import { preparedCustomers } from "../model/standIn";
import type { AuditTarget } from "./audit";
import type { WatchedVault } from "./watch";

/** What of a cell its documents are laid into. */
interface Surroundings {
    tags: Record<string, string>;
    subscriptionId: pulumi.Output<string>;
    resourceGroups: Record<"data" | "backup" | "network", pulumi.Output<string>>;
    privateEndpointsSubnetId: pulumi.Output<string>;
    /** Id of the private zone for blobs. */
    zoneId: pulumi.Output<string>;
}

export type Grant = ApplicationIdentityArgs["grants"][string];

/** Where the accounts of a region and the vault that protects them lie. */
interface Place {
    /** Begins the names of what is declared there. */
    name: string;
    location: string;
    resourceGroups: Record<"documents" | "backup", pulumi.Output<string>>;
    vaultName: string;
}

/**
 * The documents of a cell: accounts at home, copies of them in another region (the paired one, where it takes them) and where customers ask for one, and in each of those
 * regions a vault. Composition only.
 */
export function declareDocuments(stack: CellStack, around: Surroundings) {
    const { cell, domain, site, immutability } = stack;
    const customers = preparedCustomers(stack);
    const { tags, subscriptionId } = around;
    const names = cellNames({ cell, domain, region: site.region });
    const { accounts, copies: copiesRegion = site.pairedRegion } = stack.documents;
    const { home, copies } = documentsLayout({ accounts, copiesRegion }, customers);
    const audited: AuditTarget[] = [];

    const declareVault = ({ name, location, resourceGroups, vaultName }: Place, items: number) => {
        const vault = new DocumentsVault(`${name}-vault`, {
            resourceGroupName: resourceGroups.backup,
            location,
            tags,
            vaultName,
            immutability,
            schedule: documentBackups,
        });
        const label = name.replace(`${cell}-`, "");
        audited.push({
            label: `${label}-vault`,
            kind: "dataprotection:BackupVault",
            resourceId: vault.vaultId,
            location,
        });
        const watched: WatchedVault = { label, vaultId: vault.vaultId, items };
        const holder = { name: vault.vaultName, policyId: vault.policyId, principalId: vault.principalId };
        return { holder, watched };
    };
    const declareAccount = (
        { label, slugs }: { label: string; slugs: string[] },
        { location, resourceGroups }: Place,
        { holder }: ReturnType<typeof declareVault>,
        { accountName, sku }: { accountName: string; sku: "Standard_RAGZRS" | "Standard_ZRS" },
    ) => {
        const name = `${cell}-documents-${label}`;
        const account = new DocumentsAccount(name, {
            resourceGroupName: resourceGroups.documents,
            location,
            tags,
            accountName,
            sku,
            retentionDays: documentRetentionDays,
            systemContainer,
            containers: slugs.map((slug) => ({ slug, name: customerNames(slug).documentsContainer })),
        });
        new DocumentsBackup(`${name}-backup`, {
            resourceGroupName: resourceGroups.backup,
            location,
            subscriptionId,
            tags,
            vault: holder,
            account: { id: account.accountId, name: account.accountName },
            containers: account.containerNames,
        });
        const access = new PrivateAccess(`${name}-access`, {
            resourceGroupName: around.resourceGroups.network,
            location: site.region,
            tags,
            endpointName: names.privateEndpoint(`documents-${label}`),
            subnetId: around.privateEndpointsSubnetId,
            target: { id: account.accountId, service: "blob" },
            zoneId: around.zoneId,
        });
        audited.push({
            label: `documents-${label}`,
            kind: "storage:StorageAccount",
            resourceId: account.accountId,
            location,
        });
        return { label, id: account.accountId, host: account.host, access };
    };

    const here: Place = {
        name: `${cell}-documents`,
        location: site.region,
        resourceGroups: { documents: around.resourceGroups.data, backup: around.resourceGroups.backup },
        vaultName: names.documentsVault,
    };
    const homeVault = declareVault(here, home.length);
    const homes = home.map(({ label, replicated, slugs }) => ({
        replicated,
        ...declareAccount({ label, slugs }, here, homeVault, {
            accountName: names.documentsAccount(label),
            sku: replicated ? "Standard_RAGZRS" : "Standard_ZRS",
        }),
    }));

    const regions = [...new Map(copies.map(({ region, source, label }) => [region, source ? "pair" : label]))];
    const elsewhere = new Map(
        regions.map(([region, label]) => {
            const { resourceGroups, vault } = names.documentCopies(region);
            const name = `${cell}-documents-${label}`;
            const groups = new ResourceGroups(`${name}-groups`, { names: resourceGroups, location: region, tags })
                .names;
            const place: Place = { name, location: region, resourceGroups: groups, vaultName: vault };
            const items = copies.filter((copy) => copy.region === region).length;
            return [region, { place, vault: declareVault(place, items) }] as const;
        }),
    );
    const copied = copies.map(({ label, region, source, slugs }) => {
        const { place, vault } = elsewhere.get(region)!;
        const accountName = names.documentCopies(region).account(source);
        return {
            source,
            /** The vault of a further region, which the first customer brings who wants copies there. */
            furtherVault: source === undefined ? vault.watched : undefined,
            ...declareAccount({ label, slugs }, place, vault, { accountName, sku: "Standard_ZRS" }),
        };
    });

    const hosts = new Map(homes.map(({ label, host }) => [label, host]));
    return {
        homes,
        copies: copied,
        audited,
        /** The vaults that every cell has, at home and in the region of the copies. */
        vaults: [homeVault, elsewhere.get(copiesRegion)!.vault].map(({ watched }) => watched),
        /** Slug to where the application finds the customer's documents. */
        addresses: Object.fromEntries(
            customers.map((customer) => [
                customer.slug,
                {
                    host: hosts.get(documentsAccountOf(customer, accounts))!,
                    container: customerNames(customer.slug).documentsContainer,
                },
            ]),
        ),
        /** What whoever works with the documents must be granted. */
        grants: Object.fromEntries(
            homes.flatMap(({ label, id }): [string, Grant][] => [
                [`documents-${label}`, { roleId: builtInRoles.storageBlobDataContributor, scope: id }],
                [`documents-${label}-links`, { roleId: builtInRoles.storageBlobDelegator, scope: id }],
            ]),
        ),
        /** What must be there before a machine can reach documents. */
        privateAccess: homes.map(({ access }) => access),
    };
}
