import { z } from "zod";

import { awsSiteRegions, findAwsRegion } from "../model/awsRegions";
import { addressSpacePrefix, isPrivate, parseBlock } from "../model/network";
import { waves } from "../model/recovery";
import { copyRegions, findRegion, objectionToCopies, objectionToSite, siteRegions } from "../model/regions";

/** What the schemas of several kinds of stack files are made of. */

/** Part of every name of a cell; eight characters are what Azure leaves in the name of a key vault. */
export const cellName = z
    .string()
    .regex(/^[a-z][a-z0-9]{1,7}$/, "is not 2 to 8 characters a-z and 0-9 that begin with a letter");

const hostName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
/** Azure issues certificates for host names up to this length. */
export const certificateNameLimit = 64;

/** Host names mean the same in upper and lower case; everything behind this boundary sees lower case. */
export const host = z
    .string()
    .toLowerCase()
    .regex(hostName, "is not a host name")
    .max(certificateNameLimit, `is longer than the ${certificateNameLimit} characters a certificate allows`);

/** The name of a region that this project knows and has no objection to; otherwise the allowed ones are named. */
export const regionName = <Region>(
    find: (name: string) => Region | undefined,
    objectionTo: (region: Region) => string | undefined,
    allowed: readonly string[],
) =>
    z.string().superRefine((name, context) => {
        const region = find(name);
        const objection = region ? objectionTo(region) : "is not a region this project knows";
        if (objection) {
            context.addIssue({
                code: "custom",
                message: objection,
                input: name,
                params: { allowed: region ? [] : allowed },
            });
        }
    });

/** Where a site on Azure may stand. */
export const siteRegion = regionName(findRegion, objectionToSite, siteRegions);
/** Where a lost site stood, on whatever cloud. */
export const anyRegion = regionName<unknown>(
    (name) => findRegion(name) ?? findAwsRegion(name),
    () => undefined,
    [...siteRegions, ...awsSiteRegions],
);
/** Where copies of customers' data may lie on Azure. */
export const copyRegion = regionName(findRegion, objectionToCopies, copyRegions);

/** Exactly these three zones, as the cloud writes them. */
export const threeZones = <const Zones extends readonly [string, string, string]>([one, two, three]: Zones) =>
    z.tuple([z.literal(one), z.literal(two), z.literal(three)], {
        error: ({ code }) => (code === "too_small" ? "names fewer than three zones" : "names more than three zones"),
    });

export const tags = z
    .record(z.string(), z.string().max(256, "is longer than 256 characters"))
    .superRefine((all, context) => {
        const names = Object.keys(all);
        if (names.length > 20) {
            context.addIssue({ code: "custom", message: "holds more than 20 tags" });
        }
        for (const name of names.filter((name) => !/^[^<>%&\\?/]{1,128}$/.test(name))) {
            context.addIssue({
                code: "custom",
                path: [name],
                message: "stands under a name Azure does not allow for a tag",
            });
        }
    });

export const uuid = (message: string) =>
    z
        .string()
        .toLowerCase()
        .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, message);

export const whole = (least: number, most: number) =>
    z.int().min(least, `is less than ${least}`).max(most, `is more than ${most}`);

/** Whether what keeps backups and logs from being deleted can be taken back (`reversible`), or never again (`locked`). */
export const immutability = z.enum(["locked", "reversible"]);

/**
 * The regions whose archive of logs has been seen to fill and is locked from then on, with `immutability: locked`. It cannot be
 * locked from the start: Azure locks no archive that does not exist (runbook lock-log-archive).
 */
export const lockedArchives = z.array(copyRegion).default([]);

export const globalStack = z.string().regex(/^[\w.-]+\/[\w.-]+\/[\w.-]+$/, "is not organization/project/stack");

export const addressSpace = z.string().superRefine((cidr, context) => {
    const block = parseBlock(cidr);
    const { smallest, largest } = addressSpacePrefix;
    const message = !block
        ? "is not a block of addresses"
        : !isPrivate(block)
          ? "is not a private block of addresses"
          : block.prefix > smallest
            ? `is smaller than /${smallest}`
            : block.prefix < largest
              ? `is larger than /${largest}`
              : undefined;
    if (message) {
        context.addIssue({ code: "custom", message, input: cidr });
    }
});

export const egress = z.strictObject({
    /** Hosts the virtual machines may call over HTTPS besides private endpoints (SW-6); `*.` may stand in front. */
    allowedHosts: z.array(
        z.string().regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, "is not a host name in lower case"),
    ),
});

/** The job that looks at the age of every backup. */
export const watch = z.strictObject({
    image: z
        .string()
        .regex(
            /^[a-z0-9.-]+(?:\/[a-z0-9._-]+)+(?::(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/,
            "is not an image with its version",
        ),
});

const someSlugs = z.array(z.string()).default([]);

/** The moment that a backup brings back. */
export const restorePoint = z.iso.datetime("is not an ISO 8601 time in UTC");

/** What a stack file says of any restored database, whatever it is made from. */
export const restored = {
    /** When the database is declared, and its place there: the largest first. */
    wave: z.enum(["paid", "rest"]),
    order: whole(1, 9999),
    /** Whether what it holds has been found right; until then the application serves nobody from it. */
    verified: z.boolean().default(false),
    /** `2` makes the database beside the one that is there, and has it serve the customer. */
    database: z.union([z.literal(1), z.literal(2)], { error: "is neither 1 nor 2" }).default(1),
};

/** Set in the stack that stands in for a lost one; `region` is where that stood. */
export const recoversSchema = <Region extends z.ZodType>(region: Region) =>
    z.strictObject({
        /** The lost stack, of the same cell. */
        stack: z.string(),
        region,
        /** How far the recovery has come. */
        wave: z.enum(waves),
        /** Customers that have no database here, because none can be restored. */
        waiting: someSlugs,
        /** Customers that are served at home again. */
        returned: someSlugs,
        /** Gives the hosts of customers that are not verified back to the lost stack's site. */
        cancelled: z.boolean().default(false),
    });
