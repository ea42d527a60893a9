import { ApplicationGroup } from "../../infra/components/aws/applicationGroup";
import { JobGroup } from "../../infra/components/aws/jobGroup";
import { machineRights } from "../../infra/model/awsMachineRights";
import { startScript } from "../../infra/model/awsStart";
import { recordProgram } from "../support/recordProgram";
import { awsArguments } from "./awsNetworkCases";
import { cases } from "./cases";

const { machines, rights } = awsArguments;

const application = async (change: Partial<typeof machines> = {}) => {
    const args = { ...machines, ...change, targetGroupArn: "targets", frontDoorId: "front-door" };
    const { resources } = await recordProgram(() => new ApplicationGroup("web", args));
    const inputs = (name: string) => resources.find((each) => each.name === name)!.inputs;
    return { template: inputs("web-template"), group: inputs("web-group") };
};
const jobs = async () => {
    const { resources } = await recordProgram(() => new JobGroup("jobs", { ...machines, dataDiskGiB: 128 }));
    const inputs = (name: string) => resources.find((each) => each.name === name)!.inputs;
    return { template: inputs("jobs-template"), group: inputs("jobs-group") };
};
const textOf = (userData: unknown) => Buffer.from(String(userData), "base64").toString();

describe("ApplicationGroup", () => {
    it("keeps as many machines as are asked for, over three zones, and room to replace them", async () => {
        const { group } = await application();

        expect(group).toMatchObject({
            vpcZoneIdentifiers: ["subnet-a", "subnet-b", "subnet-c"],
            minSize: 3,
            desiredCapacity: 3,
            maxSize: 6,
            availabilityZoneDistribution: { capacityDistributionStrategy: "balanced-best-effort" },
        });
    });

    it("replaces a machine of which the balancer hears nothing, once Windows has had time to start", async () => {
        const { group } = await application();

        expect(group).toMatchObject({
            targetGroupArns: ["targets"],
            healthCheckType: "ELB",
            healthCheckGracePeriod: 1800,
        });
    });

    it("replaces machines by new ones first when the template changes, and takes back what does not start", async () => {
        const { group } = await application();

        expect(group).toMatchObject({
            launchTemplate: { id: "web-template.id", version: "7" },
            instanceRefresh: {
                strategy: "Rolling",
                preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 134, autoRollback: true },
            },
        });
    });

    it("hands out credentials only to who asks twice, and to nobody behind the machine", async () => {
        const { template } = await application();

        expect(template["metadataOptions"]).toEqual({
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: 1,
        });
    });

    it("has virtual machines without a public address, a key, a password or a disk in plain text", async () => {
        const { template } = await application();

        expect(template).toMatchObject({
            placement: { tenancy: "default" },
            networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: ["group"] }],
            blockDeviceMappings: [{ deviceName: "/dev/sda1", ebs: { encrypted: "true", volumeType: "gp3" } }],
            iamInstanceProfile: { arn: "profile" },
        });
        expect(JSON.stringify({ ...template, userData: textOf(template["userData"]) })).not.toMatch(
            /keyName|password/i,
        );
    });

    it("tells the application where its settings are and which Front Door it serves", async () => {
        const { template } = await application();

        expect(textOf(template["userData"]).split("\n")).toEqual(
            expect.arrayContaining([
                "[Environment]::SetEnvironmentVariable('OXYGIS_REGION', 'eu-central-1', 'Machine')",
                "[Environment]::SetEnvironmentVariable('OXYGIS_SETTINGS_PATH', '/oxygis/aws1/', 'Machine')",
                "[Environment]::SetEnvironmentVariable('OXYGIS_FRONT_DOOR_ID', 'front-door', 'Machine')",
            ]),
        );
    });
});

describe("JobGroup", () => {
    it("takes no requests, and keeps the disk of a machine that goes", async () => {
        const { template, group } = await jobs();

        expect(group).toMatchObject({ minSize: 3, healthCheckType: "EC2" });
        expect(group).not.toHaveProperty("targetGroupArns");
        expect(template["blockDeviceMappings"]).toMatchObject([
            { deviceName: "/dev/sda1", ebs: { deleteOnTermination: "true", encrypted: "true" } },
            { deviceName: "xvdb", ebs: { deleteOnTermination: "false", encrypted: "true", volumeSize: 128 } },
        ]);
        expect(textOf(template["userData"])).not.toMatch(/FRONT_DOOR|New-SelfSignedCertificate/);
    });
});

