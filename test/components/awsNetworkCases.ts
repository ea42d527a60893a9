import { AccessLogBucket } from "../../infra/components/aws/accessLogBucket";
import { ApplicationGroup } from "../../infra/components/aws/applicationGroup";
import { BalancerFirewall } from "../../infra/components/aws/balancerFirewall";
import { CellVpc } from "../../infra/components/aws/cellVpc";
import { EgressFilter } from "../../infra/components/aws/egressFilter";
import { JobGroup } from "../../infra/components/aws/jobGroup";
import { MachineRole } from "../../infra/components/aws/machineRole";
import { OriginBalancer } from "../../infra/components/aws/originBalancer";
import { OriginCertificate } from "../../infra/components/aws/originCertificate";
import { OriginName } from "../../infra/components/aws/originName";
import { PrivateEndpoints } from "../../infra/components/aws/privateEndpoints";
import { SessionAccess } from "../../infra/components/aws/sessionAccess";
import { TrafficLog } from "../../infra/components/aws/trafficLog";
import type { ComponentCase } from "./componentCase";

const regional = { region: "eu-central-1", tags: { platform: "test" } };
const letters = ["a", "b", "c"];
const labelled = { ...regional, label: "oxygis-aws1" };
const account = { accountId: "111122223333" };
const logs = { logDays: 365, keyArn: "key" };
const zone = { resourceGroupName: "group", domain: "platform.test" };
const subnetIds = ["subnet-a", "subnet-b", "subnet-c"];

/** The smallest arguments of the components of the network, compute and edge on AWS. */
export const awsArguments = {
    vpc: {
        ...labelled,
        ...account,
        addressSpace: "10.0.0.0/20",
        zones: letters,
        allowedHosts: ["login.test", "*.partner.test"],
        ...logs,
    },
    filter: {
        ...labelled,
        vpcId: "vpc",
        internetGatewayId: "gateway",
        zones: letters.map((letter) => ({
            letter,
            addresses: "10.0.0.0/24",
            application: { id: `application-${letter}` },
            firewall: { id: `firewall-${letter}` },
            nat: { id: `nat-${letter}` },
        })),
        allowedHosts: ["login.test"],
        ...logs,
    },
    balancer: {
        ...regional,
        balancerName: "oxygis-aws1",
        vpcId: "vpc",
        publicSubnetIds: subnetIds,
        securityGroupId: "group",
        certificateArn: "certificate",
        frontDoorId: "00000000-0000-4000-8000-0000000000fd",
        logBucket: "logs",
    },
    accessLogs: { ...regional, ...account, bucketName: "access-logs", retentionDays: 365 },
    certificate: { ...regional, hostName: "euc1.origin.aws1.platform.test", zone },
    machines: {
        ...regional,
        groupName: "oxygis-aws1-web",
        imageId: "ami-0123456789abcdef0",
        instanceType: "m7i.large",
        instances: 3,
        subnetIds,
        securityGroupId: "group",
        instanceProfileArn: "profile",
        systemDiskGiB: 64,
        settingsPath: "/oxygis/aws1/",
    },
    rights: {
        ...account,
        region: "eu-central-1",
        settingsPath: "/oxygis/aws1/",
        secretPrefix: "oxygis/aws1/",
        keyAliases: ["alias/oxygis-aws1"],
        documentsBucket: "documents",
        sessionLogGroup: "/oxygis/aws1/sessions",
    },
};

const inEachZone = (child: string) => letters.map((letter) => `${child}-${letter}`);

const filterChildren = (prefix: string) => [
    `aws:cloudwatch/logGroup:LogGroup ${prefix}log`,
    ...inEachZone(`aws:ec2/eip:Eip ${prefix}address`),
    ...inEachZone(`aws:ec2/natGateway:NatGateway ${prefix}nat`),
    ...["application", "firewall", "nat"].flatMap((kind) => [
        ...inEachZone(`aws:ec2/routeTable:RouteTable ${prefix}${kind}-routes`),
        ...inEachZone(`aws:ec2/routeTableAssociation:RouteTableAssociation ${prefix}${kind}-association`),
    ]),
    `aws:networkfirewall/firewall:Firewall ${prefix}firewall`,
    `aws:networkfirewall/firewallPolicy:FirewallPolicy ${prefix}policy`,
    `aws:networkfirewall/loggingConfiguration:LoggingConfiguration ${prefix}logging`,
    `aws:networkfirewall/ruleGroup:RuleGroup ${prefix}hosts`,
];

const endpointChildren = (prefix: string) =>
    ["ec2messages", "kms", "logs", "monitoring", "s3", "secretsmanager", "ssm", "ssmmessages"].map(
        (service) => `aws:ec2/vpcEndpoint:VpcEndpoint ${prefix}${service}`,
    );

const trafficChildren = (prefix: string) => [
    `aws:cloudwatch/logGroup:LogGroup ${prefix}log`,
    `aws:ec2/flowLog:FlowLog ${prefix}flows`,
    `aws:iam/role:Role ${prefix}role`,
    `aws:iam/rolePolicy:RolePolicy ${prefix}rights`,
];

const machineChildren = ["aws:autoscaling/group:Group group", "aws:ec2/launchTemplate:LaunchTemplate template"];

