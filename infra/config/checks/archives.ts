import type { AwsCellDraft, CellDraft, GlobalDraft, ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";

/** An archive of logs that is believed to be locked must exist: where nothing of a stack stands, the stack keeps none. */
export function checkArchives({ globals, cells, awsCells, customers }: ProjectDraft): Mistake[] {
    const wishesOf = (cell: string | undefined) =>
        customers.flatMap(({ rest }) =>
            rest.cell === cell && rest.status !== "erased" ? (rest.replicateTo ?? []) : [],
        );
    return [
        ...globals.flatMap((stack) => strays(stack, [stack.rest.site?.region])),
        ...awsCells.flatMap((stack) => strays(stack, [stack.rest.site?.backupSite?.region])),
        ...cells.flatMap((stack) => {
            const { site, documents, cell } = stack.rest;
            return strays(stack, [site?.region, documents?.copies ?? site?.pairedRegion, ...wishesOf(cell)]);
        }),
    ];
}

function strays(
    { file, rest }: GlobalDraft | CellDraft | AwsCellDraft,
    regions: readonly (string | undefined)[],
): Mistake[] {
    const known = regions.filter((region) => region !== undefined);
    return (rest.lockedArchives ?? []).flatMap((region, index) =>
        region === undefined || known.length === 0 || known.includes(region)
            ? []
            : {
                  file,
                  path: `lockedArchives[${index}]`,
                  message: `"${region}" is no region in which this stack keeps an archive of logs`,
                  remedy: `write one of ${[...new Set(known)].sort().join(", ")}, or take it out`,
              },
    );
}
