/** aws:lb - load balancers. */
import { CloudError, type Facts, type Problem } from "../model";
import { isUnknown, select, text, type Properties } from "../values";
import type { AwsTable } from "./entry";
import { hashOf } from "../arm";
import { zonesOfSubnets } from "./subnets";
import { regionOf } from "./templates";

const name = {
    min: 1,
    max: 32,
    pattern: /^(?!internal-)[a-z0-9](-?[a-z0-9])*$/i,
    text: "1-32 letters, digits and single hyphens, none at the ends, not beginning with internal-",
};

/** Hosted zones of application load balancers. Source: docs.aws.amazon.com/general/latest/gr/elb.html. */
const ZONES: Readonly<Record<string, string>> = {
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-south-1": "Z3ULH7SSC9OV64",
    "eu-south-2": "Z0956581394HF5D5LXGAP",
};

/** Policies that exist. Source: "Security policies for your Application Load Balancer", 2025-10. */
const SECURITY_POLICIES =
    /^ELBSecurityPolicy-(2016-08|2015-05|TLS-1-[12]-(2017-01|Ext-2018-06)|FS(-1-[12](-Res(-2020-10)?)?)?-\d{4}-\d\d|TLS13-1-[0-3](-(Res|Ext[12]))?(-FIPS)?(-PQ)?-\d{4}-\d\d|TLS13-1-[0-3](-(Res|Ext[0-2]))?(-FIPS)?(-PQ)?-\d{4}-\d\d)$/;

const suffix = (arn: string): string => arn.slice(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length);

/** A balancer lies in two zones or more, and in one subnet of each. */
function refuseZones(facts: Facts): void {
    const { inputs } = facts;
    const zones = zonesOfSubnets(facts, "subnets[]");
    if (new Set(zones).size !== zones.length)
        throw new CloudError(
            "InvalidConfigurationRequest",
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        );
    if (zones.length < 2 && inputs["loadBalancerType"] !== "network" && select(inputs, "subnetMappings[]").length < 2)
        throw new CloudError(
            "ValidationError",
            "At least two subnets in two different Availability Zones must be specified",
        );
}

function wrongListener(inputs: Properties): Problem[] {
    const [protocol, policy] = [text(inputs, "protocol"), text(inputs, "sslPolicy")];
    const secure = protocol === "HTTPS" || protocol === "TLS";
    return [
        ...(secure && inputs["certificateArn"] === undefined
            ? [
                  {
                      property: "certificateArn",
                      reason: "ValidationError: A certificate must be specified for HTTPS listeners",
                  },
              ]
            : []),
        ...(policy !== undefined && !isUnknown(policy) && !SECURITY_POLICIES.test(policy)
            ? [{ property: "sslPolicy", reason: `SSLPolicyNotFound: SSL policy '${policy}' not found` }]
            : []),
        ...select(inputs, "defaultActions[]").flatMap(([path, action]) =>
            ["forward", "targetGroupArn"].some(
                (key) => select(action, key).length > 0 || isUnknown((action as Properties)[key]),
            ) || text(action, "type") !== "forward"
                ? []
                : [{ property: path, reason: "a forward action needs a target group" }],
        ),
    ];
}

