import { createHash } from "node:crypto";

import type { EngineEvent, Run } from "../../engine/engine";
import { cellNames, customerNames, databaseLabel } from "../../infra/model/naming";
import { hasReached } from "../../infra/model/recovery";
import { customerOfCatalogue, isDatabaseOf, labelOfDatabase } from "../clouds";
import { waves, type Wave } from "../plan/types";
import type { Configuration } from "./job";
import { settingsOf } from "./settings";
import { changeStackFile } from "./stackFile";
import { type CustomerProgress, isBack } from "./state";
import { errorsOf, StoppedError, type Work } from "./work";

/** Runs of one wave in one attempt at it: the first, and one for what failed. */
const runsPerWave = 2;

/** The waves of a recovery, one after another; what the journal says is done is not done again. */
export class Waves {
    /** Whether the stack's file says more than its last run knew. */
    private stale = false;

    /** As it was when the wave began. */
    private configuration: Configuration | undefined;

    constructor(private readonly work: Work) {}

    private get state() {
        return this.work.state;
    }

    async runAll(): Promise<void> {
        // Killed behind the last wave: whether its last run was held is not known.
        this.stale = this.state.ended.has("rest") && this.state.finishedAt === undefined;
        await this.global();
        for (const wave of waves) {
            if (this.state.ended.has(wave)) continue;
            this.stopIfCancelled();
            await this.stopIfHomeIsBack();
            await this.stopIfTargetIsLost();
            await this.global();
            await this.run(wave);
        }
        if (this.state.finishedAt !== undefined) {
            await this.takeOnNewcomers();
            return;
        }
        if (this.stale) await this.closing();
        await this.work.record({ event: "finished" });
    }

    /** The edge knows every site and every customer's own domains; it is run again only where those have changed since. */
    private async global(): Promise<void> {
        const { global, cell } = (this.configuration = this.work.configuration());
        const customers = cell(this.state.plan.stack).customers.map(({ slug, domains }) => [slug, ...domains]);
        const served = createHash("sha256").update(JSON.stringify(customers)).digest("base64url");
        if (served === this.state.edgeServes) return;
        this.stopIfCancelled();
        const run = await this.work.up(global.stack, `${global.stack}: the edge`, { cancellable: true });
        this.stopIfCancelled();
        if (!run.ok) throw this.failed(`The stack ${global.stack} did not come up.`, run);
        await this.work.record({ event: "edgeDone", serves: served });
    }

    private async run(wave: Wave): Promise<void> {
        const { plan } = this.state;
        for (let attempt = 1; ; attempt++) {
            // Read anew: customers come while others are restored.
            changeStackFile(this.work.job.root, plan.stack, { wave, ...settingsOf(this.work) });
            if (attempt > 1) this.configuration = this.work.configuration();
            await this.work.record({ event: "waveBegun", wave, run: attempt });
            const run = await this.runOnce(wave, attempt);
            this.stopIfCancelled(wave);
            if (run.ok && this.pending(wave).length === 0) break;
            if (!run.ok) await this.stopIfTargetIsLost();
            if (attempt >= runsPerWave) {
                await this.giveUp(wave, run);
                break;
            }
        }
        await this.work.record({ event: "waveEnded", wave });
    }

    /** Customers who came after the end: a recovery that is over changes nothing but that. */
    private async takeOnNewcomers(): Promise<void> {
        const { stack, cell } = this.state.plan;
        const there = await this.work.databasesIn(stack);
        const { customers, recovers } = this.work.configuration().cell(stack);
        const missing = customers.filter(
            ({ slug }) =>
                !this.state.customers.has(slug) &&
                !recovers?.waiting.includes(slug) &&
                !there.some(({ label }) => label === databaseLabel(cell, slug, 1)),
        );
        if (missing.length > 0) await this.closing();
    }

    /** What is only declared once its customer is verified: copies in further regions, and hosts without those who wait. */
    private async closing(): Promise<void> {
        const run = await this.runOnce("rest", runsPerWave + 1);
        this.stopIfCancelled("rest");
        if (!run.ok) throw this.failed("The last run, after all waves, did not come to its end.", run);
    }

