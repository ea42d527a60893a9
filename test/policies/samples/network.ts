import { type Registration, registration } from "../../support/policyMessages";

const listener = registration("aws:lb/listener:Listener", "listener", {
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
});
const balancer = registration("aws:lb/loadBalancer:LoadBalancer", "balancer", { internal: false });

const siteGroup = registration("azure-native:cdn:AFDOriginGroup", "site", { originGroupName: "cell-eu1-neu" });

/** What the real program does not declare, or not in every form that rules read. */
export const samples: Registration[] = [
    // As a site that stands in for a lost one sends its customers' hosts to itself.
    siteGroup,
    registration(
        "azure-native:cdn:Rule",
        "hosts",
        {
            order: 201,
            conditions: [
                { name: "HostName", parameters: { operator: "Equal", matchValues: ["acme.eu1.platform.test"] } },
            ],
            actions: [
                {
                    name: "RouteConfigurationOverride",
                    parameters: {
                        originGroupOverride: { originGroup: { id: "group" }, forwardingProtocol: "HttpsOnly" },
                    },
                },
            ],
        },
        { propertyDependencies: { actions: [siteGroup.urn] } },
    ),
    registration("azure-native:network:ApplicationGateway", "gateway", {
        sku: { tier: "WAF_v2" },
        firewallPolicy: { id: "firewall" },
        sslPolicy: {
            policyType: "CustomV2",
            minProtocolVersion: "TLSv1_2",
            cipherSuites: ["TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
        },
        sslProfiles: [
            {
                name: "partners",
                sslPolicy: {
                    policyType: "CustomV2",
                    minProtocolVersion: "TLSv1_3",
                    cipherSuites: ["TLS_AES_256_GCM_SHA384"],
                },
            },
        ],
        backendHttpSettingsCollection: [{ name: "application", protocol: "Https" }],
        httpListeners: [
            { name: "secure", protocol: "Https" },
            { name: "plain", protocol: "Http" },
        ],
        redirectConfigurations: [
            { name: "to-https", redirectType: "Permanent", targetListener: { id: "gateway/httpListeners/secure" } },
        ],
        requestRoutingRules: [
            {
                httpListener: { id: "gateway/httpListeners/secure" },
                backendAddressPool: { id: "gateway/backendAddressPools/application" },
            },
            {
                httpListener: { id: "gateway/httpListeners/plain" },
                redirectConfiguration: { id: "gateway/redirectConfigurations/to-https" },
            },
        ],
    }),
    registration("azure-native:network:WebApplicationFirewallPolicy", "regional", {
        policySettings: { state: "Enabled", mode: "Prevention", requestBodyCheck: true },
        managedRules: {
            exclusions: [],
            managedRuleSets: [
                {
                    ruleSetType: "OWASP",
                    ruleSetVersion: "3.2",
                    ruleGroupOverrides: [
                        {
                            ruleGroupName: "SQLI",
                            rules: [{ ruleId: "942100", state: "Enabled", action: "Block", exclusions: [] }],
                        },
                    ],
                },
            ],
        },
        customRules: [{ name: "limit", action: "Block" }],
    }),
    listener,
    registration("aws:lb/listener:Listener", "redirect", {
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
    }),
    registration(
        "aws:lb/listenerRule:ListenerRule",
        "rule",
        {
            actions: [
                { type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } },
                { type: "forward" },
            ],
        },
        { propertyDependencies: { listenerArn: [listener.urn] } },
    ),
    registration("aws:elb/loadBalancer:LoadBalancer", "classic", { listeners: [{ lbProtocol: "https" }] }),
    balancer,
    registration(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "guard",
        {},
        { propertyDependencies: { resourceArn: [balancer.urn] } },
    ),
    registration("aws:cloudfront/distribution:Distribution", "distribution", {
        webAclId: "acl",
        defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
        orderedCacheBehaviors: [{ viewerProtocolPolicy: "https-only" }],
        viewerCertificate: { cloudfrontDefaultCertificate: false, minimumProtocolVersion: "TLSv1.2_2021" },
        origins: [{ customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] } }],
    }),
    registration("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "headers", {
        securityHeadersConfig: { strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true } },
    }),
    registration("aws:ec2/securityGroup:SecurityGroup", "group", {
        ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
        egress: [{ protocol: "tcp", fromPort: 1433, toPort: 1433, cidrBlocks: ["10.0.0.0/8"] }],
    }),
    registration("aws:ec2/securityGroupRule:SecurityGroupRule", "group-rule", {
        type: "ingress",
        protocol: "tcp",
        fromPort: 80,
        toPort: 80,
        cidrBlocks: ["0.0.0.0/0"],
    }),
    registration("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in", {
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "0.0.0.0/0",
    }),
    registration("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", { cidrIpv4: "10.0.0.0/8" }),
    registration("aws:ec2/instance:Instance", "machine", {
        associatePublicIpAddress: false,
        rootBlockDevice: { encrypted: true },
        ebsBlockDevices: [{ encrypted: true }],
    }),
    registration("aws:rds/instance:Instance", "aws-database", { publiclyAccessible: false, storageEncrypted: true }),
    registration("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
    }),
    registration("azure-native:web:WebApp", "site", {
        httpsOnly: true,
        publicNetworkAccess: "Disabled",
        siteConfig: { minTlsVersion: "1.2", scmMinTlsVersion: "1.2", ftpsState: "Disabled" },
    }),
    registration("azure-native:redis:Redis", "cache", {
        minimumTlsVersion: "1.2",
        enableNonSslPort: false,
        publicNetworkAccess: "Disabled",
    }),
];
