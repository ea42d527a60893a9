import type { PromiseId } from "./promises";

/**
 * What keeps a promise: each component type with the promises that its documentation says it keeps (a test compares the two).
 * A summary of a run names the promises of the components it declared, and no others.
 */
export const controls: Readonly<Record<string, readonly PromiseId[]>> = {
    "oxygis:compute:ApplicationScaleSet": ["SW-1", "HOST-1", "DR-1", "STAFF-1", "DR-5"],
    "oxygis:compute:PrivateIngress": ["ACC-1", "DR-1", "COM-1"],
    "oxygis:data:Catalogue": ["DB-1", "BKP-5"],
    "oxygis:data:CustomerDatabase": ["DB-1", "BKP-1", "BKP-2", "BKP-3", "DR-2"],
    "oxygis:data:CustomerFailover": ["BKP-4"],
    "oxygis:data:CustomerPool": ["DR-1"],
    "oxygis:data:CustomerReplica": ["BKP-4", "BKP-1", "BKP-3"],
    "oxygis:data:SqlServer": ["ACC-1", "STAFF-1", "COM-1", "DR-2"],
    "oxygis:edge:CellDomains": ["COM-1", "PWD-3", "SW-3", "SW-4", "SW-6"],
    "oxygis:edge:CellOrigin": ["ACC-1", "COM-1", "DR-5"],
    "oxygis:edge:CellRoutes": ["COM-1", "PWD-3", "DR-5", "VULN-1"],
    "oxygis:edge:DisclosureRoute": ["VULN-1"],
    "oxygis:edge:FrontDoor": ["COM-1", "DR-5"],
    "oxygis:edge:PlatformZone": ["COM-1"],
    "oxygis:edge:PublicContent": ["VULN-1", "SW-9"],
    "oxygis:edge:SecurityHeaders": ["COM-1", "SW-4", "SW-5"],
    "oxygis:edge:WebApplicationFirewall": ["SW-3", "SW-4", "SW-6"],
    "oxygis:governance:ResourceGroups": ["STAFF-3"],
    "oxygis:identity:ApplicationIdentity": ["ACC-1", "PWD-2"],
    "oxygis:identity:SqlAdministrators": ["STAFF-1", "ACC-1"],
    "oxygis:monitoring:AccessLogs": ["ACC-2", "STAFF-2"],
    "oxygis:monitoring:ActionGroup": ["DR-4", "STAFF-2"],
    "oxygis:monitoring:AuditWorkspace": ["ACC-2", "STAFF-2"],
    "oxygis:network:CellNetwork": ["ACC-1", "SW-6", "DB-1"],
    "oxygis:network:EgressFirewall": ["SW-6", "DR-1"],
    "oxygis:network:PrivateAccess": ["ACC-1"],
    "oxygis:network:PrivateDns": ["ACC-1"],
    "oxygis:secrets:ConfigurationStore": ["ACC-1", "STAFF-1"],
    "oxygis:secrets:CustomerSecrets": ["PWD-2", "PWD-4", "SW-9"],
    "oxygis:secrets:SecretVault": ["PWD-2", "SW-9", "ACC-1"],
};
