import { readFileSync } from "node:fs";
import { join } from "node:path";

import { AccessLogBucket } from "../../infra/components/aws/accessLogBucket";
import { AzureBackupContainer } from "../../infra/components/aws/azureBackupContainer";
import { BackupBucket } from "../../infra/components/aws/backupBucket";
import { BackupPull } from "../../infra/components/aws/backupPull";
import { BackupSchedule } from "../../infra/components/aws/backupSchedule";
import { DatabaseInstance } from "../../infra/components/aws/databaseInstance";
import { DatabasesFunction } from "../../infra/components/aws/databasesFunction";
import { DocumentsBucket } from "../../infra/components/aws/documentsBucket";
import { HostedDatabase } from "../../infra/components/aws/hostedDatabase";
import { LandingNetwork } from "../../infra/components/aws/landingNetwork";
import { NearBackups } from "../../infra/components/aws/nearBackups";
import { PullRole } from "../../infra/components/aws/pullRole";
import { ApplicationIdentity, builtInRoles } from "../../infra/components/identity/applicationIdentity";
import {
    awsBackups,
    azureContainers,
    backupMetric,
    pullHosts,
    pullRules,
    pullTimes,
} from "../../infra/model/awsBackups";
import { rpoHours } from "../../infra/model/recovery";
import { discoverPolicies } from "../../policies/lib/discover";
import { cloudAnswers } from "../support/cloudAnswers";
import { captureProgram, checkRegistrations, modes } from "../support/policyHarness";
import { recordProgram } from "../support/recordProgram";
import { common } from "./arguments";
import * as data from "./awsDataCases";
import { awsArguments } from "./awsNetworkCases";
import { find, statementsOf } from "./awsRecorded";

const azure = { ...common, location: "westeurope" };

/** Data and backups of a cell on AWS, put together as a program does it. */
function declareAll(): void {
    const backups = new BackupBucket("backups", data.backupBucket);
    const documents = new DocumentsBucket("documents", data.documentsBucket);
    const logs = new AccessLogBucket("logs", awsArguments.accessLogs);
    const instance = new DatabaseInstance("instance", { ...data.instance, auditBucket: logs.bucketName });
    const { identifier } = data.instance;
    const databases = new DatabasesFunction("databases", {
        ...data.databasesFunction,
        backupBucket: backups.bucketName,
        instances: [{ identifier, host: instance.host, masterSecretArn: instance.masterSecretArn }],
    });
    new HostedDatabase("acme", { ...data.hostedDatabase, functionName: databases.functionName });
    new BackupSchedule("schedule", { ...data.backupSchedule, functionArn: databases.functionArn });
    new NearBackups("near", { ...data.nearBackups, instanceArns: [instance.instanceArn] });

    const landing = new LandingNetwork("landing", { ...data.landing, ...azure });
    const copies = new AzureBackupContainer("copies", { ...data.azureContainer, ...azure });
    const identity = new ApplicationIdentity("identity", {
        ...azure,
        identityName: "pull",
        subscriptionId: "subscription",
        grants: { write: { roleId: builtInRoles.storageBlobDataContributor, scope: copies.accountId } },
    });
    const role = new PullRole("role", { ...data.pullRole, principalId: identity.principalId });
    new BackupPull("pull", {
        ...data.backupPull,
        ...azure,
        subnetId: landing.jobsSubnetId,
        identity: { id: identity.identityId, clientId: identity.clientId },
        source: {
            ...data.backupPull.source,
            buckets: { backups: backups.bucketName, documents: documents.bucketName },
            roleArn: role.roleArn,
            audience: role.audience,
        },
        target: copies.host,
    });
}

/** What the program adds around these: settings that send logs to where they are kept. */
const declaredElsewhere = ["pull-environment", "landing-egress-firewall", "copies-account"].map(
    (name) => `access-logs-kept ${name}`,
);

/** The smallest arguments name the buckets as text; that the job is made from them is seen in the real program. */
const declaredElsewhereToo = ["backup-on-azure", "backup-watched"];

