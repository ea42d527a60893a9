import type { IndexedResource, StackIndex } from "./stackIndex";
import type { PropertyReader, Reading } from "./propertyReader";

export const databaseType = "azure-native:sql:Database";
/** A database on a managed instance, as a cell has that stands in for one on AWS. */
export const managedDatabaseType = "azure-native:sql:ManagedDatabase";

/** What Azure takes at a database's creation only: a change plans to delete the database and create another. */
export const onlyAtCreation = [
    "createMode",
    "collation",
    "sourceDatabaseId",
    "sourceResourceId",
    "sourceDatabaseDeletionDate",
    "restorePointInTime",
    "recoverableDatabaseId",
    "recoveryServicesRecoveryPointId",
    "restorableDroppedDatabaseId",
    "longTermRetentionBackupResourceId",
];

/** The same of a database on a managed instance. */
export const onlyAtManagedCreation = [
    "autoCompleteRestore",
    "collation",
    "createMode",
    "lastBackupName",
    "longTermRetentionBackupResourceId",
    "recoverableDatabaseId",
    "restorableDroppedDatabaseId",
    "restorePointInTime",
    "sourceDatabaseId",
    "storageContainerIdentity",
    "storageContainerUri",
];

/** Paths of the tags that say whose a database is; set by the program on every database. */
export const customerTag = "tags.oxygis:customer";
/** Set instead, to `system`, on a database that holds no customer's data, for example of the job agent. */
export const purposeTag = "tags.oxygis:purpose";

/**
 * Whether a database holds a customer's data. Every database does that is not openly declared as a system database:
 * a missing or misspelt tag must not take a database out of the promises.
 */
export function holdsCustomerData(props: PropertyReader): boolean {
    return !(isText(props.read(purposeTag), "system") && props.read(customerTag).state === "unset");
}

/** The databases of a stack that hold customers' data. */
export function customerDatabases(stack: StackIndex): IndexedResource[] {
    return stack.ofType(databaseType).filter(({ props }) => holdsCustomerData(props));
}

/** The same on managed instances. */
export const managedDatabases = (stack: StackIndex): IndexedResource[] =>
    stack.ofType(managedDatabaseType).filter(({ props }) => holdsCustomerData(props));

/**
 * Whether a database has followed another one in order to take over from it: the tag says so, which the program sets when customers come
 * home after a recovery. From then on it is a live database.
 */
export const cameHome = ({ props }: IndexedResource): boolean =>
    followsAnother(props) && textOf(props, "tags.oxygis:restored-from") === "secondary";

/** Whether a database is a copy of a live one that a customer pays for. */
export const isReplica = (database: IndexedResource): boolean => followsAnother(database.props) && !cameHome(database);

const followsAnother = (props: PropertyReader) =>
    ["Secondary", "OnlineSecondary"].includes(textOf(props, "createMode") ?? "");

function isText(reading: Reading, text: string): boolean {
    return reading.state === "set" && reading.value === text;
}

/** The text of a property, undefined when it is unset, unknown or no text. */
export function textOf(props: PropertyReader, path: string): string | undefined {
    const reading = props.read(path);
    return reading.state === "set" && typeof reading.value === "string" && reading.value !== ""
        ? reading.value
        : undefined;
}
