/**
 * What happened besides operations on resources: time that went by, outages, faults, checks of restored data, certificates. Every event is
 * kept with the world; what the ledger knows is what the events in their order say.
 */
import type { KnownFault } from "../data/history";
import { ended, type KnownOutage } from "./outages";

export type LedgerEvent =
    | { kind: "clock"; to: number }
    | { kind: "outage"; outage: KnownOutage }
    | { kind: "back"; place: { region: string; zone?: string }; at: number }
    | ({ kind: "fault" } & KnownFault)
    | { kind: "verified"; id: string; at: number }
    | { kind: "certificate"; vaultId: string; name: string };

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

    /** Whether a fault says that a region is offered without zones. */
    withoutZones(region: string): boolean {
        return this.faults.some(({ fault }) => fault.kind === "withoutZones" && fault.region === region);
    }
}
