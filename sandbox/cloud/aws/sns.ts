/** aws:sns - who is told of what happens. */
import { isUnknown, text, type Value } from "../values";
import type { AwsTable } from "./entry";

const quick = { create: 2, source: "assumed" };

export const sns: AwsTable = {
    "sns/topic:Topic": {
        id: "{arn}",
        arn: "arn:aws:sns:{region}:{account}:{name}",
        inputs: `applicationFailureFeedbackRoleArn applicationSuccessFeedbackRoleArn applicationSuccessFeedbackSampleRate
            archivePolicy contentBasedDeduplication deliveryPolicy displayName fifoThroughputScope fifoTopic
            firehoseFailureFeedbackRoleArn firehoseSuccessFeedbackRoleArn firehoseSuccessFeedbackSampleRate
            httpFailureFeedbackRoleArn httpSuccessFeedbackRoleArn httpSuccessFeedbackSampleRate kmsMasterKeyId
            lambdaFailureFeedbackRoleArn lambdaSuccessFeedbackRoleArn lambdaSuccessFeedbackSampleRate name namePrefix
            policy region signatureVersion sqsFailureFeedbackRoleArn sqsSuccessFeedbackRoleArn
            sqsSuccessFeedbackSampleRate tags tracingConfig`,
        named: "name",
        name: {
            min: 1,
            max: 256,
            pattern: /^[\w-]+(\.fifo)?$/,
            text: "1-256 letters, digits, hyphens and underscores",
        },
        createOnly: "fifoTopic name namePrefix",
        documents: "policy",
        inUse: "InvalidParameter",
        outputs: ({ inputs, cloud }) => ({ signatureVersion: 1, fifoTopic: false, ...inputs, owner: cloud.accountId }),
        seconds: quick,
    },
    "sns/topicPolicy:TopicPolicy": {
        id: "{inputs.arn}",
        inputs: "arn policy region",
        required: "arn policy",
        createOnly: "arn",
        documents: "policy",
        outputs: ({ cloud }) => ({ owner: cloud.accountId }),
        seconds: quick,
    },
    "sns/topicSubscription:TopicSubscription": {
        id: "{arn}",
        arn: "{topic}:{uuid}",
        inputs: `confirmationTimeoutInMinutes deliveryPolicy endpoint endpointAutoConfirms filterPolicy filterPolicyScope
            protocol rawMessageDelivery redrivePolicy region replayPolicy subscriptionRoleArn topic`,
        required: "endpoint protocol topic",
        createOnly: "endpoint protocol topic",
        values: {
            protocol: ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"],
        },
        check: (inputs) => {
            const [protocol, endpoint] = [text(inputs, "protocol"), text(inputs, "endpoint")];
            return protocol === "https" &&
                endpoint !== undefined &&
                !isUnknown(endpoint) &&
                !endpoint.startsWith("https://")
                ? [
                      {
                          property: "endpoint",
                          reason: "InvalidParameter: an endpoint of protocol https begins with https://",
                      },
                  ]
                : [];
        },
        outputs: ({ inputs, cloud }): Record<string, Value> => ({
            ...inputs,
            ownerId: cloud.accountId,
            // A person confirms by a link in a message, a service by answering one.
            pendingConfirmation: /^email/.test(text(inputs, "protocol") ?? ""),
            confirmationWasAuthenticated: false,
        }),
        seconds: quick,
    },
};
