import { requireAmount } from "../../lib/amount";
import { databaseType, textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

const replicaModes = ["Secondary", "OnlineSecondary"];

const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    [databaseType]: (props, report) => {
        if (props.read("createMode").state === "unknown") {
            report(mustBeKnown("createMode"));
        }
        if (replicaModes.includes(textOf(props, "createMode") ?? "")) {
            // A named replica shares the storage of its source.
            requireOneOf(props, "secondaryType", ["Geo"], report);
        }
        // The opposite wish: no copy elsewhere, and why.
        const home = props.read("tags.oxygis:residency").state !== "unset";
        if (home) {
            requireOneOf(props, "tags.oxygis:residency", ["home"], report);
            requireOneOf(props, "requestedBackupStorageRedundancy", ["Zone"], report);
            if (textOf(props, "tags.oxygis:residency-reason") === undefined) {
                report(
                    "tags.oxygis:residency-reason does not say, as a literal, why the customer wants no copy elsewhere.",
                );
            }
        }
    },
    "azure-native:sql:FailoverGroup": (props, report) => {
        requireOneOf(props, "secondaryType", ["Geo"], report);
        // Azure's own choice comes an hour later, asks nobody and may lose what was not yet replicated.
        requireOneOf(props, "readWriteEndpoint.failoverPolicy", ["Manual"], report);
        for (const list of ["databases", "partnerServers"]) {
            if (props.readEach(`${list}[]`).every(({ reading }) => reading.state === "unset")) {
                report(`${list} is empty: nothing is replicated.`);
            }
        }
    },
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": (props, report) => {
        requireAmount(props, "retentionPeriod", { least: 7, unit: "days" }, report);
    },
};

export const policy = definePolicy({
    name: "copy-elsewhere-as-asked",
    promise: "BKP-4",
    severity: "high",
    description:
        "A copy in a further region that a customer asked for is one: a geo-secondary with data, which people can switch to.",
    remedy:
        "Replicas: createMode Secondary with secondaryType Geo. Failover groups: secondaryType Geo, failoverPolicy Manual, with the database and " +
        "the server in the further region. Residency home: Zone, with a reason. AWS: backups replicated and kept for 7 days and more.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/active-geo-replication-overview",
    counterparts: ["CKV_AZURE_94", "CKV_AZURE_102", "CKV_AZURE_136"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});