describe("what a machine runs at its first start", () => {
    const facts = { OXYGIS_REGION: "eu-central-1", OXYGIS_SETTINGS_PATH: "/oxygis/aws1/", OXYGIS_FRONT_DOOR_ID: "id" };

    it("sets the facts and a certificate before the application starts, and stops at the first mistake", () => {
        const lines = startScript(facts).split("\n");
        const at = (start: string) => lines.findIndex((line) => line.startsWith(start));

        expect(lines[0]).toBe("<powershell>");
        expect(lines[1]).toBe("$ErrorActionPreference = 'Stop'");
        expect(at("$certificate")).toBeGreaterThan(1);
        expect(at("Restart-Service")).toBeGreaterThan(at("[Environment]::SetEnvironmentVariable('OXYGIS_CERTIFICATE'"));
    });

    it("evaluates nothing that stands in a fact", () => {
        expect(startScript({ ...facts, OXYGIS_SETTINGS_PATH: "'; Remove-Item C:\\ #$(1)" })).toContain(
            "'OXYGIS_SETTINGS_PATH', '''; Remove-Item C:\\ #$(1)', 'Machine'",
        );
    });

    it.each(Object.keys(facts))("is refused without %s", (fact) => {
        expect(() => startScript({ ...facts, [fact]: "" })).toThrow(
            `${fact} is empty, and no machine can start without it`,
        );
    });

    it("is shorter than AWS takes", () => {
        expect(startScript(facts).length).toBeLessThan(16_384);
    });
});

describe("the rights of a machine", () => {
    interface Statement {
        Sid: string;
        Action: string[];
        Resource: string[];
        Condition?: object;
    }
    const { Statement: statements } = JSON.parse(machineRights(rights)) as { Statement: Statement[] };
    const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid)!;

    it("name every action, and no other cell's settings, secrets, key, documents or logs", () => {
        expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
        expect(statement("Settings").Resource).toEqual([
            "arn:aws:ssm:eu-central-1:111122223333:parameter/oxygis/aws1/*",
        ]);
        expect(statement("Secrets").Resource).toEqual([
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:oxygis/aws1/*",
        ]);
        expect(statement("Key").Condition).toEqual({
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/oxygis-aws1"] },
        });
        expect(statement("Documents").Resource).toEqual(["arn:aws:s3:::documents/*"]);
        expect(statement("Sessions").Resource).toEqual([
            "arn:aws:logs:eu-central-1:111122223333:log-group:/oxygis/aws1/sessions:*",
        ]);
    });

    it("reach everything only where AWS knows nothing smaller, and then no data", () => {
        const wide = statements.filter(({ Resource }) => Resource.includes("*")).flatMap(({ Action }) => Action);

        expect(wide.filter((action) => /Parameter|Secret|s3:|kms:|rds|GetLogEvents|DeleteObject/.test(action))).toEqual(
            [],
        );
    });

    it("leave old versions of documents and secrets alone", () => {
        const actions = statements.flatMap(({ Action }) => Action);

        expect(
            actions.filter((action) => /DeleteObjectVersion|BypassGovernance|PutSecret|DeleteSecret/.test(action)),
        ).toEqual([]);
    });
});

describe("MachineRole", () => {
    it("is trusted to virtual machines alone", async () => {
        const { create } = cases.find(({ component }) => component === "aws:MachineRole")!;
        const { resources } = await recordProgram(() => create("role"));

        const { assumeRolePolicy } = resources.find(({ name }) => name === "role-role")!.inputs;
        expect(JSON.parse(assumeRolePolicy as string)).toMatchObject({
            Statement: [{ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
        });
    });
});

describe("SessionAccess", () => {
    const declared = async () => {
        const { create } = cases.find(({ component }) => component === "aws:SessionAccess")!;
        return (await recordProgram(() => create("sessions"))).resources;
    };

    it("writes down every session as it happens, and ends it after four hours", async () => {
        const { inputs } = (await declared()).find(({ name }) => name === "sessions-settings")!;

        expect(inputs).toMatchObject({ name: "SSM-SessionManagerRunShell", documentType: "Session" });
        expect(JSON.parse(inputs["content"] as string)).toMatchObject({
            sessionType: "Standard_Stream",
            inputs: {
                cloudWatchLogGroupName: "/oxygis/aws1/sessions",
                cloudWatchStreamingEnabled: true,
                cloudWatchEncryptionEnabled: true,
                runAsEnabled: false,
                idleSessionTimeout: "15",
                maxSessionDuration: "240",
            },
        });
    });

    it("keeps that for a year, also when the cell goes", async () => {
        const log = (await declared()).find(({ name }) => name === "sessions-log")!;

        expect(log).toMatchObject({ inputs: { retentionInDays: 365 }, protect: true, retainOnDelete: true });
    });
});