/** The components of the network, compute and edge on AWS; see `cases`. */
export const awsNetworkCases: ComponentCase[] = [
    {
        component: "aws:AccessLogBucket",
        create: (name, options) => new AccessLogBucket(name, awsArguments.accessLogs, options),
        children: [
            "aws:s3/bucket:Bucket bucket",
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration lifecycle",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls owner",
            "aws:s3/bucketPolicy:BucketPolicy policy",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock closed",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration encryption",
            "aws:s3/bucketVersioning:BucketVersioning versions",
        ],
    },
    {
        component: "aws:ApplicationGroup",
        create: (name, options) =>
            new ApplicationGroup(
                name,
                {
                    ...awsArguments.machines,
                    targetGroupArn: "targets",
                    frontDoorId: "00000000-0000-4000-8000-0000000000fd",
                },
                options,
            ),
        children: machineChildren,
    },
    {
        component: "aws:BalancerFirewall",
        create: (name, options) =>
            new BalancerFirewall(name, { ...labelled, loadBalancerArn: "balancer", ...logs }, options),
        children: [
            "aws:cloudwatch/logGroup:LogGroup log",
            "aws:wafv2/webAcl:WebAcl acl",
            "aws:wafv2/webAclAssociation:WebAclAssociation association",
            "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration logging",
        ],
    },
    {
        component: "aws:CellVpc",
        create: (name, options) => new CellVpc(name, awsArguments.vpc, options),
        children: [
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup default-group",
            "aws:ec2/internetGateway:InternetGateway gateway",
            "aws:ec2/managedPrefixList:ManagedPrefixList front-door",
            "aws:ec2/routeTable:RouteTable balancer-routes",
            "aws:ec2/routeTable:RouteTable database-routes",
            ...inEachZone("aws:ec2/routeTableAssociation:RouteTableAssociation balancer-association"),
            ...inEachZone("aws:ec2/routeTableAssociation:RouteTableAssociation database-association"),
            ...["application", "database", "endpoint", "function", "jobs", "loadBalancer"].map(
                (group) => `aws:ec2/securityGroup:SecurityGroup ${group}`,
            ),
            ...["application", "balancer", "database", "firewall", "nat"].flatMap((kind) =>
                inEachZone(`aws:ec2/subnet:Subnet ${kind}`),
            ),
            "aws:ec2/vpc:Vpc vpc",
            ...[
                "application-out-to-database",
                "application-out-to-endpoint",
                "application-out-to-firewall",
                "application-out-to-storage",
                "function-out-to-database",
                "function-out-to-endpoint",
                "function-out-to-storage",
                "jobs-out-to-database",
                "jobs-out-to-endpoint",
                "jobs-out-to-firewall",
                "jobs-out-to-storage",
                "loadBalancer-out-to-application",
            ].map((rule) => `aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule ${rule}`),
            ...[
                "application-in-from-loadBalancer",
                "database-in-from-application",
                "database-in-from-function",
                "database-in-from-jobs",
                "endpoint-in-from-application",
                "endpoint-in-from-function",
                "endpoint-in-from-jobs",
                "loadBalancer-in-from-front-door",
            ].map((rule) => `aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule ${rule}`),
            "oxygis:aws:EgressFilter egress",
            ...filterChildren("egress-"),
            "oxygis:aws:PrivateEndpoints endpoints",
            ...endpointChildren("endpoints-"),
            "oxygis:aws:TrafficLog log",
            ...trafficChildren("log-"),
        ].sort(),
    },
    {
        component: "aws:EgressFilter",
        create: (name, options) => new EgressFilter(name, awsArguments.filter, options),
        children: filterChildren("").sort(),
    },
    {
        component: "aws:JobGroup",
        create: (name, options) => new JobGroup(name, { ...awsArguments.machines, dataDiskGiB: 64 }, options),
        children: machineChildren,
    },
    {
        component: "aws:MachineRole",
        create: (name, options) =>
            new MachineRole(name, { tags: {}, roleName: "oxygis-aws1-web", rights: awsArguments.rights }, options),
        children: [
            "aws:iam/instanceProfile:InstanceProfile profile",
            "aws:iam/role:Role role",
            "aws:iam/rolePolicy:RolePolicy rights",
        ],
    },
    {
        component: "aws:OriginBalancer",
        create: (name, options) => new OriginBalancer(name, awsArguments.balancer, options),
        children: [
            "aws:lb/listener:Listener listener",
            "aws:lb/listenerRule:ListenerRule front-door",
            "aws:lb/loadBalancer:LoadBalancer balancer",
            "aws:lb/targetGroup:TargetGroup targets",
        ],
    },
    {
        component: "aws:OriginCertificate",
        create: (name, options) => new OriginCertificate(name, awsArguments.certificate, options),
        children: [
            "aws:acm/certificate:Certificate certificate",
            "aws:acm/certificateValidation:CertificateValidation issued",
            "dns:RecordSet proof",
        ],
    },
    {
        component: "aws:OriginName",
        create: (name, options) =>
            new OriginName(
                name,
                { hostName: awsArguments.certificate.hostName, zone, balancerHost: "balancer.test" },
                options,
            ),
        children: ["dns:RecordSet record"],
    },
    {
        component: "aws:PrivateEndpoints",
        create: (name, options) =>
            new PrivateEndpoints(
                name,
                {
                    ...labelled,
                    ...account,
                    vpcId: "vpc",
                    subnetIds,
                    securityGroupId: "group",
                    routeTableIds: ["routes-a", "routes-b", "routes-c"],
                },
                options,
            ),
        children: endpointChildren(""),
    },
    {
        component: "aws:SessionAccess",
        create: (name, options) =>
            new SessionAccess(name, { ...regional, logGroupName: "/oxygis/aws1/sessions", ...logs }, options),
        children: ["aws:cloudwatch/logGroup:LogGroup log", "aws:ssm/document:Document settings"],
    },
    {
        component: "aws:TrafficLog",
        create: (name, options) => new TrafficLog(name, { ...labelled, ...account, vpcId: "vpc", ...logs }, options),
        children: trafficChildren(""),
    },
];
