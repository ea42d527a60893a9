import { AccountAudit } from "../../infra/components/aws/accountAudit";
import { AccountScanning } from "../../infra/components/aws/accountScanning";
import { AuditBucket } from "../../infra/components/aws/auditBucket";
import { CellKey } from "../../infra/components/aws/cellKey";
import { LogGroups } from "../../infra/components/aws/logGroups";
import { logRetentionDays, longestPattern, watchedActions } from "../../infra/model/awsAudit";
import { cellKeyPolicy } from "../../infra/model/awsKey";
import { discoverPolicies } from "../../policies/lib/discover";
import { captureProgram, checkRegistrations, modes } from "../support/policyHarness";
import { cloudAnswers } from "../support/cloudAnswers";
import { recordProgram } from "../support/recordProgram";
import { auditArgs, awsAccountCases, bucketArgs, keyArgs } from "./awsAccountCases";
import { statementsOf } from "./awsStatements";

async function record(program: () => unknown) {
    const { resources } = await recordProgram(program);
    return (name: string) => resources.find((each) => each.name === name)!;
}

describe("the trail", () => {
    it("writes down every call in every region of the organization, in files that show whether they were changed", async () => {
        const find = await record(() => new AccountAudit("one", auditArgs));

        expect(find("one-trail")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: {
                isOrganizationTrail: true,
                isMultiRegionTrail: true,
                includeGlobalServiceEvents: true,
                enableLogFileValidation: true,
                enableLogging: true,
                kmsKeyId: "key",
                s3BucketName: "trail",
            },
        });
    });

    it("holds every single file that is read or written, but none of its own", async () => {
        const find = await record(() => new AccountAudit("one", auditArgs));

        const dataResources = [
            { type: "AWS::S3::Object", values: ["arn:aws:s3:::documents/", "arn:aws:s3:::backups/"] },
        ];
        expect(find("one-trail").inputs["eventSelectors"]).toEqual([
            { includeManagementEvents: true, readWriteType: "All", dataResources },
        ]);
    });

    it("can be searched as soon as it may write there", async () => {
        const find = await record(() => new AccountAudit("one", auditArgs));

        expect(find("one-trail").inputs["cloudWatchLogsGroupArn"]).toBe("log:*");
        expect(find("one-trail").dependencies).toContain(find("one-rights").urn);
        expect(statementsOf(find("one-rights").inputs["policy"])).toEqual([
            {
                Effect: "Allow",
                Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                Resource: "arn:aws:logs:eu-central-1:111122223333:log-group:/oxygis/trail:log-stream:*",
            },
        ]);
    });
});

describe("the bucket of the trail", () => {
    const declare = (changes = {}) => record(() => new AuditBucket("one", { ...bucketArgs, ...changes }));

    it.each([
        ["for good where the stack says so", true, "COMPLIANCE"],
        ["unless somebody has a right that no role of staff has", false, "GOVERNANCE"],
    ])("cannot be wiped, %s", async (_, locked, mode) => {
        const find = await declare({ locked });

        expect(find("one-bucket")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: { forceDestroy: false, objectLockEnabled: true },
        });
        expect(find("one-lock").inputs["rule"]).toEqual({ defaultRetention: { mode, days: 400 } });
        expect(find("one-versions").inputs["versioningConfiguration"]).toEqual({ status: "Enabled" });
    });

    it("deletes a file only when nothing protects it any more", async () => {
        const [rule] = (await declare())("one-lifecycle").inputs["rules"] as { expiration: { days: number } }[];

        expect(rule!.expiration.days).toBeGreaterThan(400);
    });

    it("takes files from this trail of this organization only, by TLS only", async () => {
        const statements = statementsOf((await declare())("one-policy").inputs["policy"]);

        const allowed = statements.filter(({ Effect }) => Effect === "Allow");
        expect(allowed.map(({ Principal }) => Principal)).toEqual([
            { Service: "cloudtrail.amazonaws.com" },
            { Service: "cloudtrail.amazonaws.com" },
        ]);
        for (const { Condition } of allowed) {
            expect(Condition).toMatchObject({
                StringEquals: { "aws:SourceOrgID": "o-example" },
                ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:*:trail/oxygis-trail" },
            });
        }
        expect(statements).toContainEqual(
            expect.objectContaining({
                Effect: "Deny",
                Action: "s3:*",
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            }),
        );
    });

    it("is closed, encrypted, and holds nothing of foreign owners", async () => {
        const find = await declare();

        expect(Object.values(find("one-closed").inputs).filter((value) => value === true)).toHaveLength(4);
        expect(find("one-encryption").inputs["rules"]).toMatchObject([
            { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "key" } },
        ]);
        expect(find("one-owner").inputs["rule"]).toEqual({ objectOwnership: "BucketOwnerEnforced" });
    });
});

