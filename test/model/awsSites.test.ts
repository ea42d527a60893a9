import { awsCellNames, landingNames, landingSubnets } from "../../infra/model/awsNaming";
import { awsRegionNames, awsRegionOf, awsSiteRegions, objectionToAwsRegion } from "../../infra/model/awsRegions";
import { databasesPerInstance, isBareMetal } from "../../infra/model/awsSizes";
import { overlap, parseBlock } from "../../infra/model/network";
import { regionNames } from "../../infra/model/regions";

describe("the regions of AWS", () => {
    it("take cells in the European Union only", () => {
        expect(awsSiteRegions).toEqual([
            "eu-central-1",
            "eu-west-1",
            "eu-west-3",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
        ]);
        expect(awsRegionNames.filter((name) => objectionToAwsRegion(awsRegionOf(name)))).toEqual([
            "eu-west-2",
            "eu-central-2",
        ]);
    });

    it("have codes that differ, and names that no region of Azure has", () => {
        const codes = awsRegionNames.map((name) => awsRegionOf(name).code);

        expect(new Set(codes).size).toBe(codes.length);
        expect(codes.filter((code) => !/^[a-z]{3}\d$/.test(code))).toEqual([]);
        expect(awsRegionNames.filter((name) => regionNames.includes(name))).toEqual([]);
    });

    it("are unknown where nobody has written them down", () => {
        expect(() => awsRegionOf("eusc-de-east-1")).toThrow('unknown AWS region "eusc-de-east-1"');
        expect(() => awsRegionOf("constructor")).toThrow("unknown AWS region");
    });
});

describe("types of EC2 instances", () => {
    it.each(["m7i.metal-24xl", "m5.metal", "i4i.metal", "u-6tb1.metal", "mac2-m2pro.metal"])("know %s", (type) => {
        expect(isBareMetal(type)).toBe(true);
    });
    it.each(["m7i.large", "r6i.24xlarge", "t3.micro", "metal1.large"])("and let %s pass", (type) => {
        expect(isBareMetal(type)).toBe(false);
    });
});

describe("classes of SQL Server instances with a standby", () => {
    it.each([
        ["db.m6i.large", 30],
        ["db.m6i.xlarge", 75],
        ["db.r6i.16xlarge", 75],
        ["db.r6i.24xlarge", 100],
        ["db.t3.medium", undefined],
        ["db.m6i.metal", undefined],
        ["m6i.large", undefined],
        ["db.m6i.xlarge2", undefined],
    ])("%s holds %s databases", (instanceClass, databases) => {
        expect(databasesPerInstance(instanceClass)).toBe(databases);
    });
});

describe("the names of a cell on AWS", () => {
    const longest = { cell: "abcdefgh", domain: "cloud.example", accountId: "111122223333" };

    it.each(awsSiteRegions)("fit into what AWS and Azure allow, with the longest name of a cell (%s)", (region) => {
        const names = awsCellNames({ ...longest, region });

        expect(names.balancer.length).toBeLessThanOrEqual(32);
        expect(Object.values(names.permissionSets).filter((name) => name.length > 32)).toEqual([]);
        expect(names.originHost).toBe(`${awsRegionOf(region).code}.origin.abcdefgh.cloud.example`);
        const landing = landingNames({ ...longest, region: "westeurope", awsRegion: region });
        expect(landing.logArchive("northeurope").length).toBeLessThanOrEqual(24);
        expect(landing.backupAccount.length).toBeLessThanOrEqual(24);
    });

    it("differ where the domain does, as far as they are unique in all of Azure", () => {
        const site = { cell: "aws1", region: "westeurope", awsRegion: "eu-central-1" };
        const [one, other] = ["one.example", "other.example"].map((domain) => landingNames({ ...site, domain }));

        expect(one!.backupAccount).not.toBe(other!.backupAccount);
        expect(one!.logArchive("westeurope")).not.toBe(other!.logArchive("westeurope"));
    });
});

describe("the subnets of the network on Azure that pulls backups", () => {
    it.each(["10.48.0.0/20", "192.168.16.0/20", "10.0.0.0/16"])("lie in %s and apart from each other", (space) => {
        const subnets = Object.values(landingSubnets(space)).map((cidr) => parseBlock(cidr)!);

        expect(subnets).toHaveLength(3);
        expect(subnets.filter((subnet) => !overlap(subnet, parseBlock(space)!))).toEqual([]);
        const pairs = subnets.flatMap((one, index) => subnets.slice(index + 1).map((other) => [one, other] as const));
        expect(pairs.filter(([one, other]) => overlap(one, other))).toEqual([]);
    });

    it("have no place in what is no address space", () => {
        expect(() => landingSubnets("10.48.0.1/20")).toThrow("write for example 10.48.0.0/20");
    });
});
