import { customersPerPool, rpoHours, rtoHours } from "../../infra/model/recovery";
import { lowerBound } from "../../infra/model/recoveryTime";
import { objectionToCopies, objectionToSite, regionNames, regionOf, siteRegions } from "../../infra/model/regions";
import { backupSchedule } from "../../infra/model/schedules";
import { poolLimits, sizeClasses } from "../../infra/model/sizes";

describe("recovery arithmetic", () => {
    it("leaves a fifth of the promised hours for everything else when a database takes 45 minutes", () => {
        const hoursOf = (databases: number) => lowerBound(Array.from({ length: databases }, () => 0.75));
        expect(hoursOf(customersPerPool.paid)).toBeLessThanOrEqual(0.8 * rtoHours.paid);
        expect(hoursOf(customersPerPool.other)).toBeLessThanOrEqual(0.8 * rtoHours.other);
        expect([rtoHours.paid, rtoHours.other, rpoHours]).toEqual([24, 48, 24]);
    });

    it("takes a restorable point more often than work may be lost", () => {
        expect(backupSchedule("paid").differentialHours).toBeLessThan(rpoHours);
    });
});

describe("regions", () => {
    it("pair with each other", () => {
        const oneWay = regionNames.filter((name) => {
            const { pair } = regionOf(name);
            return pair !== undefined && regionOf(pair).pair !== name;
        });

        expect(oneWay).toEqual([]);
    });

    it("have codes of three letters, each its own", () => {
        const codes = regionNames.map((name) => regionOf(name).code);

        expect(codes.filter((code) => !/^[a-z]{3}$/.test(code))).toEqual([]);
        expect(new Set(codes).size).toBe(codes.length);
    });

    it("take a site in five places of the Union only", () => {
        expect(siteRegions).toEqual([
            "westeurope",
            "northeurope",
            "swedencentral",
            "germanywestcentral",
            "francecentral",
        ]);
    });

    it.each([
        ["westeurope", undefined, undefined],
        ["spaincentral", undefined, "has no paired region, so no backup could survive its loss (DR-2)"],
        ["uksouth", "lies outside the European Union", "lies outside the European Union"],
        [
            "austriaeast",
            "is not yet in the ISO 27001 and SOC 2 reports (CERT-1)",
            "is not yet in the ISO 27001 and SOC 2 reports (CERT-1)",
        ],
        [
            "norwaywest",
            "has no three availability zones (BKP-3) and is closed to customers of Azure and lies outside the European Union",
            "has no three availability zones (BKP-3) and is closed to customers of Azure and lies outside the European Union",
        ],
    ])("%s: copies %s, sites %s", (name, copies, site) => {
        expect(objectionToCopies(regionOf(name))).toBe(copies);
        expect(objectionToSite(regionOf(name))).toBe(site);
    });

    it("that nobody listed do not exist", () => {
        expect(() => regionOf("toString")).toThrow('unknown region "toString"');
    });
});

describe("pools", () => {
    it("of every size hold one database of every size class and its restored copy", () => {
        const smallest = Math.min(...[...poolLimits.values()].map(({ storageGiB }) => storageGiB));

        expect(Math.max(...Object.values(sizeClasses).map(({ maxSizeGiB }) => maxSizeGiB)) * 2).toBeLessThanOrEqual(
            smallest,
        );
    });
});
