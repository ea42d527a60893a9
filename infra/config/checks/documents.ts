import { customersPerAccount, documentsLayout } from "../../model/documents";
import { findRegion } from "../../model/regions";
import type { CellDraft, CustomerDraft, ProjectDraft } from "../draft";
import type { Mistake } from "../mistake";

/** The most accounts a cell can have, as its schema says. */
const mostAccounts = 50;

/** What is wrong between customers and the storage accounts their documents lie in. */
export function checkDocuments({ cells, customers }: ProjectDraft): Mistake[] {
    return cells.flatMap((cell) => {
        const accounts = cell.rest.documents?.accounts;
        return accounts === undefined ? [] : checkCell(cell, accounts, customers);
    });
}

function checkCell(
    { file, rest: { cell } }: CellDraft,
    accounts: number,
    customers: readonly CustomerDraft[],
): Mistake[] {
    const mine = customers
        .filter(({ rest }) => cell !== undefined && rest.cell === cell && rest.status !== "erased")
        .map(({ name, rest: { residency, replicateTo = [] } }) => ({
            slug: name,
            residency,
            replicateTo: replicateTo.filter(
                (region) => region !== undefined && findRegion(region) !== undefined,
            ) as string[],
        }));
    const overfull = (count: number) => {
        const { home, copies } = documentsLayout({ accounts: count, copiesRegion: "" }, mine);
        return {
            numbered: home.filter(({ replicated, slugs }) => replicated && slugs.length > customersPerAccount),
            home: home.filter(({ replicated, slugs }) => !replicated && slugs.length > customersPerAccount),
            regional: copies.filter(({ source, slugs }) => source === undefined && slugs.length > customersPerAccount),
        };
    };

    const now = overfull(accounts);
    const more = Array.from({ length: Math.max(0, mostAccounts - accounts) }, (_, index) => accounts + index + 1);
    const enough = now.numbered.length > 0 && more.find((count) => overfull(count).numbered.length === 0);
    const limit = `and a backup vault protects ${customersPerAccount} of one account`;
    const newCell = "take new customers into a new cell";
    return [
        ...now.numbered.map(({ label, slugs }) => ({
            message: `documents account ${label} gets ${slugs.length} customers, ${limit}`,
            remedy: `write accounts: ${enough || mostAccounts} before the cell's first deployment; later ${newCell}, because documents do not move between accounts`,
        })),
        ...now.home.map(({ slugs }) => ({
            message: `${slugs.length} customers have residency: home, ${limit}`,
            remedy: newCell,
        })),
        ...now.regional.map(({ region, slugs }) => ({
            message: `${slugs.length} customers want copies in ${region}, ${limit}`,
            remedy: newCell,
        })),
    ].map((mistake) => ({ file, path: "documents.accounts", ...mistake }));
}
