/**
 * What happened besides operations on resources: time that went by, outages, faults, checks of restored data, certificates. Every event is
 * kept with the world; what the ledger knows is what the events in their order say.
 */
import { AWS_REGIONS } from "../aws/regions";
import type { KnownFault } from "../data/history";
import type { Quota } from "../model";
import { ZONED_REGIONS } from "../regions";
import { ended, type KnownOutage } from "./outages";

export type LedgerEvent =
    | { kind: "clock"; to: number }
    | { kind: "outage"; outage: KnownOutage }
    | { kind: "back"; place: { region: string; zone?: string }; at: number }
    | ({ kind: "fault" } & KnownFault)
    | { kind: "failover"; at: number }
    | { kind: "verified"; id: string; at: number }
    | { kind: "certificate"; vaultId: string; name: string };

/** The virtual time that an event shows to have been reached. */
export function reached(event: LedgerEvent): number {
    if (event.kind === "clock") return event.to;
    return event.kind === "verified" || event.kind === "failover" ? event.at : 0;
}

export class Ledger {
    /** Everything that was kept, in order; virtual times that nobody needs any more are folded into one. */
    readonly events: LedgerEvent[] = [];
    outages: KnownOutage[] = [];
    readonly faults: KnownFault[] = [];
    private readonly verified = new Map<string, number>();
    private readonly certificates = new Map<string, Set<string>>();

    keep(event: LedgerEvent): void {
        if (event.kind === "clock" && this.events.at(-1)?.kind === "clock") this.events.pop();
        this.events.push(event);
        switch (event.kind) {
            case "outage":
                this.outages.push(event.outage);
                break;
            case "back":
                this.outages = ended(this.outages, event.place, event.at);
                break;
            case "fault":
                this.faults.push({ at: event.at, fault: event.fault });
                break;
            case "verified":
                this.verified.set(event.id.toLowerCase(), event.at);
                break;
            case "certificate":
                this.certificates.set(
                    event.vaultId.toLowerCase(),
                    new Set([...this.certificatesIn(event.vaultId), event.name]),
                );
        }
    }

    /** When the content of a database was last checked; 0 when nobody did. */
    verifiedAt(id: string): number {
        return this.verified.get(id.toLowerCase()) ?? 0;
    }

    certificatesIn(vaultId: string): string[] {
        return [...(this.certificates.get(vaultId.toLowerCase()) ?? [])].sort();
    }

    /** The limit of a quota: Azure's usual one, or what a fault says. */
    limitOf(key: string, usual: number): number {
        return this.faults.reduce(
            (limit, { fault }) => (fault.kind === "quota" && fault.key === key ? fault.limit : limit),
            usual,
        );
    }

    /** A quota with the limit that holds now. */
    limited(quota: Quota): Quota {
        return { ...quota, limit: this.limitOf(quota.key, quota.limit) };
    }

    /** Availability zones that a region offers: three where Azure has them, none where a fault takes them. */
    zonesOf(region: string): number {
        const taken = this.faults.some(({ fault }) => fault.kind === "withoutZones" && fault.region === region);
        return taken || !(ZONED_REGIONS.has(region) || AWS_REGIONS.has(region)) ? 0 : 3;
    }

    /** The code with which this restore fails, where a fault says so. @param failures how often it has failed already */
    failureOf(id: string, failures: number): string | undefined {
        for (const { fault } of this.faults)
            if (fault.kind === "restoreFails" && id.toLowerCase().includes(fault.match.toLowerCase()))
                if (failures < (fault.times ?? Number.POSITIVE_INFINITY)) return fault.code ?? "InternalServerError";
        return undefined;
    }
}
