import type { Answer, Arguments, Content, Plane, Question } from "../sandbox/control";
import { readWorld } from "../sandbox/inspect";
import type { Expectation, Health, Site, Verification } from "./site";
import { isoTime, secondsOf } from "./time";

type Ask = <Q extends Question>(question: Q, args: Arguments<Q>) => Promise<Answer<Q>>;

/** What a check of a restored database takes: opening it, and reading every row once (assumed). */
const verifySeconds = { base: 60, perGiB: 1 };

/** Rows are stamped by the region's own clock, which may be a little off. */
const toleratedSkewSeconds = 5 * 60;

/** The sandbox as a recovery sees it. */
export class SandboxSite implements Site {
    readonly kind = "sandbox";

    /** @param directory the folder that the running sandbox keeps its cloud in */
    constructor(
        private readonly directory: string,
        private readonly ask: Ask,
    ) {}

    async now(): Promise<string> {
        return isoTime((await this.ask("clock", {})).now);
    }

    async health(region: string): Promise<Health> {
        const lost = await this.lostPlanes(region);
        return { control: !lost.has("control"), data: !lost.has("data") };
    }

    async lostSince(region: string): Promise<string | undefined> {
        const { now } = await this.ask("clock", {});
        const outages = (await this.current(region, now)).sort((a, b) => Number(lacksData(a)) - Number(lacksData(b)));
        const [outage] = outages;
        return outage && isoTime(outage.from ?? now);
    }

    async backups(region: string) {
        return (await this.ask("backups", { region })).databases;
    }

    capacity(region: string) {
        return this.ask("capacity", { region });
    }

    async verify({ customer, databaseId, lostDatabaseId, point }: Expectation): Promise<Verification> {
        const { databases } = await this.ask("backups", { databaseId });
        const [database] = databases;
        const seconds = verifySeconds.base + verifySeconds.perGiB * (database?.usedGiB ?? 0);
        const at = isoTime((await this.ask("verified", { databaseId, seconds })).at);
        const content = await this.ask("content", { databaseId });
        const lost = await this.readable(lostDatabaseId, point);
        const wrong = objectionTo(content, customer, point) ?? (lost ? differs(content, lost) : disorder(content));
        return {
            ok: wrong === undefined,
            because: wrong ?? `${content.rows} rows, all of this customer, none younger than the restored point`,
            at,
            ...(content.newest !== undefined && { newest: isoTime(content.newest) }),
            ...(database && { restoredAt: isoTime(database.createdAt) }),
        };
    }

    importCertificate(vaultName: string, name: string): Promise<string> {
        const vault = readWorld(this.directory).resources.find(
            (resource) => resource.type === "azure-native:keyvault:Vault" && resource.name === vaultName,
        );
        if (!vault) return Promise.reject(new Error(`there is no key vault ${vaultName}`));
        return this.ask("certificates", { vaultId: vault.id, put: name }).then(() => "an invented one of the sandbox");
    }

    /** The sandbox approves what is asked for at once. */
    approveLinks(): Promise<void> {
        return Promise.resolve();
    }

    async failover(databaseId: string): Promise<void> {
        await this.ask("failover", { databaseId });
    }

    completedAt(urns: readonly string[]): Promise<ReadonlyMap<string, string>> {
        const wanted = new Set(urns);
        const ends = new Map<string, string>();
        for (const { urn, end } of readWorld(this.directory).operations)
            if (wanted.has(urn)) ends.set(urn, isoTime(end));
        return Promise.resolve(ends);
    }

    /** What the lost database held, where that can still be read. */
    private async readable(lostDatabaseId: string, point: string): Promise<Content | undefined> {
        const lost = await this.ask("content", { databaseId: lostDatabaseId, at: secondsOf(point) }).catch(
            () => undefined,
        );
        return lost?.readable ? lost : undefined;
    }

    private async lostPlanes(region: string): Promise<Set<Plane>> {
        const { now } = await this.ask("clock", {});
        return new Set((await this.current(region, now)).flatMap(({ planes }) => planes));
    }

    private async current(region: string, now: number) {
        const { outages } = await this.ask("outages", {});
        return outages.filter(
            ({ region: place, zone, from = 0, until = Number.POSITIVE_INFINITY }) =>
                place === region && zone === undefined && from <= now && now < until,
        );
    }
}

const lacksData = ({ planes }: { planes: readonly Plane[] }): boolean => !planes.includes("data");

function objectionTo(content: Content, customer: string, point: string): string | undefined {
    if (!content.readable) return "it cannot be read";
    const strangers = content.spans.filter((span) => span.customer !== customer);
    if (strangers.length > 0) return "it holds rows of another customer";
    if (content.newest !== undefined && content.newest > secondsOf(point) + toleratedSkewSeconds) {
        return "it holds rows from after the restored point";
    }
    return undefined;
}

const differs = (restored: Content, lost: Content): string | undefined =>
    lost.checksum === restored.checksum
        ? undefined
        : "its rows are not those of the lost database at the restored point";

/** Looked for where there is nothing to compare with: a clock that was wrong puts rows out of order that are all there. */
function disorder({ spans }: Content): string | undefined {
    const [first, ...later] = spans;
    const out = first && later.some((span, index) => span.first <= spans[index]!.last);
    return out ? "its rows are out of order" : undefined;
}
