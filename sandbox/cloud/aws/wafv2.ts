/** aws:wafv2 - the firewall in front of a load balancer. */
import { CloudError, type Problem } from "../model";
import { isUnknown, select, text, type Properties } from "../values";
import type { AwsTable } from "./entry";

const quick = { create: 5, source: "assumed" };

/** Log destinations have names that begin so. */
function wrongDestination(inputs: Properties): Problem[] {
    return select(inputs, "logDestinationConfigs[]").flatMap(([property, value]) =>
        typeof value !== "string" || isUnknown(value) || /[:/]aws-waf-logs-/.test(value)
            ? []
            : [
                  {
                      property,
                      reason: "WAFInvalidParameterException: the name of a log destination begins with aws-waf-logs-",
                  },
              ],
    );
}

function wrongRules(inputs: Properties): Problem[] {
    const priorities = select(inputs, "rules[].priority").map(([, value]) => value);
    return new Set(priorities).size === priorities.length
        ? []
        : [{ property: "rules", reason: "WAFInvalidParameterException: two rules have the same priority" }];
}

export const wafv2: AwsTable = {
    "wafv2/webAcl:WebAcl": {
        id: "{uuid}",
        arn: "arn:aws:wafv2:{region}:{account}:regional/webacl/{name}/{id}",
        inputs: `associationConfig captchaConfig challengeConfig customResponseBodies dataProtectionConfig defaultAction
            description name namePrefix region ruleJson rules scope tags tokenDomains visibilityConfig`,
        required: "defaultAction scope visibilityConfig",
        named: "name",
        unique: "scope",
        name: { min: 1, max: 128, pattern: /^[\w-]+$/, text: "1-128 letters, digits, hyphens and underscores" },
        createOnly: "name namePrefix scope",
        // For CloudFront, which is not used, its ARN would have another form.
        values: { scope: ["REGIONAL"] },
        check: wrongRules,
        inUse: "WAFAssociatedItemException",
        outputs: ({ cloud, id, revision }) => ({ capacity: 1500, lockToken: cloud.guid(id, "lock", String(revision)) }),
        seconds: { create: 10, source: "assumed" },
    },
    "wafv2/webAclAssociation:WebAclAssociation": {
        id: "{webAclArn},{resourceArn}",
        inputs: "region resourceArn webAclArn",
        required: "resourceArn webAclArn",
        createOnly: "resourceArn webAclArn",
        claims: ({ inputs }) => [{ kind: "webAclOf", value: text(inputs, "resourceArn") ?? "" }],
        seconds: { create: 15, source: "assumed" },
    },
    "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
        id: "{resourceArn}",
        inputs: "logDestinationConfigs loggingFilter redactedFields region resourceArn",
        required: "logDestinationConfigs resourceArn",
        createOnly: "resourceArn",
        check: wrongDestination,
        refuse: ({ inputs }) => {
            if (select(inputs, "logDestinationConfigs[]").length !== 1)
                throw new CloudError("WAFInvalidParameterException", "one log destination is allowed");
        },
        seconds: quick,
    },
};
