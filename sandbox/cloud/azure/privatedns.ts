/** azure-native:privatedns */
import { parentOf } from "../arm";
import { nameRule, type TypeTable } from "../model";
import { text } from "../values";
import { checkRecords, fqdn, RECORD_NAME, refuseBesideCname, ZONE_NAME } from "./dns";

export const privatedns: TypeTable = {
    PrivateZone: {
        id: "Microsoft.Network/privateDnsZones/{privateZoneName}",
        apiVersion: "2024-06-01",
        inputs: "location privateZoneName resourceGroupName tags",
        name: ZONE_NAME,
        location: "global",
        unlimited: true,
        usual: "name type provisioningState etag",
        // Links, and record sets other than those every zone has, must go first.
        nested: "CannotDeleteResource",
        quotas: ({ cloud }) => [
            { key: `privateZones|${cloud.subscriptionId}`, limit: 1000, what: "private DNS zones per subscription" },
        ],
        outputs: ({ id, cloud }) => ({
            internalId: Buffer.from(cloud.guid(id, "internal")).toString("base64"),
            maxNumberOfRecordSets: 25_000,
            maxNumberOfVirtualNetworkLinks: 1000,
            maxNumberOfVirtualNetworkLinksWithRegistration: 100,
            numberOfRecordSets: 1,
        }),
        seconds: { create: 30, delete: 30, source: "assumed" },
    },
    VirtualNetworkLink: {
        id: "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
        apiVersion: "2024-06-01",
        inputs: `location privateZoneName registrationEnabled resolutionPolicy resourceGroupName tags virtualNetwork
            virtualNetworkLinkName`,
        required: "virtualNetwork",
        writeOnly: "privateZoneName",
        immutable: "virtualNetwork",
        name: nameRule(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i, "1-80 letters, digits, underscores, periods and hyphens"),
        location: "global",
        usual: "name type provisioningState etag",
        claims: ({ id, inputs }) => [
            {
                kind: "privateZoneLink",
                value: `${parentOf(id) ?? ""}|${text(inputs, "virtualNetwork.id") ?? ""}`,
                code: "Conflict",
                message: "The virtual network is already linked to this private DNS zone.",
            },
        ],
        quotas: ({ id }) => [
            { key: `zoneLinks|${(parentOf(id) ?? "").toLowerCase()}`, limit: 1000, what: "links per private DNS zone" },
        ],
        outputs: ({ inputs }) => ({
            registrationEnabled: false,
            resolutionPolicy: "Default",
            ...inputs,
            virtualNetworkLinkState: "Completed",
        }),
        seconds: { create: 35, delete: 30, source: "assumed" },
    },
    PrivateRecordSet: {
        id: "Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
        apiVersion: "2024-06-01",
        inputs: `aRecords aaaaRecords cnameRecord metadata mxRecords privateZoneName ptrRecords recordType relativeRecordSetName
            resourceGroupName soaRecord srvRecords ttl txtRecords`,
        writeOnly: "privateZoneName recordType",
        name: RECORD_NAME,
        usual: "name type etag",
        values: { recordType: ["A", "AAAA", "CNAME", "MX", "PTR", "SOA", "SRV", "TXT"] },
        check: checkRecords,
        quotas: ({ id }) => [
            {
                key: `records|${(parentOf(id) ?? "").toLowerCase()}`,
                limit: 25_000,
                what: "record sets per private zone",
            },
        ],
        refuse: refuseBesideCname,
        outputs: ({ name, inputs }) => ({
            fqdn: fqdn(name, text(inputs, "privateZoneName") ?? ""),
            isAutoRegistered: false,
        }),
        seconds: { create: 3, source: "assumed" },
    },
};
