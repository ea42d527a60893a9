import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

export interface BackupReaderRoleArgs {
    /** Unique in the tenant. */
    roleName: string;
    /** The resource group it can be given in, and nowhere else. */
    scope: pulumi.Input<string>;
    /** Whether it is to read those of managed instances too. @default false */
    ofInstances?: boolean;
}

/** Lists of databases and of their backups; neither what is in them nor a way to restore or delete one. */
const actions = [
    "Microsoft.Sql/servers/databases/read",
    "Microsoft.Sql/servers/recoverableDatabases/read",
    "Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionBackups/read",
];
const actionsOfInstances = [
    "Microsoft.Sql/managedInstances/databases/read",
    "Microsoft.Sql/managedInstances/recoverableDatabases/read",
    "Microsoft.Sql/locations/longTermRetentionManagedInstances/longTermRetentionManagedInstanceBackups/read",
];

/**
 * The role of the watch: it may read when backups were made. Azure's built-in roles that can do this can do much more.
 *
 * Keeps: DR-4 (the watch can see every backup), STAFF-3 (and can do nothing else).
 */
export class BackupReaderRole extends pulumi.ComponentResource {
    /** The GUID by which the role is given. */
    public readonly roleId: pulumi.Output<string>;

    constructor(name: string, args: BackupReaderRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:BackupReaderRole", name, args, opts);

        const id = new random.RandomUuid(`${name}-id`, {}, { parent: this });
        const role = new authorization.RoleDefinition(
            `${name}-role`,
            {
                scope: args.scope,
                roleDefinitionId: id.result,
                roleName: args.roleName,
                description: "Reads when backups of databases were made.",
                assignableScopes: [args.scope],
                permissions: [
                    {
                        actions: args.ofInstances ? [...actions, ...actionsOfInstances] : actions,
                        notActions: [],
                        dataActions: [],
                        notDataActions: [],
                    },
                ],
            },
            { parent: this },
        );

        this.roleId = role.name;
        this.registerOutputs({ roleId: this.roleId });
    }
}