export const lb: AwsTable = {
    "lb/loadBalancer:LoadBalancer": {
        id: "{arn}",
        arn: ({ inputs, cloud, name: named, urn }) => {
            const kind = text(inputs, "loadBalancerType") === "network" ? "net" : "app";
            const hex = hashOf(16, cloud.guid(urn, named, regionOf(inputs)));
            return `arn:aws:elasticloadbalancing:${regionOf(inputs)}:${cloud.accountId}:loadbalancer/${kind}/${named}/${hex}`;
        },
        inputs: `accessLogs clientKeepAlive connectionLogs customerOwnedIpv4Pool desyncMitigationMode
            dnsRecordClientRoutingPolicy dropInvalidHeaderFields enableCrossZoneLoadBalancing
            enableDeletionProtection enableHttp2 enablePrefixForIpv6SourceNat enableTlsVersionAndCipherSuiteHeaders
            enableWafFailOpen enableXffClientPort enableZonalShift
            enforceSecurityGroupInboundRulesOnPrivateLinkTraffic healthCheckLogs idleTimeout internal ipAddressType
            ipamPools loadBalancerType minimumLoadBalancerCapacity name namePrefix preserveHostHeader region
            secondaryIpsAutoAssignedPerSubnet securityGroups subnetMappings subnets tags xffHeaderProcessingMode`,
        named: "name",
        unique: "region",
        name,
        createOnly: "customerOwnedIpv4Pool internal loadBalancerType name namePrefix",
        refers: { "accessLogs.bucket": "s3/bucket:Bucket", "connectionLogs.bucket": "s3/bucket:Bucket" },
        values: {
            loadBalancerType: ["application", "gateway", "network"],
            ipAddressType: ["ipv4", "dualstack", "dualstack-without-public-ipv4"],
            desyncMitigationMode: ["monitor", "defensive", "strictest"],
        },
        quotas: ({ inputs }) => [
            {
                key: `loadBalancers|${regionOf(inputs)}`,
                limit: 50,
                what: `Application Load Balancers in ${regionOf(inputs)}`,
            },
        ],
        refuse: refuseZones,
        refuseDelete: ({ inputs, id }) => {
            if (inputs["enableDeletionProtection"] === true)
                throw new CloudError(
                    "OperationNotPermitted",
                    `Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
                );
        },
        inUse: "ResourceInUse",
        outputs: ({ inputs, cloud, id, name: named }) => {
            const region = regionOf(inputs);
            const subnet = cloud.named("aws:ec2/subnet:Subnet", region, text(inputs, "subnets[]") ?? "");
            const number = parseInt(hashOf(8, cloud.guid(id, "dns")), 16) % 2 ** 31;
            const inward = inputs["internal"] === true ? "internal-" : "";
            return {
                internal: false,
                loadBalancerType: "application",
                ipAddressType: "ipv4",
                ...inputs,
                arnSuffix: suffix(id),
                dnsName: `${inward}${named}-${String(number)}.${region}.elb.amazonaws.com`.toLowerCase(),
                vpcId: text(subnet?.inputs, "vpcId") ?? "",
                zoneId: ZONES[region] ?? "Z32O12XQLNTSW2",
            };
        },
        seconds: { create: 180, update: 30, delete: 60, source: "assumed" },
    },
    "lb/targetGroup:TargetGroup": {
        id: "{arn}",
        arn: "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16}",
        inputs: `connectionTermination deregistrationDelay healthCheck ipAddressType lambdaMultiValueHeadersEnabled
            loadBalancingAlgorithmType loadBalancingAnomalyMitigation loadBalancingCrossZoneEnabled name namePrefix
            port preserveClientIp protocol protocolVersion proxyProtocolV2 region slowStart stickiness tags
            targetControlPort targetFailovers targetGroupHealth targetHealthStates targetType vpcId`,
        named: "name",
        unique: "region",
        name,
        createOnly: "ipAddressType name namePrefix port protocol protocolVersion targetType vpcId",
        values: {
            protocol: ["GENEVE", "HTTP", "HTTPS", "TCP", "TCP_UDP", "TLS", "UDP", "QUIC", "TCP_QUIC"],
            targetType: ["instance", "ip", "lambda", "alb"],
        },
        check: (inputs) =>
            ["port", "protocol", "vpcId"].flatMap((property) =>
                inputs["targetType"] === "lambda" || inputs[property] !== undefined
                    ? []
                    : [{ property, reason: `ValidationError: ${property} must be specified` }],
            ),
        inUse: "ResourceInUse",
        outputs: ({ inputs, id }) => ({
            targetType: "instance",
            ...inputs,
            arnSuffix: id.split(":").at(-1) ?? "",
            loadBalancerArns: [],
        }),
        seconds: { create: 3, source: "assumed" },
    },
    "lb/listener:Listener": {
        id: "{arn}",
        arn: (facts) =>
            `${(text(facts.inputs, "loadBalancerArn") ?? "").replace(":loadbalancer/", ":listener/")}/${hashOf(16, facts.cloud.guid(facts.urn, "listener"))}`,
        inputs: `alpnPolicy certificateArn defaultActions loadBalancerArn mutualAuthentication port protocol region
            routingHttpRequestXAmznMtlsClientcertHeaderName routingHttpRequestXAmznMtlsClientcertIssuerHeaderName
            routingHttpRequestXAmznMtlsClientcertLeafHeaderName
            routingHttpRequestXAmznMtlsClientcertSerialNumberHeaderName
            routingHttpRequestXAmznMtlsClientcertSubjectHeaderName
            routingHttpRequestXAmznMtlsClientcertValidityHeaderName routingHttpRequestXAmznTlsCipherSuiteHeaderName
            routingHttpRequestXAmznTlsVersionHeaderName routingHttpResponseAccessControlAllowCredentialsHeaderValue
            routingHttpResponseAccessControlAllowHeadersHeaderValue
            routingHttpResponseAccessControlAllowMethodsHeaderValue
            routingHttpResponseAccessControlAllowOriginHeaderValue
            routingHttpResponseAccessControlExposeHeadersHeaderValue
            routingHttpResponseAccessControlMaxAgeHeaderValue routingHttpResponseContentSecurityPolicyHeaderValue
            routingHttpResponseServerEnabled routingHttpResponseStrictTransportSecurityHeaderValue
            routingHttpResponseXContentTypeOptionsHeaderValue routingHttpResponseXFrameOptionsHeaderValue sslPolicy
            tags tcpIdleTimeoutSeconds`,
        required: "defaultActions loadBalancerArn",
        createOnly: "loadBalancerArn",
        claims: ({ inputs }) => {
            const value = `${text(inputs, "loadBalancerArn") ?? ""}:${String(Number(inputs["port"] ?? 0))}`;
            return [
                {
                    kind: "listener",
                    value,
                    code: "DuplicateListener",
                    message: `A listener already exists on port ${value}`,
                },
            ];
        },
        check: wrongListener,
        inUse: "ResourceInUse",
        // What AWS takes where nothing is said: TLS 1.0.
        outputs: ({ inputs }) => ({
            ...(text(inputs, "protocol") === "HTTPS" ? { sslPolicy: "ELBSecurityPolicy-2016-08" } : {}),
            ...inputs,
        }),
        seconds: { create: 3, source: "assumed" },
    },
    "lb/listenerRule:ListenerRule": {
        id: "{arn}",
        arn: (facts) =>
            `${(text(facts.inputs, "listenerArn") ?? "").replace(":listener/", ":listener-rule/")}/${hashOf(16, facts.cloud.guid(facts.urn, "rule"))}`,
        inputs: "actions conditions listenerArn priority region tags transforms",
        required: "actions conditions listenerArn",
        createOnly: "listenerArn",
        claims: ({ inputs }) => {
            const priority = inputs["priority"];
            if (typeof priority !== "number") return [];
            const value = `${text(inputs, "listenerArn") ?? ""}#${String(priority)}`;
            return [
                {
                    kind: "rulePriority",
                    value,
                    code: "PriorityInUse",
                    message: `Priority '${String(priority)}' is currently in use`,
                },
            ];
        },
        outputs: ({ inputs, cloud, id }) => ({
            priority: 1 + (parseInt(cloud.guid(id).slice(0, 4), 16) % 1000),
            ...inputs,
        }),
        seconds: { create: 3, source: "assumed" },
    },
};
