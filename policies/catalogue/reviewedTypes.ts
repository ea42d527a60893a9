/**
 * Every type a program may use, with the reason why its use breaks no promise. What is missing here is refused.
 *
 * Reviewing a type: read what it can hold, where it can lie and who can reach it; see that the rules judge each setting of it
 * that a promise rests on; then add one line with its normalised token and the reason.
 */
export const reviewedTypes: Readonly<Record<string, string>> = {
    "azure-native:appconfiguration:ConfigurationStore":
        "managed service; speaks TLS 1.2 and up only, without a setting",
    "azure-native:appconfiguration:KeyValue": "an entry of the customer catalogue or of the application's settings",
    "azure-native:authorization:ManagementLockByScope": "protects data from deletion",
    "azure-native:authorization:RoleAssignment": "access of groups and managed identities",
    "azure-native:authorization:RoleDefinition": "what a staff or workload role may do; holds no credentials",
    "azure-native:cdn:AFDCustomDomain": "edge; ciphers judged by the edge policy",
    "azure-native:cdn:AFDEndpoint": "edge; its default domain serves nothing, judged on routes",
    "azure-native:cdn:AFDOrigin": "edge; where requests go; certificate check judged by the edge policy",
    "azure-native:cdn:AFDOriginGroup": "edge; health probes and priorities of origins",
    "azure-native:cdn:Profile": "edge; SKU judged by the edge policy",
    "azure-native:cdn:Route": "edge; protocols judged by the edge policy",
    "azure-native:cdn:Rule": "edge; redirects and overrides judged by the edge policy",
    "azure-native:cdn:RuleSet": "edge; a name for rules",
    "azure-native:cdn:SecurityPolicy": "edge; binds the firewall to domains",
    "azure-native:compute:VirtualMachineScaleSet": "virtual servers; dedicated hosts judged by the bare-metal policy",
    "azure-native:dns:RecordSet": "public names; holds no customer data",
    "azure-native:dns:Zone": "public names; holds no customer data",
    "azure-native:frontdoor:Policy": "web application firewall of the edge",
    "azure-native:keyvault:Secret": "a generated secret in the key store",
    "azure-native:keyvault:Vault": "managed key store; speaks TLS 1.2 and up only, without a setting",
    "azure-native:managedidentity:UserAssignedIdentity": "sign-in without a password",
    "azure-native:monitor:ActionGroup": "people whom alerts reach; holds their mail addresses, no customer data",
    "azure-native:monitor:ActivityLogAlert": "tells people of a change in the subscription; holds no data",
    "azure-native:monitor:DiagnosticSetting": "sends logs to the audit workspace",
    "azure-native:network:AzureFirewall": "managed service; restricts outbound traffic",
    "azure-native:network:FirewallPolicy": "rules of the firewall",
    "azure-native:network:FirewallPolicyRuleCollectionGroup": "rules of the firewall",
    "azure-native:network:LoadBalancer": "managed service; passes TLS through",
    "azure-native:network:NetworkSecurityGroup": "restricts traffic",
    "azure-native:network:PrivateDnsZoneGroup": "names of private endpoints",
    "azure-native:network:PrivateEndpoint": "private way to a managed service",
    "azure-native:network:PrivateLinkService": "private way from the edge to the load balancer",
    "azure-native:network:PublicIPAddress": "outbound address of the firewall",
    "azure-native:network:RouteTable": "sends outbound traffic through the firewall",
    "azure-native:network:Subnet": "part of a virtual network",
    "azure-native:network:VirtualNetwork": "virtual network of a cell",
    "azure-native:operationalinsights:Workspace": "managed service; keeps logs",
    "azure-native:privatedns:PrivateZone": "names inside a cell",
    "azure-native:privatedns:VirtualNetworkLink": "names inside a cell",
    "azure-native:resources:ResourceGroup": "a name for resources",
    "azure-native:securityinsights:SentinelOnboardingState": "turns the audit workspace into Sentinel's; holds nothing",
    "azure-native:sql:BackupShortTermRetentionPolicy": "point-in-time backups of a database",
    "azure-native:sql:Database": "a customer's database; redundancy, owner and backups judged by policies",
    "azure-native:sql:ElasticPool": "managed compute of databases",
    "azure-native:sql:FailoverGroup": "makes a customer's replica the live database; databases judged by policies",
    "azure-native:sql:LongTermRetentionPolicy": "weekly backups of a database; judged by policy",
    "azure-native:sql:Server": "logical server of databases; TLS judged by policy",
    "azure-native:storage:Blob": "a file of the application or of the maintenance page",
    "azure-native:storage:StorageAccount": "managed storage; redundancy and TLS judged by policies",
    "azure-native:storage:StorageAccountStaticWebsite": "the maintenance page",
    "azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy":
        "which ways of signing in are strong enough",
    "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy": "what a sign-in must show before it is let in",
    "azuread:index/group:Group": "staff and workload groups",
    "azuread:index/groupMember:GroupMember": "members of a group",
    "azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy":
        "rules for becoming a member of a group for hours",
    "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule":
        "who may become a member of a group for hours",
    "random:index/randomBytes:RandomBytes": "generated signing keys, secret outputs",
    "random:index/randomPassword:RandomPassword": "generated first-login passwords, secret outputs",
    "random:index/randomUuid:RandomUuid": "names of role assignments",
    "pulumi:pulumi:Stack": "the stack itself",
    "pulumi:pulumi:StackReference": "reads outputs of another stack; creates nothing",
};

/** Providers whose types may be reviewed at all; a provider resource is declared for each, also by default. */
export const reviewedProviders: Readonly<Record<string, string>> = {
    "azure-native": "Microsoft Azure, which the page names",
    aws: "Amazon Web Services, which the page names",
    azuread: "Entra ID, the directory of Microsoft Azure",
    random: "generates values, creates nothing in a cloud",
    pulumi: "the engine itself",
};
