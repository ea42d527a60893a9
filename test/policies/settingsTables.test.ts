import { publicAccessSettings } from "../../policies/catalogue/publicAccess";
import { transportSettings } from "../../policies/catalogue/transportSettings";
import type { OxygisPolicy } from "../../policies/lib/policy";
import type { Requirement } from "../../policies/lib/requirements";
import { policy as dataPlaneTls } from "../../policies/rules/communication/dataPlaneTls";
import { policy as publicNetworkOff } from "../../policies/rules/network/publicNetworkOff";
import { checkRegistrations } from "../support/policyHarness";
import { registration, unknownValue } from "../support/policyMessages";
import { withValue } from "../support/policyMutations";
import { families } from "../support/policyProof";

type Inputs = Record<string, unknown>;

const tables = [
    [dataPlaneTls, transportSettings],
    [publicNetworkOff, publicAccessSettings],
] as const;

const goodInputs = (requirements: readonly Requirement[]): Inputs =>
    requirements.reduce<Inputs>((inputs, { path, allowed }) => withValue(inputs, path, allowed[0]), {});
const check = (policy: OxygisPolicy, type: string, inputs: Inputs) =>
    checkRegistrations([policy], [registration(type, "one", inputs)]);
const spellings = (type: string) => (type.startsWith("azure-native:") ? families(type) : [type]);

function badForms([good]: readonly unknown[]): unknown[] {
    const otherCase = typeof good === "string" ? [good.toUpperCase(), good.toLowerCase()] : [String(good)];
    return [null, unknownValue, "", 1, [good], { value: good }, ...otherCase.filter((text) => text !== good)];
}

describe.each(tables)("$name, on each type of its table", (policy, table) => {
    it.each(Object.entries(table))(
        "%s: accepts what is wanted and refuses every other form",
        async (type, settings) => {
            const good = goodInputs(settings);
            for (const token of spellings(type)) {
                expect(await check(policy, token, good)).toEqual([]);
            }
            for (const { path, allowed, mayBeUnset } of settings) {
                const forms = badForms(allowed).filter(
                    (form) => !allowed.includes(form as string) && !(mayBeUnset && form === null),
                );
                for (const form of [...forms, ...(mayBeUnset ? [] : [undefined])]) {
                    const findings = await check(policy, type, withValue(good, path, form));
                    expect({ path, form, findings }).toMatchObject({
                        findings: [
                            {
                                policy: policy.name,
                                level: "mandatory",
                                message: expect.stringContaining(path) as string,
                            },
                        ],
                    });
                }
            }
        },
    );
});

/** What the makers call these values, written out here a second time: the tables above could be wrong about them. */
const insecure: [OxygisPolicy, type: string, path: string, value: unknown][] = [
    [dataPlaneTls, "azure-native:app:ContainerApp", "configuration.ingress.allowInsecure", true],
    [dataPlaneTls, "azure-native:cosmosdb:DatabaseAccount", "minimalTlsVersion", "Tls11"],
    [dataPlaneTls, "azure-native:dbforpostgresql:SingleServer", "properties.sslEnforcement", "Disabled"],
    [
        dataPlaneTls,
        "azure-native:dbforpostgresql:SingleServer",
        "properties.minimalTlsVersion",
        "TLSEnforcementDisabled",
    ],
    [dataPlaneTls, "azure-native:eventgrid:Topic", "minimumTlsVersionAllowed", "1.1"],
    [dataPlaneTls, "azure-native:eventhub:Namespace", "minimumTlsVersion", "1.0"],
    [dataPlaneTls, "azure-native:redis:Redis", "enableNonSslPort", true],
    [dataPlaneTls, "azure-native:redis:Redis", "minimumTlsVersion", "1.1"],
    [dataPlaneTls, "azure-native:redisenterprise:Database", "clientProtocol", "Plaintext"],
    [dataPlaneTls, "azure-native:servicebus:Namespace", "minimumTlsVersion", "1.1"],
    [dataPlaneTls, "azure-native:sql:ManagedInstance", "minimalTlsVersion", "None"],
    [dataPlaneTls, "azure-native:storage:StorageAccount", "minimumTlsVersion", "TLS1_0"],
    [dataPlaneTls, "azure-native:storage:StorageAccount", "minimumTlsVersion", "TLS1_3"],
    [dataPlaneTls, "azure-native:web:WebApp", "siteConfig.ftpsState", "AllAllowed"],
    [dataPlaneTls, "azure-native:web:WebAppSlot", "siteConfig.scmMinTlsVersion", "1.0"],
    [dataPlaneTls, "aws:apigateway/domainName:DomainName", "securityPolicy", "TLS_1_0"],
    [dataPlaneTls, "aws:elasticache/replicationGroup:ReplicationGroup", "transitEncryptionMode", "preferred"],
    [dataPlaneTls, "aws:msk/cluster:Cluster", "encryptionInfo.encryptionInTransit.clientBroker", "TLS_PLAINTEXT"],
    [
        dataPlaneTls,
        "aws:opensearch/domain:Domain",
        "domainEndpointOptions.tlsSecurityPolicy",
        "Policy-Min-TLS-1-0-2019-07",
    ],
    [publicNetworkOff, "azure-native:compute:Disk", "networkAccessPolicy", "AllowAll"],
    [publicNetworkOff, "azure-native:keyvault:Vault", "properties.networkAcls.defaultAction", "Allow"],
    [publicNetworkOff, "azure-native:app:ManagedEnvironment", "vnetConfiguration.internal", false],
    [publicNetworkOff, "azure-native:sql:ManagedInstance", "publicDataEndpointEnabled", true],
    [publicNetworkOff, "azure-native:sql:Server", "publicNetworkAccess", "Enabled"],
    [publicNetworkOff, "azure-native:dbforpostgresql:Server", "network.publicNetworkAccess", "Enabled"],
    [publicNetworkOff, "aws:rds/instance:Instance", "publiclyAccessible", true],
    [publicNetworkOff, "aws:eks/cluster:Cluster", "vpcConfig.endpointPublicAccess", true],
];

describe("an insecure value of the makers' own", () => {
    it.each(insecure.map(([policy, ...rest]) => [policy.name, ...rest, policy] as const))(
        "is refused by %s: %s %s %s",
        async (_, type, path, value, policy) => {
            const good = goodInputs([...(transportSettings[type] ?? []), ...(publicAccessSettings[type] ?? [])]);
            const [finding] = await check(policy, type, withValue(good, path, value));
            expect(finding).toMatchObject({ level: "mandatory", message: expect.stringContaining(path) as string });
        },
    );
});
