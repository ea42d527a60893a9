import { hostsPerRule } from "../../model/standIn";
import type { CustomerDraft, GlobalDraft, ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";

/** Custom domains one Front Door Premium profile holds ("Azure Front Door limits"). */
const profileDomains = 500;
/**
 * What Front Door counts of a profile ("Front Door routing limits"): for each route and protocol, its domains times its paths and the rules
 * that send a request elsewhere.
 */
const profileRoutes = 5000;
/** Of a cell: the application and security.txt, each with one path, over HTTP (which is led to HTTPS) and HTTPS. */
const [routesPerCell, protocols] = [2, 2];

/** What is wrong with customers' own host names: each leads to one customer, and none may reach into the platform's own. */
export function checkDomains({ globals, cells, awsCells, customers }: ProjectDraft): Mistake[] {
    const platform = [
        ...new Set([...globals, ...cells, ...awsCells].flatMap(({ rest }) => rest.domain?.toLowerCase() ?? [])),
    ];
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
    for (const edge of globals) {
        const { file, rest } = edge;
        const wildcards = rest.cells?.length ?? 0;
        if (wildcards + owners.size > profileDomains) {
            mistakes.push({
                file,
                path: "cells",
                message: `${wildcards} wildcard domains and ${owners.size} domains of customers are more than the ${profileDomains} a Front Door profile holds`,
                remedy: "take domains of customers out; each customer is served below its cell's wildcard domain without one",
            });
        } else {
            mistakes.push(...checkRoutes(edge, customers));
        }
    }
    return mistakes;
}

/**
 * The loss of a cell adds rules that send its hosts to another site (decision 021): that there is room for them must be known before.
 */
function checkRoutes({ file, rest }: GlobalDraft, customers: readonly CustomerDraft[]): Mistake[] {
    const cells = (rest.cells ?? []).map((cell) => {
        const mine = customers.filter(({ rest: { status, cell: home } }) => home === cell && status !== "erased");
        const own = mine.reduce((sum, { rest: { domains = [] } }) => sum + domains.length, 0);
        // Three groups of customers have rules of their own.
        const rules = Math.ceil((mine.length + own) / hostsPerRule) + 2;
        const each = (own + 1) * protocols;
        return { cell, own, always: each * routesPerCell, lost: each * rules };
    });
    const always = cells.reduce((sum, cell) => sum + cell.always, 0);
    const [worst] = cells.filter(({ lost }) => always + lost > profileRoutes).sort((a, b) => b.lost - a.lost);
    return worst
        ? [
              {
                  file,
                  path: "cells",
                  message: `sending the hosts of ${worst.cell} to another site would take ${always + worst.lost} routes, and a Front Door profile has ${profileRoutes} (DR-5)`,
                  remedy: `take some of the ${worst.own} domains of its customers out, or move customers with domains of their own to another cell`,
              },
          ]
        : [];
}
