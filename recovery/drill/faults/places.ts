import { waves } from "../../plan/types";
import { byHand, type DrillFaultDefinition } from "./fault";

const hour = 3600;

/** Regions that come back, or go too; clocks; and the machine that runs the recovery. */
export const placeFaults: readonly DrillFaultDefinition[] = [
    {
        name: "home-back-midway",
        expect: "survived",
        breaks: [],
        onAws: true,
        what: "The lost region is back when the paid customers have just been moved.",
        after: ({ world, fleet, lostAt }) =>
            world.ask("bringBack", { region: fleet.home.site.region, at: lostAt + 1.1 * hour }),
    },
    {
        name: "second-region-lost",
        expect: "broken",
        breaks: ["DR-2", "DR-3", "DR-5", "DR-6"],
        onAws: { expect: "survived", breaks: [] },
        what: "The region that the site is being rebuilt in is lost too, before the paid customers are there.",
        after: ({ world, fleet, lostAt }) =>
            world.ask("lose", {
                region: fleet.home.site.pairedRegion,
                planes: ["control", "data"],
                from: lostAt + 0.8 * hour,
            }),
    },
    {
        name: "control-plane-lost",
        expect: "survived",
        breaks: [],
        onAws: true,
        what: "Only the control plane of the region is lost: nothing can be changed there, and everybody is served on.",
        planes: ["control"],
    },
    {
        name: "data-plane-lost",
        expect: "survived",
        breaks: [],
        onAws: true,
        what: "Only what lies and runs in the region is lost; its control plane answers.",
        planes: ["data"],
    },
    {
        name: "clock-ahead",
        expect: "survived",
        breaks: [],
        what: "The clock of the home region runs two hours ahead when it stamps rows and backups.",
        before: ({ world, fleet }) =>
            world.ask("fault", { kind: "clockSkew", region: fleet.home.site.region, seconds: 2 * hour }),
    },
    {
        name: "killed-in-each-wave",
        expect: "survived",
        breaks: [],
        what: "The machine that runs the recovery dies in the middle of each wave; every time another one goes on.",
        kill: waves,
    },
    {
        name: "pools-in-one-zone",
        expect: "broken",
        breaks: ["DR-1"],
        lose: "zone",
        what: "Somebody took zone redundancy off the pools before a zone is lost.",
        before: (scene) =>
            byHand(scene, ({ type }) => type === "azure-native:sql:ElasticPool", {
                path: "zoneRedundant",
                value: false,
            }),
    },
];
