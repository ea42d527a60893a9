/** Which alerts the backup watch has raised by the time of the loss, by its own thresholds, and how long before a promise broke. Pure. */
import { type BackupKind, backupKinds, watchedBackups } from "../../infra/model/backupWatch";
import { mostHoursOnAzure } from "../../infra/model/awsBackups";
import { rpoHours } from "../../infra/model/recovery";
import type { DatabaseBackups } from "../../sandbox/control";
import { rounded } from "./figures";
import type { DrillAlert } from "./result";

const hour = 3600;
/** The collector follows the job at ten and forty minutes past each hour. */
const watchEvery = hour / 2;
const watchOffset = hour / 6;

/** The first moment at which the watch looks, from `second` on. */
const nextLook = (second: number) => Math.ceil((second - watchOffset) / watchEvery) * watchEvery + watchOffset;

export const customerOf = ({ tags }: DatabaseBackups): string | undefined => tags["oxygis:customer"];

/** When the watch raised the alert of one kind for one database; undefined where it had no reason to. */
function raisedAt({ newest, createdAt }: DatabaseBackups, kind: BackupKind): number {
    const { mostHours, graceHours } = backupKinds[kind];
    const finished = newest[kind];
    return nextLook(finished === undefined ? createdAt + graceHours * hour : finished + mostHours * hour);
}

/**
 * @param databases the live databases of the lost region as they were at the loss
 * @param lostAt virtual seconds
 * @param homeOnly customers that keep every copy in the home region
 */
export function alertsBy(
    databases: readonly DatabaseBackups[],
    lostAt: number,
    homeOnly: ReadonlySet<string>,
): DrillAlert[] {
    const [onAws, onAzure] = [databases.filter(isHosted), databases.filter((database) => !isHosted(database))];
    return [...alertsOfCopies(onAws, lostAt), ...alertsOfKinds(onAzure, lostAt, homeOnly)];
}

/** Whether backups of single databases are the program's own work, as on AWS. */
const isHosted = ({ serverId }: DatabaseBackups): boolean => serverId.startsWith("arn:");

/** What the rule late-azure-copy raised: the pull reports the age of each customer's newest copy on Azure. */
function alertsOfCopies(databases: readonly DatabaseBackups[], lostAt: number): DrillAlert[] {
    const late = databases.flatMap((database) => {
        const customer = customerOf(database);
        const newest = database.paths.find(({ path }) => path === "nativeOnAzure")?.newest ?? database.createdAt;
        const raised = nextLook(newest + mostHoursOnAzure * hour);
        return customer === undefined || raised > lostAt
            ? []
            : [{ customer, raised, broken: newest + rpoHours * hour }];
    });
    if (late.length === 0) return [];
    const raised = Math.min(...late.map((each) => each.raised));
    const broken = Math.min(...late.map((each) => each.broken));
    return [
        {
            kind: "azureCopy",
            customers: late.map(({ customer }) => customer).sort(),
            raisedHours: rounded((raised - lostAt) / hour),
            ...(broken <= lostAt ? { hoursAhead: rounded((broken - raised) / hour) } : {}),
        },
    ];
}

function alertsOfKinds(
    databases: readonly DatabaseBackups[],
    lostAt: number,
    homeOnly: ReadonlySet<string>,
): DrillAlert[] {
    return (Object.keys(backupKinds) as BackupKind[]).flatMap((kind) => {
        const late = databases.flatMap((database) => {
            const customer = customerOf(database);
            if (customer === undefined) return [];
            if (!watchedBackups({ homeOnly: homeOnly.has(customer) }).includes(kind)) return [];
            const raised = raisedAt(database, kind);
            // What is replicated last is what a recovery can bring back: a day later the promise is broken.
            const broken = (database.newest.replicated ?? database.createdAt) + rpoHours * hour;
            return raised <= lostAt ? [{ customer, raised, broken: broken <= lostAt ? broken : undefined }] : [];
        });
        if (late.length === 0) return [];
        const raised = Math.min(...late.map((each) => each.raised));
        const broken = Math.min(...late.flatMap((each) => each.broken ?? []));
        return {
            kind,
            customers: [...new Set(late.map(({ customer }) => customer))].sort(),
            raisedHours: rounded((raised - lostAt) / hour),
            ...(Number.isFinite(broken) ? { hoursAhead: rounded((broken - raised) / hour) } : {}),
        };
    });
}
