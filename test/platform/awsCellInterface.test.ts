import { controls } from "../../infra/model/controls";
import type { PromiseId } from "../../infra/model/promises";
import { declarePlatform } from "../../infra/program";
import { awsStack, globalOutputs, prodStack } from "../support/fixtures";
import { type Recording, recordProgram } from "../support/recordProgram";

/** What one cloud's cell says or keeps and the other's does not, and why. Whatever else differs is a mistake. */
const differences = {
    outputs: {
        azure: {
            sqlServerName: "Azure has one server for all of a cell's databases",
            keyVaultName: "people put the origin's certificate there; AWS issues its own",
            privateLinkServiceId:
                "a person approves Front Door's connection to it; an origin on AWS has no private link",
            backupWatch:
                "a person gives the watch its rights inside SQL; on AWS the function that makes databases has them",
            bastionRecording: "a person tells Bastion where it records; Session Manager is told by a document",
        },
        aws: { databaseInstances: "AWS has several instances, and staff restart them by name" },
    },
    promises: {
        azure: { "BKP-4": "further regions are offered on Azure only, and the check says so to customers on AWS" },
        aws: {
            "AUTH-2":
                "the roles of staff belong to the account, which is the cell's; on Azure to the subscription, which is global",
        },
    },
};

describe("a cell on Azure and one on AWS", () => {
    const recordings = new Map<"azure" | "aws", Recording<unknown>>();
    beforeAll(async () => {
        const stacks = { azure: prodStack, aws: awsStack };
        for (const cloud of ["azure", "aws"] as const) {
            const program = () => declarePlatform(stacks[cloud]());
            recordings.set(cloud, await recordProgram(program, { stackOutputs: globalOutputs }));
        }
    });
    const outputs = (cloud: "azure" | "aws") => Object.keys(recordings.get(cloud)!.stackOutputs).sort();
    const promises = (cloud: "azure" | "aws"): PromiseId[] =>
        [...new Set(recordings.get(cloud)!.resources.flatMap(({ type }) => controls[type] ?? []))].sort();
    /** What is on one side, without the other's, and the keys that explain it. */
    const compare = (of: (cloud: "azure" | "aws") => string[], reasons: Record<"azure" | "aws", object>) => ({
        found: {
            azure: of("azure").filter((each) => !of("aws").includes(each)),
            aws: of("aws").filter((each) => !of("azure").includes(each)),
        },
        explained: { azure: Object.keys(reasons.azure).sort(), aws: Object.keys(reasons.aws).sort() },
    });

    it("have the same outputs, but for what is explained", () => {
        const { found, explained } = compare(outputs, differences.outputs);

        expect(found).toEqual(explained);
        expect(outputs("aws").filter((each) => outputs("azure").includes(each))).toEqual([
            "configurationEndpoint",
            "databaseIds",
            "originHost",
        ]);
    });

    it("keep the same promises, but for what is explained", () => {
        const { found, explained } = compare(promises, differences.promises);

        expect(found).toEqual(explained);
        expect(promises("aws").length).toBeGreaterThan(25);
    });

    it("name the database of each of their customers, and their site by the region", () => {
        const stackOutputs = (cloud: "azure" | "aws") => recordings.get(cloud)!.stackOutputs;

        expect(Object.keys(stackOutputs("azure")["databaseIds"] as object)).toEqual(
            prodStack().customers.map(({ slug }) => slug),
        );
        expect(stackOutputs("aws")).toEqual({
            configurationEndpoint: "/oxygis/aws1/",
            databaseIds: {
                "mellow-narwhal": "aws1-sql-paid-1-instance.arn/db-mellow-narwhal",
                "nimble-tortoise": "aws1-sql-paid-1-instance.arn/db-nimble-tortoise",
            },
            originHost: "euc1.origin.aws1.oxygis-cloud.example",
            databaseInstances: ["oxygis-aws1-euc1-paid-1"],
        });
        expect(stackOutputs("azure")["originHost"]).toBe("weu.origin.eu1.oxygis-cloud.example");
    });

    it("bring their origin to the one Front Door, each by the way it has there", () => {
        const origin = (cloud: "azure" | "aws") =>
            recordings.get(cloud)!.resources.find(({ type }) => type === "azure-native:cdn:AFDOrigin")!.inputs;

        expect(origin("azure")).toMatchObject({
            originGroupName: "cell-eu1",
            sharedPrivateLinkResource: { privateLinkLocation: "westeurope" },
        });
        expect(origin("aws")).toMatchObject({
            originGroupName: "cell-aws1",
            originName: "aws1-euc1",
            hostName: "euc1.origin.aws1.oxygis-cloud.example",
            enforceCertificateNameCheck: true,
        });
        expect(origin("aws")).not.toHaveProperty("sharedPrivateLinkResource");
    });
});
