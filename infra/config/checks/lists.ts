import { allCells, type ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";

type Receiver = { name?: string | undefined; email?: string | undefined } | undefined;
type List = readonly (string | undefined)[] | undefined;

/** Nothing may stand twice in a list: one of the two is a slip, and something else may be missing. */
export function checkLists(draft: ProjectDraft): Mistake[] {
    const { globals, customers } = draft;
    const cells = allCells(draft);
    return [
        ...globals.flatMap(({ file, rest }) => [
            ...twins(file, "cells", rest.cells),
            ...twins(file, "disclosure.contact", rest.disclosure?.contact),
            ...twins(file, "disclosure.languages", rest.disclosure?.languages),
            ...receiverTwins(file, "alerts.operations", rest.alerts?.operations),
            ...receiverTwins(file, "alerts.security", rest.alerts?.security),
        ]),
        ...cells.flatMap(({ file, rest }) => twins(file, "egress.allowedHosts", rest.egress?.allowedHosts)),
        ...customers.flatMap(({ file, rest }) => twins(file, "replicateTo", rest.replicateTo)),
        ...[...globals, ...cells].flatMap(({ file, rest }) => [
            ...twins(file, "lockedArchives", rest.lockedArchives),
            ...tagTwins(file, Object.keys(rest.tags ?? {})),
        ]),
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

/** Azure wants the names of receivers to differ; two receivers with one mailbox would be one. */
function receiverTwins(file: string, path: string, receivers: readonly Receiver[] = []): Mistake[] {
    const list = (key: "name" | "email") => receivers.map((receiver) => receiver?.[key]);
    return [...twins(file, path, list("name")), ...twins(file, path, list("email"))];
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
