/** What a drill's measurements say of each promise that a lost region puts to the test. Pure. */
import type { PromiseId } from "../../infra/model/promises";
import { rpoHours, rtoHours } from "../../infra/model/recovery";
import type { DatabaseBackups } from "../../sandbox/control";
import { newestKept } from "../kept";
import { customerOf } from "./alerts";
import type { DrillAlert, DrilledCustomer, DrillVerdict } from "./result";

export interface Measured {
    customers: readonly DrilledCustomer[];
    /** The live databases of the lost region as they were at the loss. */
    backups: readonly DatabaseBackups[];
    lostAt: number;
    /** Customers that keep every copy at home by a stated wish: DR-2, DR-3 and DR-6 are not promised to them. */
    homeOnly: ReadonlySet<string>;
    alerts: readonly DrillAlert[];
    /** Customers whose restored database holds another one's rows. */
    mixedUp: readonly string[];
    /** When the new site itself was up; unset where it never was, with the reason. */
    siteHours?: number;
    siteTrouble?: string;
    /** False where the drill was ended at the plan: then what the plan expects is judged. */
    ran: boolean;
}

/** A long-term backup of every week, found at most this long after it was taken. */
const weeklyDays = 8;
const day = 86_400;

const kept = (id: PromiseId, because: string): DrillVerdict => ({ id, verdict: "kept", because });
const broken = (id: PromiseId, because: string): DrillVerdict => ({ id, verdict: "broken", because });

const some = (names: readonly string[]) =>
    names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
const hours = (value: number) => (value < 1 ? `${Math.round(value * 60)} min` : `${value.toFixed(1)} h`);

function weekly({ backups, lostAt }: Measured): DrillVerdict {
    const old = backups.filter(({ createdAt }) => lostAt - createdAt > weeklyDays * day);
    const without = old.filter((database) => lostAt - (newestKept(database) ?? -Infinity) > weeklyDays * day);
    return without.length > 0
        ? broken(
              "BKP-1",
              `${without.length} of ${old.length} databases have no weekly backup of the last ${weeklyDays} days: ${names(without)}.`,
          )
        : kept(
              "BKP-1",
              `All ${old.length} databases older than a week have a weekly backup of the last ${weeklyDays} days.`,
          );
}

const names = (databases: readonly DatabaseBackups[]) =>
    some(databases.map((database) => customerOf(database) ?? database.name));

function threeDatacenters({ backups }: Measured): DrillVerdict {
    const elsewhere = backups.filter(({ redundancy }) => redundancy !== "Zone" && redundancy !== "GeoZone");
    return elsewhere.length > 0
        ? broken("BKP-3", `The backups of ${names(elsewhere)} lie in one datacenter (${elsewhere[0]!.redundancy}).`)
        : kept("BKP-3", `The backups of all ${backups.length} databases lie in three zones.`);
}

function ownRows({ mixedUp, customers }: Measured): DrillVerdict {
    return mixedUp.length > 0
        ? broken("DB-1", `The database restored for ${some(mixedUp)} held another customer's rows.`)
        : kept("DB-1", `No restored database of ${customers.length} customers was served with another one's rows.`);
}

/** Customers to whom the promises for the loss of a region are made. */
const promised = ({ customers, homeOnly }: Measured) => customers.filter(({ slug }) => !homeOnly.has(slug));

function recoveryPoint(measured: Measured): DrillVerdict {
    const asked = promised(measured);
    const without = asked.filter((customer) => customer.rpoHours === undefined && customer.outcome === "waiting");
    const loss = ({ rpoHours: rows = 0, documentsRpoHours: documents = 0 }: DrilledCustomer) =>
        Math.max(rows, documents);
    const late = asked.filter((customer) => loss(customer) > rpoHours);
    const worst = Math.max(0, ...asked.map(loss));
    if (without.length + late.length === 0) {
        return kept(
            "DR-2",
            `The most work lost by any of ${asked.length} customers, documents included, is ${hours(worst)} of ${rpoHours} h.`,
        );
    }
    const sentences = [
        ...(late.length > 0
            ? [`up to ${hours(worst)} of work, documents included, are lost for ${some(slugs(late))}`]
            : []),
        ...(without.length > 0 ? [`nothing came back of ${some(slugs(without))}`] : []),
    ];
    return broken("DR-2", `${capitalised(sentences.join("; "))}; ${rpoHours} h are promised.`);
}