describe("Data and backups of a cell on AWS", () => {
    it.each(modes)("pass every policy, at %s", async (mode) => {
        const { registrations } = await captureProgram(declareAll, mode, cloudAnswers(mode === "preview", {}));

        expect(registrations.length).toBeGreaterThan(80);
        const findings = await checkRegistrations(discoverPolicies(), registrations);
        const others = findings
            .map(({ policy, urn, message }) => `${policy} ${urn.split("::").pop()}: ${message}`)
            .filter((one) => ![...declaredElsewhere, ...declaredElsewhereToo].some((known) => one.startsWith(known)));
        expect(others).toEqual([]);
    });
});

describe("BackupBucket", () => {
    const declare = (changes = {}) => new BackupBucket("backups", { ...data.backupBucket, ...changes });

    it.each(["backups", "backups-paired"])(
        "keeps every version of %s for more than a year, whoever asks",
        async (name) => {
            expect((await find(`${name}-bucket`, declare)).inputs).toMatchObject({ objectLockEnabled: true });
            expect((await find(`${name}-versions`, declare)).inputs).toMatchObject({
                versioningConfiguration: { status: "Enabled" },
            });
            expect((await find(`${name}-lock`, declare)).inputs).toMatchObject({
                rule: { defaultRetention: { mode: "COMPLIANCE", days: 371 } },
            });
            expect(awsBackups.keptDays).toBeGreaterThanOrEqual(365 + 6);
        },
    );

    it("can be lifted by somebody with special rights while a platform is tried out", async () => {
        const { inputs } = await find("backups-lock", () => declare({ locked: false }));

        expect(inputs).toMatchObject({ rule: { defaultRetention: { mode: "GOVERNANCE" } } });
    });

    it.each(["backups", "backups-paired"])(
        "refuses plain connections and deletions in %s to everybody",
        async (name) => {
            const { inputs } = await find(`${name}-policy`, declare);
            const statements = statementsOf(inputs["policy"]);

            expect(statements.map(({ Effect, Principal }) => [Effect, Principal])).toEqual(
                statements.map(() => ["Deny", "*"]),
            );
            expect(statements).toEqual(
                expect.arrayContaining([
                    expect.objectContaining({
                        Action: ["s3:*"],
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    }),
                    expect.objectContaining({
                        Action: ["s3:*"],
                        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
                    }),
                ]),
            );
            const always = statements.find(({ Condition }) => Condition === undefined)!;
            expect(always.Action).toEqual([
                "s3:DeleteObjectVersion",
                "s3:BypassGovernanceRetention",
                "s3:DeleteBucket",
                "s3:DeleteObject",
            ]);
            const bucket = name === "backups" ? data.names.backupBucket.home : data.names.backupBucket.paired;
            expect(always.Resource).toEqual([`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]);
        },
    );

    it("forgets a backup when its time is over, and not before the lock lets it", async () => {
        const { inputs } = await find("backups-lifecycle", declare);

        const rules = inputs["rules"] as { expiration?: { days: number }; transitions?: object[] }[];
        expect(rules.flatMap(({ expiration }) => (expiration ? [expiration.days] : []))).toEqual([371]);
        expect(rules.flatMap(({ transitions }) => transitions ?? [])).toEqual([
            { days: 30, storageClass: "GLACIER_IR" },
        ]);
    });

    it("lies in two regions, each with the region's own key", async () => {
        expect((await find("backups-bucket", declare)).inputs).toMatchObject({ region: "eu-west-1" });
        expect((await find("backups-paired-bucket", declare)).inputs).toMatchObject({ region: "eu-central-1" });
        const replication = await find("backups-replication", declare, "bucketReplicationConfig");
        expect(replication.inputs).toMatchObject({
            region: "eu-west-1",
            rules: [{ status: "Enabled", destination: { encryptionConfiguration: { replicaKmsKeyId: "paired-key" } } }],
        });
        expect(replication.dependencies).toEqual(
            expect.arrayContaining([
                expect.stringMatching(/::backups-versions$/),
                expect.stringMatching(/::backups-paired-versions$/),
            ]),
        );
    });

    it("stays when it is forgotten", async () => {
        for (const name of ["backups-bucket", "backups-paired-bucket"]) {
            expect(await find(name, declare)).toMatchObject({ protect: true, retainOnDelete: true });
        }
    });
});

describe("BackupSchedule", () => {
    it("asks for a backup and for a report, with the time they were due in the request", async () => {
        for (const action of ["backup", "report"] as const) {
            const { inputs } = await find(
                `schedule-${action}`,
                () => new BackupSchedule("schedule", data.backupSchedule),
            );
            expect(inputs).toMatchObject({
                state: "ENABLED",
                scheduleExpression: { backup: "cron(0 9,21 * * ? *)", report: "rate(30 minutes)" }[action],
                scheduleExpressionTimezone: "UTC",
                flexibleTimeWindow: { mode: "OFF" },
                target: { arn: "function", input: `{"action":"${action}","at":"<aws.scheduler.scheduled-time>"}` },
            });
        }
    });

    it("may call that function and do nothing else", async () => {
        const { inputs } = await find("schedule-rights", () => new BackupSchedule("schedule", data.backupSchedule));

        expect(statementsOf(inputs["policy"])).toEqual([
            {
                Effect: "Allow",
                Action: ["lambda:InvokeFunction"],
                Resource: `arn:aws:lambda:eu-west-1:123456789012:function:${data.names.databasesFunction}`,
            },
        ]);
    });
});

describe("NearBackups", () => {
    const declare = (changes = {}) => new NearBackups("near", { ...data.nearBackups, ...changes });

    it("takes a backup a day of every instance and keeps it for more than a year in both regions", async () => {
        expect((await find("near-plan", declare)).inputs).toMatchObject({
            rules: [
                {
                    schedule: "cron(0 5 * * ? *)",
                    targetVaultName: data.names.nearVault,
                    lifecycle: { deleteAfter: 371 },
                    copyActions: [{ lifecycle: { deleteAfter: 371 } }],
                },
            ],
        });
        expect((await find("near-selection", declare)).inputs).toMatchObject({ resources: ["instance"] });
    });

    it.each([
        ["for ever, after three days to think again", true, 3],
        ["by people with special rights", false, undefined],
    ])("is locked %s", async (_, locked, changeableForDays) => {
        for (const name of ["near-lock", "near-paired-lock"]) {
            const { inputs } = await find(name, () => declare({ locked }));
            expect(inputs["minRetentionDays"]).toBe(366);
            expect(inputs["changeableForDays"]).toBe(changeableForDays);
        }
    });
});

describe("AzureBackupContainer", () => {
    const declare = (changes = {}) => new AzureBackupContainer("copies", { ...data.azureContainer, ...changes });

    it("lies in three datacenters, immutable for more than a year, reached privately and by identity only", async () => {
        expect((await find("copies-account", declare)).inputs).toMatchObject({
            sku: { name: "Standard_ZRS" },
            publicNetworkAccess: "Disabled",
            allowSharedKeyAccess: false,
            networkRuleSet: { defaultAction: "Deny", bypass: "None" },
            immutableStorageWithVersioning: {
                enabled: true,
                immutabilityPolicy: { immutabilityPeriodSinceCreationInDays: 366, state: "Unlocked" },
            },
        });
        const { inputs } = await find("copies-account", () => declare({ locked: true }));
        expect(inputs).toMatchObject({ immutableStorageWithVersioning: { immutabilityPolicy: { state: "Locked" } } });
    });

    it("forgets backups and what documents were after their time, and never a document that is there", async () => {
        const { inputs } = await find("copies-lifecycle", declare);
        const { rules } = inputs["policy"] as unknown as { rules: Rule[] };

        const forgotten = rules.filter(({ definition }) => definition.actions.baseBlob?.delete);
        expect(
            forgotten.map(({ definition }) => [definition.filters.prefixMatch, definition.actions.baseBlob]),
        ).toEqual([
            [
                [`${azureContainers.backups}/`, `${azureContainers.replaced}/`],
                { delete: { daysAfterCreationGreaterThan: 371 } },
            ],
        ]);
        expect(awsBackups.keptDays).toBeGreaterThan(awsBackups.immutableDays);
        expect(awsBackups.immutableDays).toBeGreaterThanOrEqual(365);
    });
});

interface Rule {
    definition: { filters: { prefixMatch?: string[] }; actions: { baseBlob?: { delete?: unknown } } };
}

describe("PullRole", () => {
    const declare = () => new PullRole("role", data.pullRole);

    it("is for tokens of one identity of one tenant, that were asked for this purpose", async () => {
        const issuer = "sts.windows.net/11111111-2222-4333-8444-555555555555/";

        expect((await find("role-provider", declare)).inputs).toMatchObject({
            url: `https://${issuer}`,
            clientIdLists: ["api://11111111-2222-4333-8444-555555555555/oxygis-aws1-pull"],
        });
        expect(statementsOf((await find("role-role", declare)).inputs["assumeRolePolicy"])).toEqual([
            {
                Effect: "Allow",
                Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: {
                    StringEquals: {
                        [`${issuer}:aud`]: "api://11111111-2222-4333-8444-555555555555/oxygis-aws1-pull",
                        [`${issuer}:sub`]: "principal",
                    },
                },
            },
        ]);
    });

    it("reads the two buckets and can do nothing else", async () => {
        const statements = statementsOf((await find("role-rights", declare)).inputs["policy"]);

        expect(statements.flatMap(({ Action }) => Action)).toEqual([
            "s3:ListBucketVersions",
            "s3:GetObject",
            "s3:GetObjectVersion",
            "kms:Decrypt",
        ]);
        const home = [data.names.backupBucket.home, data.names.documentsBucket.home];
        expect(statements[0]!.Resource).toEqual(home.map((bucket) => `arn:aws:s3:::${bucket}`));
        expect(statements[1]!.Resource).toEqual(home.map((bucket) => `arn:aws:s3:::${bucket}/*`));
    });

    it("asks for tokens of the version that names issuer and audience so", async () => {
        expect((await find("role-application", declare)).inputs).toMatchObject({
            signInAudience: "AzureADMyOrg",
            api: { requestedAccessTokenVersion: 1 },
        });
    });
});

