import { replicaVCores } from "./replication";
import { type Size, sizeClasses } from "./sizes";

/** What one unit costs, in the currency of the file; `assumed` says why there is no published figure. */
type Price = { amount: number; source: string; asOf: string } | { amount: number; assumed: string };

/** A dated price file. */
export interface PriceFile {
    /** Year and month of the figures, for example `2026-11`. */
    date: string;
    currency: string;
    prices: Readonly<
        Record<
            | "computePerVCoreHour"
            | "zoneRedundancyPerVCoreHour"
            | "licencePerVCoreHour"
            | "databaseStoragePerGiB"
            | "longTermBackupPerGiB"
            | "documentStoragePerGiB"
            | "vaultStoragePerGiB"
            | "transferPerGiB",
            Price
        >
    >;
    assumptions: {
        hoursPerMonth: number;
        documentsGiB: Readonly<Record<Size, number>>;
        changedShare: number;
        vaultCopies: number;
    };
}

interface SurchargeLine {
    item: string;
    /** A month, in the file's currency, rounded to cents. */
    amount: number;
    /** Whether the price or the quantity is assumed, not published or declared. */
    assumed: boolean;
}

export interface Surcharge {
    currency: string;
    /** The price file's date. */
    prices: string;
    regions: { region: string; lines: SurchargeLine[]; total: number }[];
    /** Of all regions, a month. */
    total: number;
}

const cents = (amount: number) => Math.round(amount * 100) / 100;
const sum = (amounts: readonly number[]) => cents(amounts.reduce((total, amount) => total + amount, 0));

/** What is charged on to a customer for its copies in further regions (BKP-4), by what is declared for it there. */
export function surchargeOf(customer: { size: Size; replicateTo: readonly string[] }, file: PriceFile): Surcharge {
    const regions = customer.replicateTo.map((region) => {
        const lines = linesOf(customer.size, file);
        return { region, lines, total: sum(lines.map(({ amount }) => amount)) };
    });
    return { currency: file.currency, prices: file.date, regions, total: sum(regions.map(({ total }) => total)) };
}

/** One region's lines. Every region costs the same: the prices are those of one European region. */
function linesOf(size: Size, { prices, assumptions }: PriceFile): SurchargeLine[] {
    const { hoursPerMonth, documentsGiB, changedShare, vaultCopies } = assumptions;
    const databaseGiB = sizeClasses[size].maxSizeGiB;
    const documents = documentsGiB[size];
    const vCoreHours = replicaVCores * hoursPerMonth;
    const line = (item: string, quantity: number, price: Price, assumedQuantity = false): SurchargeLine => ({
        item,
        amount: cents(quantity * price.amount),
        assumed: assumedQuantity || (quantity > 0 && "assumed" in price),
    });
    return [
        line(`database replica, ${replicaVCores} vCores`, vCoreHours, prices.computePerVCoreHour),
        line("its zone redundancy", vCoreHours, prices.zoneRedundancyPerVCoreHour),
        line("its licence", vCoreHours, prices.licencePerVCoreHour),
        line(`its storage, ${databaseGiB} GiB`, databaseGiB, prices.databaseStoragePerGiB),
        line("its long-term backups, none before it is the live database", 0, prices.longTermBackupPerGiB),
        line(`documents, ${documents} GiB`, documents, prices.documentStoragePerGiB, true),
        line(
            `documents in the vault, ${documents * vaultCopies} GiB`,
            documents * vaultCopies,
            prices.vaultStoragePerGiB,
            true,
        ),
        line(
            `transfer of changes, ${(databaseGiB + documents) * changedShare} GiB`,
            (databaseGiB + documents) * changedShare,
            prices.transferPerGiB,
            true,
        ),
    ];
}
