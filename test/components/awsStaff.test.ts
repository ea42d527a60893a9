import { StaffAccess } from "../../infra/components/aws/staffAccess";
import {
    awsStaffRoles,
    nobodysAwsActions,
    staffBoundary,
    staffPolicy,
    strongStaffRoles,
} from "../../infra/model/awsStaff";
import { staffRoleNames } from "../../infra/model/staffRoles";
import { recordProgram } from "../support/recordProgram";
import { staffArgs } from "./awsAccountCases";
import { type Statement, statementsOf } from "./awsStatements";

async function declare() {
    const { resources } = await recordProgram(() => new StaffAccess("one", staffArgs));
    return { resources, find: (name: string) => resources.find((each) => each.name === name)! };
}

const list = (value: string | string[]) => [value].flat();
const matches = (pattern: string, action: string) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i").test(action);
/** Whether a document lets somebody do something to anything at all; a refusal goes before every permission. */
const allows = (statements: Statement[], action: string) => {
    const fitting = statements.filter(({ Action }) => list(Action).some((pattern) => matches(pattern, action)));
    return fitting.some(({ Effect }) => Effect === "Allow") && !fitting.some(({ Effect }) => Effect === "Deny");
};

/** What would open a secret, a document or a right, or end a backup, a key or the trail. Written down here a second time, on purpose. */
const dangerous = [
    "backup:DeleteBackupVault",
    "backup:DeleteRecoveryPoint",
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "ec2:GetPasswordData",
    "iam:AttachRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreateUser",
    "iam:PassRole",
    "iam:UpdateAssumeRolePolicy",
    "kms:Decrypt",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "rds:DeleteDBInstance",
    "rds:DeleteDBInstanceAutomatedBackup",
    "rds:ModifyDBInstance",
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucketPolicy",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:PutBucketPolicy",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:DeleteSecret",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParametersByPath",
    "ssm:PutParameter",
    "ssm:SendCommand",
    "sso:CreateAccountAssignment",
    "sso:PutInlinePolicyToPermissionSet",
    "sts:AssumeRole",
];

describe("what staff may do on AWS", () => {
    const roles = staffRoleNames.map((name) => [name, statementsOf(staffPolicy(name, staffArgs.scope))] as const);
    const boundary = statementsOf(staffBoundary());

    it.each(roles)("never opens a secret or a document, gives a right or ends a backup (%s)", (_, statements) => {
        expect(dangerous.filter((action) => allows(statements, action))).toEqual([]);
    });

    it("stays so when somebody writes more into a permission set by hand", () => {
        const everything: Statement = { Effect: "Allow", Action: "*", Resource: "*" };

        expect(dangerous.filter((action) => allows([everything], action))).toEqual(dangerous);
        for (const [, statements] of roles) {
            expect(dangerous.filter((action) => allows([...statements, everything], action))).toEqual([]);
        }
        expect(dangerous.filter((action) => allows([...boundary, everything], action))).toEqual([]);
        expect(
            ["ec2:RunInstances", "organizations:LeaveOrganization"].filter((action) => allows(boundary, action)),
        ).toEqual([]);
    });

    it("stays within the boundary, which AWS takes", () => {
        const all = roles.flatMap(([, statements]) => statements.filter(({ Effect }) => Effect === "Allow"));

        expect(all.flatMap(({ Action }) => Action).filter((action) => !allows(boundary, action))).toEqual([]);
        expect(staffBoundary().length).toBeLessThanOrEqual(6144);
    });

    it.each(roles)("is named action by action (%s)", (_, statements) => {
        const allowed = statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);

        expect(allowed.filter((action) => action.includes("*"))).toEqual([]);
        expect(allowed.filter((action) => nobodysAwsActions.some((pattern) => matches(pattern, action)))).toEqual([]);
    });

    it.each(staffRoleNames)("changes nothing but what is written down here (%s)", (name) => {
        const changes = awsStaffRoles[name].changes.flatMap(({ actions }) => actions);

        expect([...new Set(changes)].sort()).toEqual(
            {
                support: [],
                operations: [
                    "autoscaling:SetInstanceHealth",
                    "autoscaling:StartInstanceRefresh",
                    "ec2:RebootInstances",
                    "ec2:StartInstances",
                    "rds:RebootDBInstance",
                    "ssm:ResumeSession",
                    "ssm:StartSession",
                    "ssm:TerminateSession",
                    "support:AddCommunicationToCase",
                    "support:CreateCase",
                ],
                databaseAdministration: ["lambda:InvokeFunction"],
                security: ["securityhub:BatchUpdateFindings"],
            }[name],
        );
    });

    it.each(staffRoleNames)("looks at things without an action that changes one (%s)", (name) => {
        const reading = /^[\w-]+:(?:Describe|Filter|Get|List|Lookup|StartQuery)/;

        expect(awsStaffRoles[name].looks.filter((action) => !reading.test(action))).toEqual([]);
    });

    it("reaches machines of this cell only, in sessions that are written down", () => {
        const [, statements] = roles.find(([name]) => name === "operations")!;
        const starts = statements.filter(({ Action }) => list(Action).includes("ssm:StartSession"));

        expect(starts).toEqual([
            {
                Effect: "Allow",
                Action: ["ssm:StartSession"],
                Resource: ["arn:aws:ec2:eu-central-1:111122223333:instance/*"],
                Condition: {
                    BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" },
                    StringEquals: { "ssm:resourceTag/oxygis:cell": "aws1" },
                },
            },
            {
                Effect: "Allow",
                Action: ["ssm:StartSession"],
                Resource: ["arn:aws:ssm:eu-central-1:111122223333:document/sessions"],
            },
        ]);
    });

    it("raises an alarm where it is more than to look", () => {
        expect(strongStaffRoles).toEqual(["operations", "databaseAdministration"]);
    });
});

describe("access of staff on AWS", () => {
    it("ends after four hours and is bounded before anything is allowed", async () => {
        const { find } = await declare();

        for (const role of staffRoleNames) {
            expect(find(`one-${role}`).inputs["sessionDuration"]).toBe("PT4H");
            expect(find(`one-${role}-boundary`).inputs["permissionsBoundary"]).toEqual({
                customerManagedPolicyReference: { name: "boundary", path: "/" },
            });
            expect(find(`one-${role}-rights`).dependencies).toContain(find(`one-${role}-boundary`).urn);
            expect(find(`one-${role}-group`).dependencies).toContain(find(`one-${role}-rights`).urn);
        }
    });

    it("is given to groups, each its own permission set, and never to a person or a user of AWS", async () => {
        const { resources } = await declare();

        const assignments = resources.filter(({ type }) => type.endsWith(":AccountAssignment"));
        expect(assignments.map(({ name, inputs }) => [name, inputs["principalType"], inputs["principalId"]])).toEqual([
            ["one-databaseAdministration-group", "GROUP", "group-3"],
            ["one-operations-group", "GROUP", "group-2"],
            ["one-security-group", "GROUP", "group-4"],
            ["one-support-group", "GROUP", "group-1"],
        ]);
        expect(new Set(assignments.map(({ inputs }) => inputs["targetId"]))).toEqual(new Set(["111122223333"]));
        expect(resources.filter(({ type }) => /iam\/(?:user|accessKey|group)/.test(type))).toEqual([]);
    });
});
