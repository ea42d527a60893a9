import { backupFolder } from "../../model/awsBackups";
import { type AwsCellDraft, type CellDraft, type CustomerDraft } from "../draft";
import { show, withGuess } from "../mistake";

type Add = (path: string, message: string, remedy: string) => void;

/** What is wrong between a stack on AWS that stands in for a lost one, that stack, and the customers whose databases are restored. */
export function checkAwsRecovery(
    cell: AwsCellDraft,
    cells: readonly (AwsCellDraft | CellDraft)[],
    mine: readonly CustomerDraft[],
    incomplete: boolean,
    add: Add,
): void {
    const { rest, name } = cell;
    const { recovers, restores = {} } = rest;
    if (recovers?.region !== undefined && recovers.region === rest.site?.region) {
        add("site.region", `"${recovers.region}" is the region that was lost`, "write another region");
    }
    const lost = cells.find((other) => other.name === recovers?.stack && other.name !== name);
    if (recovers?.stack !== undefined && !incomplete && (!lost || lost.rest.cell !== rest.cell)) {
        add(
            "recovers.stack",
            `${show(recovers.stack)} is no other stack of the cell ${rest.cell ?? ""}`,
            "write the name of the lost stack of the same cell, for example stack: aws1",
        );
    }
    const slugs = mine.map((customer) => customer.name);
    const known = (slug: string, path: string) => {
        if (slugs.includes(slug) || rest.cell === undefined) return;
        const remedy = "write the slug of a customer of the cell, or take it out";
        add(path, `there is no customer "${slug}" in the cell ${rest.cell}`, withGuess(slug, slugs, remedy));
    };
    for (const list of ["waiting", "returned"] as const) {
        recovers?.[list]?.forEach((slug, index) => {
            if (slug !== undefined) known(slug, `recovers.${list}[${index}]`);
        });
    }
    const places = new Map<string, string>();
    for (const [slug, restore] of Object.entries(restores)) {
        known(slug, `restores.${slug}`);
        checkSource(rest.cell, slug, restore?.source, add);
        if (restore?.wave === undefined || restore.order === undefined) continue;
        const place = `${restore.wave} ${restore.order}`;
        const taken = places.get(place);
        if (taken !== undefined) {
            add(
                `restores.${slug}.order`,
                `${restore.order} is the place of "${taken}" in the wave ${restore.wave} already`,
                "give each customer of a wave a place of its own, from 1 for the largest database",
            );
        }
        places.set(place, taken ?? slug);
    }
}

/** The key must name a backup of this very customer: nobody may be given another's data. */
function checkSource(cell: string | undefined, slug: string, source: string | undefined, add: Add): void {
    if (cell === undefined || source === undefined) return;
    const folder = backupFolder(cell, slug);
    if (!source.startsWith(folder) || !/^[^/]+\/full\.bak$/.test(source.slice(folder.length))) {
        add(
            `restores.${slug}.source`,
            `${show(source)} is not the key of a backup of ${slug}`,
            `write ${folder}<time>/full.bak`,
        );
    }
}