describe("BackupPull", () => {
    const declare = () => new BackupPull("pull", data.backupPull);
    const script = readFileSync(join(__dirname, "../../infra/backups/pull.ps1"), "utf8");

    it("runs as it is told, and is ended before it could meet its successor", async () => {
        expect((await find("pull-job", declare)).inputs["configuration"]).toMatchObject({
            triggerType: "Schedule",
            scheduleTriggerConfig: { cronExpression: pullTimes.cronExpression, parallelism: 1 },
            replicaTimeout: pullTimes.mostSeconds,
        });
        expect(pullTimes.mostSeconds).toBeLessThan(pullTimes.hoursBetween * 3600);
    });

    it("tells the script everything it asks for, and nothing secret", async () => {
        const { inputs, secrets } = await find("pull-job", declare);
        const { containers } = inputs["template"] as { containers: { env: { name: string; value: string }[] }[] };
        const given = Object.fromEntries(containers[0]!.env.map(({ name, value }) => [name, value]));
        /** What Container Apps itself sets where a job has an identity. */
        const own = ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"];
        const asked = new Set([...script.matchAll(/\$env:(\w+)/g)].map(([, name]) => name!));

        expect(given).toMatchObject({
            BACKUPS: `${data.names.backupBucket.home} backups`,
            DOCUMENTS: `${data.names.documentsBucket.home} documents`,
            REPLACED: "documents-replaced",
            CUSTOMERS: "acme bolt",
        });
        expect([...asked].sort()).toEqual([...Object.keys(given), ...own].sort());
        expect(secrets).toEqual({});
    });

    it("does not change as a component when a customer comes", async () => {
        const more = () => new BackupPull("pull", { ...data.backupPull, customers: ["acme", "bolt", "carl"] });

        expect((await find("pull", more)).inputs).toEqual((await find("pull", declare)).inputs);
    });

    it("gives the script to Kubernetes without what it would replace", () => {
        expect(script).not.toMatch(/\$\(|\$\$/);
    });

    it("prints counts, hosts and states, and no token, key, link or name of a document", () => {
        const printed = script.split("\n").filter((line) => /Out-Host|throw|Write-|^'/.test(line));

        expect(printed).not.toEqual([]);
        expect(printed.join("\n")).not.toMatch(
            /-f[^|]*\$(?:Uri|Key|Source|source|given|headers|Headers|keys|tokens|entry)\b(?!\))/,
        );
    });

    it("calls the hosts of AWS that the firewall lets through", () => {
        expect(pullHosts("eu-west-1", ["one", "two"])).toEqual([
            "sts.eu-west-1.amazonaws.com",
            "one.s3.eu-west-1.amazonaws.com",
            "two.s3.eu-west-1.amazonaws.com",
        ]);
        expect(script).toContain("'https://sts.{0}.amazonaws.com/'");
        expect(script).toContain("'{0}.s3.{1}.amazonaws.com'");
    });
});

describe("The times of backups on AWS", () => {
    it("leave the newest copy on Azure younger than promised, with hours for writing and copying it", () => {
        const oldest = awsBackups.hoursBetween + 2 * pullTimes.hoursBetween;

        expect(rpoHours - oldest).toBeGreaterThanOrEqual(6);
    });

    it("raise an alert before the promised hours are over, on both ways", () => {
        const azureHours = Number(/> (\d+)h/.exec(pullRules("aws1")[0]!.query)?.[1]);

        expect(backupMetric.mostHours).toBeLessThan(azureHours);
        expect(azureHours).toBeLessThan(rpoHours);
        expect(backupMetric.mostHours).toBeGreaterThan(awsBackups.hoursBetween);
    });

    it("keep the instance's own snapshot apart from the backups, which it would cancel", () => {
        const hours = /cron\(0 ([\d,]+)/.exec(awsBackups.schedule)![1]!.split(",").map(Number);
        const window = Number(awsBackups.snapshotWindow.slice(0, 2));
        const near = Number(/cron\(0 (\d+)/.exec(awsBackups.nearSchedule)![1]);

        for (const taken of hours) {
            for (const other of [window, near]) {
                expect((other - taken + 24) % 24).toBeGreaterThanOrEqual(4);
            }
        }
    });

    it("are asked for by rules of which each sees its own cell, and one also that no run has ended", () => {
        const rules = pullRules("aws1");

        expect(rules.map(({ label, severity }) => [label, severity])).toEqual([
            ["late-azure-copy", 1],
            ["pull-silent", 1],
        ]);
        rules.forEach(({ query }) => expect(query).toContain("Server == 'aws1'"));
        expect(rules[1]!.query).toMatch(/\| summarize Reports = count\(\)\n\| where Reports == 0$/);
    });
});

it("Every statement of a role that is declared here names what it allows", async () => {
    const { resources } = await recordProgram(declareAll);
    const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");

    expect(policies.length).toBeGreaterThan(5);
    const wide = policies
        .flatMap(({ inputs }) => statementsOf(inputs["policy"]))
        .filter(({ Effect, Resource, Condition }) => Effect === "Allow" && Resource === "*" && !Condition);
    // RDS looks for its bucket among all; Lambda's own work with network interfaces names none, since they are not there yet.
    expect(wide.map(({ Action }) => [Action].flat()[0])).toEqual(["s3:ListAllMyBuckets", "ec2:CreateNetworkInterface"]);
});
