import { readRestoreTimes } from "../../infra/config/restoreTimes";
import { customerNames, databaseLabel } from "../../infra/model/naming";
import type { DatabaseBackups } from "../../sandbox/control";
import { type AnyCell, labelOfDatabase } from "../clouds";
import { ConfigurationError, homeOf, type RecoveryJob, readConfiguration } from "../run/job";
import { readJournal } from "../run/journal";
import { isBack, type RecoveryState, stateOf } from "../run/state";
import type { Site } from "../site";
import { templateOf } from "./across";
import type { Candidate, PlanInputs } from "./inputs";
import { placesFor } from "./places";

type Wishes = Pick<PlanInputs, "to" | "force" | "use"> & {
    /** When the region was lost; asked of the cloud, or now, where nobody says. */
    lostAt?: string | undefined;
};

/**
 * Asks the cloud, the configuration and the state of the lost stack for everything that a plan is made of. Nothing is changed.
 *
 * @throws ConfigurationError
 */
export async function gather(
    job: Pick<RecoveryJob, "engine" | "site" | "root" | "directory" | "cell" | "requestFor">,
    wishes: Wishes,
): Promise<PlanInputs> {
    const { site, cell } = job;
    const configuration = readConfiguration(job.root);
    const lost = homeOf(configuration, cell);
    if (!lost) {
        const cells = configuration.global.cells.map(({ name }) => name).join(", ");
        throw new ConfigurationError(`There is no cell "${cell}". The cells are ${cells}.`);
    }
    const before = stateOf(readJournal(job.directory, cell));
    const { region } = lost.site;
    const regions = [...new Set([...placesFor(lost).preference, ...(wishes.to === undefined ? [] : [wishes.to])])];
    const now = await site.now();
    const [home, inventory, declared, candidates, since] = await Promise.all([
        site.health(region),
        inventoryOf(site, lost, before),
        declaredIn(job, lost),
        Promise.all(regions.map((each) => candidate(site, each))),
        site.lostSince?.(region),
    ]);
    return {
        ...wishes,
        lost,
        template: templateOf(lost, configuration.platforms),
        stacksTaken: await stacksTaken(
            job,
            configuration.platforms.map(({ stack }) => stack),
            before,
        ),
        globalSite: configuration.global.site,
        inventory,
        declared,
        candidates,
        home,
        times: readRestoreTimes(),
        lostAt: wishes.lostAt ?? since ?? now,
        now,
        // A rehearsal's state lies in its own folder.
        stateRegion: site.kind === "sandbox" ? "here" : process.env["OXYGIS_STATE_REGION"],
    };
}

async function candidate(site: Site, region: string): Promise<Candidate> {
    const health = await site.health(region);
    if (!health.control) return { region, health };
    return { region, health, capacity: await site.capacity(region) };
}

/**
 * The databases that serve customers: those that the lost stack's catalogue names, or, where a recovery had brought some of them to a
 * region that is lost now as well, those that it had found right there.
 */
async function inventoryOf(site: Site, lost: AnyCell, before: RecoveryState | undefined): Promise<DatabaseBackups[]> {
    const home = await site.backups(lost.site.region);
    const serving = home.filter(({ tags, name, deletedAt }) => {
        const slug = tags["oxygis:customer"];
        if (slug === undefined || deletedAt !== undefined) return false;
        return name === customerNames(slug, lost.restores[slug]?.database ?? 1).database;
    });
    if (!before?.targetLost || before.repatriatedAt !== undefined) return serving;
    const moved = new Set(
        [...before.customers.values()].filter(isBack).map(({ databaseId = "" }) => databaseId.toLowerCase()),
    );
    const elsewhere = await site.backups(before.plan.target.region);
    return [...serving, ...elsewhere.filter(({ databaseId }) => moved.has(databaseId.toLowerCase()))];
}

/** Customers whose database the engine's state of the lost stack holds. */
async function declaredIn(job: Pick<RecoveryJob, "engine" | "requestFor">, lost: AnyCell): Promise<string[]> {
    const document = await job.engine.exportStack(job.requestFor(lost.stack));
    const { resources = [] } = (document?.deployment ?? {}) as { resources?: { urn: string }[] };
    const labels = new Set(resources.map(({ urn }) => labelOfDatabase(urn)));
    return lost.customers.map(({ slug }) => slug).filter((slug) => labels.has(databaseLabel(lost.cell, slug, 1)));
}

/** Names that a new stack cannot have: those of files, and of what an earlier recovery left behind. */
async function stacksTaken(
    job: Pick<RecoveryJob, "engine" | "requestFor" | "cell">,
    files: readonly string[],
    before: RecoveryState | undefined,
): Promise<string[]> {
    const going = before && before.repatriatedAt === undefined && !before.targetLost ? before.plan.stack : undefined;
    const taken = files.filter((stack) => stack !== going);
    for (const stack of ["recovery", `recovery-${job.cell}`]) {
        if (stack !== going && !taken.includes(stack) && (await job.engine.exportStack(job.requestFor(stack)))) {
            taken.push(stack);
        }
    }
    return taken;
}
