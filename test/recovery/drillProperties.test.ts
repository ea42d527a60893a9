import { azure } from "../../recovery/clouds";
import type { CloudOperation, Observed } from "../../recovery/drill/observed";
import { judgeProperties } from "../../recovery/drill/properties";
import { poolFigures } from "../../recovery/drill/figures";
import { propertyNames, type DrilledCustomer, type PropertyName } from "../../recovery/drill/result";
import { sampleDrill } from "../support/drillSample";

const made = (type: string, endHours: number, name = "it"): CloudOperation => ({
    op: "create",
    urn: `urn:pulumi:recovery::oxygis::azure-native:${type}::${name}`,
    id: name,
    type: `azure-native:${type}`,
    beginHours: endHours - 0.1,
    endHours,
});

/** What a drill in which all went well would have seen. */
function observed(): Observed {
    const { customers, waves } = sampleDrill(30);
    return {
        customers,
        waves,
        lanes: 4,
        capacityTypes: azure.capacityTypes,
        pools: poolFigures(customers, 4),
        operations: [
            made("sql:ElasticPool", 1.2),
            made("compute:VirtualMachineScaleSet", 1.4),
            made("cdn:AFDOrigin", 1.5),
        ],
        mirror: { compared: 400, missing: [], different: [], shared: 0, reaching: 0, excused: 0 },
        cancelled: [
            { after: "platform", stay: 0, atHome: 30, stranded: [] },
            { after: "paid", stay: 18, atHome: 12, stranded: [] },
        ],
        newCustomer: { slug: "newcomer", addedHours: 1.7, servedHours: 1.8 },
        reruns: [{ step: "wave paid", changes: 0, restores: 0 }],
        resumed: [{ step: "wave platform", broken: true, madeTwice: [] }],
        home: { resources: 500, changed: [] },
    };
}

const changed = (change: (customers: DrilledCustomer[]) => void): Partial<Observed> => {
    const customers = structuredClone(observed().customers) as DrilledCustomer[];
    change(customers);
    return { customers, pools: poolFigures(customers, 4) };
};
const of = (customers: readonly DrilledCustomer[], wave: string) =>
    customers.filter((customer) => customer.wave === wave);

/** What would have been seen where one property does not hold, and what the report says then. */
const red: [name: PropertyName, what: string, seen: Partial<Observed>, evidence: RegExp][] = [
    [
        "capacityFirst",
        "a pool appears after the first restore",
        { operations: [...observed().operations, made("sql:ElasticPool", 3, "paid-2")] },
        /before paid-2/,
    ],
    ["capacityFirst", "there is no way in", { operations: observed().operations.slice(0, 2) }, /no cdn:AFDOrigin/],
    ["capacityFirst", "nothing is restored", changed((all) => all.splice(0)), /Nothing/],
    [
        "mirrorsLostSite",
        "something is missing",
        {
            mirror: {
                compared: 400,
                missing: ["sql:Server eu1-sql"],
                different: [],
                shared: 0,
                reaching: 0,
                excused: 0,
            },
        },
        /1 of 400 resources are missing: sql:Server eu1-sql/,
    ],
    [
        "mirrorsLostSite",
        "something is set otherwise",
        {
            mirror: {
                compared: 400,
                missing: [],
                different: ["keyvault:Vault eu1-vault"],
                shared: 0,
                reaching: 0,
                excused: 0,
            },
        },
        /set otherwise: keyvault/,
    ],
    [
        "cancellable",
        "somebody is served nowhere",
        { cancelled: [observed().cancelled[0]!, { after: "paid", stay: 18, atHome: 11, stranded: ["amber"] }] },
        /after wave paid, amber stranded/,
    ],
    [
        "cancellable",
        "it was given up at one moment only",
        { cancelled: observed().cancelled.slice(0, 1) },
        /not given up after wave paid/,
    ],
    [
        "cancellable",
        "somebody is unaccounted for",
        { cancelled: [observed().cancelled[0]!, { after: "paid", stay: 18, atHome: 10, stranded: [] }] },
        /2 customers are unaccounted/,
    ],
    ["newCustomersMeanwhile", "nobody new was served", { newCustomer: undefined }, /No new customer/],
    [
        "newCustomersMeanwhile",
        "the new one waits for all others",
        { newCustomer: { slug: "newcomer", addedHours: 1.7, servedHours: 90 } },
        /after everybody else/,
    ],
    [
        "paidFirst",
        "another customer's restore begins before a paid one's",
        changed((all) => (of(all, "rest")[0]!.restoreBeginHours = 0.9)),
        /first other one's at 0.90/,
    ],
    [
        "parallelToTheLimit",
        "more than four run at once",
        changed((all) => of(all, "paid").forEach((one, index) => index < 5 && (one.restoreBeginHours = 1.9))),
        /9 restores ran at once/,
    ],
    [
        "parallelToTheLimit",
        "a lane stands still",
        changed((all) =>
            of(all, "rest").forEach((one) =>
                Object.assign(one, { restoreBeginHours: 40 + one.order, restoreEndHours: 40.5 + one.order }),
            ),
        ),
        /while a lane of other-1 was free/,
    ],
    [
        "resumable",
        "a step run again changes something",
        { reruns: [{ step: "wave paid", changes: 2, restores: 1 }] },
        /wave paid made 2 changes and 1 restores/,
    ],
    [
        "resumable",
        "what was broken off is made twice",
        { resumed: [{ step: "wave platform", broken: true, madeTwice: ["eu1-sql"] }] },
        /eu1-sql twice/,
    ],
    ["resumable", "nothing was broken off", { resumed: [] }, /No step/],
    ["wayHome", "the way home was not gone", { home: undefined }, /not gone/],
    [
        "wayHome",
        "rows written elsewhere are missing",
        changed((all) => (all[3]!.home!.rowsLost = 1)),
        /customer-00004 lack/,
    ],
    [
        "wayHome",
        "the home site is not as it was",
        { home: { resources: 500, changed: ["sql:Database eu1-amber"] } },
        /1 of 500 resources at home/,
    ],
];

describe("the eight properties of a drill", () => {
    it("hold where all went well, each by what was seen", () => {
        const properties = judgeProperties(observed());

        expect(properties.map(({ name }) => name)).toEqual(propertyNames);
        expect(properties.filter(({ holds }) => !holds)).toEqual([]);
        expect(properties[0]!.evidence).toBe(
            "1 pools, the machines and the origin were complete at 1.50 h; the first restore began at 1.70 h.",
        );
    });

    it.each(red)("%s is red when %s", (name, _, seen, evidence) => {
        const failed = judgeProperties({ ...observed(), ...seen }).filter(({ holds }) => !holds);

        expect(failed).toContainEqual({ name, holds: false, evidence: expect.stringMatching(evidence) as string });
    });

    it("are each red in some case above", () => {
        expect(new Set(red.map(([name]) => name))).toEqual(new Set(propertyNames));
    });
});
