import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

export interface SqlAuditingArgs {
    resourceGroupName: pulumi.Input<string>;
    serverName: pulumi.Input<string>;
    tenantId: pulumi.Input<string>;
    /** Client ids of the application's own identities, whose statements are not written down. */
    applicationClientIds: pulumi.Input<string>[];
}

/**
 * Writes down every statement and every sign-in on the databases of one server, of whoever it is: only what the application itself
 * does is left out, which would bury the rest. Whoever is not known is logged, so a forgotten identity costs money and hides nobody.
 * The records come out at the database `master`, from where AccessLogs sends them on.
 *
 * Keeps: STAFF-2 (statements of staff under their own identity), ACC-2 (sign-ins kept, failed ones too).
 */
export class SqlAuditing extends pulumi.ComponentResource {
    constructor(name: string, args: SqlAuditingArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:SqlAuditing", name, args, opts);

        // Azure SQL calls a service principal by its client id and tenant.
        const others = args.applicationClientIds.map(
            (clientId) => pulumi.interpolate`server_principal_name <> '${clientId}@${args.tenantId}'`,
        );
        new sql.ExtendedServerBlobAuditingPolicy(
            `${name}-policy`,
            {
                resourceGroupName: args.resourceGroupName,
                serverName: args.serverName,
                blobAuditingPolicyName: "default",
                state: sql.BlobAuditingPolicyState.Enabled,
                isAzureMonitorTargetEnabled: true,
                // What Microsoft's own engineers do on the server in a support case.
                isDevopsAuditEnabled: true,
                auditActionsAndGroups: [
                    "BATCH_COMPLETED_GROUP",
                    "SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP",
                    "FAILED_DATABASE_AUTHENTICATION_GROUP",
                ],
                predicateExpression: pulumi.all(others).apply((conditions) => conditions.join(" AND ")),
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
