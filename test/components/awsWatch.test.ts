import { AccessAlarms } from "../../infra/components/aws/accessAlarms";
import { AlertTopic } from "../../infra/components/aws/alertTopic";
import { BackupAlarms } from "../../infra/components/aws/backupAlarms";
import { DatabaseAlarms } from "../../infra/components/aws/databaseAlarms";
import { failedBackupJobs, watchedActions } from "../../infra/model/awsAudit";
import { backupAlarms } from "../../infra/model/awsWatch";
import { recordProgram } from "../support/recordProgram";
import { topicArgs } from "./awsAccountCases";
import { statementsOf } from "./awsStatements";

const place = { region: "eu-central-1", tags: {}, label: "aws1", topicArn: "people" };

async function record(program: () => unknown) {
    const { resources } = await recordProgram(program);
    return { resources, find: (name: string) => resources.find((each) => each.name === name)! };
}

describe("people", () => {
    it("are two at the least, each told by themselves", async () => {
        const { resources } = await record(() => new AlertTopic("one", topicArgs));

        const told = resources.filter(({ type }) => type.endsWith(":TopicSubscription"));
        expect(told.map(({ inputs }) => [inputs["protocol"], inputs["endpoint"]])).toEqual([
            ["email", "one@platform.test"],
            ["email", "two@platform.test"],
        ]);
    });

    it("are told by services of AWS that speak for this account, and by nobody else", async () => {
        const { find } = await record(() => new AlertTopic("one", topicArgs));

        const allowed = statementsOf(find("one-policy").inputs["policy"]).filter(({ Effect }) => Effect === "Allow");
        const account = { StringEquals: { "aws:SourceAccount": "111122223333" } };
        const rules = { ArnLike: { "aws:SourceArn": "arn:aws:events:eu-central-1:111122223333:rule/*" } };
        expect(allowed.map(({ Principal, Condition }) => [Principal, Condition])).toEqual([
            [{ Service: "cloudwatch.amazonaws.com" }, account],
            [{ Service: "events.rds.amazonaws.com" }, account],
            [{ Service: "events.amazonaws.com" }, rules],
        ]);
        expect(find("one-topic").inputs["kmsMasterKeyId"]).toBe("key");
    });
});

