/** The stack files that a recovery writes: that of the stack which stands in, and on the way home what the lost stack's databases are made from. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import { type Document, parseDocument, Scalar } from "yaml";

import type { Platform } from "../../infra/config/schema";
import { awsRegionKey } from "../../infra/config/stackFile";
import { formatBlock, overlap, parseBlock, privateBlocks, sizeOf } from "../../infra/model/network";
import { copyRegions } from "../../infra/model/regions";
import { isCell } from "../clouds";
import { isAcross, shapeAcross, templateOf } from "../plan/across";
import type { RecoveryPlan, Source, Wave } from "../plan/types";

export const stackFile = (root: string, stack: string): string => join(root, `Pulumi.${stack}.yaml`);

const stackPath = ["config", "oxygis:stack"];

export interface RestoreEntry {
    from: Source["from"] | "secondary";
    source: string;
    point?: string;
    wave: "paid" | "rest";
    order: number;
    verified: boolean;
    database?: 2;
}

/** What changes in a stack file while a recovery goes on; what is left out stays as it is. */
export interface StackFileChange {
    wave?: Wave;
    waiting?: readonly string[];
    returned?: readonly string[];
    cancelled?: boolean;
    /** Entries to write; undefined takes one out. */
    restores?: Readonly<Record<string, RestoreEntry | undefined>>;
    verified?: readonly string[];
}

/**
 * The file of the stack that stands in: the lost stack's own (or, for one on AWS that goes to Azure, that of a cell there), with another
 * region, addresses that nobody uses, and what each customer's database is made from. The same plan and files give the same text.
 */
export function recoveryFileText(root: string, plan: RecoveryPlan, platforms: readonly Platform[]): string {
    const { region, pairedRegion } = plan.target;
    const lost = platforms.filter(isCell).find(({ stack }) => stack === plan.lostStack)!;
    const template = isAcross(lost, region) ? templateOf(lost, platforms)! : undefined;
    const document = parseDocument(readFileSync(stackFile(root, template?.stack ?? plan.lostStack), "utf8"));
    const set = (path: string[], value: unknown) => document.setIn([...stackPath, ...path], value);
    set(["site", "region"], region);
    set(["site", "pairedRegion"], pairedRegion);
    const free = freeAddresses(plan, platforms);
    set(["network", "addressSpace"], free(lost.network.addressSpace));
    if (lost.kind === "awsCell" && template) {
        const { cell, tags, immutability } = lost;
        const own = { cell, tags, immutability, ...shapeAcross(lost, template) };
        for (const [key, value] of Object.entries(own)) set([key], document.createNode(value));
        writeCopies(document, plan, platforms);
    } else if (lost.kind === "awsCell") {
        set(["network", "landingAddressSpace"], free(lost.network.landingAddressSpace));
        // Images and registries belong to a region.
        set(["databases", "image"], lost.databases.image.replace(`.ecr.${plan.lostRegion}.`, `.ecr.${region}.`));
        for (const part of ["application", "jobs"] as const) {
            set([part, "imageId"], lost[part].pairedImageId);
            document.deleteIn([...stackPath, part, "pairedImageId"]);
        }
        document.setIn(["config", awsRegionKey], region);
    } else writeCopies(document, plan, platforms);
    // No archive of the new region is locked yet.
    document.deleteIn([...stackPath, "lockedArchives"]);
    document.deleteIn([...stackPath, "restores"]);
    const waiting = plan.without.map(({ slug }) => slug);
    set(
        ["recovers"],
        document.createNode({
            stack: plan.lostStack,
            region: plan.lostRegion,
            wave: "platform",
            waiting,
            returned: [],
            cancelled: false,
        }),
    );
    set(["restores"], document.createNode({}));
    const restores = plan.customers.map(({ slug, source, wave, order, database }): [string, RestoreEntry] => [
        slug,
        {
            from: source.from,
            source: source.id,
            point: source.point,
            wave,
            order,
            verified: false,
            ...(database === 2 && { database }),
        },
    ]);
    apply(document, { restores: Object.fromEntries(restores) });
    const own = template ? undefined : document.commentBefore;
    document.commentBefore =
        ` Written by \`oxygis recover up\`: stands in for the stack ${plan.lostStack}, whose region ${plan.lostRegion} was lost at ${plan.lostAt}.\n` +
        ` The recovery goes on writing recovers and restores; everything else may be changed by hand.${own ? `\n${own}` : ""}`;
    return text(document);
}

/** Changes a stack file in place: what people wrote beside it stays. Whoever reads it sees the old text or the new one, never half. */
export function changeStackFile(root: string, stack: string, change: StackFileChange): void {
    const file = stackFile(root, stack);
    const before = readFileSync(file, "utf8");
    const document = parseDocument(before);
    apply(document, change);
    const after = text(document);
    if (after !== before) writeDurably(file, after);
}