const slugs = (customers: readonly DrilledCustomer[]) => customers.map(({ slug }) => slug);
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function recoveryTime(measured: Measured): DrillVerdict {
    const asked = promised(measured);
    const late = asked.filter(
        (customer) => customer.rtoHours === undefined || customer.rtoHours > rtoHours[customer.planClass],
    );
    const worst = (["paid", "other"] as const).map((planClass) => {
        const times = asked
            .filter((customer) => customer.planClass === planClass)
            .flatMap((customer) => customer.rtoHours ?? []);
        return `${planClass} ${times.length === 0 ? "nobody" : hours(Math.max(...times))} of ${rtoHours[planClass]} h`;
    });
    if (late.length === 0) return kept("DR-3", `Everybody was back: ${worst.join(", ")}.`);
    const never = late.filter((customer) => customer.rtoHours === undefined);
    return broken(
        "DR-3",
        `${late.length} of ${asked.length} customers were not back in time (${some(slugs(late))}), ${never.length} of them not at all; the last one back: ${worst.join(", ")}.`,
    );
}

/** What broke because backups were late must have raised an alert before. */
function watched({ customers, alerts, homeOnly }: Measured): DrillVerdict {
    const late = customers.filter(({ slug, rpoHours: lost = 0 }) => lost > rpoHours && !homeOnly.has(slug));
    const unseen = late.filter(({ slug }) => !alerts.some((alert) => alert.customers.includes(slug)));
    if (unseen.length > 0) {
        return broken("DR-4", `The watch had raised nothing about ${some(slugs(unseen))}, whose backups were too old.`);
    }
    if (alerts.length === 0) return kept("DR-4", "No backup was late at the loss, and no alert was raised.");
    return kept(
        "DR-4",
        `Alerts were raised before the loss: ${alerts.map(({ kind, customers: about, raisedHours }) => `${kind} of ${some(about)} ${hours(-raisedHours)} before`).join("; ")}.`,
    );
}

function newSite({ siteHours, siteTrouble, ran }: Measured): DrillVerdict {
    if (siteTrouble !== undefined) return broken("DR-5", siteTrouble);
    if (siteHours === undefined)
        return ran
            ? broken("DR-5", "The new site was never complete.")
            : kept("DR-5", "The plan finds a site that can be built.");
    return kept("DR-5", `The new site stood ${hours(siteHours)} after the loss, by one command.`);
}

function yesterdaysData(measured: Measured): DrillVerdict {
    const asked = promised(measured);
    const wrong = asked.filter(({ content }) => content === "different");
    const missing = asked.filter(({ outcome }) => outcome === "waiting");
    const old = asked.filter((customer) => (customer.rpoHours ?? 0) > rpoHours);
    if (wrong.length + missing.length + old.length > 0) {
        const sentences = [
            ...(old.length > 0 ? [`older data than the day before's came back for ${some(slugs(old))}`] : []),
            ...(wrong.length > 0 ? [`what came back for ${some(slugs(wrong))} is not what was backed up`] : []),
            ...(missing.length > 0 ? [`nothing was restored for ${some(slugs(missing))}`] : []),
        ];
        return broken("DR-6", `${capitalised(sentences.join("; "))}.`);
    }
    return kept(
        "DR-6",
        `Every row up to the restored moment came back for all ${asked.length} customers, within ${hours(Math.max(0, ...asked.map((customer) => (customer.restoreEndHours ?? 0) - (customer.restoreBeginHours ?? 0))))} each.`,
    );
}

/** In the order of their ids. */
export const judgeVerdicts = (measured: Measured): DrillVerdict[] => [
    weekly(measured),
    threeDatacenters(measured),
    ownRows(measured),
    recoveryPoint(measured),
    recoveryTime(measured),
    watched(measured),
    newSite(measured),
    yesterdaysData(measured),
];
