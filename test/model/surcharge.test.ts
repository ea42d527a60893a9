import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { readPrices } from "../../infra/config/prices";
import { type PriceFile, surchargeOf } from "../../infra/model/surcharge";
import { temporaryFolder } from "../support/folders";

const price = (amount: number) => ({ amount, source: "a list", asOf: "2026-01" });
const file: PriceFile = {
    date: "2026-01",
    currency: "USD",
    prices: {
        computePerVCoreHour: price(0.1),
        zoneRedundancyPerVCoreHour: price(0.05),
        licencePerVCoreHour: price(0.2),
        databaseStoragePerGiB: price(1),
        longTermBackupPerGiB: { amount: 10, assumed: "nobody says" },
        documentStoragePerGiB: price(0.5),
        vaultStoragePerGiB: { amount: 0.25, assumed: "nobody says" },
        transferPerGiB: price(0.01),
    },
    assumptions: {
        hoursPerMonth: 100,
        documentsGiB: { small: 4, medium: 8, large: 16 },
        changedShare: 0.5,
        vaultCopies: 3,
    },
};

describe("the surcharge of a customer", () => {
    it("is nothing without further regions", () => {
        expect(surchargeOf({ size: "large", replicateTo: [] }, file)).toEqual({
            currency: "USD",
            prices: "2026-01",
            regions: [],
            total: 0,
        });
    });

    it("adds up what is declared in a further region, and marks what rests on an assumption", () => {
        const { regions, total } = surchargeOf({ size: "small", replicateTo: ["germanywestcentral"] }, file);

        expect(regions[0]!.lines).toEqual([
            { item: "database replica, 2 vCores", amount: 20, assumed: false },
            { item: "its zone redundancy", amount: 10, assumed: false },
            { item: "its licence", amount: 40, assumed: false },
            { item: "its storage, 5 GiB", amount: 5, assumed: false },
            { item: "its long-term backups, none before it is the live database", amount: 0, assumed: false },
            { item: "documents, 4 GiB", amount: 2, assumed: true },
            { item: "documents in the vault, 12 GiB", amount: 3, assumed: true },
            { item: "transfer of changes, 4.5 GiB", amount: 0.05, assumed: true },
        ]);
        expect(total).toBe(80.05);
    });

    it("counts every region", () => {
        const of = (...replicateTo: string[]) => surchargeOf({ size: "medium", replicateTo }, file);

        const [one, two] = [of("germanywestcentral"), of("germanywestcentral", "francecentral")];
        expect(two.regions.map(({ region }) => region)).toEqual(["germanywestcentral", "francecentral"]);
        expect(two.total).toBeCloseTo(2 * one.total);
    });

    it("is the sum of the lines that people see", () => {
        const { regions } = surchargeOf({ size: "large", replicateTo: ["germanywestcentral"] }, readPrices());

        const [{ lines, total }] = regions as [(typeof regions)[number]];
        expect(lines.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0)).toBe(Math.round(total * 100));
    });
});

describe("a price file", () => {
    const folderWith = (files: Record<string, object>) => {
        const folder = join(temporaryFolder(), "prices");
        mkdirSync(folder);
        for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), stringify(content));
        return folder;
    };

    it("is the newest one", () => {
        const newer = { ...file, date: "2026-02" };

        expect(readPrices(folderWith({ "2026-01.yaml": file, "2026-02.yaml": newer }))).toEqual(newer);
    });

    it("of the repository is valid", () => {
        expect(readPrices()).toMatchObject({ date: expect.stringMatching(/^20\d\d-\d\d$/) as string, currency: "USD" });
    });

    it.each<[string, object, string]>([
        [
            "without a source",
            { ...file, prices: { ...file.prices, licencePerVCoreHour: { amount: 1 } } },
            "licencePerVCoreHour",
        ],
        ["without a price", { ...file, prices: { ...file.prices, transferPerGiB: undefined } }, "transferPerGiB"],
        [
            "with a price of nothing",
            { ...file, prices: { ...file.prices, transferPerGiB: price(0) } },
            "transferPerGiB",
        ],
        ["with a key nobody knows", { ...file, discount: 0.5 }, "discount"],
        ["of another month than its name", { ...file, date: "2025-12" }, "says date: 2025-12"],
    ])("%s is refused, and named", (_, content, named) => {
        const read = () => readPrices(folderWith({ "2026-01.yaml": content }));

        expect(read).toThrow("infra/prices/2026-01.yaml");
        expect(read).toThrow(named);
    });
});