export function writeDurably(file: string, content: string): void {
    const temporary = join(dirname(file), `.${process.pid}.oxygis-recovery`);
    const descriptor = openSync(temporary, "w", 0o644);
    writeSync(descriptor, content);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, file);
}

const text = (document: Document): string => document.toString({ indent: 4, lineWidth: 0 });

function apply(document: Document, change: StackFileChange): void {
    const set = (path: string[], value: unknown) => document.setIn([...stackPath, ...path], value);
    const { restores = {}, verified = [] } = change;
    if (change.wave !== undefined) set(["recovers", "wave"], change.wave);
    if (change.cancelled !== undefined) set(["recovers", "cancelled"], change.cancelled);
    for (const list of ["waiting", "returned"] as const) {
        const slugs = change[list];
        if (slugs) set(["recovers", list], document.createNode([...slugs].sort()));
    }
    if (Object.keys(restores).length > 0 && !document.hasIn([...stackPath, "restores"])) {
        set(["restores"], document.createNode({}));
    }
    for (const [slug, entry] of Object.entries(restores)) {
        if (entry === undefined) document.deleteIn([...stackPath, "restores", slug]);
        else
            set(
                ["restores", slug],
                document.createNode({ ...entry, ...(entry.point && { point: quoted(entry.point) }) }),
            );
    }
    for (const slug of verified) {
        if (document.hasIn([...stackPath, "restores", slug])) set(["restores", slug, "verified"], true);
    }
}

/** Other readers of YAML take a bare time for one, and no text. */
function quoted(value: string): Scalar {
    const scalar = new Scalar(value);
    scalar.type = Scalar.QUOTE_DOUBLE;
    return scalar;
}

/** For a block of the lost site the first one of its size that nobody uses, from its own upwards. */
function freeAddresses(plan: RecoveryPlan, platforms: readonly Platform[]): (cidr: string) => string {
    const taken = platforms
        .filter(isCell)
        .filter(({ stack }) => stack !== plan.stack)
        .flatMap(({ network }) => [network.addressSpace, ...landingOf(network)])
        .map((cidr) => parseBlock(cidr)!);
    return (cidr) => {
        const own = parseBlock(cidr)!;
        const range = privateBlocks.map((outer) => parseBlock(outer)!).find((outer) => overlap(outer, own))!;
        const blocks = sizeOf(range) / sizeOf(own);
        const first = (own.start - range.start) / sizeOf(own);
        for (let step = 1; step < blocks; step++) {
            const block = { start: range.start + ((first + step) % blocks) * sizeOf(own), prefix: own.prefix };
            if (taken.some((other) => overlap(block, other))) continue;
            taken.push(block);
            return formatBlock(block);
        }
        throw new Error(`No addresses are left for ${plan.stack}: every /${own.prefix} of the private range is taken.`);
    };
}

const landingOf = (network: object): string[] =>
    "landingAddressSpace" in network ? [network.landingAddressSpace as string] : [];

function writeCopies(document: Document, plan: RecoveryPlan, platforms: readonly Platform[]): void {
    const copies = regionForCopies(plan, platforms);
    const path = [...stackPath, "documents", "copies"];
    if (copies === undefined) document.deleteIn(path);
    else document.setIn(path, copies);
}

/** Where copies of documents go while the paired region is the lost one, or takes none; undefined: to the paired region. */
function regionForCopies(
    { lostRegion, target, lostStack }: RecoveryPlan,
    platforms: readonly Platform[],
): string | undefined {
    const lost = platforms.find((platform) => platform.kind === "cell" && platform.stack === lostStack);
    const wished = lost?.kind === "cell" ? lost.customers.flatMap(({ replicateTo }) => replicateTo) : [];
    const globals = platforms.filter(({ kind }) => kind === "global").map(({ site }) => site.region);
    const possible = copyRegions.filter(
        (region) => region !== lostRegion && region !== target.region && !wished.includes(region),
    );
    // What cannot take the site today, for want of zones or an answer, is not asked to take copies.
    const doubtful = target.passedOver.map(({ region }) => region);
    const pair = target.pairedRegion;
    if (pair !== lostRegion && copyRegions.includes(pair) && !doubtful.includes(pair)) return undefined;
    // The edge's own region only where there is no other: both would be lost at once.
    const apart = possible.filter((region) => !globals.includes(region));
    return apart.find((region) => !doubtful.includes(region)) ?? apart[0] ?? possible[0];
}

/** Puts a stack file out of the way under a name that nothing reads; its text stays for people. */
export function setAside(root: string, stack: string, why: string): string | undefined {
    const file = stackFile(root, stack);
    if (!existsSync(file)) return undefined;
    for (let number = 1; ; number++) {
        const kept = `${file}.${why}${number === 1 ? "" : `-${number}`}`;
        if (existsSync(kept)) continue;
        renameSync(file, kept);
        return kept;
    }
}
