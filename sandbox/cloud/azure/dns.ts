/** azure-native:dns */
import { hashOf, parentOf } from "../arm";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { text, type Properties } from "../values";

/** Labels of letters, digits, hyphens and underscores; a zone has at least two. */
export const ZONE_NAME = nameRule(
    1,
    253,
    /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i,
    "at least two labels of 1-63 letters, digits, underscores and hyphens",
);
export const RECORD_NAME = nameRule(
    1,
    253,
    /^(@|\*|(\*\.)?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*)$/i,
    "labels relative to the zone, '@' for the zone itself; '*' as first label only",
);

/** Record type to the input that holds its records. */
const RECORDS: Readonly<Record<string, string>> = {
    A: "aRecords",
    AAAA: "aaaaRecords",
    CAA: "caaRecords",
    CNAME: "cnameRecord",
    DS: "dsRecords",
    MX: "mxRecords",
    NAPTR: "naptrRecords",
    NS: "nsRecords",
    PTR: "ptrRecords",
    SOA: "soaRecord",
    SRV: "srvRecords",
    TLSA: "tlsaRecords",
    TXT: "txtRecords",
};

export function checkRecords(inputs: Properties): Problem[] {
    const type = text(inputs, "recordType") ?? "";
    const wanted = RECORDS[type.toUpperCase()];
    if (wanted === undefined) return [];
    const strange = Object.values(RECORDS).filter((input) => input !== wanted && inputs[input] !== undefined);
    const problems = strange.map((property) => ({ property, reason: `a ${type} record set has no ${property}` }));
    if (inputs[wanted] === undefined && inputs["targetResource"] === undefined)
        problems.push({ property: wanted, reason: `a ${type} record set needs ${wanted}` });
    if (type.toUpperCase() === "CNAME" && inputs["relativeRecordSetName"] === "@")
        problems.push({
            property: "relativeRecordSetName",
            reason: "a CNAME record cannot stand at the zone's own name",
        });
    return problems;
}

/** A CNAME tolerates nothing beside it at the same name. */
export function refuseBesideCname({ id, name, cloud, inputs }: Facts): void {
    const zone = parentOf(id) ?? "";
    const others = text(inputs, "recordType")?.toUpperCase() === "CNAME" ? Object.keys(RECORDS) : ["CNAME"];
    const beside = others.find((type) => {
        const other = `${zone}/${type}/${name}`;
        return other.toLowerCase() !== id.toLowerCase() && cloud.find(other) !== undefined;
    });
    if (beside !== undefined)
        throw new CloudError(
            "BadRequest",
            `The record could not be created because a ${beside} record with the name '${name}' already exists in this zone.`,
        );
}

export const fqdn = (name: string, zone: string): string => (name === "@" ? `${zone}.` : `${name}.${zone}.`);

export const dns: TypeTable = {
    Zone: {
        id: "Microsoft.Network/dnsZones/{zoneName}",
        apiVersion: "2023-07-01-preview",
        inputs: "location registrationVirtualNetworks resolutionVirtualNetworks resourceGroupName tags zoneName zoneType",
        name: ZONE_NAME,
        location: "global",
        unlimited: true,
        usual: "name type etag",
        values: { zoneType: ["Public", "Private"] },
        quotas: ({ cloud }) => [
            { key: `dnsZones|${cloud.subscriptionId}`, limit: 250, what: "public DNS zones per subscription" },
        ],
        outputs: ({ id, cloud }) => {
            // Azure picks one of its numbered sets of four name servers.
            const set = String((parseInt(hashOf(4, cloud.guid(id)), 16) % 39) + 1).padStart(2, "0");
            return {
                nameServers: ["com", "net", "org", "info"].map(
                    (top, index) => `ns${String(index + 1)}-${set}.azure-dns.${top}.`,
                ),
                maxNumberOfRecordSets: 10_000,
                maxNumberOfRecordsPerRecordSet: 20,
                numberOfRecordSets: 2,
            };
        },
        seconds: { create: 10, delete: 10, source: "assumed" },
    },
    RecordSet: {
        id: "Microsoft.Network/dnsZones/{zoneName}/{recordType}/{relativeRecordSetName}",
        apiVersion: "2023-07-01-preview",
        inputs: `aRecords aaaaRecords caaRecords cnameRecord dsRecords metadata mxRecords naptrRecords nsRecords ptrRecords
            recordType relativeRecordSetName resourceGroupName soaRecord srvRecords targetResource tlsaRecords
            trafficManagementProfile ttl txtRecords zoneName`,
        writeOnly: "recordType zoneName",
        name: RECORD_NAME,
        usual: "name type provisioningState etag",
        values: { recordType: Object.keys(RECORDS) },
        check: checkRecords,
        quotas: ({ id }) => [
            { key: `records|${(parentOf(id) ?? "").toLowerCase()}`, limit: 10_000, what: "record sets per zone" },
        ],
        refuse: refuseBesideCname,
        outputs: ({ name, inputs }) => ({ fqdn: fqdn(name, text(inputs, "zoneName") ?? "") }),
        seconds: { create: 3, source: "assumed" },
    },
};
