import { describeMistakes } from "../../infra/config/mistake";
import { readProject } from "../../infra/config/project";
import { placeOf } from "../../infra/model/awsRegions";
import { givenUp } from "../../infra/model/residency";
import type { AnyCell } from "../../recovery/clouds";
import { declareStacks } from "../declaredStacks";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { readOptions } from "../options";
import { print, printJson, table } from "../output";
import { createProgress, type Progress } from "../progress";
import { locateHosted } from "./hosted";
import { type CustomerLocations, locateCustomers, redundancies, type Store } from "./statement";

/** A customer's stores, and the promises that it gave up for having them where they are. */
type Statement = CustomerLocations & { givenUp: { promise: string; sentence: string }[] };

export const locations = {
    help: `Usage: oxygis locations [SLUG]

Which data of which customer lies in which region, and how redundant, by what the programs declare: they are run against a
sandbox that is thrown away afterwards. A store that nobody can place is an error.`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, positionals } = readOptions(argv, {});
        const [slug, ...more] = positionals;
        if (more.length > 0) throw new UsageError("Name one customer or none: oxygis locations [SLUG]");
        const customers = await statements(options.root, slug, createProgress());
        if (options.json) printJson({ customers });
        else print(customers.map(describe).join("\n\n"));
        return exitCode.good;
    },
};

/** The statements of one customer, or of all that are served, by slug. */
async function statements(root: string, slug: string | undefined, progress: Progress): Promise<Statement[]> {
    const project = readProject(root);
    if (project.mistakes.length > 0) throw new UsageError(describeMistakes(project.mistakes));
    const wanted = project.roster.filter((customer) => slug === undefined || customer.slug === slug);
    if (slug !== undefined && wanted.length === 0) {
        throw new UsageError(`There is no customer "${slug}". \`oxygis customer list\` lists them.`);
    }
    if (slug !== undefined && wanted[0]!.status === "erased") {
        throw new UsageError(
            `${slug} is erased: nothing is declared for it, and its last backups run out by themselves.`,
        );
    }
    const platforms = project.stacks.flatMap((stack) => project.platform(stack) ?? []);
    const cells = platforms.filter((platform) => platform.kind !== "global");
    const needed = cells.filter(({ cell }) => wanted.some((customer) => customer.cell === cell));
    const shared = platforms.filter(({ kind }) => kind === "global").map(({ stack }) => stack);
    const declared = await declareStacks(root, { read: shared, rest: needed.map(({ stack }) => stack) }, progress);

    const resourcesOf = (stacks: readonly string[]) =>
        declared.filter(({ stack }) => stacks.includes(stack)).flatMap(({ resources }) => resources);
    // A cell that is being recovered has two stacks, and its customers' data lies in both.
    return [...new Set(needed.map(({ cell }) => cell))]
        .flatMap((cell) => {
            const own = needed.filter((one) => one.cell === cell);
            const served = wanted.filter((customer) => customer.cell === cell && customer.status !== "erased");
            const stores = new Map(served.map(({ slug }) => [slug, [] as Store[]]));
            // One that went from AWS to Azure has a stack on each.
            for (const [kind, locate] of [
                ["awsCell", locateHosted],
                ["cell", locateCustomers],
            ] as const) {
                const there = own.filter((one) => one.kind === kind);
                const slugs = [...stores.keys()].filter((slug) => there.some((site) => !isWaiting(slug, site)));
                const resources = resourcesOf([...shared, ...there.map(({ stack }) => stack)]);
                for (const located of slugs.length > 0 ? locate(slugs, resources) : []) {
                    stores.get(located.slug)!.push(...located.stores);
                }
            }
            return served.map((customer) => ({
                slug: customer.slug,
                stores: [
                    ...new Map(stores.get(customer.slug)!.map((store) => [JSON.stringify(store), store])).values(),
                ],
                givenUp: givenUp(customer),
            }));
        })
        .sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/** Whether a site that stands in has nothing of a customer. */
const isWaiting = (slug: string, { recovers }: Pick<AnyCell, "recovers">): boolean =>
    recovers?.waiting.includes(slug) === true;

function describe({ slug, stores, givenUp }: Statement): string {
    const rows = stores.map(({ kind, regions, redundancy }) => [
        kind,
        regions.map(placeOf).join(", "),
        redundancies[redundancy],
    ]);
    const exceptions = givenUp.map(({ promise, sentence }) => `  ${promise}  ${sentence}`);
    return [slug, table(["data", "where", "how"], rows), ...exceptions].join("\n");
}