    /** Whose restore a wave has not brought to an end, one way or the other. */
    private pending(wave: Wave): CustomerProgress[] {
        return [...this.state.customers.values()].filter(
            (customer) =>
                hasReached(wave, customer.planned.wave) &&
                !isBack(customer) &&
                customer.state !== "waiting" &&
                // Trying again would restore the same; it is reported, and a person decides.
                !customer.wrong,
        );
    }

    /** One run of the engine, with all that is noted and done beside it. */
    async runOnce(wave: Wave, attempt: number, cancellable = true): Promise<Run> {
        const { work, state } = this;
        const { job } = work;
        const { plan } = state;
        const stack = (this.configuration ?? work.configuration()).cell(plan.stack);
        const catalogues = new Map<string, string>();
        let certificate: Promise<{ from: string } | { error: Error }> | undefined;
        const onStep = (event: EngineEvent) => {
            if (event.kind !== "step" || event.phase !== "finished") return;
            const slug = customerOfCatalogue(event.urn, plan.cell);
            if (slug !== undefined && state.customers.has(slug)) catalogues.set(slug, event.urn);
            // The machines wait for it: their first start needs it in the vault.
            if (event.urn.includes("azure-native:keyvault:Vault::") && !state.hasCertificate) {
                const names = cellNames({ cell: stack.cell, domain: stack.domain, region: plan.target.region });
                certificate ??= job.site.importCertificate(names.keyVault, names.originCertificate).then(
                    (from) => ({ from }),
                    (error: Error) => ({ error }),
                );
            }
        };
        const title = `${plan.stack}: ${wave}${attempt > 1 ? `, run ${attempt}` : ""}`;
        const pendingIds = await this.idsOfDatabases();
        const run = await work.up(plan.stack, title, {
            cancellable,
            onStep,
            ...(pendingIds && { pendingIds }),
            verify: (slug, databaseId) => this.verify(slug, databaseId),
        });
        const imported = await certificate;
        if (imported && "error" in imported) {
            throw this.failed(`The origin's certificate could not be imported: ${imported.error.message}`);
        }
        if (imported) await work.record({ event: "certificate", ...imported });
        const link = run.outputs["privateLinkServiceId"];
        if (wave === "platform" && run.ok && typeof link === "string") await job.site.approveLinks(link);
        await this.noteFailures(run);
        await this.noteSwitched(catalogues);
        const verified = [...state.customers.values()].filter(isBack).map(({ slug }) => slug);
        changeStackFile(job.root, plan.stack, { verified });
        this.stale = stack.customers.some(({ slug, replicateTo }) => replicateTo.length > 0 && verified.includes(slug));
        return run;
    }

    /**
     * The databases that are there already: the CLI, killed while one was being restored, would ask for it once more and be refused. The
     * sandbox answers a repeated request as it did the first.
     */
    private async idsOfDatabases(): Promise<((urn: string) => string | undefined) | undefined> {
        const { job } = this.work;
        const { cell, target } = this.state.plan;
        if (job.site.kind === "sandbox") return undefined;
        const there = await job.site.backups(target.region);
        const ids = new Map(
            there.filter(({ deletedAt }) => deletedAt === undefined).map((each) => [each.name, each.databaseId]),
        );
        return (urn) => {
            const customer = [...this.state.customers.keys()].find((slug) => isDatabaseOf(urn, cell, slug));
            const generation = customer && labelOfDatabase(urn) === databaseLabel(cell, customer, 2) ? 2 : 1;
            return customer === undefined ? undefined : ids.get(customerNames(customer, generation).database);
        };
    }

    /** Compares what a restored database holds with what it must; what is found right is noted before anybody is told. */
    async verify(slug: string, databaseId: string): Promise<boolean> {
        const { work, state } = this;
        const customer = state.customers.get(slug);
        if (!customer) return false;
        if (customer.databaseId === databaseId && isBack(customer)) return true;
        const { lostDatabaseId } = customer.planned;
        const found = await work.job.site.verify({
            customer: slug,
            databaseId,
            lostDatabaseId,
            point: customer.source.point,
        });
        await work.record({ event: "restored", slug, databaseId }, found.restoredAt);
        const { ok, because, newest, at } = found;
        const what = { slug, databaseId, because };
        await work.record(
            ok ? { event: "verified", ...what, ...(newest && { newest }) } : { event: "unverified", ...what },
            at,
        );
        return ok;
    }

