/** azure-native:sql, copies of a database on other servers: geo-secondaries and failover groups. */
import { lastPart, normalLocation, parentOf } from "../arm";
import { CloudError, nameRule, type CloudView, type Facts, type Found, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, text, type Properties } from "../values";
import { isSecondary } from "./sqlRestores";

/** Secondaries of one database ("Active geo-replication"). */
const MOST_SECONDARIES = 4;
/** Minutes Azure waits at the least before it fails over by itself and loses data. */
const LEAST_GRACE = 60;

/** What a secondary is made of. @throws CloudError where its source is of another kind than it, or on the same server */
export function refuseSecondary({ id, inputs, cloud }: Facts): void {
    const source = sourceOf(inputs, cloud);
    if (source === undefined) return;
    if (parentOf(source.id)?.toLowerCase() === parentOf(id)?.toLowerCase())
        throw new CloudError(
            "GeoReplicationDatabaseNameNotAllowed",
            `A geo-secondary of '${source.name}' cannot be on the server of its primary.`,
        );
    if (source.name.toLowerCase() !== lastPart(id).toLowerCase())
        throw new CloudError(
            "SecondaryDatabaseNameMismatch",
            `A geo-secondary has the name of its primary, '${source.name}', not '${lastPart(id)}'.`,
        );
    const [tier, wanted] = [tierOf(source.inputs, cloud), tierOf(inputs, cloud)];
    if (tier !== wanted)
        throw new CloudError(
            "GeoReplicationTierMismatch",
            `The geo-secondary must be of the service tier of its primary, ${tier}, not ${wanted}.`,
        );
    for (const name of ["collation", "maxSizeBytes"])
        if (inputs[name] !== undefined && inputs[name] !== source.outputs[name])
            throw new CloudError(
                "InvalidSecondaryProperty",
                `'${name}' of a geo-secondary follows its primary and cannot be set to another value.`,
            );
}

function tierOf(inputs: Properties, cloud: CloudView): string {
    const pool = cloud.find(text(inputs, "elasticPoolId") ?? "");
    return text(pool?.inputs ?? inputs, "sku.tier") ?? "GeneralPurpose";
}

const sourceOf = (inputs: Properties, cloud: CloudView): Found | undefined =>
    cloud.find(text(inputs, "sourceDatabaseId") ?? "");

export const secondaryQuotas = (inputs: Properties) =>
    isSecondary(inputs)
        ? [
              {
                  key: `secondaries|${(text(inputs, "sourceDatabaseId") ?? "").toLowerCase()}`,
                  limit: MOST_SECONDARIES,
                  what: "geo-secondaries of one database",
              },
          ]
        : [];

/** What a secondary answers because its primary has it. */
export function followed(inputs: Properties, cloud: CloudView): Properties {
    const source = isSecondary(inputs) ? sourceOf(inputs, cloud) : undefined;
    const { collation, catalogCollation, maxSizeBytes } = source?.outputs ?? {};
    return Object.fromEntries(
        Object.entries({ collation, catalogCollation, maxSizeBytes }).filter(([, value]) => value !== undefined),
    ) as Properties;
}

const listed = (value: Properties[string] | undefined): string[] =>
    (Array.isArray(value) ? value : []).flatMap((one) => {
        const found = isObject(one) ? one["id"] : one;
        return typeof found === "string" && !isUnknown(found) ? [found] : [];
    });

function checkGroup(inputs: Properties): Problem[] {
    const problems: Problem[] = [];
    const policy = text(inputs, "readWriteEndpoint.failoverPolicy");
    const endpoint = inputs["readWriteEndpoint"];
    const grace = isObject(endpoint) ? endpoint["failoverWithDataLossGracePeriodMinutes"] : undefined;
    if (policy === "Automatic" && !(typeof grace === "number" && grace >= LEAST_GRACE))
        problems.push({
            property: "readWriteEndpoint.failoverWithDataLossGracePeriodMinutes",
            reason: `failoverPolicy Automatic needs at least ${String(LEAST_GRACE)} minutes`,
        });
    const partners = inputs["partnerServers"];
    // Up to four are in public preview since January 2026; what customers pay for rests on what is generally available.
    if (Array.isArray(partners) && partners.length !== 1)
        problems.push({
            property: "partnerServers",
            reason: "FailoverGroupCreateOrUpdateRequestUnsupportedPartnerCount: Only one partner server is supported.",
        });
    return problems;
}

function refuseGroup({ id, inputs, cloud }: Facts): void {
    const server = parentOf(id) ?? "";
    const regionOf = (of: string): string => normalLocation(text(cloud.find(of)?.inputs, "location") ?? "");
    for (const partner of listed(inputs["partnerServers"])) {
        if (regionOf(partner) === regionOf(server))
            throw new CloudError(
                "FailoverGroupPartnerServerInSameRegion",
                `The partner server '${lastPart(partner)}' of failover group '${lastPart(id)}' is in the region of the primary server.`,
            );
        for (const database of listed(inputs["databases"])) {
            if (parentOf(database)?.toLowerCase() !== server.toLowerCase())
                throw new CloudError(
                    "InvalidFailoverGroupDatabase",
                    `Database '${lastPart(database)}' is not on the primary server of failover group '${lastPart(id)}'.`,
                );
            const there = cloud.find(`${partner}/databases/${lastPart(database)}`);
            if (text(there?.inputs, "sourceDatabaseId")?.toLowerCase() !== database.toLowerCase())
                throw new CloudError(
                    "SandboxSeedingNotModelled",
                    `Azure would make a secondary of '${lastPart(database)}' on '${lastPart(partner)}' now. Declare it first.`,
                );
        }
    }
}

export const sqlReplication: TypeTable = {
    FailoverGroup: {
        id: "Microsoft.Sql/servers/{serverName}/failoverGroups/{failoverGroupName}",
        apiVersion: "2023-08-01",
        inputs: `databases failoverGroupName partnerServers readOnlyEndpoint readWriteEndpoint resourceGroupName secondaryType
            serverName tags`,
        required: "partnerServers readWriteEndpoint",
        writeOnly: "serverName secondaryType",
        name: nameRule(
            1,
            63,
            /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
            "1-63 lower-case letters, digits and hyphens; no hyphen at either end",
        ),
        values: {
            "readWriteEndpoint.failoverPolicy": ["Manual", "Automatic"],
            "readOnlyEndpoint.failoverPolicy": ["Disabled", "Enabled"],
            secondaryType: ["Geo", "Standby"],
        },
        check: checkGroup,
        refuse: refuseGroup,
        // The group is a host name beside those of the servers.
        claims: ({ name, inputs }) => [
            { kind: "sqlServer", value: name, message: `Name '${name}' already exists. Choose a different name.` },
            ...listed(inputs["databases"]).map((database) => ({
                kind: "failoverGroupOfDatabase",
                value: database,
                code: "DatabaseAlreadyInFailoverGroup",
                message: `Database '${lastPart(database)}' is in another failover group already.`,
            })),
        ],
        outputs: ({ id, inputs, cloud }) => ({
            ...inputs,
            location: text(cloud.find(parentOf(id) ?? "")?.inputs, "location") ?? "",
            partnerServers: listed(inputs["partnerServers"]).map((partner) => ({
                id: partner,
                location: text(cloud.find(partner)?.inputs, "location") ?? "",
                replicationRole: "Secondary",
            })),
            replicationRole: "Primary",
            replicationState: "CATCH_UP",
        }),
        seconds: { create: 60, source: "assumed" },
    },
};
