import { z } from "zod";

import type { OtherSite } from "../model/documents";
import { managedStorageGiB, managedStorageStepGiB, mostManagedInstances } from "../model/managedInstances";
import { plans } from "../model/plans";
import { origins } from "../model/recovery";
import { poolLimits, sizes } from "../model/sizes";
import type { AwsCellStack } from "./awsSchema";
import {
    addressSpace,
    anyRegion,
    cellName,
    copyRegion,
    egress,
    globalStack,
    host,
    immutability,
    lockedArchives,
    recoversSchema,
    restored,
    restorePoint,
    siteRegion,
    tags,
    threeZones,
    uuid,
    watch,
    whole,
} from "./schemaParts";

/** Part of every name of a customer; also the name of the customer's file. */
export const slugSchema = z
    .string()
    .regex(
        /^(?=.{3,20}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
        "is not 3 to 20 characters a-z, 0-9 and single inner hyphens that begin with a letter",
    );

const siteSchema = z.strictObject({
    cloud: z.literal("azure"),
    region: siteRegion,
    zones: threeZones(["1", "2", "3"]),
    /** Where Azure replicates geo-redundant storage of `region` to. */
    pairedRegion: z.string(),
});

/** The people of one alert: two at the least, since one may be away. */
const receivers = z
    .array(
        z.strictObject({
            name: z.string().trim().min(1, "is blank").max(64, "is longer than 64 characters"),
            email: z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "is not an e-mail address"),
        }),
    )
    .min(2, "names fewer than two receivers");

export const globalFileSchema = z.strictObject({
    kind: z.literal("global"),
    domain: host,
    site: siteSchema,
    tags: tags.default({}),
    cells: z
        .array(cellName)
        .min(1, "names no cell")
        .max(25, "names more than the 25 cells one Front Door profile has endpoints for"),
    waf: z.strictObject({
        /** Requests of one client address in a minute before it is refused; Front Door's own bounds. */
        requestsPerMinute: whole(10, 1_000_000),
    }),
    /** What `/.well-known/security.txt` says (RFC 9116, VULN-1). */
    disclosure: z.strictObject({
        contact: z
            .array(
                z
                    .string()
                    .regex(/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, "is neither a mailto: nor an https: address"),
            )
            .min(1, "names nobody"),
        policy: z
            .string()
            .regex(/^https:\/\/\S+$/, "is not an https: address")
            .optional(),
        languages: z
            .array(z.string().regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/, "is not a language tag"))
            .min(1, "names no language"),
        expires: z.iso.datetime("is not an ISO 8601 time in UTC"),
    }),
    audit: z.strictObject({
        /** Days the access logs stay in the workspace; a year is promised (ACC-2), 730 is Azure's most. */
        retentionDays: whole(365, 730),
    }),
    immutability,
    lockedArchives,
    /** Who is told of failed or missing backups, and of elevated access. */
    alerts: z.strictObject({ operations: receivers, security: receivers }),
    budget: z.strictObject({
        /** What a month of the whole subscription may cost before people are told. */
        monthlyEuros: whole(1, 10_000_000),
        /** Month of the first deployment: Azure takes no budget that begins in an earlier one. */
        firstMonth: z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/, "is not a month"),
    }),
});

const poolSizing = z.strictObject({
    count: whole(1, 50),
    vCores: z.int().refine((vCores) => poolLimits.has(vCores), "is not a size Azure has for a pool"),
});

const galleryImageVersion =
    /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.Compute\/galleries\/[\w.]+\/images\/[\w.-]+\/versions\/\d+\.\d+\.\d+$/i;
const galleryImageId = z.string().regex(galleryImageVersion, "is not the id of one version of a gallery image");
const vmSize = z.string().regex(/^Standard_[A-Z]+\d+[a-z0-9-]*_v\d+$/, "is not the name of a virtual machine size");

/** What one customer's database is made from, instead of an empty one. */
const restoreSchema = z.strictObject({
    from: z.enum(origins),
    /** Azure id of the backup, or of the database to follow; address of a file of a cell on AWS. */
    source: z.string(),
    point: restorePoint.optional(),
    ...restored,
});

