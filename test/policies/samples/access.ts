import { type Registration, registration } from "../../support/policyMessages";

/** Good registrations of what the real program has no use for. */
export const samples: Registration[] = [
    registration("azure-native:sql:ServerAzureADOnlyAuthentication", "only", { azureADOnlyAuthentication: true }),
    registration("azure-native:servicebus:Namespace", "queue", {
        location: "westeurope",
        disableLocalAuth: true,
        minimumTlsVersion: "1.2",
        publicNetworkAccess: "Disabled",
        geoDataReplication: { locations: [{ locationName: "northeurope" }] },
    }),
    registration("azure-native:dbforpostgresql:Server", "postgres", {
        authConfig: { passwordAuth: "Disabled", activeDirectoryAuth: "Enabled" },
    }),
    registration("azure-native:network:BastionHost", "door", {
        sku: { name: "Premium" },
        enableSessionRecording: true,
        disableCopyPaste: true,
        enableShareableLink: false,
        enableTunneling: false,
        enableIpConnect: false,
        enableFileCopy: false,
    }),
    registration("azure-native:authorization:RoleDefinition", "wide", {
        permissions: [
            {
                actions: ["*/read", "Microsoft.Support/*"],
                notActions: [
                    "Microsoft.KeyVault/vaults/secrets/*",
                    "Microsoft.OperationalInsights/workspaces/sharedKeys/*",
                ],
                dataActions: ["Microsoft.Compute/virtualMachines/login/action"],
            },
        ],
        assignableScopes: ["/subscriptions/s"],
    }),
    registration(
        "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule",
        "may",
        {
            duration: "P180D",
            permanentAssignment: false,
        },
    ),
    registration("aws:iam/policy:Policy", "narrow", {
        policy: '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:List*"], "Resource": "*"}]}',
    }),
    registration("aws:iam/role:Role", "worker", {
        assumeRolePolicy:
            '{"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}}',
        maxSessionDuration: 3600,
    }),
    registration("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached", {
        policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    }),
    registration("aws:ssoadmin/permissionSet:PermissionSet", "support", { sessionDuration: "PT4H" }),
    registration("aws:cognito/userPool:UserPool", "pool", {
        mfaConfiguration: "ON",
        passwordPolicy: {
            minimumLength: 12,
            requireUppercase: true,
            requireLowercase: true,
            requireNumbers: true,
            requireSymbols: true,
        },
    }),
    registration("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "account", {
        minimumPasswordLength: 14,
        requireUppercaseCharacters: true,
        requireLowercaseCharacters: true,
        requireNumbers: true,
        requireSymbols: true,
    }),
    registration("aws:ec2/launchTemplate:LaunchTemplate", "template", {}),
];
