import { type Cloud, inSession } from "./cloud";

/**
 * Sign-ins, what is read and written in tables, and changes of access are written down of everybody but the application's own users.
 * Not whole batches: those of this function hold the password that a user is given. A standby takes no audit over, so the same one, by
 * its id, is asked for again and again. RDS brings the files away ("Support for SQL Server Audit", RDS User Guide).
 */
const statement = `if not exists (select * from sys.server_audits where name = N'oxygis')
    create server audit [oxygis] to file (filepath = N'D:\\rdsdbdata\\SQLAudit', maxsize = 50 MB)
        with (audit_guid = 'b1f2c7de-5a53-4c1f-9a35-6f8f0f3d5a11', on_failure = continue)
        where database_principal_name <> N'application';
if not exists (select * from sys.server_audit_specifications where name = N'oxygis')
    create server audit specification [oxygis] for server audit [oxygis]
        add (successful_login_group), add (failed_login_group), add (successful_database_authentication_group),
        add (failed_database_authentication_group), add (schema_object_access_group), add (schema_object_change_group),
        add (database_principal_change_group), add (database_role_member_change_group), add (server_principal_change_group),
        add (backup_restore_group), add (audit_change_group) with (state = on);
alter server audit [oxygis] with (state = on)`;

/** Has every instance write its audit. @throws for those that could not be asked, after all others were. */
export async function keepAudits(cloud: Cloud): Promise<void> {
    const failed: string[] = [];
    for (const { identifier } of cloud.instances) {
        await inSession(cloud, identifier, "master", (session) => session.query(statement)).catch(() =>
            failed.push(identifier),
        );
    }
    if (failed.length > 0) {
        throw new Error(`no audit could be asked for of ${failed.join(", ")}`);
    }
}
