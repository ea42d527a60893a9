import type { Capacity } from "../../sandbox/control";
import { secondsOf } from "../time";
import type { Az } from "./az";

interface SqlUsage {
    name: string;
    properties: { displayName: string; limit: number; currentValue: number };
}

interface SqlCapabilities {
    status?: string;
    reason?: string;
    supportedServerVersions?: {
        name: string;
        supportedElasticPoolEditions?: { name: string; zoneRedundant?: boolean }[];
    }[];
}

interface MachineUsage {
    name: { value: string; localizedValue: string };
    limit: number;
    currentValue: number;
}

interface MachineSize {
    resourceType: string;
    name: string;
    family?: string;
    locationInfo?: { zones?: string[] }[];
    restrictions?: { type: string; restrictionInfo?: { zones?: string[] } }[];
}

interface Location {
    name: string;
    availabilityZoneMappings?: { logicalZone: string }[];
}

interface Deleted {
    name: string;
    properties: { vaultId?: string; configurationStoreId?: string; scheduledPurgeDate?: string };
}

/**
 * What a region could still take: quotas of Azure SQL and of virtual machines, zones in which all of the cell's machines and its pools
 * are sold to this subscription, and names that deleted key vaults and configuration stores hold.
 * @param machineSizes sizes of the cell's virtual machines
 */
export async function capacityOf(az: Az, region: string, machineSizes: readonly string[]): Promise<Capacity> {
    const sql = (list: string, more: Record<string, string> = {}) =>
        az.url(`/providers/Microsoft.Sql/locations/${region}/${list}`, { ...more, "api-version": "2023-08-01" });
    const compute = `/providers/Microsoft.Compute`;
    const filter = { $filter: `location eq '${region}'` };
    const [usages, capabilities, machineUsages, sizes, locations, vaults, stores] = await Promise.all([
        az.list<SqlUsage>(sql("usages")),
        az.get<SqlCapabilities>(sql("capabilities", { include: "supportedElasticPoolEditions" })),
        az.list<MachineUsage>(az.url(`${compute}/locations/${region}/usages`, { "api-version": "2024-07-01" })),
        az.list<MachineSize>(az.url(`${compute}/skus`, { ...filter, "api-version": "2021-07-01" })),
        az.list<Location>(az.url("/locations", { "api-version": "2022-12-01" })),
        az.list<Deleted>(az.url("/providers/Microsoft.KeyVault/deletedVaults", { "api-version": "2023-07-01" })),
        az.list<Deleted>(
            az.url("/providers/Microsoft.AppConfiguration/deletedConfigurationStores", { "api-version": "2023-03-01" }),
        ),
    ]);
    const wanted = sizes.filter(
        ({ resourceType, name }) => resourceType === "virtualMachines" && machineSizes.includes(name),
    );
    const zones = [
        locations.find(({ name }) => name === region)?.availabilityZoneMappings?.length ?? 0,
        ...machineSizes.map((size) => zonesOf(wanted.find(({ name }) => name === size))),
        ...(sellsZonedPools(capabilities) ? [] : [0]),
    ];
    return {
        region,
        zones: Math.min(...zones),
        quotas: [...sqlQuotas(region, usages, capabilities), ...machineQuotas(region, machineUsages, wanted)],
        heldNames: [
            ...vaults.map((vault) => held("keyVault", vault, vault.properties.vaultId)),
            ...stores.map((store) => held("appConfiguration", store, store.properties.configurationStoreId)),
        ],
    };
}

/** Zones in which a size is sold to this subscription; none where it is not sold at all. */
function zonesOf(size: MachineSize | undefined): number {
    const { locationInfo = [], restrictions = [] } = size ?? {};
    if (restrictions.some(({ type }) => type === "Location")) return 0;
    const closed = restrictions.flatMap(({ restrictionInfo }) => restrictionInfo?.zones ?? []);
    return locationInfo.flatMap(({ zones }) => zones ?? []).filter((zone) => !closed.includes(zone)).length;
}

const sellsZonedPools = ({ supportedServerVersions = [] }: SqlCapabilities): boolean =>
    supportedServerVersions.some(({ supportedElasticPoolEditions = [] }) =>
        supportedElasticPoolEditions.some(
            ({ name, zoneRedundant }) => name === "GeneralPurpose" && zoneRedundant === true,
        ),
    );

/** The names that Azure gives to its quotas, and ours for them. */
const sqlKeys: Readonly<Record<string, string>> = {
    ServerQuota: "sqlServers",
    RegionalVCoreQuotaForSQLDBAndDW: "vCores",
};

function sqlQuotas(
    region: string,
    usages: readonly SqlUsage[],
    { status, reason }: SqlCapabilities,
): Capacity["quotas"] {
    const closed = status !== undefined && !["Available", "Default"].includes(status);
    return usages.flatMap(({ name, properties: { displayName, limit, currentValue: used } }) => {
        const key = sqlKeys[name];
        // A negative limit is Azure's way to say that there is none.
        if (key === undefined || limit < 0) return [];
        if (!closed || key !== "sqlServers") return [{ key: `${key}|${region}`, what: displayName, limit, used }];
        const why = reason === undefined ? status : `${status}, ${reason}`;
        return [
            {
                key: `${key}|${region}`,
                what: `${displayName} (Azure SQL is closed to this subscription: ${why})`,
                limit: used,
                used,
            },
        ];
    });
}

function machineQuotas(
    region: string,
    usages: readonly MachineUsage[],
    sizes: readonly MachineSize[],
): Capacity["quotas"] {
    const families = new Set(sizes.map(({ family }) => family));
    return usages.flatMap(({ name: { value, localizedValue: what }, limit, currentValue: used }) => {
        if (value === "cores") return [{ key: `machineCores|${region}`, what, limit, used }];
        return families.has(value) ? [{ key: `machineCores.${value}|${region}`, what, limit, used }] : [];
    });
}

/** Without a date it is held for good, as far as anybody can say: 90 days are the longest that Azure keeps one. */
function held(kind: string, { name, properties }: Deleted, id = name): Capacity["heldNames"][number] {
    const until = properties.scheduledPurgeDate ?? "9999-01-01T00:00:00Z";
    return { kind, name, id, until: secondsOf(until) };
}
