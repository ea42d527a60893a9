import { DatabaseInstance } from "../../infra/components/aws/databaseInstance";
import { DatabasesFunction } from "../../infra/components/aws/databasesFunction";
import { HostedDatabase } from "../../infra/components/aws/hostedDatabase";
import { LandingNetwork } from "../../infra/components/aws/landingNetwork";
import { awsBackups } from "../../infra/model/awsBackups";
import { databaseInput, hostedNames } from "../../infra/model/hostedDatabases";
import { recordProgram } from "../support/recordProgram";
import { databasesFunction, hostedDatabase, instance, landing, names } from "./awsDataCases";
import { find, statementsOf } from "./awsRecorded";

describe("DatabaseInstance", () => {
    const declare = (changes = {}) => new DatabaseInstance("one", { ...instance, ...changes });

    it("has a standby in another zone, is encrypted with the cell's key and has no public address", async () => {
        expect((await find("one-instance", declare)).inputs).toMatchObject({
            engine: "sqlserver-se",
            licenseModel: "license-included",
            multiAz: true,
            storageEncrypted: true,
            kmsKeyId: "key",
            publiclyAccessible: false,
            vpcSecurityGroupIds: ["database-group"],
        });
    });

    it("has a master password that AWS makes and keeps, and nobody writes", async () => {
        const { inputs, secrets } = await find("one-instance", declare);

        expect(inputs).toMatchObject({ manageMasterUserPassword: true, masterUserSecretKmsKeyId: "key" });
        expect(Object.keys(inputs).filter((name) => /^password/.test(name))).toEqual([]);
        expect(secrets).toEqual({});
    });

    it("can be restored to any second of 35 days, in both regions, and outlives mistakes", async () => {
        const declared = await find("one-instance", declare);

        expect(declared).toMatchObject({ protect: true, retainOnDelete: true });
        expect(declared.inputs).toMatchObject({
            backupRetentionPeriod: 35,
            deleteAutomatedBackups: false,
            deletionProtection: true,
            skipFinalSnapshot: false,
            backupWindow: awsBackups.snapshotWindow,
        });
        expect((await find("one-replication", declare)).inputs).toEqual({
            region: "eu-central-1",
            sourceDbInstanceArn: "one-instance.arn",
            kmsKeyId: "paired-key",
            retentionPeriod: 35,
        });
    });

    it("takes TLS 1.2 and up only, and users that live in one database", async () => {
        const { inputs } = await find("one-parameters", declare);

        expect(inputs).toMatchObject({
            family: "sqlserver-se-16.0",
            parameters: [
                { name: "rds.force_ssl", value: "1" },
                { name: "rds.tls10", value: "disabled" },
                { name: "rds.tls11", value: "disabled" },
                { name: "contained database authentication", value: "1" },
            ],
        });
    });

    it("writes and reads backups of single databases, and can delete none", async () => {
        const statements = statementsOf((await find("one-backup-rights", declare)).inputs["policy"]);

        expect(statements.flatMap(({ Action }) => Action).filter((action) => /Delete|Bypass/.test(action))).toEqual([]);
        expect(statements.flatMap(({ Resource }) => Resource).filter((arn) => arn.includes(":s3:"))).toEqual([
            `arn:aws:s3:::${names.backupBucket.home}`,
            `arn:aws:s3:::${names.backupBucket.home}/*`,
        ]);
        expect((await find("one-options", declare)).inputs).toMatchObject({
            options: [
                { optionName: "SQLSERVER_BACKUP_RESTORE", optionSettings: [{ name: "IAM_ROLE_ARN" }] },
                { optionName: "SQLSERVER_AUDIT" },
            ],
        });
    });

    it("brings audits of statements to the bucket of logs, and reads nothing there", async () => {
        const { inputs } = await find("one-options", declare);
        const [, audit] = inputs["options"] as { optionSettings: { name: string; value: string }[] }[];
        const statements = statementsOf((await find("one-audit-rights", declare)).inputs["policy"]);

        expect(audit!.optionSettings).toContainEqual({ name: "S3_BUCKET_ARN", value: "arn:aws:s3:::logs/sql-audit" });
        const actions = statements.flatMap(({ Action }) => Action);
        expect(actions.filter((action) => /GetObject|Delete/.test(action))).toEqual([]);
        expect(statements.find(({ Action }) => [Action].flat().includes("s3:PutObject"))!.Resource).toBe(
            "arn:aws:s3:::logs/sql-audit/*",
        );
    });

    it("of a cell that stands in for a lost one reads that one's replica, and writes nothing to it", async () => {
        const restoreSource = { bucketName: "lost-backups", keyAlias: "alias/lost" };
        const { inputs } = await find("one-backup-rights", () => declare({ restoreSource }));
        const ofLost = statementsOf(inputs["policy"]).filter(({ Resource }) =>
            [Resource].flat().some((arn) => arn.includes("lost-backups")),
        );

        expect(ofLost.flatMap(({ Action }) => Action)).toEqual([
            "s3:ListBucket",
            "s3:GetBucketLocation",
            "s3:GetObject",
            "s3:GetObjectAttributes",
        ]);
    });

    it.each([
        [
            { from: "pointInTime", instance: "oxygis-1", at: "2026-11-20T10:15:00Z" },
            { sourceDbInstanceIdentifier: "oxygis-1", restoreTime: "2026-11-20T10:15:00Z" },
        ],
        [
            { from: "replicatedBackups", arn: "backups" },
            { sourceDbInstanceAutomatedBackupsArn: "backups", useLatestRestorableTime: true },
        ],
    ])("can be a whole instance as it was: %j", async (origin, restoreToPointInTime) => {
        const { inputs } = await find("one-instance", () => declare({ origin }));

        expect(inputs["restoreToPointInTime"]).toEqual(restoreToPointInTime);
        expect(inputs["username"]).toBeUndefined();
        expect(inputs["characterSetName"]).toBeUndefined();
    });

    it("is never made anew because what it was made from changes", async () => {
        const { resources } = await recordProgram(declare);
        const { ignoreChanges } = resources.find(({ name }) => name === "one-instance")!;

        expect(ignoreChanges).toEqual(["restoreToPointInTime", "snapshotIdentifier"]);
    });
});

