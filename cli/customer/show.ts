import { placeOf } from "../../infra/model/awsRegions";
import { daysOf } from "../../infra/model/schedules";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { readOptions } from "../options";
import { print, printJson, table } from "../output";
import { readCustomers } from "./read";
import type { CustomerView } from "./view";

export const customerShow = {
    help: "Usage: oxygis customer show SLUG\n\nWhat a customer has: plan, places, database, backups, promises that do not hold for it, and what its copies in further\nregions cost it a month. Reads files only; needs no cloud.",
    run(argv: readonly string[]): ExitCode {
        const { options, positionals } = readOptions(argv, {});
        const [slug, ...more] = positionals;
        if (slug === undefined || more.length > 0) throw new UsageError("Name one customer: oxygis customer show SLUG");
        const customers = readCustomers(options.root);
        const customer = customers.find((each) => each.slug === slug);
        if (customer === undefined) {
            throw new UsageError(`There is no customer "${slug}". \`oxygis customer list\` lists them.`);
        }
        if (options.json) printJson({ customer });
        else print(describe(customer));
        return exitCode.good;
    },
};

/** The customer for people: one fact a line. */
export function describe(customer: CustomerView): string {
    const { slug, name, plan, cell, size, status, hosts, regions, pool, database, documents, backups, surcharge } =
        customer;
    const facts: [string, string][] = [
        ["customer", `${name} (${slug})`],
        ["plan", `${plan}, size ${size}, ${status}`],
        ["cell", cell],
    ];
    if (!database || !documents || !backups) {
        facts.push(["data", "none: erased; its long-term backups run out within 53 weeks of that"]);
        return columns(facts);
    }
    const { differentialHours, fullHours } = backups;
    const rhythm =
        fullHours === undefined ? `differential ones every ${differentialHours} h` : `full ones every ${fullHours} h`;
    const weeks = Math.floor(daysOf(backups.weeklyRetention) / 7);
    facts.push(
        ["hosts", hosts.join(", ")],
        ["regions", regions.map(placeOf).join(", ")],
        ...(customer.residencyReason === undefined
            ? []
            : [["home only", customer.residencyReason] satisfies [string, string]]),
        ["database", `${database.name} on ${database.server}, pool ${pool}, at most ${database.maxSizeGiB} GiB`],
        ["documents", `${documents.container} in ${documents.account}`],
        ["backups", `weekly ones kept ${weeks} weeks, any time of the last ${backups.pointInTimeDays} days, ${rhythm}`],
    );
    const exceptions = customer.givenUp.map(({ promise, sentence }) => `  ${promise}  ${sentence}`);
    return [
        columns(facts),
        ...(exceptions.length > 0 ? ["", "Given up:", ...exceptions] : []),
        ...describeSurcharge(surcharge),
    ].join("\n");
}

function describeSurcharge({ regions, total, currency, prices }: CustomerView["surcharge"]): string[] {
    if (regions.length === 0) return [];
    const rows = regions.flatMap(({ region, lines, total: ofRegion }) => [
        ...lines.map(({ item, amount, assumed }) => [region, item, amount.toFixed(2), assumed ? "assumed" : ""]),
        [region, "together", ofRegion.toFixed(2), ""],
    ]);
    return [
        "",
        `Further regions, ${currency} a month, at the prices of ${prices}:`,
        table(["region", "what", "amount", ""], rows),
        `All together: ${total.toFixed(2)} ${currency} a month`,
    ];
}

function columns(facts: readonly [string, string][]): string {
    const width = Math.max(...facts.map(([label]) => label.length));
    return facts.map(([label, text]) => `${label.padEnd(width)}  ${text}`).join("\n");
}
