/** Types of the network, machines and data of a cell; see `awsServiceSpec.ts`. */
import { all, type Mapping } from "./awsServiceSpec";

const templateData = `blockDeviceMappings capacityReservationSpecification cpuOptions creditSpecification disableApiStop
    disableApiTermination ebsOptimized enclaveOptions hibernationOptions iamInstanceProfile imageId instanceInitiatedShutdownBehavior
    instanceMarketOptions instanceRequirements instanceType kernelId keyName licenseSpecifications maintenanceOptions metadataOptions
    monitoring networkInterfaces networkPerformanceOptions placement privateDnsNameOptions ramDiskId secondaryInterfaces
    securityGroupNames userData vpcSecurityGroupIds`;

const headers = `routingHttpRequestXAmznMtlsClientcertHeaderName routingHttpRequestXAmznMtlsClientcertIssuerHeaderName
    routingHttpRequestXAmznMtlsClientcertLeafHeaderName routingHttpRequestXAmznMtlsClientcertSerialNumberHeaderName
    routingHttpRequestXAmznMtlsClientcertSubjectHeaderName routingHttpRequestXAmznMtlsClientcertValidityHeaderName
    routingHttpRequestXAmznTlsCipherSuiteHeaderName routingHttpRequestXAmznTlsVersionHeaderName
    routingHttpResponseAccessControlAllowCredentialsHeaderValue routingHttpResponseAccessControlAllowHeadersHeaderValue
    routingHttpResponseAccessControlAllowMethodsHeaderValue routingHttpResponseAccessControlAllowOriginHeaderValue
    routingHttpResponseAccessControlExposeHeadersHeaderValue routingHttpResponseAccessControlMaxAgeHeaderValue
    routingHttpResponseContentSecurityPolicyHeaderValue routingHttpResponseServerEnabled
    routingHttpResponseStrictTransportSecurityHeaderValue routingHttpResponseXContentTypeOptionsHeaderValue
    routingHttpResponseXFrameOptionsHeaderValue tcpIdleTimeoutSeconds`;