describe("DatabasesFunction", () => {
    const declare = () => new DatabasesFunction("databases", databasesFunction);

    it("is an image by its digest, inside the network, with its log kept", async () => {
        expect((await find("databases-function", declare)).inputs).toMatchObject({
            packageType: "Image",
            imageUri: expect.stringMatching(/@sha256:[0-9a-f]{64}$/) as string,
            vpcConfig: { subnetIds: ["subnet-a", "subnet-b", "subnet-c"], securityGroupIds: ["function-group"] },
        });
        expect((await find("databases-log", declare)).inputs).toMatchObject({
            name: `/aws/lambda/${names.databasesFunction}`,
            retentionInDays: 365,
        });
    });

    it("knows where secrets are, and none of them", async () => {
        const { inputs, secrets } = await find("databases-function", declare);

        expect(inputs["environment"]).toEqual({
            variables: {
                CELL: "aws1",
                BACKUP_BUCKET: names.backupBucket.home,
                CATALOGUE_PATH: "/oxygis/aws1/customers",
                SECRETS_PATH: "oxygis/aws1/databases",
                METRIC_NAMESPACE: "Oxygis/Backups",
                INSTANCES: JSON.stringify(databasesFunction.instances),
            },
        });
        expect(secrets).toEqual({});
    });

    it("reads the master secrets of its cell's instances and the secrets of databases, and no others", async () => {
        const statements = statementsOf((await find("databases-rights", declare)).inputs["policy"]);
        const reading = statements.filter(({ Action }) => Action.includes("secretsmanager:GetSecretValue"));

        expect(reading).toEqual([
            {
                Effect: "Allow",
                Action: ["secretsmanager:GetSecretValue"],
                Resource: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-*",
                Condition: {
                    ArnLike: {
                        "secretsmanager:ResourceTag/aws:rds:primaryDBInstanceArn":
                            "arn:aws:rds:eu-west-1:123456789012:db:oxygis-aws1-euw1-*",
                    },
                },
            },
            {
                Effect: "Allow",
                Action: ["secretsmanager:GetSecretValue"],
                Resource: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:oxygis/aws1/databases/*",
            },
        ]);
    });

    it("can neither write nor delete a backup, nor make network interfaces by its own code", async () => {
        const statements = statementsOf((await find("databases-rights", declare)).inputs["policy"]);
        const actions = (effect: string) =>
            statements.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action);

        expect(actions("Allow").filter((action) => action.startsWith("s3:"))).toEqual(["s3:ListBucket"]);
        expect(actions("Deny")).toEqual(actions("Allow").filter((action) => action.startsWith("ec2:")));
    });
});

describe("HostedDatabase", () => {
    const declare = (changes = {}) => new HostedDatabase("acme", { ...hostedDatabase, ...changes });

    it("is brought about by the function, protected, and stays when it is forgotten", async () => {
        const { inputs, protect, retainOnDelete } = await find("acme-database", declare);

        expect({ protect, retainOnDelete }).toEqual({ protect: true, retainOnDelete: true });
        expect(inputs).toMatchObject({ functionName: names.databasesFunction, lifecycleScope: "CRUD" });
        expect(JSON.parse(inputs["input"] as string)).toEqual({
            action: "create",
            instance: names.instance("1"),
            customer: "acme",
            database: "db-acme",
            secret: "oxygis/aws1/databases/db-acme",
        });
    });

    it("is asked for after its secret has a value, which is generated and in nothing that is asked", async () => {
        const { inputs, dependencies, secrets } = await find("acme-database", declare);

        expect(dependencies).toEqual(expect.arrayContaining([expect.stringMatching(/::acme-secret-version$/)]));
        expect(inputs["input"]).not.toContain("acme-password");
        expect(secrets).toEqual({});
        expect(await find("acme-secret-version", declare)).toMatchObject({
            secrets: { secretString: "acme-password.generated" },
        });
    });

    it("says which backup it is restored from, and is then asked for in the same words each time", () => {
        const request = { ...hostedDatabase, secret: "s", restore: { from: "aws1/acme/2026-11-24T0900Z/full.bak" } };

        expect(JSON.parse(databaseInput(request))).toMatchObject({ restore: request.restore });
        expect(databaseInput(request)).toBe(databaseInput({ ...request }));
        expect(Object.keys(JSON.parse(databaseInput({ ...request, restore: undefined })) as object)).not.toContain(
            "restore",
        );
    });

    it("has a password that function and instance take: long, of all kinds, without a quote", async () => {
        expect((await find("acme-password", declare)).inputs).toMatchObject({
            length: 48,
            minUpper: 1,
            minLower: 1,
            minNumeric: 1,
            minSpecial: 1,
            overrideSpecial: expect.not.stringMatching(/['"\\]/) as string,
        });
    });
});

describe("LandingNetwork", () => {
    const declare = () => new LandingNetwork("landing", landing);

    it("lets the jobs out through the firewall only, and nobody in", async () => {
        const { inputs } = await find("landing-jobs", declare);

        expect(inputs).toMatchObject({ defaultOutboundAccess: false, routeTable: { id: "landing-egress-routes.id" } });
        for (const subnet of ["jobs", "private-endpoints"]) {
            const { securityRules } = (await find(`landing-${subnet}-nsg`, declare)).inputs as {
                securityRules: { direction: string; access: string; sourceAddressPrefix: string; priority: number }[];
            };
            const inwards = securityRules.filter(
                ({ direction, access }) => `${direction} ${access}` === "Inbound Allow",
            );
            expect(
                inwards.map((rule) => rule.sourceAddressPrefix).filter((from) => /^(\*|Internet)$/.test(from)),
            ).toEqual([]);
            expect(securityRules.filter(({ access }) => access === "Deny").map(({ priority }) => priority)).toEqual([
                4096, 4096,
            ]);
        }
    });
});

it("Names of a cell that is rebuilt elsewhere do not meet those of the lost one", () => {
    const of = (region: string) => hostedNames({ cell: "aws1", region, accountId: "123456789012" });
    const flat = (region: string) => {
        const { instance, role, backupBucket, documentsBucket, databasesFunction } = of(region);
        return [instance("1"), role("databases"), databasesFunction].concat(
            Object.values(backupBucket),
            Object.values(documentsBucket),
        );
    };

    expect(flat("eu-west-1").filter((name) => flat("eu-central-1").includes(name))).toEqual([]);
});