export const cellFileSchema = z.strictObject({
    kind: z.literal("cell"),
    cell: cellName,
    domain: host,
    site: siteSchema,
    tags: tags.default({}),
    /** Where the global stack's outputs are read: organization/project/stack. */
    globalStack,
    network: z.strictObject({ addressSpace }),
    egress,
    application: z.strictObject({
        /** Version of a specialised image in an Azure Compute Gallery. */
        imageId: galleryImageId,
        vmSize,
        instances: whole(3, 1000),
    }),
    /** The machines for scheduled work and document conversion, one in each zone. */
    jobs: z.strictObject({
        imageId: galleryImageId,
        vmSize,
        /** Size of each machine's data disk, GiB; Azure allows up to 32,767. */
        dataDiskGiB: whole(4, 32_767),
    }),
    documents: z.strictObject({
        /** Storage accounts among which the customers' documents are spread; Azure allows 250 in a region and subscription. */
        accounts: whole(1, 50),
        /** The region that holds the copies; unset: the paired one. */
        copies: copyRegion.optional(),
    }),
    watch,
    immutability,
    lockedArchives,
    pools: z.strictObject({ paid: poolSizing, other: poolSizing }),
    /** Set where the cell stands in for one on AWS: what holds the databases that are made from that one's backups (decision 029). */
    managedInstances: z
        .strictObject({
            count: whole(1, mostManagedInstances),
            vCores: z
                .int()
                .refine((vCores) => managedStorageGiB.has(vCores), "is not a size Azure has for an instance"),
            storageGiB: whole(managedStorageStepGiB, Math.max(...managedStorageGiB.values())).multipleOf(
                managedStorageStepGiB,
                `is not a multiple of ${managedStorageStepGiB}`,
            ),
        })
        .optional(),
    recovers: recoversSchema(anyRegion).optional(),
    /** Slug to what the customer's database is made from. */
    restores: z.record(z.string(), restoreSchema).default({}),
});

const people = z
    .array(
        z.strictObject({
            /** For those who read the file; only the object id goes to the directory. */
            name: z.string().trim().min(1, "is blank").max(100, "is longer than 100 characters"),
            objectId: uuid("is not an Entra object id"),
        }),
    )
    .min(1, "names nobody");

/** Who is in which group of staff (`infra/staff.yaml`). */
export const staffFileSchema = z.strictObject({
    support: people,
    operations: people,
    databaseAdministration: people,
    /** Approves the elevation of others; two, so that somebody else than the one who asks can say yes. */
    security: people.min(2, "names fewer than two people"),
    /** Two, so that one lost key does not close the last door. */
    breakGlass: people.min(2, "names fewer than two accounts"),
});

/** `leaving` customers are still served; of `erased` ones only backups are left, until those run out. */
export const statuses = ["active", "suspended", "leaving", "erased"] as const;

export const customerFileSchema = z.strictObject({
    name: z.string().trim().min(1, "is blank").max(100, "is longer than 100 characters"),
    plan: z.enum(plans),
    cell: cellName,
    size: z.enum(sizes),
    status: z.enum(statuses),
    /** Host names of the customer's own, besides the one below the cell's wildcard domain. */
    domains: z.array(host).default([]),
    /** Further regions that hold a copy of the customer's data, at extra cost (BKP-4). */
    replicateTo: z.array(copyRegion).default([]),
    /** `home` keeps every copy of the customer's data in the home region, at the price of what DR-2 and DR-3 promise for its loss. */
    residency: z.literal("home").optional(),
    residencyReason: z.string().trim().min(1, "is blank").max(200, "is longer than 200 characters").optional(),
    /** Pins the database to a pool, for example `paid-2`; otherwise the pool is computed. */
    pool: z
        .string()
        .regex(/^(?:paid|other)-[1-9]\d*$/, "is not the name of a pool")
        .optional(),
});

export type GlobalFile = z.output<typeof globalFileSchema>;
export type CellFile = z.output<typeof cellFileSchema>;
export type Restore = z.output<typeof restoreSchema>;
export type CustomerFile = z.output<typeof customerFileSchema>;

export type Staff = z.output<typeof staffFileSchema>;

export type Customer = CustomerFile & { slug: string };

/** What the global stack knows of a cell: its name and the host names to serve for it. */
interface EdgeCell {
    name: string;
    wildcardDomain: string;
    /** Every Azure region that data of the cell may lie in, sorted: home, pair, and where customers have it replicated to. */
    regions: string[];
    vanityDomains: { host: string; slug: string }[];
    /** Whether Front Door reaches its site over the Internet: it has no private way to AWS. */
    overInternet: boolean;
}

export type GlobalStack = Omit<GlobalFile, "cells"> & { stack: string; cells: EdgeCell[]; staff: Staff };
/** A cell with its customers, sorted by slug; erased customers are left out. */
export type CellStack = CellFile & {
    stack: string;
    customers: Customer[];
    /** Where documents are brought from: the lost site's copies, or the site that stood in for this one. */
    otherSite?: OtherSite;
};
export type Platform = GlobalStack | CellStack | AwsCellStack;
