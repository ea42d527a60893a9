import { readFileSync } from "node:fs";
import { join } from "node:path";

import type * as pulumi from "@pulumi/pulumi";

import { DocumentsCopy } from "../components/backup/documentsCopy";
import { ApplicationIdentity, builtInRoles } from "../components/identity/applicationIdentity";
import { BackupAlerts } from "../components/monitoring/backupAlerts";
import type { CellStack } from "../config/schema";
import { vaultRule } from "../model/backupWatch";
import { copyRule, copyTimes } from "../model/documentCopies";
import { systemContainer } from "../model/documents";
import { cellNames } from "../model/naming";
import type { declareDocuments, Grant } from "./documents";
import type { GlobalOutputs } from "./globalOutputs";

/** What the copying needs of a cell. */
interface Surroundings {
    tags: Record<string, string>;
    subscriptionId: pulumi.Output<string>;
    resourceGroupName: pulumi.Output<string>;
    /** The environment of the cell's jobs. */
    environmentId: pulumi.Output<string>;
    documents: Pick<ReturnType<typeof declareDocuments>, "homes" | "copies">;
    global: Pick<GlobalOutputs, "actionGroupIds" | "auditWorkspaceId" | "backupLog">;
}

/** What brings documents to each account of copies, and notices when it does not. Composition only. */
export function declareDocumentCopies(stack: CellStack, around: Surroundings) {
    const { cell, domain, site, watch } = stack;
    const { tags, global, documents } = around;
    const names = cellNames({ cell, domain, region: site.region });
    const common = { resourceGroupName: around.resourceGroupName, location: site.region, tags };
    const script = readFileSync(join(__dirname, "../documents/copy.ps1"), "utf8");

    for (const { label, source, id, host, access, furtherVault } of documents.copies) {
        const name = `${cell}-documents-${label}`;
        const sources = documents.homes.filter((home) =>
            source === undefined ? home.replicated : home.label === source,
        );
        const identity = new ApplicationIdentity(`${name}-copier`, {
            ...common,
            identityName: names.identity(`copier-${label}`),
            subscriptionId: around.subscriptionId,
            grants: Object.fromEntries([
                ...sources.map((from): [string, Grant] => [
                    `read-${from.label}`,
                    { roleId: builtInRoles.storageBlobDataReader, scope: from.id },
                ]),
                ["write", { roleId: builtInRoles.storageBlobDataContributor, scope: id }],
            ]),
        });
        new DocumentsCopy(
            `${name}-copy`,
            {
                ...common,
                jobName: names.copyJob(label),
                environmentId: around.environmentId,
                identity: { id: identity.identityId, clientId: identity.clientId },
                image: watch.image,
                script,
                times: copyTimes,
                sources: sources.map((from) => from.host),
                target: host,
                systemContainer,
            },
            { dependsOn: [identity, access, ...sources.map((from) => from.access)] },
        );

        const rules = [
            { ...copyRule(label), query: host.apply(copyRule(label).query) },
            // The vaults that every cell has are watched with the cell's other ones.
            ...(furtherVault
                ? [{ ...vaultRule(furtherVault), query: furtherVault.vaultId.apply(vaultRule(furtherVault).query) }]
                : []),
        ];
        new BackupAlerts(`${name}-alerts`, {
            resourceGroupName: global.backupLog.resourceGroupName,
            location: global.backupLog.location,
            tags,
            workspaceId: global.auditWorkspaceId,
            actionGroupId: global.actionGroupIds.operations,
            rules: rules.map((rule) => ({ ...rule, ruleName: names.backupAlert(rule.label) })),
        });
    }
}
