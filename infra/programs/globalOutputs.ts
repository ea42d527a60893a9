import * as pulumi from "@pulumi/pulumi";

/** What a cell reads of the global stack; references go this way only. */
export interface GlobalOutputs {
    edgeResourceGroup: pulumi.Output<string>;
    profileName: pulumi.Output<string>;
    originGroupName: pulumi.Output<string>;
    auditWorkspaceId: pulumi.Output<string>;
    /** Days that the archives of a cell keep its access logs. */
    auditRetentionDays: pulumi.Output<number>;
    /** Who is told of failed and missing backups, and of elevated access. */
    actionGroupIds: { operations: pulumi.Output<string>; security: pulumi.Output<string> };
    /** The group whose members, for hours each, administer every cell's SQL server. */
    databaseAdministrators: { displayName: pulumi.Output<string>; objectId: pulumi.Output<string> };
    /** Where the watch of a cell posts, and beside which its alert rules stand. */
    backupLog: Record<
        "resourceGroupName" | "location" | "endpoint" | "ruleId" | "ruleImmutableId",
        pulumi.Output<string>
    >;
    /** The id Front Door stamps on requests; the application refuses requests without it. */
    frontDoorId: pulumi.Output<string>;
}

/** What a site that stands in for a lost one also reads. */
export interface StandInOutputs {
    /** The rule set on the cell's route that says which hosts are sent to such a site. */
    siteRuleSetName: pulumi.Output<string>;
    maintenanceSite: Record<"accountId" | "hostName" | "location", pulumi.Output<string>>;
}

/** The outputs of the global stack named `organization/project/stack`, for one cell; fails where it does not know the cell. */
export function readGlobal(stack: string, cell: string): GlobalOutputs & { standIn: () => StandInOutputs } {
    const reference = new pulumi.StackReference("global", { name: stack });
    const read = (output: string) => reference.requireOutput(output) as pulumi.Output<string>;
    const actionGroups = reference.requireOutput("actionGroupIds") as pulumi.Output<
        Record<keyof GlobalOutputs["actionGroupIds"], string>
    >;
    const { displayName, objectId } = reference.requireOutput("databaseAdministrators") as pulumi.Output<
        Record<keyof GlobalOutputs["databaseAdministrators"], string>
    >;
    const backupLog = reference.requireOutput("backupLog") as pulumi.Output<
        Record<keyof GlobalOutputs["backupLog"], string>
    >;
    const originGroups = reference.requireOutput("originGroups") as pulumi.Output<Record<string, string>>;
    return {
        edgeResourceGroup: read("edgeResourceGroup"),
        profileName: read("profileName"),
        auditWorkspaceId: read("auditWorkspaceId"),
        auditRetentionDays: reference.requireOutput("auditRetentionDays") as pulumi.Output<number>,
        actionGroupIds: { operations: actionGroups.operations, security: actionGroups.security },
        databaseAdministrators: { displayName, objectId },
        backupLog: {
            resourceGroupName: backupLog.resourceGroupName,
            location: backupLog.location,
            endpoint: backupLog.endpoint,
            ruleId: backupLog.ruleId,
            ruleImmutableId: backupLog.ruleImmutableId,
        },
        frontDoorId: read("frontDoorId"),
        originGroupName: originGroups.apply((groups) => ofCell("origin group", groups, stack, cell)),
        standIn: () => {
            const ruleSets = reference.requireOutput("siteRuleSets") as pulumi.Output<Record<string, string>>;
            const site = reference.requireOutput("maintenanceSite") as pulumi.Output<
                Record<keyof StandInOutputs["maintenanceSite"], string>
            >;
            return {
                siteRuleSetName: ruleSets.apply((names) => ofCell("rule set", names, stack, cell)),
                maintenanceSite: { accountId: site.accountId, hostName: site.hostName, location: site.location },
            };
        },
    };
}

/** @throws where the global stack was deployed before the cell was added to its list */
export function ofCell(what: string, names: Record<string, string>, stack: string, cell: string): string {
    const name = names[cell];
    if (!name) {
        throw new Error(`${stack} has no ${what} for cell ${cell}: deploy it with the cell in its list first`);
    }
    return name;
}
