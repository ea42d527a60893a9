import { textOf } from "../../lib/customerDatabase";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { requireUnset } from "../../lib/requirement";

type Check = (props: PropertyReader, report: Report) => void;

const must =
    (path: string, ...allowed: (string | boolean)[]): Check =>
    (props, report) =>
        requireOneOf(props, path, allowed, report);
const never =
    (why: string, ...paths: string[]): Check =>
    (props, report) =>
        paths.forEach((path) => requireUnset(props, path, why, report));
const refused =
    (why: string): Check =>
    (_, report) =>
        report(why);

const localAccount =
    "it makes an account that people share: machines come from an image and are entered with Entra ID.";
const password = "sign-ins go by identity, not by a password that several people know.";
const entraOnly = [
    must("administrators.azureADOnlyAuthentication", true),
    must("administrators.administratorType", "ActiveDirectory"),
    must("administrators.principalType", "Group"),
    never(password, "administratorLogin", "administratorLoginPassword"),
];
const noKeys = [must("disableLocalAuth", true)];

/** RDS has no sign-in by role for SQL Server: there nobody may know the administrator's password, which AWS generates and changes. */
const signInOfRds: Check = (props, report) => {
    const ofSqlServer = /^sqlserver-/.test(textOf(props, "engine") ?? "");
    const needed = ofSqlServer ? "manageMasterUserPassword" : "iamDatabaseAuthenticationEnabled";
    requireOneOf(props, needed, [true], report);
};

/** What each type needs so that nobody can sign in but as themselves. Unset means open nearly everywhere. */
const checks: Readonly<Record<string, readonly Check[]>> = {
    "azure-native:sql:Server": entraOnly,
    "azure-native:sql:ManagedInstance": entraOnly,
    "azure-native:sql:ServerAzureADOnlyAuthentication": [must("azureADOnlyAuthentication", true)],
    "azure-native:sql:ManagedDatabase": [
        never(
            "a link with a key is whoever holds it: the instance reads backups as itself.",
            "storageContainerSasToken",
        ),
    ],
    "azure-native:sql:ManagedInstanceAzureADOnlyAuthentication": [must("azureADOnlyAuthentication", true)],
    "azure-native:sql:JobCredential": [refused("This is a login with a password: let the job agent use its identity.")],
    "azure-native:storage:LocalUser": [refused("This is an account of the store itself, with a password or a key.")],
    "azure-native:keyvault:Vault": [
        must("properties.enableRbacAuthorization", true),
        never("access goes by roles.", "properties.accessPolicies"),
    ],
    "azure-native:appconfiguration:ConfigurationStore": noKeys,
    "azure-native:operationalinsights:Workspace": [must("features.disableLocalAuth", true)],
    "azure-native:automation:AutomationAccount": noKeys,
    "azure-native:cognitiveservices:Account": noKeys,
    "azure-native:eventgrid:Topic": noKeys,
    "azure-native:eventhub:Namespace": noKeys,
    "azure-native:search:Service": noKeys,
    "azure-native:servicebus:Namespace": noKeys,
    "azure-native:signalrservice:SignalR": noKeys,
    "azure-native:cosmosdb:DatabaseAccount": noKeys,
    "azure-native:redis:Redis": [must("disableAccessKeyAuthentication", true)],
    "azure-native:containerregistry:Registry": [must("adminUserEnabled", false)],
    "azure-native:dbforpostgresql:Server": [
        must("authConfig.passwordAuth", "Disabled"),
        never(password, "administratorLogin", "administratorLoginPassword"),
    ],
    "azure-native:web:WebAppScmAllowed": [must("allow", false)],
    "azure-native:web:WebAppFtpAllowed": [must("allow", false)],
    "azure-native:compute:VirtualMachine": [never(localAccount, "osProfile")],
    "azure-native:compute:VirtualMachineScaleSet": [never(localAccount, "virtualMachineProfile.osProfile")],
    "azure-native:compute:SshPublicKey": [
        refused("A key on a machine is whoever holds it: people sign in with Entra ID."),
    ],
    "azuread:index/user:User": [refused("People's accounts are not made here, where their first password would lie.")],
    "azuread:index/applicationPassword:ApplicationPassword": [refused("A program signs in with a managed identity.")],
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword": [
        refused("A program signs in with a managed identity."),
    ],
    "aws:iam/user:User": [refused("People come through IAM Identity Center, programs through roles.")],
    "aws:iam/accessKey:AccessKey": [refused("A key that does not expire is whoever holds it: use roles.")],
    "aws:iam/userLoginProfile:UserLoginProfile": [refused("People come through IAM Identity Center.")],
    "aws:ec2/keyPair:KeyPair": [refused("A key on a machine is whoever holds it: use Session Manager.")],
    "aws:ec2/instance:Instance": [never(localAccount, "keyName", "getPasswordData")],
    "aws:ec2/launchTemplate:LaunchTemplate": [never(localAccount, "keyName")],
    "aws:rds/instance:Instance": [signInOfRds, never(password, "password", "passwordWo")],
    "aws:rds/cluster:Cluster": [
        must("iamDatabaseAuthenticationEnabled", true),
        never(password, "masterPassword", "masterPasswordWo"),
    ],
};

export const policy = definePolicy({
    name: "login-not-shared",
    promise: "STAFF-1",
    severity: "critical",
    description:
        "Nobody can sign in with a password, key or account that several people could know: Entra ID and roles only.",
    remedy:
        "SQL: Entra-only with a group as administrator. Stores and queues: shared keys and local users off. Machines: no osProfile, no " +
        "keys, AADLoginForWindows. AWS: roles and IAM Identity Center.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-only-authentication",
    counterparts: [
        "Azure Policy b3a22bc9",
        "Azure Policy abda6d70",
        "CKV_AZURE_78",
        "CKV_AZURE_137",
        "CKV_AZURE_149",
        "CKV2_AZURE_27",
        "CKV2_AZURE_40",
        "AZR-000369",
    ],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.forEach((check) => check(props, report)),
});
