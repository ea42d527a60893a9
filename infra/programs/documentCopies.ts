import { readFileSync } from "node:fs";
import { join } from "node:path";

import type * as pulumi from "@pulumi/pulumi";

import { DocumentsCopy } from "../components/backup/documentsCopy";
import { ApplicationIdentity, builtInRoles } from "../components/identity/applicationIdentity";
import { BackupAlerts } from "../components/monitoring/backupAlerts";
import type { CellStack } from "../config/schema";
import { copyRule, copyTimes } from "../model/documentCopies";
import { systemContainer } from "../model/documents";
import { cellNames } from "../model/naming";
import type { declareDocuments } from "./documents";
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

/** What brings documents to other regions, and notices when it does not. Composition only. */
export function declareDocumentCopies(stack: CellStack, around: Surroundings) {
    const { cell, domain, site, watch } = stack;
    const { tags, global, documents } = around;
    const names = cellNames({ cell, domain, region: site.region });
    const common = { resourceGroupName: around.resourceGroupName, location: site.region, tags };
    const { copies } = documents;
    /** A copy of one account, or with single customers of any. */
    const targetsOf = (label: string) => copies.filter(({ source }) => source === undefined || source === label);
    const sources = documents.homes.filter(({ label }) => copies.some(({ source }) => source === label));

    const identity = new ApplicationIdentity(`${cell}-documents-copier`, {
        ...common,
        identityName: names.identity("documents-copier"),
        subscriptionId: around.subscriptionId,
        grants: Object.fromEntries([
            ...sources.map(({ label, id }) => [
                `read-${label}`,
                { roleId: builtInRoles.storageBlobDataReader, scope: id },
            ]),
            ...copies.map(({ label, id }) => [
                `write-${label}`,
                { roleId: builtInRoles.storageBlobDataContributor, scope: id },
            ]),
        ]) as Record<string, { roleId: string; scope: pulumi.Output<string> }>,
    });
    const script = readFileSync(join(__dirname, "../documents/copy.ps1"), "utf8");
    for (const { label, host } of sources) {
        const targets = targetsOf(label);
        new DocumentsCopy(
            `${cell}-documents-${label}-copy`,
            {
                ...common,
                jobName: names.documentsJob(label),
                environmentId: around.environmentId,
                identity: { id: identity.identityId, clientId: identity.clientId },
                image: watch.image,
                script,
                times: copyTimes,
                source: host,
                targets: targets.map((target) => target.host),
                systemContainer,
            },
            { dependsOn: identity },
        );
    }
    new BackupAlerts(`${cell}-documents-alerts`, {
        resourceGroupName: global.backupLog.resourceGroupName,
        location: global.backupLog.location,
        tags,
        workspaceId: global.auditWorkspaceId,
        actionGroupId: global.actionGroupIds.operations,
        rules: sources.map(({ label, host }) => {
            const { query, ...rule } = copyRule(label);
            return { ...rule, ruleName: names.backupAlert(rule.label), query: host.apply(query) };
        }),
    });
}
