import { findAwsRegion } from "../../model/awsRegions";
import { databasesPerManagedInstance, managedInstanceNames, managedStorageGiB } from "../../model/managedInstances";
import { restoreSources } from "../../model/recovery";
import { copyRegions, findRegion, objectionToCopies } from "../../model/regions";
import { sizeClasses } from "../../model/sizes";
import { allCells, type AwsCellDraft, type CellDraft, type CustomerDraft, type ProjectDraft } from "../draft";
import { type Mistake, show, withGuess } from "../mistake";
import { cellRemedies } from "../remedies";

type Restores = NonNullable<CellDraft["rest"]["restores"]>;
type Add = (path: string, message: string, remedy: string) => void;

/** What is wrong between a stack that stands in for a lost one, that stack, and the customers whose databases are restored. */
export function checkRecovery(draft: ProjectDraft): Mistake[] {
    const { cells, customers, incomplete } = draft;
    return cells.flatMap((cell) => {
        const mistakes: Mistake[] = [];
        const add: Add = (path, message, remedy) => mistakes.push({ file: cell.file, path, message, remedy });
        const mine = customers.filter(({ rest }) => rest.cell === cell.rest.cell);
        checkLost(cell, allCells(draft), incomplete, add);
        checkManaged(cell, mine, add);
        checkLists(cell, mine, add);
        checkRestores(cell, mine, add);
        checkHomeOnly(cell, mine, add);
        checkCopies(cell, mine, add);
        return mistakes;
    });
}

/** The lost stack is another one of the same cell, and stood elsewhere. */
function checkLost(
    { name, rest }: CellDraft,
    cells: readonly (CellDraft | AwsCellDraft)[],
    incomplete: boolean,
    add: Add,
): void {
    const { stack, region } = rest.recovers ?? {};
    if (region !== undefined && region === rest.site?.region) {
        add("site.region", `"${region}" is the region that was lost`, "write another region");
    }
    if (stack === undefined) {
        return;
    }
    const others = cells.filter((cell) => cell.name !== name);
    const lost = others.find((cell) => cell.name === stack);
    if (!lost) {
        if (stack === name) {
            add("recovers.stack", "names this stack itself", cellRemedies["recovers.stack"]!);
        } else if (!incomplete) {
            const names = others.map((cell) => cell.name);
            const sentence =
                names.length > 0 ? `the cells' stacks are ${names.join(", ")}` : "write its stack file first";
            add("recovers.stack", `there is no cell's stack "${stack}"`, withGuess(stack, names, sentence));
        }
        return;
    }
    if (lost.rest.recovers) {
        add(
            "recovers.stack",
            `${lost.file} stands in for a lost stack itself`,
            `write the stack that was lost first: stack: ${lost.rest.recovers.stack ?? "<stack>"}`,
        );
    }
    if (lost.rest.cell !== undefined && rest.cell !== undefined && lost.rest.cell !== rest.cell) {
        add("cell", `"${rest.cell}" is not the cell of ${lost.file}`, `write cell: ${lost.rest.cell}`);
    }
    const was = lost.rest.site?.region;
    if (was !== undefined && region !== undefined && was !== region) {
        add("recovers.region", `"${region}" is not the region of ${lost.file}`, `write region: ${was}`);
    }
}

/** A cell has managed instances where it stands in for one on AWS, enough of them for what is restored, and nowhere else. */
function checkManaged(
    { rest: { managedInstances: sizing, recovers, restores = {} } }: CellDraft,
    mine: readonly CustomerDraft[],
    add: Add,
): void {
    const fromAws = findAwsRegion(recovers?.region ?? "") !== undefined;
    const managed = mine.filter(({ name }) => restores[name]?.from === "native");
    if (sizing === undefined && managed.length > 0) {
        add(
            "managedInstances",
            `is missing, and ${managed.map(({ name }) => name).join(", ")} would be restored from backups of a cell on AWS`,
            "write managedInstances: { count: 1, vCores: 4, storageGiB: 2048 }",
        );
    }
    if (sizing !== undefined && recovers?.region !== undefined && !fromAws) {
        add("managedInstances", `is not for a cell that stands in for one in ${recovers.region}`, "take it out");
    }
    if (sizing !== undefined && recovers === undefined) {
        add("managedInstances", "is for a cell only that stands in for one on AWS", "take it out");
    }
    const { count, vCores, storageGiB } = sizing ?? {};
    if (count === undefined || vCores === undefined || storageGiB === undefined) return;
    const most = managedStorageGiB.get(vCores);
    if (most !== undefined && storageGiB > most) {
        const enough = [...managedStorageGiB].find(([, gibibytes]) => gibibytes >= storageGiB)![0];
        add(
            "managedInstances.storageGiB",
            `${storageGiB} is more than the ${most} GiB of an instance with ${vCores} vCores`,
            `write vCores: ${enough}, or less storage`,
        );
    }
    for (const name of managedInstanceNames({ count })) {
        const inside = managed.filter(({ rest: { pool } }) => (count === 1 && pool === undefined) || pool === name);
        const gibibytes = inside.reduce(
            (sum, { rest: { size } }) => sum + (size ? sizeClasses[size].maxSizeGiB : 0),
            0,
        );
        if (inside.length > databasesPerManagedInstance || gibibytes > storageGiB) {
            add(
                "managedInstances",
                `instance ${name} gets ${inside.length} databases with ${gibibytes} GiB, and holds ${databasesPerManagedInstance} with ${storageGiB} GiB`,
                "write a larger storageGiB, or name another instance in some customers' files (pool)",
            );
        }
    }
}

