import { overlap, parseBlock } from "../../model/network";
import { originHost, wildcardHost } from "../../model/naming";
import { findAwsRegion } from "../../model/awsRegions";
import { findRegion } from "../../model/regions";
import { allCells, type AwsCellDraft, type CellDraft, type GlobalDraft, type ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";
import { certificateNameLimit } from "../schemaParts";

type AnyCell = CellDraft | AwsCellDraft;

/** What is wrong between the stacks: cells and the edge must know of each other, and fail apart from each other. */
export function checkStacks(draft: ProjectDraft): Mistake[] {
    const cells = allCells(draft);
    return [
        ...checkKinds(draft, cells),
        ...[...draft.globals, ...draft.cells].flatMap(({ file, rest }) => checkPair(file, "site", rest.site)),
        ...draft.awsCells.flatMap(({ file, rest }) => checkPair(file, "site.backupSite", rest.site?.backupSite)),
        ...checkListedCells(draft, cells),
        ...draft.globals.flatMap((edge) => checkFailureDomain(edge, draft.cells)),
        ...cells.flatMap((cell, index) => checkCell(cell, cells.slice(0, index), draft.globals)),
    ];
}

function checkKinds({ globals, incomplete }: ProjectDraft, cells: readonly AnyCell[]): Mistake[] {
    const [first, ...more] = globals;
    if (!first && cells.length > 0 && !incomplete) {
        return [
            {
                file: "Pulumi.global.yaml",
                path: "",
                message: "there is no global stack, and cells cannot be reached without one",
                remedy: "write a stack file with kind: global",
            },
        ];
    }
    return more.map(({ file }) => ({
        file,
        path: "kind",
        message: `a second global stack, besides ${first!.file}`,
        remedy: "keep one of the two: a custom domain can stand in one Front Door profile only",
    }));
}

function checkPair(
    file: string,
    path: string,
    site: { region?: string | undefined; pairedRegion?: string | undefined } | undefined,
): Mistake[] {
    const pair = findRegion(site?.region ?? "")?.pair;
    if (!pair || site?.pairedRegion === undefined || site.pairedRegion === pair) {
        return [];
    }
    return [
        {
            file,
            path: `${path}.pairedRegion`,
            message: `"${site.pairedRegion}" is not the pair of ${site.region}`,
            remedy: `write pairedRegion: ${pair}`,
        },
    ];
}

/** The global stack serves the cells it lists, so the list and the cells' own files must say the same. */
function checkListedCells({ globals, incomplete }: ProjectDraft, cells: readonly AnyCell[]): Mistake[] {
    const declared = cells.flatMap(({ rest }) => rest.cell ?? []);
    return globals.flatMap(({ file, rest }) => {
        const listed = rest.cells;
        if (!listed) {
            return [];
        }
        const unlisted = cells.flatMap(({ file: cellFile, rest: { cell } }) =>
            cell === undefined || listed.includes(cell)
                ? []
                : {
                      file,
                      path: "cells",
                      message: `does not name the cell ${cell} of ${cellFile}`,
                      remedy: `write cells: [${[...listed.filter(Boolean), cell].join(", ")}]`,
                  },
        );
        const undeclared = listed.flatMap((cell, index) =>
            cell === undefined || incomplete || declared.includes(cell)
                ? []
                : {
                      file,
                      path: `cells[${index}]`,
                      message: `no stack file declares the cell ${cell}`,
                      remedy: `write a stack file with kind: cell and cell: ${cell}, or take the name out`,
                  },
        );
        return [...unlisted, ...undeclared];
    });
}

function checkFailureDomain({ file, rest: { site } }: GlobalDraft, cells: readonly CellDraft[]): Mistake[] {
    const region = site?.region;
    const near = cells.find(({ rest }) => [rest.site?.region, rest.site?.pairedRegion].includes(region));
    return region === undefined || !near
        ? []
        : [
              {
                  file,
                  path: "site.region",
                  message: `"${region}" is the region of a cell or its pair (${near.file}), so both would be lost at once`,
                  remedy: "write a region that no cell uses, nor any cell's pair",
              },
          ];
}

/** A cell has a second stack only while one of the two recovers the other. */
const standsIn = (one: AnyCell, other: AnyCell): boolean =>
    one.rest.recovers?.stack === other.name || other.rest.recovers?.stack === one.name;

function checkCell(cell: AnyCell, others: readonly AnyCell[], globals: readonly GlobalDraft[]): Mistake[] {
    const { file, rest } = cell;
    const mistakes: Mistake[] = [];
    const add = (path: string, message: string, remedy: string) => mistakes.push({ file, path, message, remedy });

    const twin = others.find(
        (other) => rest.cell !== undefined && other.rest.cell === rest.cell && !standsIn(cell, other),
    );
    if (twin) {
        add(
            "cell",
            `${twin.file} declares the cell ${rest.cell} already`,
            "give the cell another name, or take one of the two files out",
        );
    }
    const block = parseBlock(rest.network?.addressSpace ?? "");
    for (const other of others) {
        const taken = parseBlock(other.rest.network?.addressSpace ?? "");
        if (block && taken && overlap(block, taken)) {
            const message = `${rest.network!.addressSpace} overlaps ${other.rest.network!.addressSpace} of ${other.file}`;
            add(
                "network.addressSpace",
                message,
                "write a block that no other cell uses: overlapping networks can never be joined",
            );
        }
    }
    const host = longestHost(rest);
    if (host.length > certificateNameLimit) {
        const message = `"${host}" is longer than the ${certificateNameLimit} characters a certificate allows`;
        add("domain", message, "write a shorter domain or a shorter name of the cell");
    }
    const edge = globals.length === 1 ? globals[0] : undefined;
    if (edge) {
        if (rest.domain !== undefined && edge.rest.domain !== undefined && rest.domain !== edge.rest.domain) {
            add("domain", `"${rest.domain}" is not the domain of ${edge.file}`, `write domain: ${edge.rest.domain}`);
        }
        const [organization, project, stack] = rest.globalStack?.split("/") ?? [];
        if (stack !== undefined && stack !== edge.name) {
            const message = `"${stack}" is not the name of the global stack`;
            add("globalStack", message, `write globalStack: ${organization}/${project}/${edge.name}`);
        }
    }
    return mistakes;
}

/** The longest host name that the platform itself needs a certificate for in a cell; empty while its parts are unknown. */
function longestHost({ cell, domain, site }: AnyCell["rest"]): string {
    if (cell === undefined || domain === undefined) {
        return "";
    }
    const code = findRegion(site?.region ?? "")?.code ?? findAwsRegion(site?.region ?? "")?.code;
    return code === undefined ? wildcardHost(cell, domain) : originHost({ cell, domain, code });
}
