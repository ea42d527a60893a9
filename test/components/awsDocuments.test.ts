import { DocumentsBucket } from "../../infra/components/aws/documentsBucket";
import { documentsBucket, names } from "./awsDataCases";
import { find, statementsOf } from "./awsRecorded";

describe("DocumentsBucket", () => {
    const declare = () => new DocumentsBucket("documents", documentsBucket);

    it("lets customers delete and overwrite, which hides a version and takes none away", async () => {
        const statements = statementsOf((await find("documents-policy", declare)).inputs["policy"]);
        const refused = statements.filter(({ Condition }) => Condition === undefined).flatMap(({ Action }) => Action);

        expect(refused).toContain("s3:DeleteObjectVersion");
        expect(refused).not.toContain("s3:DeleteObject");
    });

    it("forgets a version that long after it was replaced, and no document that is there", async () => {
        const { rules } = (await find("documents-lifecycle", declare)).inputs as { rules: Record<string, unknown>[] };

        expect(rules.map(({ noncurrentVersionExpiration }) => noncurrentVersionExpiration).filter(Boolean)).toEqual([
            { noncurrentDays: 371 },
        ]);
        expect(rules.flatMap(({ expiration }) => (expiration ? [expiration] : []))).toEqual([
            { expiredObjectDeleteMarker: true },
        ]);
    });

    it.each(["documents", "documents-paired"])("is closed to the public and encrypted: %s", async (name) => {
        expect((await find(`${name}-closed`, declare)).inputs).toMatchObject({
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        });
        expect((await find(`${name}-encryption`, declare)).inputs).toMatchObject({
            rules: [
                {
                    applyServerSideEncryptionByDefault: {
                        sseAlgorithm: "aws:kms",
                        kmsMasterKeyId: name === "documents" ? "key" : "paired-key",
                    },
                },
            ],
        });
        expect((await find(`${name}-owner`, declare)).inputs).toMatchObject({
            rule: { objectOwnership: "BucketOwnerEnforced" },
        });
    });

    it("replicates deletions as such, within a quarter of an hour", async () => {
        expect((await find("documents-replication", declare, "bucketReplicationConfig")).inputs).toMatchObject({
            rules: [
                {
                    deleteMarkerReplication: { status: "Enabled" },
                    destination: { replicationTime: { status: "Enabled", time: { minutes: 15 } } },
                },
            ],
        });
    });

    it("is replicated by a role that can only read here and replicate there", async () => {
        const { inputs } = await find("documents-replication-rights", declare);
        const statements = statementsOf(inputs["policy"]).filter(({ Resource }) => String(Resource).includes(":s3:"));
        const writing = statements.filter(({ Action }) => [Action].flat().some((action) => /Replicate/.test(action)));

        expect(writing.map(({ Resource }) => Resource)).toEqual([`arn:aws:s3:::${names.documentsBucket.paired}/*`]);
        expect(statements.flatMap(({ Action }) => Action).filter((action) => /Put|DeleteObject/.test(action))).toEqual(
            [],
        );
    });

    it("is replicated both ways, each by a role that writes on the other side alone", async () => {
        const { inputs } = await find("documents-return", declare, "bucketReplicationConfig");
        const statements = statementsOf((await find("documents-return-rights", declare)).inputs["policy"]);
        const writing = statements.filter(({ Action }) => [Action].flat().some((action) => /Replicate/.test(action)));

        expect(inputs).toMatchObject({ bucket: names.documentsBucket.paired, region: documentsBucket.pairedRegion });
        expect(writing.map(({ Resource }) => Resource)).toEqual([`arn:aws:s3:::${names.documentsBucket.home}/*`]);
    });

    it("says what it is for", async () => {
        expect((await find("documents-bucket", declare)).inputs).toMatchObject({
            tags: { "oxygis:purpose": "documents" },
        });
    });
});