/** Whoever is named is a customer of the cell, and in one of the lists only. */
function checkLists(
    { rest: { recovers, restores = {}, cell } }: CellDraft,
    mine: readonly CustomerDraft[],
    add: Add,
): void {
    for (const list of ["waiting", "returned"] as const) {
        for (const [index, slug] of (recovers?.[list] ?? []).entries()) {
            if (slug === undefined) continue;
            const path = `recovers.${list}[${index}]`;
            requireCustomer(slug, path, cell, mine, add);
            if (recovers![list]!.indexOf(slug) < index) {
                add(path, `"${slug}" stands in the list twice`, "take one of the two out");
            } else if (list === "waiting" && slug in restores) {
                add(
                    path,
                    `"${slug}" stands in restores too`,
                    "take it out here if its database is to be restored, and there if not",
                );
            }
        }
    }
}

function requireCustomer(
    slug: string,
    path: string,
    cell: string | undefined,
    mine: readonly CustomerDraft[],
    add: Add,
): void {
    const customer = mine.find(({ name }) => name === slug);
    if (customer?.rest.status === "erased") {
        add(path, `"${slug}" is erased`, "take it out: nothing of an erased customer is restored");
    } else if (!customer && cell !== undefined) {
        const names = mine.map(({ name }) => name);
        add(
            path,
            `there is no customer "${slug}" in the cell ${cell}`,
            withGuess(slug, names, "write the slug of a customer of the cell, or take it out"),
        );
    }
}

function checkRestores(
    { rest: { restores = {}, recovers, cell } }: CellDraft,
    mine: readonly CustomerDraft[],
    add: Add,
): void {
    const places = new Map<string, string>();
    for (const [slug, restore] of Object.entries(restores)) {
        const path = `restores.${slug}`;
        requireCustomer(slug, path, cell, mine, add);
        if (!restore) continue;
        checkSource(slug, restore, add);
        if (restore.from !== undefined && restore.from !== "secondary" && !("point" in restore)) {
            add(`${path}.point`, "is missing", cellRemedies["restores.*.point"]!);
        }
        // A site that stands in has no other database; its own has the name that the one at home is to have, which follows it there.
        if (restore.database === 2 && !recovers && restore.from !== undefined && restore.from !== "secondary") {
            add(
                `${path}.database`,
                "makes a second database, and only one that follows a live database (from: secondary) is made beside another",
                "take database out, or write from: secondary",
            );
        }
        if (restore.wave !== undefined && restore.order !== undefined) {
            const place = `${restore.wave} ${restore.order}`;
            const taken = places.get(place);
            if (taken === undefined) places.set(place, slug);
            else {
                add(
                    `${path}.order`,
                    `${restore.order} is the place of "${taken}" in the wave ${restore.wave} already`,
                    "give each customer of a wave a place of its own, from 1 for the largest database",
                );
            }
        }
    }
}

/** The id must be one of its kind, and name a database of this very customer: nobody may be given another's data. */
function checkSource(slug: string, { from, source }: NonNullable<Restores[string]>, add: Add): void {
    if (from === undefined || source === undefined) return;
    const { pattern, example, inWords } = restoreSources[from];
    const path = `restores.${slug}.source`;
    const { customer, database: name } = pattern.exec(source)?.groups ?? {};
    const database = (name ?? (customer && `db-${customer}`))?.toLowerCase();
    if (database === undefined) {
        add(path, `${show(source)} is not the id of ${inWords}`, `write ${example(slug)}`);
    } else if (database !== `db-${slug}` && database !== `db-${slug}--2`) {
        add(path, `"${database}" is not a database of ${slug}`, `write the id of ${inWords} of db-${slug}`);
    }
}

/** Whoever keeps every copy at home has none elsewhere, and wants no database elsewhere either. */
function checkHomeOnly(
    { rest: { recovers, restores = {} } }: CellDraft,
    mine: readonly CustomerDraft[],
    add: Add,
): void {
    for (const { name, rest } of mine) {
        if (rest.residency !== "home" || rest.status === "erased") continue;
        const restore = restores[name];
        if (restore && (recovers || restore.from === "geo")) {
            add(
                `restores.${name}`,
                `${name} keeps every copy in its home region, so there is no backup elsewhere`,
                recovers ? "take it out, and name the customer in recovers.waiting" : "take it out",
            );
        } else if (recovers && !recovers.waiting?.includes(name)) {
            const waiting = [...(recovers.waiting ?? []).filter((slug) => slug !== undefined), name];
            add(
                "recovers.waiting",
                `does not name ${name}, who keeps every copy in the home region and would get an empty database here`,
                `write waiting: [${waiting.join(", ")}]`,
            );
        }
    }
}

/** Copies of documents lie in a region that takes them, not in the lost one, and not where a customer pays for another copy. */
function checkCopies(
    { rest: { site, documents, recovers } }: CellDraft,
    mine: readonly CustomerDraft[],
    add: Add,
): void {
    const region = documents?.copies ?? site?.pairedRegion;
    if (region === undefined || site?.region === undefined || documents === undefined) return;
    const wanted = mine.flatMap(({ rest }) => (rest.status === "erased" ? [] : (rest.replicateTo ?? [])));
    const facts = findRegion(region);
    const objection =
        region === site.region
            ? "is the region of the site, and copies must outlive it"
            : region === recovers?.region
              ? "is the region that was lost"
              : documents.copies !== undefined && wanted.includes(region)
                ? "is where a customer has a copy anyway (replicateTo)"
                : documents.copies === undefined && facts && objectionToCopies(facts);
    if (objection) {
        const left = copyRegions.filter(
            (other) => other !== site.region && other !== recovers?.region && !wanted.includes(other),
        );
        add(
            "documents.copies",
            `the copies of documents would lie in "${region}", which ${objection}`,
            `write copies: ${left[0]}`,
        );
    }
}
