import { awsRegionOf } from "./awsRegions";
import { formatBlock, parseBlock, subnetOf } from "./network";
import { named, originHost, suffix } from "./naming";
import { regionOf } from "./regions";
import { type StaffRoleName, staffRoleNames } from "./staffRoles";

interface AwsCellKey {
    cell: string;
    domain: string;
    region: string;
    accountId: string;
}

/**
 * The names on AWS of a cell, besides those of its data (see hostedDatabases) and of its customers' things. The region is part of each,
 * because names of roles and buckets belong to no region, and a cell rebuilt elsewhere must not meet those of the lost one.
 */
export function awsCellNames({ cell, domain, region, accountId }: AwsCellKey) {
    const { code } = awsRegionOf(region);
    const base = named("awsGeneral", `oxygis-${cell}-${code}`);
    const permissionSet = (role: StaffRoleName) => named("awsPermissionSet", `${base}-${shortRoles[role]}`);
    return {
        /** Begins the names of the network, of alarms and of what else has several. */
        label: base,
        /** Without `alias/`. */
        key: base,
        trail: named("awsGeneral", `${base}-trail`),
        trailLog: `/oxygis/${base}/trail`,
        sessionLog: `/oxygis/${base}/sessions`,
        auditBucket: named("awsBucket", `${base}-audit-${accountId}`),
        accessLogBucket: named("awsBucket", `${base}-access-${accountId}`),
        topic: (audience: string) => named("awsGeneral", `${base}-alerts-${audience}`),
        machines: (tier: string) => named("awsGeneral", `${base}-${tier}`),
        balancer: named("awsBalancer", base),
        pullRole: named("awsGeneral", `${base}-pull`),
        /** Of the Entra application; see PullRole. */
        pullApplication: named("directory", `oxygis-${cell}-${code}-pull-${suffix(`${domain}/${cell}/${region}`)}`),
        permissionSets: Object.fromEntries(staffRoleNames.map((role) => [role, permissionSet(role)])) as Record<
            StaffRoleName,
            string
        >,
        staffBoundary: named("awsGeneral", `${base}-staff-boundary`),
        /** Of the global stack's Front Door profile, as on Azure. */
        origin: named("edgeDomain", `${cell}-${code}`),
        originHost: originHost({ cell, domain, code }),
        /** Group of the origin of a site that stands in for a lost one. */
        standInOriginGroup: named("general", `cell-${cell}-${code}`),
    };
}

interface LandingKey extends Omit<AwsCellKey, "accountId"> {
    /** Where on AWS it pulls from; `region` is where on Azure it stands. */
    awsRegion: string;
}

/** The name of a permission set has 32 characters. */
const shortRoles: Readonly<Record<StaffRoleName, string>> = {
    support: "support",
    operations: "operations",
    databaseAdministration: "databases",
    security: "security",
};

/**
 * The names on Azure of what pulls and keeps the backups of a cell on AWS. Both regions are part of each: what was pulled from a lost region
 * stays while the cell is rebuilt in another one, and a cell that is rebuilt on Azure meets none of them.
 */
export function landingNames({ cell, domain, region, awsRegion }: LandingKey) {
    const { code } = regionOf(region);
    const from = awsRegionOf(awsRegion).code;
    const base = `oxygis-${cell}-${code}-${from}`;
    const unique = suffix(`${domain}/${cell}/${region}/${awsRegion}`);
    const group = (purpose: string) => named("resourceGroup", `rg-${base}-${purpose}`);
    return {
        resourceGroups: {
            audit: group("audit"),
            backup: group("backup"),
            compute: group("compute"),
            network: group("network"),
        },
        virtualNetwork: named("general", `vnet-${base}`),
        firewall: named("general", `fw-${base}`),
        firewallPolicy: named("general", `fwp-${base}`),
        firewallAddress: named("general", `pip-${base}-firewall`),
        routeTable: named("general", `rt-${base}`),
        networkSecurityGroup: (subnet: string) => named("general", `nsg-${base}-${subnet}`),
        privateEndpoint: named("general", `pe-${base}-backups`),
        backupAccount: named("storageAccount", `st${cell}${code}p${unique}`),
        identity: named("general", `id-${base}-pull`),
        environment: named("general", `cae-${base}`),
        infrastructureGroup: group("infrastructure"),
        pullJob: named("containerJob", `job-${cell}-${code}-${from}-pull`),
        backupAlert: (label: string) => named("general", `alert-${base}-${label}`),
        logArchive: (place: string) => named("storageAccount", `staudp${cell}${regionOf(place).code}${unique}`),
    };
}

/** The subnets of the network on Azure from which backups are pulled: three of 64 addresses, Azure's least for its firewall. */
export function landingSubnets(addressSpace: string) {
    const space = parseBlock(addressSpace);
    if (!space) {
        throw new Error(`${JSON.stringify(addressSpace)} is no address space; write for example 10.48.0.0/20`);
    }
    const subnet = (index: number) => formatBlock(subnetOf(space, 26, index));
    return { jobs: subnet(0), privateEndpoints: subnet(1), firewall: subnet(2) };
}
