import { cellNames } from "../infra/model/naming";
import type { Capacity, DatabaseBackups } from "../sandbox/control";
import { Az, type AzSettings } from "./azure/az";
import { capacityOf } from "./azure/capacity";
import { copyCertificate } from "./azure/certificate";
import { verifyDatabase } from "./azure/content";
import { healthOf, troubledSince } from "./azure/health";
import { inventoryOf } from "./azure/inventory";
import { approveConnections } from "./azure/links";
import type { Expectation, Health, Site, Verification } from "./site";

/** What is known of a cell without asking anybody: its names follow from it, so that nothing has to be found while a region is gone. */
export interface AzureCell {
    cell: string;
    domain: string;
    /** Region of the global stack, where the audit workspace is. */
    globalRegion: string;
    /** Sizes of the cell's virtual machines. */
    machineSizes: readonly string[];
}

interface AzureSettings extends AzSettings {
    /** The executable that looks into a restored database. */
    verifyCommand?: string | undefined;
    /** Key vault, outside the cell's regions, that holds `<name>-<cell>`, a copy of every certificate. */
    escrowVault?: string | undefined;
}

/** What a person sets for the real cloud. `ARM_SUBSCRIPTION_ID` is what Pulumi reads too, so both work on the same one. */
export const azureSettings = (environment: NodeJS.ProcessEnv): AzureSettings => ({
    subscription: environment["ARM_SUBSCRIPTION_ID"],
    verifyCommand: environment["OXYGIS_VERIFY_COMMAND"],
    escrowVault: environment["OXYGIS_CERTIFICATE_ESCROW"],
});

/** Azure, through its own command line. Nothing of it has been tried against a real subscription: see the runbook rehearse-for-real. */
export class AzureSite implements Site {
    readonly kind = "azure";

    private constructor(
        private readonly az: Az,
        private readonly cell: AzureCell,
        private readonly settings: AzureSettings,
        private readonly note: (text: string) => void,
    ) {}

    /**
     * @param note takes what a person should know and is no reason to stop
     * @throws AzError where `az` is missing, nobody is signed in, or the subscription is not theirs
     */
    static async open(cell: AzureCell, settings: AzureSettings, note: (text: string) => void): Promise<AzureSite> {
        return new AzureSite(await Az.open(settings), cell, settings, note);
    }

    now(): Promise<string> {
        return Promise.resolve(new Date().toISOString());
    }

    health(region: string): Promise<Health> {
        return healthOf(this.az, this.cell, region);
    }

    async backups(region: string): Promise<DatabaseBackups[]> {
        const { data } = await this.health(region);
        return inventoryOf(this.az, this.cell, region, data, this.note);
    }

    lostSince(region: string): Promise<string | undefined> {
        return troubledSince(this.az, region);
    }

    capacity(region: string): Promise<Capacity> {
        return capacityOf(this.az, region, this.cell.machineSizes);
    }

    async verify(expected: Expectation): Promise<Verification> {
        const verification = await verifyDatabase(this.az, expected, this.settings.verifyCommand);
        return { ...verification, at: await this.now() };
    }

    async importCertificate(vaultName: string, name: string): Promise<string> {
        const { escrowVault } = this.settings;
        const copy = `${name}-${this.cell.cell}`;
        if (escrowVault === undefined) {
            throw new Error(
                `OXYGIS_CERTIFICATE_ESCROW names no key vault that holds ${copy}. Until ${name} lies in ${vaultName} no machine of the new ` +
                    "cell serves anybody; by hand: docs/runbooks/prepare-deployment.md.",
            );
        }
        await copyCertificate(this.az, { vault: escrowVault, name: copy }, { vault: vaultName, name });
        return `certificate ${copy} of key vault ${escrowVault}`;
    }

    approveLinks(targetId: string): Promise<void> {
        const { cell, domain } = this.cell;
        const { jobAgent } = cellNames({ cell, domain, region: this.cell.globalRegion });
        // An agent's name differs from site to site in its region only.
        const anySite = new RegExp(`${jobAgent.replace(/-[^-]+$/, "")}-[a-z]{3}(?![a-z0-9])`);
        return approveConnections(this.az, targetId, anySite, this.note);
    }

    /** Planned failover: Azure synchronises both first, so nothing is lost; takes seconds, and fails rather than lose anything. */
    async failover(databaseId: string): Promise<void> {
        const [, group, server, database] =
            /\/resourceGroups\/([^/]+)\/.*\/servers\/([^/]+)\/databases\/([^/]+)$/i.exec(databaseId) ?? [];
        if (!group || !server || !database) throw new Error(`${databaseId} is not the id of a database`);
        const of = ["--resource-group", group, "--server", server, "--name", database];
        await this.az.change(["sql", "db", "replica", "set-primary", ...of]);
    }
}
