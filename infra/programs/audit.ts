import type * as pulumi from "@pulumi/pulumi";

import { AccessLogs } from "../components/monitoring/accessLogs";
import { AuditArchive } from "../components/monitoring/auditArchive";
import type { CellStack, Platform } from "../config/schema";
import type { AuditKind } from "../model/auditLogs";
import { regionOf } from "../model/regions";

/** A resource whose use is logged. */
export interface AuditTarget {
    /** Part of the name of its setting, unique in the stack. */
    label: string;
    kind: AuditKind;
    resourceId: pulumi.Input<string>;
    /** The region it stands in. @default the stack's own, also for what belongs to no region */
    location?: string;
}

interface AuditArgs {
    /** Begins the names of what is declared here: the cell, or `global`. */
    name: string;
    /** Group of the archives, wherever those lie. */
    resourceGroupName: pulumi.Input<string>;
    tags: Record<string, string>;
    workspaceId: pulumi.Input<string>;
    retentionDays: pulumi.Input<number>;
    /** Azure name of the archive in a region. */
    archiveName: (region: string) => string;
}

/**
 * An archive in each region in which something auditable stands, and the log setting of every auditable resource. Composition only.
 *
 * @returns the id of the archive in the stack's own region
 */
export function declareAudit(
    stack: Pick<Platform, "immutability" | "lockedArchives"> & {
        /** On Azure. */
        site: { region: string; pairedRegion: string };
        documents?: CellStack["documents"];
    },
    args: AuditArgs,
    targets: readonly AuditTarget[],
): pulumi.Output<string> {
    const { name, workspaceId } = args;
    const { region: home, pairedRegion } = stack.site;
    const copies = stack.documents?.copies ?? pairedRegion;
    /** Names tell the place's part, not the place, so that a cell rebuilt elsewhere is the same one. */
    const labelOf = (region: string) =>
        region === home ? "archive" : region === copies ? "archive-pair" : `archive-${regionOf(region).code}`;

    const regions = [...new Set([home, ...targets.map(({ location = home }) => location)])].sort();
    const archives = new Map(
        regions.map((location) => {
            const { accountId } = new AuditArchive(`${name}-${labelOf(location)}`, {
                resourceGroupName: args.resourceGroupName,
                location,
                tags: args.tags,
                accountName: args.archiveName(location),
                retentionDays: args.retentionDays,
                locked: stack.immutability === "locked" && stack.lockedArchives.includes(location),
            });
            return [location, accountId] as const;
        }),
    );
    for (const { label, kind, resourceId, location = home } of targets) {
        new AccessLogs(`${name}-${label}-logs`, {
            kind,
            resourceId,
            workspaceId,
            archiveId: archives.get(location)!,
        });
    }
    for (const [region, resourceId] of archives) {
        new AccessLogs(`${name}-${labelOf(region)}-logs`, { kind: "storage:StorageAccount", resourceId, workspaceId });
    }
    return archives.get(home)!;
}
