import { cellNames } from "../../../infra/model/naming";
import { siteRegions } from "../../../infra/model/regions";
import { restoreTimesFor } from "./pace";
import { type DrillFaultDefinition, type Scene } from "./fault";

const year = 365 * 86_400;

const firstChoice = ({ fleet }: Scene) => fleet.home.site.pairedRegion;

/** Regions that cannot take the site, and pools that cannot take the load. */
export const targetFaults: readonly DrillFaultDefinition[] = [
    {
        name: "target-without-zones",
        expect: "survived",
        breaks: [],
        what: "The paired region offers this subscription no availability zones.",
        after: (scene) => scene.world.ask("fault", { kind: "withoutZones", region: firstChoice(scene) }),
    },
    {
        name: "quota-zero",
        expect: "survived",
        breaks: [],
        what: "The quota of vCores in the paired region is zero.",
        after: (scene) => scene.world.ask("fault", { kind: "quota", key: `vCores|${firstChoice(scene)}`, limit: 0 }),
    },
    {
        name: "name-held",
        expect: "survived",
        breaks: [],
        what: "Somebody holds the name that the key vault would have in the paired region.",
        after: (scene) => {
            const { cell, domain } = scene.fleet.home;
            const names = cellNames({ cell, domain, region: firstChoice(scene) });
            return scene.world.ask("fault", {
                kind: "nameHeld",
                claim: "keyVault",
                value: names.keyVault,
                until: scene.lostAt + year,
            });
        },
    },
    {
        name: "no-region-left",
        expect: "broken",
        breaks: ["DR-2", "DR-3", "DR-5", "DR-6"],
        what: "No region that a site may stand in offers availability zones.",
        after: async ({ world, fleet }) => {
            for (const region of siteRegions.filter((each) => each !== fleet.home.site.region)) {
                await world.ask("fault", { kind: "withoutZones", region });
            }
        },
    },
    {
        name: "pool-too-large",
        expect: "broken",
        breaks: ["DR-3"],
        what: "Restores are so slow that the paid customers' largest pool would have to be half as large.",
        after: ({ world, fleet }) => world.ask("fault", { kind: "slowRestores", factor: restoreTimesFor(fleet) }),
    },
    {
        name: "slow-restores",
        expect: "survived",
        breaks: [],
        onAws: true,
        what: "Every restore takes twice as long as was measured.",
        after: ({ world }) => world.ask("fault", { kind: "slowRestores", factor: 2 }),
    },
];
