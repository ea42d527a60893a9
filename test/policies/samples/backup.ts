import { type Registration, registration } from "../../support/policyMessages";

/** What the real program does not declare, or not in every form that rules read. */
export const samples: Registration[] = [
    registration("azure-native:sql:ManagedInstance", "instance", {
        minimalTlsVersion: "1.2",
        requestedBackupStorageRedundancy: "GeoZone",
    }),
    registration("azure-native:sql:Database", "side", {
        databaseName: "db-side",
        createMode: "Recovery",
        recoverableDatabaseId: "/recoverableDatabases/db-acme",
        requestedBackupStorageRedundancy: "Zone",
        tags: { "oxygis:customer": "acme" },
    }),
];
