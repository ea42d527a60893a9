import { AccessLogBucket } from "../../infra/components/aws/accessLogBucket";
import { recordProgram } from "../support/recordProgram";
import { awsArguments } from "./awsNetworkCases";

interface Statement {
    Sid: string;
    Effect: string;
    Principal: unknown;
    Action: string | string[];
    Resource: string | string[];
    Condition?: object;
}

describe("the bucket of a balancer's access logs", () => {
    it("lets balancers of its own account and region write, and nobody delete or come without TLS", async () => {
        const { resources } = await recordProgram(() => new AccessLogBucket("logs", awsArguments.accessLogs));
        const policy = resources.find(({ name }) => name === "logs-policy")!.inputs["policy"] as string;
        const statements = (JSON.parse(policy) as { Statement: Statement[] }).Statement;

        expect(statements.filter(({ Effect }) => Effect === "Allow")).toEqual([
            {
                Sid: "BalancersWrite",
                Effect: "Allow",
                Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                Action: "s3:PutObject",
                Resource: "arn:aws:s3:::access-logs/*/AWSLogs/111122223333/*",
                Condition: {
                    StringEquals: { "aws:SourceAccount": "111122223333" },
                    ArnLike: {
                        "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/*",
                    },
                },
            },
        ]);
        const refused = statements.filter(({ Effect }) => Effect === "Deny");
        expect(refused.map(({ Action, Condition }) => [Action, Condition])).toEqual([
            [["s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion"], undefined],
            [["s3:*"], { Bool: { "aws:SecureTransport": "false" } }],
        ]);
        expect(refused.map(({ Resource }) => Resource)).toEqual(
            [1, 2].map(() => ["arn:aws:s3:::access-logs", "arn:aws:s3:::access-logs/*"]),
        );
    });

    it("keeps every file for as long as it was told, and some days more", async () => {
        const { resources } = await recordProgram(() => new AccessLogBucket("logs", awsArguments.accessLogs));
        const { inputs } = resources.find(({ name }) => name === "logs-lifecycle")!;

        expect(inputs["rules"]).toEqual([expect.objectContaining({ status: "Enabled", expiration: { days: 372 } })]);
    });
});
