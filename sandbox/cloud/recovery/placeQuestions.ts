/** Questions about a region: what it offers, what is taken of it, and what of a service is running there. */
import { normalLocation } from "../arm";
import { AWS_REGIONS } from "../aws/regions";
import { regionOf } from "../aws/templates";
import { cloudType } from "../catalogue";
import { isLost } from "../data/places";
import type { Stored } from "../state";
import { text, type Properties } from "../values";
import type { World } from "../world";
import type { Answers } from "./questions";

/** Limits of a region whose use is told even while nothing counts towards them. */
const REGIONAL_OF_AWS = [
    { key: "rdsInstances", limit: 40, what: "DB instances" },
    { key: "rdsSqlServers", limit: 10, what: "license-included SQL Server DB instances" },
    { key: "vpcs", limit: 5, what: "VPCs" },
    { key: "elasticIps", limit: 5, what: "Elastic IP addresses" },
];
const REGIONAL = [
    { key: "sqlServers", limit: 20, what: "logical SQL servers" },
    // Azure publishes no default; it is raised on request.
    { key: "vCores", limit: 2000, what: "vCores of Azure SQL Database (assumed)" },
    { key: "managedVCores", limit: 320, what: "vCores of SQL Managed Instance" },
    { key: "storageAccounts", limit: 250, what: "storage accounts" },
];

/** Machines: how many a resource is, and in which zones. AWS' zones have letters: a is the first. */
function machinesOf(
    { token, inputs, outputs }: Stored,
    plain: Properties,
): { count: number; zones: string[] } | undefined {
    if (token === "aws:autoscaling/group:Group") {
        const [names, count] = [outputs["availabilityZones"], outputs["desiredCapacity"]];
        const letters = Array.isArray(names) ? names.map((name) => String(name as string).slice(-1)) : [];
        return {
            count: typeof count === "number" ? count : 0,
            zones: letters.map((letter) => String("abcdef".indexOf(letter) + 1)),
        };
    }
    const zones = Array.isArray(inputs["zones"]) ? inputs["zones"].filter((zone) => typeof zone === "string") : [];
    if (token === "azure-native:compute:VirtualMachine") return { count: 1, zones };
    if (token !== "azure-native:compute:VirtualMachineScaleSet") return undefined;
    const sku = plain["sku"];
    const capacity = typeof sku === "object" && sku !== null && !Array.isArray(sku) ? sku["capacity"] : undefined;
    return { count: typeof capacity === "number" ? capacity : 0, zones };
}

/** How many of `count` machines, spread evenly over their zones, are in zones that are not lost. */
function up(world: World, region: string, { count, zones }: { count: number; zones: string[] }, at: number): number {
    const { around } = world.view;
    if (zones.length === 0) return isLost(around, region, at) ? 0 : count;
    return zones.reduce((running, zone, index) => {
        const here = Math.floor(count / zones.length) + (index < count % zones.length ? 1 : 0);
        return running + (isLost(around, region, at, zone) ? 0 : here);
    }, 0);
}

const placeOf = ({ id }: Stored, plain: Properties): string =>
    id.startsWith("arn:") ? regionOf(plain) : normalLocation(text(plain, "location") ?? "");

export const placeAnswers: Pick<Answers, "capacity" | "running"> = {
    capacity(world, { region }) {
        const { state, ledger } = world;
        return {
            region,
            zones: ledger.zonesOf(region),
            quotas: (AWS_REGIONS.has(region) ? REGIONAL_OF_AWS : REGIONAL).map(({ key, limit, what }) => ({
                key: `${key}|${region}`,
                what: `${what} in ${region}`,
                limit: ledger.limitOf(`${key}|${region}`, limit),
                used: state.count(`${key}|${region}`),
            })),
            heldNames: [...state.held.values()]
                .filter(({ until }) => until > world.timeline.now)
                .map(({ kind, value, id, until }) => ({ kind, name: value, id, until }))
                .sort((a, b) => (a.kind + a.name < b.kind + b.name ? -1 : 1)),
        };
    },
    running(world, { region, at = world.timeline.now }) {
        const services = world.state.all().flatMap((stored) => {
            const plain = world.state.find(stored.id)?.inputs ?? {};
            const machines = machinesOf(stored, plain);
            if (machines === undefined || placeOf(stored, plain) !== region) return [];
            return [
                {
                    id: stored.id,
                    what: cloudType(stored.token).token,
                    machines: machines.count,
                    up: up(world, region, machines, at),
                },
            ];
        });
        return { services: services.sort((a, b) => (a.id < b.id ? -1 : 1)) };
    },
};