describe("the key of a cell", () => {
    const statements = statementsOf(
        cellKeyPolicy({
            accountId: "111122223333",
            region: "eu-central-1",
            trail: { name: "trail", organizationId: "o-1" },
        }),
    );
    const allowed = statements.filter(({ Effect }) => Effect === "Allow");

    it("names every action that it allows, and nobody who is not of the account or a service", () => {
        expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
        expect(allowed.map(({ Principal }) => JSON.stringify(Principal)).filter((each) => each.includes("*"))).toEqual(
            [],
        );
    });

    it("serves a service for this account or this trail only, where the service says for whom it asks", () => {
        const services = allowed.filter(({ Principal }) => "Service" in (Principal as object));

        expect(services.filter(({ Condition }) => !Condition).map(({ Sid }) => Sid)).toEqual(["Events"]);
    });

    it("cannot be deleted or disabled by anybody, whatever other rights they have", () => {
        const ending = ["kms:DisableKey", "kms:ScheduleKeyDeletion"];

        expect(statements.find(({ Effect }) => Effect === "Deny")).toMatchObject({
            Principal: { AWS: "*" },
            Action: expect.arrayContaining(ending) as string[],
            Resource: "*",
        });
        expect(allowed.flatMap(({ Action }) => Action).filter((action) => ending.includes(action))).toEqual([]);
    });

    it("lets the account change the policy, or nobody ever could", () => {
        expect(allowed.find(({ Sid }) => Sid === "AccountByIam")!.Action).toContain("kms:PutKeyPolicy");
    });

    it("is renewed every year and has a copy in the paired region that knows no trail", async () => {
        const find = await record(() => new CellKey("one", keyArgs));

        expect(find("one-key")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: { region: "eu-central-1", multiRegion: true, enableKeyRotation: true, deletionWindowInDays: 30 },
        });
        expect(find("one-copy")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: { region: "eu-west-1", primaryKeyArn: "one-key.arn" },
        });
        expect(find("one-copy").inputs["policy"]).not.toContain("cloudtrail");
        expect(find("one-copy").inputs["policy"]).toContain("logs.eu-west-1.amazonaws.com");
        expect(
            [find("one-alias"), find("one-copy-alias")].map(({ inputs }) => [
                inputs["region"],
                inputs["name"],
                inputs["targetKeyId"],
            ]),
        ).toEqual([
            ["eu-central-1", "alias/oxygis-aws1", "one-key.id"],
            ["eu-west-1", "alias/oxygis-aws1", "one-copy.id"],
        ]);
    });
});

describe("logs", () => {
    it.each([
        [1, 1],
        [365, 365],
        [366, 400],
        [400, 400],
        [546, 731],
        [730, 731],
        [3653, 3653],
    ])("that are to be kept %i days are kept %i, which CloudWatch knows", (days, kept) => {
        expect(logRetentionDays(days)).toBe(kept);
    });

    it("that are to be kept for longer than CloudWatch can are refused", () => {
        expect(() => logRetentionDays(3654)).toThrow("write 3653 or fewer");
    });

    it("are encrypted and cannot be deleted by mistake", async () => {
        const args = {
            region: "eu-central-1",
            tags: {},
            names: { trail: "/oxygis/trail" },
            keyArn: "key",
            retentionDays: 366,
        };
        const find = await record(() => new LogGroups("one", args));

        expect(find("one-trail")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: {
                name: "/oxygis/trail",
                kmsKeyId: "key",
                retentionInDays: 400,
                deletionProtectionEnabled: true,
            },
        });
    });
});

describe("the scans of an account", () => {
    const args = { region: "eu-central-1", tags: {}, label: "aws1", accountId: "111122223333" };

    it("are on in each region, with all that they look for", async () => {
        const find = await record(() => new AccountScanning("one", args));

        expect(find("one-detector").inputs["enable"]).toBe(true);
        expect(find("one-inspector").inputs).toMatchObject({
            accountIds: ["111122223333"],
            resourceTypes: ["EC2", "ECR", "LAMBDA"],
        });
        for (const standard of ["best-practices", "cis"]) {
            expect(find(`one-${standard}`).inputs["standardsArn"]).toMatch(
                /^arn:aws:securityhub:eu-central-1::standards\//,
            );
            expect(find(`one-${standard}`).dependencies).toContain(find("one-hub").urn);
        }
    });

    it("bring what is urgent to people once, in the cell's own region", async () => {
        const elsewhere = await record(() => new AccountScanning("one", args));
        const home = await record(
            () => new AccountScanning("one", { ...args, alerts: { fromRegions: ["eu-west-1"], topicArn: "people" } }),
        );

        expect(elsewhere("one-findings-target")).toBeUndefined();
        expect(home("one-findings-target").inputs["arn"]).toBe("people");
        expect(home("one-aggregator").inputs["specifiedRegions"]).toEqual(["eu-west-1"]);
        expect(home("one-findings").inputs["eventPattern"]).toContain("CRITICAL");
    });
});

describe("what people are told of", () => {
    it("fits into a filter of CloudWatch", () => {
        const patterns = watchedActions(["oxygis-aws1-operations", "oxygis-aws1-databases"]);

        for (const { pattern } of patterns) {
            expect(pattern.length).toBeLessThanOrEqual(longestPattern);
            expect(pattern.split("(").length).toBe(pattern.split(")").length);
        }
    });
});

/** The trail holds nobody's data, and is no backup: what must lie on Azure is told from it by a policy of the data's own slice. */
const ofAnotherSlice = ["backup-on-azure AuditBucket-bucket"];

describe("what the account of a cell on AWS holds", () => {
    it.each(modes)("passes every policy, at %s", async (mode) => {
        const declareAll = () => awsAccountCases.map(({ create, component }) => create(component.replace("aws:", "")));
        const { registrations } = await captureProgram(declareAll, mode, cloudAnswers(mode === "preview", {}));

        expect(registrations.length).toBeGreaterThan(70);
        const findings = await checkRegistrations(discoverPolicies(), registrations);
        const others = findings.filter(
            ({ policy, urn }) => !ofAnotherSlice.includes(`${policy} ${urn.split("::").pop()}`),
        );
        expect(others).toEqual([]);
    });
});
