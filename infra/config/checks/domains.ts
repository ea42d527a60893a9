import type { ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";

/** Custom domains one Front Door Premium profile holds ("Azure Front Door limits"). */
const profileDomains = 500;

/** What is wrong with customers' own host names: each leads to one customer, and none may reach into the platform's own. */
export function checkDomains({ globals, cells, customers }: ProjectDraft): Mistake[] {
    const platform = [...new Set([...globals, ...cells].flatMap(({ rest }) => rest.domain?.toLowerCase() ?? []))];
    const owners = new Map<string, string>();
    const mistakes: Mistake[] = [];

    for (const { file, name, rest } of customers.filter(({ rest: { status } }) => status !== "erased")) {
        for (const [index, written] of (rest.domains ?? []).entries()) {
            const host = written?.toLowerCase();
            if (host === undefined) {
                continue;
            }
            const add = (message: string, remedy: string) =>
                mistakes.push({ file, path: `domains[${index}]`, message, remedy });
            const above = platform.find((domain) => host === domain || host.endsWith(`.${domain}`));
            if (above !== undefined) {
                add(
                    `"${host}" belongs to the platform's own domain ${above}`,
                    `leave it out: the customer has ${name}.<cell>.${above} already`,
                );
            }
            const owner = owners.get(host);
            if (owner === undefined) {
                owners.set(host, file);
            } else {
                const remedy = "keep it with one customer: a host name leads to one customer only";
                add(
                    owner === file ? `"${host}" stands in the list twice` : `"${host}" is a domain of ${owner} already`,
                    remedy,
                );
            }
        }
    }
    for (const { file, rest } of globals) {
        const wildcards = rest.cells?.length ?? 0;
        if (wildcards + owners.size > profileDomains) {
            mistakes.push({
                file,
                path: "cells",
                message: `${wildcards} wildcard domains and ${owners.size} domains of customers are more than the ${profileDomains} a Front Door profile holds`,
                remedy: "take domains of customers out; each customer is served below its cell's wildcard domain without one",
            });
        }
    }
    return mistakes;
}
