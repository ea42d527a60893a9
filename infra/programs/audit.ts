import type * as pulumi from "@pulumi/pulumi";

import { AccessLogs } from "../components/monitoring/accessLogs";
import type { AuditKind } from "../model/auditLogs";

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
    workspaceId: pulumi.Input<string>;
}

/** The setting of every auditable resource of a stack. Composition only. */
export function declareAudit({ name, workspaceId }: AuditArgs, targets: readonly AuditTarget[]) {
    for (const { label, kind, resourceId } of targets) {
        new AccessLogs(`${name}-${label}-logs`, { kind, resourceId, workspaceId });
    }
}
