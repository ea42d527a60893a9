import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import type { PriceFile } from "../model/surcharge";

const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "is not a year and month such as 2026-11");
const positive = z.number().positive();
const text = z.string().trim().min(1);
/** A figure comes from somewhere, or says that it does not. */
const price = z.union([
    z.strictObject({ amount: positive, source: text, asOf: month }),
    z.strictObject({ amount: positive, assumed: text }),
]);

const priceFileSchema = z.strictObject({
    date: month,
    currency: z.string().regex(/^[A-Z]{3}$/, "is not a currency code such as USD"),
    prices: z.strictObject({
        computePerVCoreHour: price,
        zoneRedundancyPerVCoreHour: price,
        licencePerVCoreHour: price,
        databaseStoragePerGiB: price,
        longTermBackupPerGiB: price,
        documentStoragePerGiB: price,
        vaultStoragePerGiB: price,
        transferPerGiB: price,
    }),
    assumptions: z.strictObject({
        hoursPerMonth: positive,
        documentsGiB: z.strictObject({ small: positive, medium: positive, large: positive }),
        changedShare: positive,
        vaultCopies: positive,
    }),
}) satisfies z.ZodType<PriceFile>;

const folder = join(__dirname, "../prices");

/** The newest price file. @throws where it is invalid, with every mistake */
export function readPrices(from = folder): PriceFile {
    const name = readdirSync(from)
        .filter((file) => file.endsWith(".yaml"))
        .sort()
        .at(-1);
    if (name === undefined) throw new Error(`there is no price file in ${from}`);
    const result = priceFileSchema.safeParse(parse(readFileSync(join(from, name), "utf8")));
    if (!result.success) throw new Error(`infra/prices/${name}:\n${z.prettifyError(result.error)}`);
    if (`${result.data.date}.yaml` !== name) throw new Error(`infra/prices/${name} says date: ${result.data.date}`);
    return result.data;
}