describe("alarms on access", () => {
    const args = { ...place, logGroupName: "trail", strongPermissionSets: ["aws1-operations", "aws1-databases"] };
    const actions = watchedActions(args.strongPermissionSets);
    const patternOf = (action: string) => actions.find(({ label }) => label === action)!.pattern;

    it.each(actions.map(({ label }) => label))(
        "reach people for a single time, and again for the next (%s)",
        async (action) => {
            const { find } = await record(() => new AccessAlarms("one", args));

            const { inputs: filter } = find(`one-${action}-filter`);
            expect(filter).toMatchObject({ logGroupName: "trail", pattern: patternOf(action) });
            expect(find(`one-${action}`).inputs).toMatchObject({
                metricName: (filter["metricTransformation"] as { name: string }).name,
                namespace: (filter["metricTransformation"] as { namespace: string }).namespace,
                alarmActions: ["people"],
                actionsEnabled: true,
                threshold: 1,
                comparisonOperator: "GreaterThanOrEqualToThreshold",
                statistic: "Sum",
                period: 60,
                evaluationPeriods: 1,
                treatMissingData: "notBreaching",
            });
        },
    );

    it("know the root user, whatever it does, but not a service that works for it", () => {
        expect(patternOf("root")).toContain('$.userIdentity.type = "Root"');
        expect(patternOf("root")).toContain("$.userIdentity.invokedBy NOT EXISTS");
    });

    it("know every strong permission set by the name that Identity Center gives its role", () => {
        for (const name of args.strongPermissionSets) {
            expect(patternOf("elevated")).toContain(`*/AWSReservedSSO_${name}_*`);
        }
    });

    it.each(["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "DeleteMetricFilter", "DeleteAlarms"])(
        "know every way to end them (%s)",
        (call) => {
            expect(patternOf("trail-changed")).toContain(`"${call}"`);
        },
    );

    it("take the silence of the trail for trouble", async () => {
        const { find } = await record(() => new AccessAlarms("one", args));

        expect(find("one-trail-silent").inputs).toMatchObject({
            namespace: "AWS/Logs",
            metricName: "IncomingLogEvents",
            dimensions: { LogGroupName: "trail" },
            comparisonOperator: "LessThanThreshold",
            treatMissingData: "breaching",
            alarmActions: ["people"],
        });
    });
});

describe("alarms on backups", () => {
    const args = { ...place, cell: "aws1", vaultName: "vault", functionName: "databases" };

    it.each(["no-near-backup", "no-far-copy"])("are raised by silence of more than a day (%s)", async (what) => {
        const { find } = await record(() => new BackupAlarms("one", args));

        const { inputs } = find(`one-${what}`);
        expect(inputs).toMatchObject({
            namespace: "AWS/Backup",
            dimensions: { BackupVaultName: "vault" },
            treatMissingData: "breaching",
            comparisonOperator: "LessThanThreshold",
            threshold: 1,
            alarmActions: ["people"],
        });
        const hours = (Number(inputs["period"]) * Number(inputs["evaluationPeriods"])) / 3600;
        expect(hours).toBeGreaterThan(24);
        expect(hours).toBeLessThanOrEqual(26);
    });

    it("are raised by an old backup of any customer, and by a measure that does not come", async () => {
        const { find } = await record(() => new BackupAlarms("one", args));

        const { inputs } = find("one-late-backup");
        expect(inputs).toMatchObject({
            dimensions: { Cell: "aws1" },
            statistic: "Maximum",
            comparisonOperator: "GreaterThanThreshold",
            treatMissingData: "breaching",
            alarmActions: ["people"],
        });
        // 24 hours are promised, and somebody must have time to act.
        expect(inputs["threshold"]).toBeLessThan(24);
    });

    it("look back no longer than CloudWatch can", () => {
        for (const { period, evaluationPeriods } of backupAlarms(args)) {
            expect(period * evaluationPeriods).toBeLessThanOrEqual(7 * 24 * 3600);
        }
    });

    it("are raised by a job of AWS Backup that did not end well", async () => {
        const { find } = await record(() => new BackupAlarms("one", args));

        expect(find("one-failed").inputs).toMatchObject({
            state: "ENABLED",
            eventPattern: JSON.stringify(failedBackupJobs),
        });
        expect(find("one-failed-target").inputs).toMatchObject({ rule: "aws1-failed-backups", arn: "people" });
    });
});

describe("alarms on databases", () => {
    const instances = [{ label: "paid-1", identifier: "aws1-1", storageGiB: 500 }];

    it.each(["storage", "memory", "processor"])(
        "take an instance that says nothing for an ill one (%s)",
        async (what) => {
            const { find } = await record(() => new DatabaseAlarms("one", { ...place, instances }));

            expect(find(`one-paid-1-${what}`).inputs).toMatchObject({
                namespace: "AWS/RDS",
                dimensions: { DBInstanceIdentifier: "aws1-1" },
                treatMissingData: "breaching",
                alarmActions: ["people"],
            });
        },
    );

    it("come before the storage is full, in bytes", async () => {
        const { find } = await record(() => new DatabaseAlarms("one", { ...place, instances }));

        expect(find("one-paid-1-storage").inputs["threshold"]).toBe(50 * 1024 ** 3);
    });

    it("tell of a failover and of a deletion as they happen", async () => {
        const { find } = await record(() => new DatabaseAlarms("one", { ...place, instances }));

        expect(find("one-events").inputs).toMatchObject({
            snsTopic: "people",
            sourceIds: ["aws1-1"],
            enabled: true,
            eventCategories: expect.arrayContaining(["deletion", "failover", "failure", "low storage"]) as string[],
        });
    });
});
