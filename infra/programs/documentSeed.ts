import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { DocumentsCopy } from "../components/backup/documentsCopy";
import { ApplicationIdentity, builtInRoles } from "../components/identity/applicationIdentity";
import { BackupAlerts } from "../components/monitoring/backupAlerts";
import { PrivateAccess } from "../components/network/privateAccess";
import type { CellStack } from "../config/schema";
import { fillRule, fillTimes } from "../model/documentCopies";
import { azureContainers } from "../model/awsBackups";
import { landingNames } from "../model/awsNaming";
import { documentSeeds, systemContainer } from "../model/documents";
import { cellNames, customerNames } from "../model/naming";
import type { declareDocuments } from "./documents";
import type { GlobalOutputs } from "./globalOutputs";

/** What the seeding needs of a cell. */
interface Surroundings {
    tags: Record<string, string>;
    subscriptionId: pulumi.Output<string>;
    resourceGroups: Record<"compute" | "network", pulumi.Output<string>>;
    privateEndpointsSubnetId: pulumi.Output<string>;
    /** Id of the private zone for blobs. */
    zoneId: pulumi.Output<string>;
    /** The environment of the cell's jobs. */
    environmentId: pulumi.Output<string>;
    documents: Pick<ReturnType<typeof declareDocuments>, "homes">;
    global: Pick<GlobalOutputs, "actionGroupIds" | "auditWorkspaceId" | "backupLog">;
}

/**
 * What brings documents from another site of the cell: from the copies of the lost one to the site that stands in for it, and from there
 * home again, without taking away what is there. Composition only; nothing in a cell that is neither.
 */
export function declareDocumentSeed(stack: CellStack, around: Surroundings) {
    const { cell, domain, site, watch } = stack;
    const { tags, subscriptionId, global, resourceGroups } = around;
    const names = cellNames({ cell, domain, region: site.region });
    const { accounts, seeds } = documentSeeds(stack);
    const common = { resourceGroupName: resourceGroups.compute, location: site.region, tags };

    const sources = new Map(
        accounts.map((label) => {
            const { resourceGroup, accountName } = accountElsewhere(stack, label);
            const id = pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/${accountName}`;
            const access = new PrivateAccess(`${cell}-seed-${label}-access`, {
                ...common,
                resourceGroupName: resourceGroups.network,
                endpointName: names.privateEndpoint(`seed-${label}`),
                subnetId: around.privateEndpointsSubnetId,
                target: { id, service: "blob" },
                zoneId: around.zoneId,
            });
            return [label, { id, host: `${accountName}.blob.core.windows.net`, access }] as const;
        }),
    );
    for (const { label, from, slugs } of seeds) {
        const name = `${cell}-seed-${label}`;
        const target = around.documents.homes.find((home) => home.label === label)!;
        const identity = new ApplicationIdentity(`${name}-identity`, {
            ...common,
            identityName: names.identity(`seed-${label}`),
            subscriptionId,
            grants: {
                ...Object.fromEntries(
                    from.map((source) => [
                        `read-${source}`,
                        { roleId: builtInRoles.storageBlobDataReader, scope: sources.get(source)!.id },
                    ]),
                ),
                write: { roleId: builtInRoles.storageBlobDataContributor, scope: target.id },
            },
        });
        new DocumentsCopy(
            `${name}-copy`,
            {
                ...common,
                jobName: names.copyJob(`seed-${label}`),
                environmentId: around.environmentId,
                identity: { id: identity.identityId, clientId: identity.clientId },
                image: watch.image,
                script: readFileSync(join(__dirname, "../documents/copy.ps1"), "utf8"),
                times: fillTimes,
                sources: from.map((source) => sources.get(source)!.host),
                target: target.host,
                systemContainer,
                ...(stack.otherSite?.pulled && { folders: azureContainers.documents }),
                fill: slugs
                    ? { bring: "newer", containers: slugs.map((slug) => customerNames(slug).documentsContainer) }
                    : // A lost site that comes back goes on copying: what people have changed here since is not to be undone.
                      { bring: "missing" },
            },
            { dependsOn: [identity, target.access, ...from.map((source) => sources.get(source)!.access)] },
        );
        const rule = fillRule(label);
        new BackupAlerts(`${name}-alerts`, {
            resourceGroupName: global.backupLog.resourceGroupName,
            location: global.backupLog.location,
            tags,
            workspaceId: global.auditWorkspaceId,
            actionGroupId: global.actionGroupIds.operations,
            rules: [{ ...rule, query: target.host.apply(rule.query), ruleName: names.backupAlert(rule.label) }],
        });
    }
}

/** An account of the other site, by its name: what was declared there is not in this stack. */
export function accountElsewhere({ cell, domain, otherSite }: CellStack, label: string) {
    const { region, copies, pulled } = otherSite!;
    if (pulled) {
        const { resourceGroups, backupAccount } = landingNames({ cell, domain, region: copies!, awsRegion: region });
        return { resourceGroup: resourceGroups.backup, accountName: backupAccount };
    }
    const names = cellNames({ cell, domain, region });
    if (copies === undefined) {
        return { resourceGroup: names.resourceGroups.data, accountName: names.documentsAccount(label) };
    }
    const { resourceGroups, account } = names.documentCopies(copies);
    return { resourceGroup: resourceGroups.documents, accountName: account(label) };
}
