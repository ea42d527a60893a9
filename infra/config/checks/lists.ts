import type { ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";

type List = readonly (string | undefined)[] | undefined;

/** Nothing may stand twice in a list: one of the two is a slip, and something else may be missing. */
export function checkLists({ globals, cells, customers }: ProjectDraft): Mistake[] {
    return [
        ...globals.flatMap(({ file, rest }) => [
            ...twins(file, "cells", rest.cells),
            ...twins(file, "disclosure.contact", rest.disclosure?.contact),
            ...twins(file, "disclosure.languages", rest.disclosure?.languages),
        ]),
        ...cells.flatMap(({ file, rest }) => [
            ...twins(file, "egress.allowedHosts", rest.egress?.allowedHosts),
            ...twins(file, "administrators", rest.administrators),
        ]),
        ...customers.flatMap(({ file, rest }) => twins(file, "replicateTo", rest.replicateTo)),
        ...[...globals, ...cells].flatMap(({ file, rest }) => tagTwins(file, Object.keys(rest.tags ?? {}))),
    ];
}

function twins(file: string, path: string, list: List = []): Mistake[] {
    const simple = list.map((text) => text?.toLowerCase());
    return simple.flatMap((text, index) =>
        text !== undefined && simple.indexOf(text) < index
            ? {
                  file,
                  path: `${path}[${index}]`,
                  message: `"${list[index]}" stands in the list twice`,
                  remedy: "take one of the two out",
              }
            : [],
    );
}

function tagTwins(file: string, names: readonly string[]): Mistake[] {
    return twins(file, "tags", names).map(({ path, ...twin }) => {
        const name = names[Number(/\d+/.exec(path)![0])]!;
        return {
            ...twin,
            path: `tags.${name}`,
            message: `"${name}" stands there twice: Azure does not tell upper from lower case in tags`,
        };
    });
}
