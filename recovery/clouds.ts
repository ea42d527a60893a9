/** Where a recovery can lead, as far as it tells the ways apart: how a program declares a customer's database there, and what restores it. */
import type { AwsCellStack } from "../infra/config/awsSchema";
import type { CellStack } from "../infra/config/schema";
import { findAwsRegion } from "../infra/model/awsRegions";
import { databaseLabel } from "../infra/model/naming";
import { restoreLanesPerPool } from "../infra/model/recovery";

/** A stack that serves the customers of a cell. */
export type AnyCell = CellStack | AwsCellStack;

export interface Cloud {
    /** `managed` is Azure for a cell that was on AWS: its backups are restored on managed instances alone. */
    name: "azure" | "aws" | "managed";
    /** What makes a customer's database in a program: its type, and what follows the database's label in its name. */
    database: { type: string; suffix: string };
    /** Type of a customer's entry in the catalogue. */
    catalogueType: string;
    /** Restores that one pool, or instance, works on at a time. */
    lanes: number;
    /** What must stand before the first restore: where databases go, the machines, and the way in. */
    capacityTypes: readonly string[];
    /** Names of what a site that stands in does not declare: the account has it once, or it lies in the new region already. */
    sharedBySites: readonly RegExp[];
    /** Names of rights that at a site that stands in reach the lost site's copies too. */
    reachesBack: readonly RegExp[];
    /** Whether a drill rehearses the way home; to AWS it is gone by hand (runbook lose-an-aws-region). */
    hasWayHome: boolean;
    /** Whether the site is declared by the same program as the lost one, so that the two can be compared. */
    mirrors: boolean;
}

export const azure: Cloud = {
    name: "azure",
    database: { type: "azure-native:sql:Database", suffix: "-db" },
    catalogueType: "azure-native:appconfiguration:KeyValue",
    lanes: restoreLanesPerPool,
    capacityTypes: ["sql:ElasticPool", "compute:VirtualMachineScaleSet", "cdn:AFDOrigin"],
    sharedBySites: [],
    reachesBack: [],
    hasWayHome: true,
    mirrors: true,
};

export const aws: Cloud = {
    name: "aws",
    database: { type: "aws:lambda/invocation:Invocation", suffix: "-database" },
    catalogueType: "aws:ssm/parameter:Parameter",
    // "Importing and exporting SQL Server databases using native backup and restore" (RDS User Guide): two tasks of an instance at a time.
    lanes: 2,
    capacityTypes: ["rds/instance:Instance", "autoscaling/group:Group", "cdn:AFDOrigin"],
    // Scans of the region of the copies, the documents there, and the account's trust in the tenant.
    sharedBySites: [/-scanning-/, /-documents-/, /-pull-role-(?:provider|application|principal)$/],
    reachesBack: [/-(?:web|jobs|pull)-role-rights$/, /-backup-rights$/],
    hasWayHome: false,
    mirrors: true,
};

export const managed: Cloud = {
    ...azure,
    name: "managed",
    database: { type: "azure-native:sql:ManagedDatabase", suffix: "-db" },
    // Assumed: an instance takes 100 requests at a time, and works on them with the throughput of its own disks.
    lanes: 8,
    capacityTypes: ["sql:ManagedInstance", "compute:VirtualMachineScaleSet", "cdn:AFDOrigin"],
    hasWayHome: false,
    mirrors: false,
};

const clouds = [azure, aws, managed];

/**
 * What a recovery leads to.
 *
 * @param lost the region that was lost; without one, what serves at home
 */
export const cloudOf = (region: string, lost = region): Cloud =>
    findAwsRegion(region) ? aws : findAwsRegion(lost) ? managed : azure;

export const isCell = (platform: { kind: string } | undefined): platform is AnyCell =>
    platform?.kind === "cell" || platform?.kind === "awsCell";

const lastName = (urn: string): string => urn.split("::").at(-1)!;
const isOf = (urn: string, type: string): boolean => urn.split("::")[2]?.split("$").at(-1) === type;

/** The label of the database that a URN makes (see `databaseLabel`), of a customer or of a copy; undefined for anything else. */
export function labelOfDatabase(urn: string): string | undefined {
    const cloud = clouds.find(({ database }) => isOf(urn, database.type));
    const name = lastName(urn);
    const suffix = cloud?.database.suffix ?? "";
    return cloud && name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined;
}

/** Whether a URN is that of a database of a customer, in whatever generation. */
export function isDatabaseOf(urn: string, cell: string, slug: string): boolean {
    const label = labelOfDatabase(urn);
    return ([1, 2] as const).some((generation) => label === databaseLabel(cell, slug, generation));
}

/** Whose entry in the catalogue of a cell a URN is; undefined for anything else. */
export function customerOfCatalogue(urn: string, cell: string): string | undefined {
    const prefix = `${cell}-catalogue-`;
    const name = lastName(urn);
    return clouds.some(({ catalogueType }) => isOf(urn, catalogueType)) && name.startsWith(prefix)
        ? name.slice(prefix.length)
        : undefined;
}

/** Whether a resource of a deployment is a customer's entry in a catalogue; its text is the input `value`, or `insecureValue` on AWS. */
export const isCatalogueEntry = ({ type, urn }: { type: string; urn: string }): boolean =>
    clouds.some(({ catalogueType }) => catalogueType === type) && lastName(urn).includes("-catalogue-");