export const MAPPED_CELL: Readonly<Record<string, Mapping>> = {
    "acm/certificate:Certificate": {
        cfn: "AWS::CertificateManager::Certificate",
        renamed: "validationOptions=DomainValidationOptions",
        shaped: "options=CertificateTransparencyLoggingPreference options=CertificateExport",
        ours: {
            other: "certificateBody certificateChain privateKey privateKeyWo privateKeyWoVersion",
            provider: "earlyRenewalDuration",
        },
        required: { either: "domainName" },
    },
    "autoscaling/group:Group": {
        cfn: "AWS::AutoScaling::AutoScalingGroup",
        renamed: `name=AutoScalingGroupName defaultCooldown=Cooldown launchConfiguration=LaunchConfigurationName
            loadBalancers=LoadBalancerNames protectFromScaleIn=NewInstancesProtectedFromScaleIn
            initialLifecycleHooks=LifecycleHookSpecificationList`,
        shaped: "enabledMetrics=MetricsCollection metricsGranularity=MetricsCollection",
        ours: {
            provider: `forceDelete forceDeleteWarmPool ignoreFailedScalingActivities instanceRefresh minElbCapacity
                waitForCapacityTimeout waitForElbCapacity suspendedProcesses`,
            other: "warmPool",
        },
        theirs: {
            absent: "AvailabilityZoneIds AvailabilityZoneImpairmentPolicy DeletionProtection SkipZonalShiftValidation",
            legacy: "InstanceId",
            own: "NotificationConfiguration NotificationConfigurations",
        },
    },
    "ec2/eip:Eip": {
        cfn: "AWS::EC2::EIP",
        renamed: "instance=InstanceId",
        ours: { other: "associateWithPrivateIp networkInterface", absent: "customerOwnedIpv4Pool" },
        theirs: { absent: "TransferAddress" },
        createOnly: { replaces: "publicIpv4Pool" },
    },
    "ec2/flowLog:FlowLog": {
        cfn: "AWS::EC2::FlowLog",
        renamed: "iamRoleArn=DeliverLogsPermissionArn",
        shaped: `${all("eniId regionalNatGatewayId subnetId transitGatewayAttachmentId transitGatewayId vpcId", "ResourceId")} vpcId=ResourceType`,
        theirs: { legacy: "LogGroupName" },
        createOnly: { inPlace: "tagFieldSpecifications" },
    },
    "ec2/internetGateway:InternetGateway": { cfn: "AWS::EC2::InternetGateway", ours: { other: "vpcId" } },
    "ec2/launchTemplate:LaunchTemplate": {
        cfn: "AWS::EC2::LaunchTemplate",
        renamed: "name=LaunchTemplateName description=VersionDescription",
        shaped: `${all(templateData, "LaunchTemplateData")} tags=TagSpecifications`,
        ours: { provider: "defaultVersion updateDefaultVersion" },
    },
    "ec2/managedPrefixList:ManagedPrefixList": {
        cfn: "AWS::EC2::PrefixList",
        renamed: "name=PrefixListName",
        required: { default: "name", asks: "maxEntries" },
        createOnly: { replaces: "addressFamily" },
    },
    "ec2/natGateway:NatGateway": {
        cfn: "AWS::EC2::NatGateway",
        renamed: "privateIp=PrivateIpAddress",
        theirs: { absent: "MaxDrainDurationSeconds" },
    },
    "ec2/networkAcl:NetworkAcl": { cfn: "AWS::EC2::NetworkAcl", ours: { other: "egress ingress subnetIds" } },
    "ec2/route:Route": {
        cfn: "AWS::EC2::Route",
        renamed: "egressOnlyGatewayId=EgressOnlyInternetGatewayId",
        theirs: { legacy: "InstanceId" },
    },
    "ec2/routeTable:RouteTable": { cfn: "AWS::EC2::RouteTable", ours: { other: "propagatingVgws routes" } },
    "ec2/routeTableAssociation:RouteTableAssociation": {
        cfn: "AWS::EC2::SubnetRouteTableAssociation",
        ours: { other: "gatewayId" },
        required: { either: "subnetId" },
        createOnly: { inPlace: "routeTableId" },
    },
    "ec2/securityGroup:SecurityGroup": {
        cfn: "AWS::EC2::SecurityGroup",
        renamed: "description=GroupDescription name=GroupName egress=SecurityGroupEgress ingress=SecurityGroupIngress",
        ours: { provider: "revokeRulesOnDelete" },
        required: { default: "description" },
    },
    "ec2/securityGroupRule:SecurityGroupRule": {
        cfn: "AWS::EC2::SecurityGroupIngress",
        renamed: "protocol=IpProtocol securityGroupId=GroupId",
        shaped: `cidrBlocks=CidrIp ipv6CidrBlocks=CidrIpv6 prefixListIds=SourcePrefixListId
            sourceSecurityGroupId=SourceSecurityGroupId`,
        ours: { legacy: "self type" },
        theirs: { legacy: "GroupName SourceSecurityGroupName SourceSecurityGroupOwnerId" },
        required: { asks: "fromPort toPort", either: "securityGroupId" },
    },
    "ec2/subnet:Subnet": {
        cfn: "AWS::EC2::Subnet",
        shaped: all(
            "enableResourceNameDnsARecordOnLaunch enableResourceNameDnsAaaaRecordOnLaunch privateDnsHostnameTypeOnLaunch",
            "PrivateDnsNameOptionsOnLaunch",
        ),
        ours: { absent: "customerOwnedIpv4Pool mapCustomerOwnedIpOnLaunch" },
    },
    "ec2/vpc:Vpc": {
        cfn: "AWS::EC2::VPC",
        ours: {
            other: `assignGeneratedIpv6CidrBlock enableNetworkAddressUsageMetrics ipv6CidrBlock ipv6CidrBlockNetworkBorderGroup
                ipv6IpamPoolId ipv6NetmaskLength`,
        },
        theirs: { own: "VpcEncryptionControl" },
    },
    "ec2/vpcEndpoint:VpcEndpoint": {
        cfn: "AWS::EC2::VPCEndpoint",
        renamed: "policy=PolicyDocument",
        ours: { provider: "autoAccept", other: "subnetConfigurations" },
    },
    "lambda/function:Function": {
        cfn: "AWS::Lambda::Function",
        renamed: "name=FunctionName publishTo=PublishToLatestPublished",
        shaped: all("code imageUri s3Bucket s3Key s3ObjectVersion sourceKmsKeyArn", "Code"),
        ours: {
            provider: `codeSha256 publish replaceSecurityGroupsOnDestroy replacementSecurityGroupIds skipDestroy sourceCodeHash
                useResourceTimeoutForPropagation`,
        },
        theirs: { own: "RecursiveLoop RuntimeManagementConfig FunctionScalingConfig" },
    },
    "lambda/permission:Permission": {
        cfn: "AWS::Lambda::Permission",
        renamed: "function=FunctionName",
        ours: { other: "qualifier statementId" },
    },
    "lb/listener:Listener": {
        cfn: "AWS::ElasticLoadBalancingV2::Listener",
        shaped: `${all(headers, "ListenerAttributes")} certificateArn=Certificates`,
    },
    "lb/listenerRule:ListenerRule": {
        cfn: "AWS::ElasticLoadBalancingV2::ListenerRule",
        required: { asks: "listenerArn", default: "priority" },
    },
    "lb/loadBalancer:LoadBalancer": {
        cfn: "AWS::ElasticLoadBalancingV2::LoadBalancer",
        renamed: "internal=Scheme loadBalancerType=Type",
        shaped: `${all(
            `accessLogs clientKeepAlive connectionLogs desyncMitigationMode dnsRecordClientRoutingPolicy
            dropInvalidHeaderFields enableCrossZoneLoadBalancing enableDeletionProtection enableHttp2
            enableTlsVersionAndCipherSuiteHeaders enableWafFailOpen enableXffClientPort enableZonalShift healthCheckLogs
            idleTimeout preserveHostHeader secondaryIpsAutoAssignedPerSubnet xffHeaderProcessingMode`,
            "LoadBalancerAttributes",
        )} ipamPools=Ipv4IpamPoolId`,
        ours: { absent: "customerOwnedIpv4Pool" },
        theirs: { provider: "EnableCapacityReservationProvisionStabilize" },
    },
    "lb/targetGroup:TargetGroup": {
        cfn: "AWS::ElasticLoadBalancingV2::TargetGroup",
        shaped: `${all(
            `connectionTermination deregistrationDelay lambdaMultiValueHeadersEnabled loadBalancingAlgorithmType
            loadBalancingAnomalyMitigation loadBalancingCrossZoneEnabled preserveClientIp proxyProtocolV2 slowStart stickiness
            targetFailovers targetGroupHealth targetHealthStates`,
            "TargetGroupAttributes",
        )} healthCheck=HealthCheckIntervalSeconds healthCheck=Matcher healthCheck=HealthCheckPath healthCheck=HealthCheckEnabled
            healthCheck=UnhealthyThresholdCount healthCheck=HealthCheckTimeoutSeconds healthCheck=HealthyThresholdCount
            healthCheck=HealthCheckProtocol healthCheck=HealthCheckPort`,
        theirs: { own: "Targets" },
    },
    "networkfirewall/firewall:Firewall": {
        cfn: "AWS::NetworkFirewall::Firewall",
        renamed: "name=FirewallName",
        ours: { other: "encryptionConfiguration" },
        required: { default: "name" },
        createOnly: { replaces: "transitGatewayId" },
    },
    "networkfirewall/firewallPolicy:FirewallPolicy": {
        cfn: "AWS::NetworkFirewall::FirewallPolicy",
        renamed: "name=FirewallPolicyName",
        ours: { other: "encryptionConfiguration" },
        required: { default: "name" },
    },
    "networkfirewall/loggingConfiguration:LoggingConfiguration": {
        cfn: "AWS::NetworkFirewall::LoggingConfiguration",
        theirs: { either: "FirewallName" },
    },
    "networkfirewall/ruleGroup:RuleGroup": {
        cfn: "AWS::NetworkFirewall::RuleGroup",
        renamed: "name=RuleGroupName",
        shaped: "rules=RuleGroup ruleGroup=RuleGroup",
        ours: { other: "encryptionConfiguration" },
        theirs: { absent: "SummaryConfiguration" },
        required: { default: "name" },
    },
    "rds/eventSubscription:EventSubscription": {
        cfn: "AWS::RDS::EventSubscription",
        renamed: "name=SubscriptionName snsTopic=SnsTopicArn",
        createOnly: { inPlace: "snsTopic" },
    },
    "rds/instance:Instance": {
        cfn: "AWS::RDS::DBInstance",
        renamed: `backupWindow=PreferredBackupWindow caCertIdentifier=CACertificateIdentifier
            enabledCloudwatchLogsExports=EnableCloudwatchLogsExports
            iamDatabaseAuthenticationEnabled=EnableIAMDatabaseAuthentication identifier=DBInstanceIdentifier
            instanceClass=DBInstanceClass maintenanceWindow=PreferredMaintenanceWindow
            parameterGroupName=DBParameterGroupName password=MasterUserPassword performanceInsightsEnabled=EnablePerformanceInsights
            replicateSourceDb=SourceDBInstanceIdentifier snapshotIdentifier=DBSnapshotIdentifier username=MasterUsername
            vpcSecurityGroupIds=VPCSecurityGroups`,
        shaped: `masterUserSecretKmsKeyId=MasterUserSecret ${[
            "SourceDBInstanceAutomatedBackupsArn",
            "RestoreTime",
            "UseLatestRestorableTime",
            "SourceDbiResourceId",
        ]
            .map((theirs) => `restoreToPointInTime=${theirs}`)
            .join(" ")}`,
        ours: {
            provider: `blueGreenUpdate finalSnapshotIdentifier passwordWo passwordWoVersion skipFinalSnapshot upgradeStorageConfig
                warningEventCategories`,
            other: "s3Import",
            absent: "customerOwnedIpEnabled",
        },
        theirs: {
            own: `AssociatedRoles AutomaticBackupReplicationKmsKeyId AutomaticBackupReplicationRegion
                AutomaticBackupReplicationRetentionPeriod DBClusterIdentifier PromotionTier`,
            absent: `AdditionalStorageVolumes DBClusterSnapshotIdentifier DBSystemId MasterUserAuthenticationType ProcessorFeatures
                SourceDBClusterIdentifier TdeCredentialArn TdeCredentialPassword UseDefaultProcessorFeatures`,
            legacy: "DBSecurityGroups",
            provider: "CertificateRotationRestart SourceRegion",
        },
        required: { asks: "instanceClass" },
        createOnly: { inPlace: "dbSubnetGroupName port identifier" },
    },
    "rds/optionGroup:OptionGroup": {
        cfn: "AWS::RDS::OptionGroup",
        renamed: "name=OptionGroupName options=OptionConfigurations",
        ours: { provider: "skipDestroy" },
        required: { default: "optionGroupDescription" },
    },
    "rds/parameterGroup:ParameterGroup": {
        cfn: "AWS::RDS::DBParameterGroup",
        renamed: "name=DBParameterGroupName",
        ours: { provider: "skipDestroy" },
        required: { default: "description" },
    },
    "rds/subnetGroup:SubnetGroup": {
        cfn: "AWS::RDS::DBSubnetGroup",
        renamed: "description=DBSubnetGroupDescription name=DBSubnetGroupName",
        required: { default: "description" },
    },
    "s3/bucket:Bucket": {
        cfn: "AWS::S3::Bucket",
        renamed: "bucket=BucketName acl=AccessControl corsRules=CorsConfiguration website=WebsiteConfiguration",
        shaped: `accelerationStatus=AccelerateConfiguration lifecycleRules=LifecycleConfiguration logging=LoggingConfiguration
            serverSideEncryptionConfiguration=BucketEncryption versioning=VersioningConfiguration bucketPrefix=BucketNamePrefix`,
        ours: { provider: "forceDestroy", other: "policy requestPayer", legacy: "grants" },
        theirs: {
            own: `AbacStatus AnalyticsConfigurations IntelligentTieringConfigurations InventoryConfigurations MetadataConfiguration
                MetricsConfigurations NotificationConfiguration OwnershipControls PublicAccessBlockConfiguration`,
            absent: "MetadataTableConfiguration",
        },
    },
    "s3/bucketPolicy:BucketPolicy": { cfn: "AWS::S3::BucketPolicy", renamed: "policy=PolicyDocument" },
    "vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        cfn: "AWS::EC2::SecurityGroupEgress",
        renamed: `cidrIpv4=CidrIp prefixListId=DestinationPrefixListId referencedSecurityGroupId=DestinationSecurityGroupId
            securityGroupId=GroupId`,
        ours: { absent: "tags" },
        createOnly: { inPlace: "cidrIpv4 cidrIpv6 fromPort ipProtocol prefixListId referencedSecurityGroupId toPort" },
    },
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        cfn: "AWS::EC2::SecurityGroupIngress",
        renamed:
            "cidrIpv4=CidrIp prefixListId=SourcePrefixListId referencedSecurityGroupId=SourceSecurityGroupId securityGroupId=GroupId",
        ours: { absent: "tags" },
        theirs: { legacy: "GroupName SourceSecurityGroupName SourceSecurityGroupOwnerId" },
        required: { either: "securityGroupId" },
        createOnly: { inPlace: "cidrIpv4 cidrIpv6 fromPort ipProtocol prefixListId referencedSecurityGroupId toPort" },
    },
    "wafv2/webAcl:WebAcl": {
        cfn: "AWS::WAFv2::WebACL",
        shaped: "ruleJson=Rules rules=Rules",
        theirs: { absent: "ApplicationConfig MonetizationConfig OnSourceDDoSProtectionConfig" },
    },
    "wafv2/webAclAssociation:WebAclAssociation": { cfn: "AWS::WAFv2::WebACLAssociation" },
    "wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { cfn: "AWS::WAFv2::LoggingConfiguration" },
};