    private async noteFailures(run: Run): Promise<void> {
        for (const { severity, urn, message } of run.diagnostics) {
            if (severity !== "error" || urn === undefined) continue;
            const customer = [...this.state.customers.values()].find(({ slug }) =>
                isDatabaseOf(urn, this.state.plan.cell, slug),
            );
            if (!customer || isBack(customer)) continue;
            await this.work.record({ event: "failed", slug: customer.slug, because: firstLine(message) });
        }
    }

    private async noteSwitched(catalogues: ReadonlyMap<string, string>): Promise<void> {
        const { work, state } = this;
        const switched = [...catalogues].filter(([slug]) => state.customers.get(slug)?.state === "verified");
        if (switched.length === 0) return;
        const times = await work.job.site.completedAt?.(switched.map(([, urn]) => urn));
        for (const [slug, urn] of switched) await work.record({ event: "switched", slug }, times?.get(urn));
    }

    /** What failed twice waits, so that nobody else does; what failed for another reason ends the run. */
    private async giveUp(wave: Wave, run: Run): Promise<void> {
        const { work, state } = this;
        const pending = this.pending(wave);
        const failed = pending.filter(({ state: now }) => now === "failed");
        const open = pending.filter(({ state: now }) => now !== "failed");
        if (open.length > 0 || (wave === "platform" && !run.ok)) {
            const whom = open.length > 0 ? ` ${open.length} customers of it are not restored.` : "";
            throw this.failed(`The wave ${wave} did not come to its end.${whom}`, run);
        }
        if (failed.length === 0) return;
        for (const { slug, because = "its restore failed", planned, source } of failed) {
            const offer = [planned.otherSource, planned.source].find((each) => each && each.id !== source.id);
            await work.record({ event: "waiting", slug, because, ...(offer && { offer }) });
        }
        changeStackFile(work.job.root, state.plan.stack, settingsOf(work));
        // The next wave's run, or a last one, takes their hosts out of this site's rules.
        this.stale = true;
    }

    private stopIfCancelled(during?: Wave): void {
        if (!this.work.cancelAsked) return;
        throw new StoppedError({
            why: "cancelled",
            message: `The recovery of ${this.state.plan.cell} was cancelled${during ? ` during the wave ${during}` : ""}.`,
            choices: [`\`oxygis recover up --cell ${this.state.plan.cell}\` goes on with it`],
        });
    }

    private async stopIfHomeIsBack(): Promise<void> {
        const { work, state } = this;
        const { cell, lostRegion, stack, lostStack } = state.plan;
        if (state.continued) return;
        const { data } = await work.job.site.health(lostRegion);
        if (!data) return;
        await work.record({ event: "homeReturned", region: lostRegion });
        const moved = [...state.customers.values()].filter(isBack).length;
        throw new StoppedError({
            why: "homeReturned",
            message:
                `${lostRegion} is back. ${moved} customers are served by ${stack} in ${state.plan.target.region} and stay there; ` +
                `all others are served at home by ${lostStack}.`,
            choices: [
                `\`oxygis recover repatriate --cell ${cell}\` brings the ${moved} home without loss`,
                `\`oxygis recover up --cell ${cell} --continue\` moves the others too; what they write at home from now on is left behind`,
            ],
        });
    }

    private async stopIfTargetIsLost(): Promise<void> {
        const { work, state } = this;
        const { region } = state.plan.target;
        const { control, data } = await work.job.site.health(region);
        if (control && data) return;
        await work.record({ event: "targetLost", region });
        throw new StoppedError({
            why: "targetLost",
            message: `${region}, where ${state.plan.cell} was being rebuilt, does not answer either.`,
            choices: [
                `\`oxygis recover up --cell ${state.plan.cell} --to REGION\` begins anew in another region; \`oxygis recover plan\` names one`,
                `wait for ${region}, and run \`oxygis recover up --cell ${state.plan.cell}\` again: it goes on where it stopped`,
            ],
        });
    }

    private failed(message: string, run?: Run): StoppedError {
        const { cell } = this.state.plan;
        return new StoppedError({
            why: "failed",
            message: run && !run.ok ? `${message}\n${errorsOf(run)}` : message,
            choices: [
                `remove the cause and run \`oxygis recover up --cell ${cell}\` again: it goes on where it stopped`,
            ],
        });
    }
}

const firstLine = (message: string): string => message.trim().split("\n")[0]!;
