/** What people do in the sandbox: each customer's users work in the database and the documents that the platform leads them to. */
import type { Engine, RunRequest } from "../engine/engine";
import type { Answer, Arguments, Question } from "../sandbox/control";
import { readWorld } from "../sandbox/inspect";
import { isCatalogueEntry, isCell } from "./clouds";
import { readConfiguration } from "./run/job";

interface Workplace {
    engine: Engine;
    requestFor: (stack: string) => RunRequest;
    /** Folder of the configuration. */
    root: string;
    /** Folder of the sandbox. */
    directory: string;
    ask: <Q extends Question>(question: Q, args: Arguments<Q>) => Promise<Answer<Q>>;
}

interface Resource {
    type: string;
    urn: string;
    id?: string;
    inputs?: Record<string, unknown>;
}

/** A customer's entry in the catalogue of one stack, as the application reads it. */
interface Entry {
    slug: string;
    status: string;
    hosts: string[];
    databaseId: string;
    /** A container on Azure, a part of a bucket on AWS. */
    documents: { host: string; container: string } | { bucket: string; prefix: string };
    urn: string;
}

/** What one stack of a cell offers its customers. */
interface Offer {
    entries: Map<string, Entry>;
    containers: Map<string, string>;
    /** Hosts that the edge sends here; unset for the home stack, which has all others. */
    hosts?: Set<string>;
}

/** Customers whom the application serves. */
const working = ["active", "leaving"];

/**
 * Has everybody's users work where the edge and the catalogue lead them, from when that was so, and nowhere else.
 *
 * @param since virtual second before which nobody begins: users of a site that was out of service come back with it
 */
export async function workWhereServed(place: Workplace, since = 0): Promise<void> {
    const { ask } = place;
    const ends = new Map(readWorld(place.directory).operations.map(({ urn, end }) => [urn, end]));
    const { now } = await ask("clock", {});
    const lead = async (offers: readonly Offer[], slug: string): Promise<void> => {
        const serving =
            offers.find(({ entries, hosts }) => entries.get(slug)?.hosts.some((host) => hosts?.has(host))) ??
            offers.find(({ hosts }) => hosts === undefined);
        for (const offer of offers.filter((each) => each !== serving)) await stop(place, offer, slug, now);
        const entry = serving?.entries.get(slug);
        if (!serving || !entry || !working.includes(entry.status)) return;
        const from = Math.max(since, ends.get(entry.urn) ?? now);
        await ask("use", { databaseId: entry.databaseId, customer: slug, from });
        const containerId = containerOf(serving, entry);
        if (containerId !== undefined) await ask("useDocuments", { containerId, customer: slug, from });
    };
    for (const offers of await offersByCell(place)) {
        const slugs = [...new Set(offers.flatMap(({ entries }) => [...entries.keys()]))];
        await Promise.all(slugs.map((slug) => lead(offers, slug)));
    }
}

async function stop({ ask }: Workplace, offer: Offer, slug: string, at: number): Promise<void> {
    const entry = offer.entries.get(slug);
    if (!entry) return;
    await ask("stopUsing", { databaseId: entry.databaseId, at });
    const containerId = containerOf(offer, entry);
    if (containerId !== undefined) await ask("stopUsingDocuments", { containerId, at });
}

const containerOf = ({ containers }: Offer, { documents }: Entry): string | undefined =>
    "bucket" in documents
        ? `arn:aws:s3:::${documents.bucket}/${documents.prefix.replace(/\/$/, "")}`
        : containers.get(`${documents.host.split(".")[0]!}/${documents.container}`.toLowerCase());

async function offersByCell({ engine, requestFor, root }: Workplace): Promise<Offer[][]> {
    const cells = new Map<string, Offer[]>();
    for (const platform of readConfiguration(root).platforms) {
        if (!isCell(platform)) continue;
        const document = await engine.exportStack(requestFor(platform.stack));
        const { resources = [] } = (document?.deployment ?? {}) as { resources?: Resource[] };
        const offer = { ...offerOf(resources), ...(platform.recovers && { hosts: hostsSent(resources) }) };
        cells.set(platform.cell, [...(cells.get(platform.cell) ?? []), offer]);
    }
    return [...cells.values()];
}

function offerOf(resources: readonly Resource[]): Offer {
    const entries = new Map<string, Entry>();
    const containers = new Map<string, string>();
    for (const { type, urn, id = "", inputs = {} } of resources) {
        if (isCatalogueEntry({ type, urn })) {
            const entry = { ...(JSON.parse((inputs["value"] ?? inputs["insecureValue"]) as string) as Entry), urn };
            entries.set(entry.slug, entry);
        }
        if (type === "azure-native:storage:BlobContainer") {
            const [, account, container] = /\/storageAccounts\/([^/]+)\/.*\/containers\/([^/]+)$/i.exec(id) ?? [];
            if (account && container) containers.set(`${account}/${container}`.toLowerCase(), id);
        }
    }
    return { entries, containers };
}

/** The hosts that a stack's rules at the edge send to its own origin. */
function hostsSent(resources: readonly Resource[]): Set<string> {
    const rules = resources
        .filter(({ type }) => type === "azure-native:cdn:Rule")
        .map(({ inputs }) => inputs as { conditions?: { parameters?: { matchValues?: string[] } }[] });
    return new Set(
        rules.flatMap(({ conditions = [] }) => conditions.flatMap(({ parameters }) => parameters?.matchValues ?? [])),
    );
}
