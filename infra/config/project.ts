import type { OtherSite } from "../model/documents";
import { wildcardHost } from "../model/naming";
import { checkArchives } from "./checks/archives";
import { checkAwsCells } from "./checks/awsCells";
import { checkCustomers } from "./checks/customers";
import { checkDocuments } from "./checks/documents";
import { checkDomains } from "./checks/domains";
import { checkLists } from "./checks/lists";
import { checkPools } from "./checks/pools";
import { checkRecovery } from "./checks/recovery";
import { checkStaff } from "./checks/staff";
import { checkStacks } from "./checks/stacks";
import { draftProject, type ProjectDraft } from "./draft";
import { readFiles, type RawFile } from "./files";
import type { Mistake } from "./mistake";
import type { AwsCellFile } from "./awsSchema";
import type { CellFile, Customer, GlobalStack, Platform } from "./schema";
import { stackMistakes, takeStack } from "./stackFile";

export interface Project {
    /** Names of all stack files, valid or not. */
    stacks: string[];
    customers: number;
    /** Every valid customer, sorted by slug, erased ones too. */
    roster: Customer[];
    /** Every mistake in every file, in the order of the files. */
    mistakes: Mistake[];
    /** What a stack declares; undefined for an unknown stack. Only to be asked of a project without mistakes. */
    platform(stack: string): Platform | undefined;
}

/**
 * Reads and checks a whole project: stack files and customers, each by itself and all together.
 *
 * @param current the stack being deployed with the configuration Pulumi gives it, which stands in for the stack's file.
 */
export function readProject(
    root: string,
    current?: { stack: string; value: unknown; awsRegion?: string | undefined },
): Project {
    const files = readFiles(root);
    const mistakes = [...files.mistakes];
    const stacks = files.stacks
        .filter(({ name }) => name !== current?.stack)
        .map(({ file, name, value }): RawFile => {
            const { mistakes: found, ...taken } = takeStack(file, value);
            mistakes.push(...found);
            return { file, name, ...taken };
        });
    if (current) {
        const file = `Pulumi.${current.stack}.yaml`;
        mistakes.push(...stackMistakes(file, current.value));
        stacks.push({ file, name: current.stack, value: current.value, awsRegion: current.awsRegion });
    }
    stacks.sort((a, b) => (a.file < b.file ? -1 : 1));
    const draft = draftProject({ ...files, stacks, mistakes });
    const all = [
        ...draft.mistakes,
        ...checkStacks(draft),
        ...checkLists(draft),
        ...checkCustomers(draft),
        ...checkDocuments(draft),
        ...checkDomains(draft),
        ...checkPools(draft),
        ...checkRecovery(draft),
        ...checkStaff(draft),
        ...checkArchives(draft),
        ...checkAwsCells(draft),
    ];
    const order = [...new Set(all.map(({ file }) => file))].sort();
    return {
        stacks: stacks.map(({ name }) => name),
        customers: files.customers.length,
        roster: draft.customers.flatMap(({ name, valid }) => (valid ? [{ slug: name, ...valid }] : [])),
        mistakes: order.flatMap((file) => all.filter((mistake) => mistake.file === file)),
        platform: (stack) => platformOf(draft, stack),
    };
}

function platformOf({ globals, cells, awsCells, customers, staff }: ProjectDraft, stack: string): Platform | undefined {
    const served = customers.flatMap(({ name, valid }): Customer[] =>
        valid && valid.status !== "erased" ? [{ slug: name, ...valid }] : [],
    );
    const cell = cells.find(({ name }) => name === stack)?.valid;
    if (cell) {
        const { region, pairedRegion } = cell.site;
        const customers = served
            .filter((customer) => customer.cell === cell.cell)
            // A site that stands in for another may stand where a copy was wanted.
            .map((customer) => ({
                ...customer,
                replicateTo: customer.replicateTo.filter((wanted) => wanted !== region && wanted !== pairedRegion),
            }));
        const otherSite = otherSiteOf(
            cell,
            stack,
            cells.flatMap(({ name, valid }) => (valid ? [{ stack: name, ...valid }] : [])),
            awsCells.flatMap(({ name, valid }) => (valid ? [{ stack: name, ...valid }] : [])),
        );
        return { ...cell, stack, customers, ...(otherSite ? { otherSite } : {}) };
    }
    const awsCell = awsCells.find(({ name }) => name === stack)?.valid;
    if (awsCell) {
        const { alerts, audit } = globals[0]!.valid!;
        const customers = served.filter((customer) => customer.cell === awsCell.cell);
        return { ...awsCell, kind: "awsCell", stack, customers, alerts, audit };
    }
    const global = globals.find(({ name }) => name === stack)?.valid;
    return (
        global &&
        staff?.valid && {
            ...global,
            stack,
            staff: staff.valid,
            cells: global.cells.map((name): GlobalStack["cells"][number] => ({
                name,
                wildcardDomain: wildcardHost(name, global.domain),
                regions: regionsOf(
                    cells.flatMap(({ valid }) => (valid?.cell === name ? valid : [])),
                    awsCells.flatMap(({ valid }) => (valid?.cell === name ? valid : [])),
                    served.filter((customer) => customer.cell === name),
                ),
                overInternet: awsCells.some(({ valid }) => valid?.cell === name && !valid.recovers),
                vanityDomains: served
                    .filter((customer) => customer.cell === name)
                    .flatMap(({ slug, domains }) => domains.map((host) => ({ host, slug }))),
            })),
        }
    );
}

/** Where the documents of a cell's customers come from, while they move from site to site. */
function otherSiteOf(
    { recovers, restores }: CellFile,
    stack: string,
    cells: readonly (CellFile & { stack: string })[],
    awsCells: readonly (AwsCellFile & { stack: string })[],
): OtherSite | undefined {
    const onAws = awsCells.find((cell) => cell.stack === recovers?.stack);
    if (onAws) return { region: onAws.site.region, accounts: 1, copies: onAws.site.backupSite.region, pulled: true };
    const lost = cells.find((cell) => cell.stack === recovers?.stack);
    if (lost) {
        const { site, documents } = lost;
        return { region: site.region, accounts: documents.accounts, copies: documents.copies ?? site.pairedRegion };
    }
    const stoodIn = cells.find((cell) => cell.recovers?.stack === stack);
    const comesHome = Object.values(restores).some(({ from }) => from === "secondary");
    return stoodIn && comesHome ? { region: stoodIn.site.region, accounts: stoodIn.documents.accounts } : undefined;
}

/** Where on Azure data of a cell may lie, by its sites (a lost cell has two while it is rebuilt) and its customers' wishes. */
function regionsOf(
    cells: readonly CellFile[],
    awsCells: readonly AwsCellFile[],
    customers: readonly Customer[],
): string[] {
    const regions = [
        ...awsCells.map(({ site }) => site.backupSite.region),
        ...cells.flatMap(({ site, documents }) => [site.region, site.pairedRegion, documents.copies ?? []].flat()),
        ...customers.flatMap(({ replicateTo }) => replicateTo),
    ];
    return [...new Set(regions)].sort();
}
