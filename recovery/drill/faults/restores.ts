import { databaseOf as restored, type DrillFaultDefinition, struck } from "./fault";

/** Restores that fail, or bring back the wrong thing. */
export const restoreFaults: readonly DrillFaultDefinition[] = [
    {
        name: "restore-fails-once",
        expect: "survived",
        breaks: [],
        onAws: true,
        what: "The first restore of one customer's database fails.",
        after: ({ world, fleet }) =>
            world.ask("fault", { kind: "restoreFails", match: restored(struck(fleet)), times: 1 }),
    },
    {
        name: "restore-fails-for-good",
        expect: "broken",
        breaks: ["DR-2", "DR-3", "DR-6"],
        onAws: true,
        what: "Every restore of one customer's database fails.",
        after: ({ world, fleet }) => world.ask("fault", { kind: "restoreFails", match: restored(struck(fleet)) }),
    },
    {
        name: "wrong-backup",
        expect: "broken",
        breaks: ["DR-2", "DR-3", "DR-6"],
        onAws: true,
        what: "A restore of one customer's database brings back what another one's backup holds.",
        after: ({ world, fleet }) => {
            const slug = struck(fleet);
            const other = fleet.customers.find((customer) => customer.slug !== slug)!.slug;
            return world.ask("fault", { kind: "wrongBackup", match: restored(slug), instead: restored(other) });
        },
    },
];
