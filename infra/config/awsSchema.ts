import { z } from "zod";

import { awsSiteRegions, awsZones, findAwsRegion, objectionToAwsRegion } from "../model/awsRegions";
import { databasesPerInstance, instanceStorageGiB, isBareMetal, mostInstances } from "../model/awsSizes";
import { staffRoleNames } from "../model/staffRoles";
import type { Customer, GlobalFile } from "./schema";
import {
    addressSpace,
    cellName,
    egress,
    globalStack,
    host,
    immutability,
    lockedArchives,
    recoversSchema,
    regionName,
    restored,
    restorePoint,
    siteRegion,
    tags,
    threeZones,
    uuid,
    watch,
    whole,
} from "./schemaParts";

const awsRegion = regionName(findAwsRegion, objectionToAwsRegion, awsSiteRegions);

const siteSchema = z.strictObject({
    cloud: z.literal("aws"),
    region: awsRegion,
    zones: threeZones(awsZones),
    /** The AWS region that holds the near copies; AWS itself pairs none. */
    pairedRegion: awsRegion,
    /** The site on Azure that holds the promised backups (BKP-2, BKP-3), and that a customer can move to. */
    backupSite: z.strictObject({ region: siteRegion, pairedRegion: z.string() }),
});

const imageId = z.string().regex(/^ami-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, "is not the id of an image of machines");
/** The same image in the paired region, where it has another id: for the loss of the region. A site that stands in has none yet. */
const pairedImageId = imageId.optional();
const instanceType = z
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "is not a type of EC2 instance")
    .refine((type) => !isBareMetal(type), "is a bare-metal type, and only virtual servers are used (HOST-1)");

const databasesImage =
    /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/[a-z0-9]+(?:[._/-][a-z0-9]+)*@sha256:[0-9a-f]{64}$/;

/** What one customer's database is made from, instead of an empty one. */
const restoreSchema = z.strictObject({
    from: z.literal("native"),
    /** Key of the customer's backup in the cell's bucket: `<cell>/<slug>/<time>/full.bak`. */
    source: z.string(),
    point: restorePoint,
    ...restored,
});

const groupId = z
    .string()
    .regex(
        /^(?:[0-9a-f]{10}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        "is not an Identity Center id of a group",
    );

export const awsCellFileSchema = z.strictObject({
    kind: z.literal("cell"),
    cell: cellName,
    domain: host,
    site: siteSchema,
    tags: tags.default({}),
    globalStack,
    network: z.strictObject({
        addressSpace,
        /** Of the network on Azure from which backups are pulled. */
        landingAddressSpace: addressSpace,
    }),
    egress,
    application: z.strictObject({ imageId, pairedImageId, instanceType, instances: whole(3, 1000) }),
    /** The machines for scheduled work and document conversion, one in each zone. */
    jobs: z.strictObject({
        imageId,
        pairedImageId,
        instanceType,
        /** Size of each machine's data disk, GiB; gp3 goes up to 16,384 where nothing is said of performance. */
        dataDiskGiB: whole(4, 16_384),
    }),
    /** The SQL Server instances, `paid-1` and so on, each with databases of many customers (decision 024). */
    data: z.strictObject({
        instances: whole(1, mostInstances),
        class: z
            .string()
            .refine(
                (name) => databasesPerInstance(name) !== undefined,
                "is not a class that AWS offers Multi-AZ SQL Server for",
            ),
        /** What each begins with, and what it may grow to by itself. */
        storageGiB: z
            .strictObject({
                least: whole(instanceStorageGiB.least, instanceStorageGiB.most),
                most: whole(instanceStorageGiB.least, instanceStorageGiB.most),
            })
            .refine(({ least, most }) => most >= Math.ceil(least * 1.1), "leaves less than a tenth to grow"),
    }),
    /** The function that makes and restores databases. */
    databases: z.strictObject({
        image: z.string().regex(databasesImage, "is not an image in ECR with its digest"),
    }),
    watch,
    immutability,
    /** Regions of Azure: what lies there on behalf of this cell has its access logs kept there. */
    lockedArchives,
    /** The account that holds the cell and nothing else, and the organization's staff. */
    aws: z.strictObject({
        accountId: z.string().regex(/^\d{12}$/, "is not an account number of twelve digits"),
        /** The Entra tenant of the platform: AWS believes its tokens, with which backups are pulled. */
        tenantId: uuid("is not the id of an Entra tenant"),
        organizationId: z.string().regex(/^o-[a-z0-9]{10,32}$/, "is not the id of an organization"),
        identityCenter: z.strictObject({
            /** Where Identity Center stands; an organization has it in one region. */
            region: awsRegion,
            instanceArn: z
                .string()
                .regex(
                    /^arn:aws:sso:::instance\/(?:sso)?ins-[a-zA-Z0-9-.]{16}$/,
                    "is not the ARN of an Identity Center",
                ),
            /** Role of staff to the id of the group that Entra ID carries over: the elevated one, empty until somebody asks. */
            groups: z.strictObject(
                Object.fromEntries(staffRoleNames.map((role) => [role, groupId])) as Record<
                    (typeof staffRoleNames)[number],
                    typeof groupId
                >,
            ),
        }),
    }),
    recovers: recoversSchema(awsRegion).optional(),
    /** Slug to what the customer's database is made from. */
    restores: z.record(z.string(), restoreSchema).default({}),
});

export type AwsCellFile = z.output<typeof awsCellFileSchema>;

/**
 * A cell on AWS with its customers, sorted by slug; erased customers are left out. Its kind is one of its own, so that nothing written for
 * a cell on Azure takes it for one.
 */
export type AwsCellStack = Omit<AwsCellFile, "kind"> & {
    kind: "awsCell";
    stack: string;
    customers: Customer[];
    /** As the global stack's file says: whom alerts reach, and how many days access logs are kept. */
    alerts: GlobalFile["alerts"];
    audit: GlobalFile["audit"];
};
