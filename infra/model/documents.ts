import { placeFor } from "./placement";
import { regionOf } from "./regions";

/** A container in every account, because Azure protects no account without one. No slug begins with a digit. */
export const systemContainer = "0-system";

/** Vaulted backup protects 100 containers of an account ("Support matrix for Azure Blobs backup"); one is the system's. */
export const customersPerAccount = 99;

/** Days a deleted or overwritten document can be taken back without a backup; Azure Backup wants 7 at the least. */
export const documentRetentionDays = 30;

/**
 * The lists of members that Azure makes us keep in shared resources: all that a customer coming or going changes besides that
 * customer's own resources.
 */
export const membershipLists = [
    {
        type: "azure-native:dataprotection:BackupInstance",
        path: "properties.policyInfo.policyParameters.backupDatasourceParametersList.0.containersList",
    },
] as const;

export interface DocumentsCustomer {
    slug: string;
    residency?: "home" | undefined;
    replicateTo?: readonly string[] | undefined;
}

/** A storage account of the home region. */
interface HomeAccount {
    /** A number, or `home` for those whose documents may leave the region in no way. */
    label: string;
    /** Whether copies lie in another region. */
    replicated: boolean;
    slugs: string[];
}

/** A storage account that holds copies in another region. */
interface CopyAccount {
    /** Part of names in the program; of the region of all copies it says so, since a cell has one wherever it stands. */
    label: string;
    region: string;
    /** The one account it copies; unset where it holds single customers of any account. */
    source?: string;
    slugs: string[];
}

const homeLabel = "home";
const labelsOf = (accounts: number) => Array.from({ length: accounts }, (_, index) => `${index + 1}`);

/** Label of the account that holds a customer's documents. */
export function documentsAccountOf({ slug, residency }: DocumentsCustomer, accounts: number): string {
    return residency === "home" ? homeLabel : placeFor(slug, labelsOf(accounts))!;
}

/**
 * The accounts of a cell and whose documents lie in each. All are there from the beginning, so that no customer's coming changes what
 * others use; only an account in a further region comes with the first who wants copies there.
 */
export function documentsLayout(
    { accounts, copiesRegion }: { accounts: number; copiesRegion: string },
    customers: readonly DocumentsCustomer[],
) {
    const placed = new Map([...labelsOf(accounts), homeLabel].map((label) => [label, [] as string[]]));
    // A list of members must not change because the customers come in another order.
    const ordered = [...customers].sort((one, other) => (one.slug < other.slug ? -1 : 1));
    for (const customer of ordered) {
        placed.get(documentsAccountOf(customer, accounts))!.push(customer.slug);
    }
    const home = [...placed].map(([label, slugs]): HomeAccount => ({ label, replicated: label !== homeLabel, slugs }));

    const wanted = [...new Set(customers.flatMap(({ replicateTo = [] }) => replicateTo))].sort();
    const copies: CopyAccount[] = [
        ...home
            .filter(({ replicated }) => replicated)
            .map(({ label, slugs }) => ({ label: `${label}-pair`, region: copiesRegion, source: label, slugs })),
        ...wanted.map((region) => ({
            label: regionOf(region).code,
            region,
            slugs: ordered.filter(({ replicateTo = [] }) => replicateTo.includes(region)).map(({ slug }) => slug),
        })),
    ];
    return { home, copies };
}

/** Another site of the same cell that documents are brought from. */
export interface OtherSite {
    region: string;
    accounts: number;
    /** Of a lost site: the region that has its copies. Unset for a site that works. */
    copies?: string;
    /** Where that is, for a site on AWS: in one container, each customer's in a folder. */
    pulled?: true;
}

/** What is brought to one account. */
interface Seed {
    label: string;
    /** Labels of the accounts in which it can lie. */
    from: string[];
    /** Whose documents; unset for everybody's. */
    slugs?: string[];
}

/**
 * What is brought from another site: to a site that stands in, all that has copies; home again, what belongs to customers who have their
 * database there from the other site. Who keeps every copy at home never was elsewhere.
 */
export function documentSeeds(stack: {
    otherSite?: OtherSite | undefined;
    documents: { accounts: number };
    customers: readonly DocumentsCustomer[];
    restores: Readonly<Record<string, { from: string }>>;
}): { accounts: string[]; seeds: Seed[] } {
    const { otherSite, documents, customers, restores } = stack;
    if (!otherSite) return { accounts: [], seeds: [] };
    const labels = labelsOf(documents.accounts);
    const theirs = labelsOf(otherSite.accounts);
    // As many accounts hold the same customers each; of other numbers any can.
    const fromOf = (label: string) => (theirs.length === labels.length ? [label] : theirs);
    const seeds = labels.map((label): Seed => {
        if (otherSite.copies !== undefined) return { label, from: fromOf(label) };
        const slugs = customers
            .filter(({ slug }) => restores[slug]?.from === "secondary")
            .filter((customer) => documentsAccountOf(customer, documents.accounts) === label)
            .map(({ slug }) => slug)
            .sort();
        return { label, from: fromOf(label), slugs };
    });
    const wanted = seeds.filter(({ slugs }) => slugs?.length !== 0);
    return { accounts: theirs.filter((label) => wanted.some(({ from }) => from.includes(label))), seeds: wanted };
}
