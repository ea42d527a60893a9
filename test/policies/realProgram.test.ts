import { declarePlatform } from "../../infra/program";
import { speedUpSdk } from "../../infra/sdkSpeed";
import { discoverPolicies } from "../../policies/lib/discover";
import { cloudAnswers } from "../support/cloudAnswers";
import { globalOutputs, globalStack, prodStack } from "../support/fixtures";
import { captureProgram, checkRegistrations, modes } from "../support/policyHarness";
import { type Registration, registration } from "../support/policyMessages";
import { change } from "../support/policyMutations";

const policies = discoverPolicies();
const stacks = { global: globalStack(), prod: prodStack() };
type StackName = keyof typeof stacks;

type Mutation = (all: Registration[]) => Registration[];

/** Replaces one input of the first resource of a type. */
const set =
    (type: string, path: string, value: unknown): Mutation =>
    (all) => {
        const { name } = all.find((one) => one.type === type)!;
        return change(all, name, path, value);
    };
const add =
    (type: string, inputs: Record<string, unknown> = {}): Mutation =>
    (all) => [...all, registration(type, "added", inputs)];
const databases = (all: Registration[]) => all.filter(({ type }) => type === "azure-native:sql:Database");

/** What somebody might change in the program, and the one policy that must notice. */
const mutations: [policy: string, what: string, stack: StackName, mutate: Mutation][] = [
    [
        "database-weekly-backups-kept-a-year",
        "52 weeks instead of 53",
        "prod",
        set("azure-native:sql:LongTermRetentionPolicy", "weeklyRetention", "P52W"),
    ],
    [
        "database-weekly-backups-kept-a-year",
        "one customer's retention forgotten",
        "prod",
        (all) => {
            const forgotten = all.find(({ type }) => type === "azure-native:sql:LongTermRetentionPolicy");
            return all.filter((one) => one !== forgotten);
        },
    ],
    [
        "backup-in-three-datacenters",
        "backup redundancy left to Azure's default",
        "prod",
        set("azure-native:sql:Database", "requestedBackupStorageRedundancy", undefined),
    ],
    [
        "backup-in-three-datacenters",
        "a geo-redundant account, in one datacenter",
        "global",
        set("azure-native:storage:StorageAccount", "sku.name", "Standard_GRS"),
    ],
    [
        "resource-no-bare-metal",
        "machines on dedicated hosts",
        "prod",
        set("azure-native:compute:VirtualMachineScaleSet", "hostGroup", { id: "hosts" }),
    ],
    ["resource-no-bare-metal", "a private cloud on rented machines", "prod", add("azure-native:avs:PrivateCloud")],
    ["resource-declared-openly", "a template deployment", "prod", add("azure-native:resources:Deployment")],
    [
        "resource-declared-openly",
        "a database as a generic resource",
        "prod",
        add("azure-native:resources:Resource", { resourceProviderNamespace: "Microsoft.Sql" }),
    ],
    ["resource-type-reviewed", "a service nobody reviewed", "global", add("azure-native:web:WebApp")],
    ["resource-type-reviewed", "another cloud", "global", add("gcp:compute/instance:Instance")],
    [
        "data-plane-tls-12",
        "an older TLS on the server",
        "prod",
        set("azure-native:sql:Server", "minimalTlsVersion", "1.1"),
    ],
    [
        "data-plane-tls-12",
        "the account's minimum left out",
        "global",
        set("azure-native:storage:StorageAccount", "minimumTlsVersion", undefined),
    ],
    [
        "edge-tls-256-bit",
        "a preset of ciphers",
        "global",
        set("azure-native:cdn:AFDCustomDomain", "tlsSettings.cipherSuiteSetType", "TLS12_2023"),
    ],
    [
        "edge-tls-256-bit",
        "a 128-bit suite beside the others",
        "global",
        set("azure-native:cdn:AFDCustomDomain", "tlsSettings.customizedCipherSuiteSet.cipherSuiteSetForTls13", [
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
        ]),
    ],
    ["edge-tls-256-bit", "a route by HTTP", "global", set("azure-native:cdn:Route", "forwardingProtocol", "HttpOnly")],
    [
        "database-one-per-customer",
        "two customers in one database's name",
        "prod",
        (all) => {
            const [first, second] = databases(all);
            const owner = (first?.inputs["tags"] as Record<string, unknown>)["oxygis:customer"];
            return change(all, second!.name, "tags.oxygis:customer", owner);
        },
    ],
    [
        "database-one-per-customer",
        "a copy of another customer's database",
        "prod",
        (all) => {
            const [first, second] = databases(all);
            const source = { ...second!.propertyDependencies, sourceDatabaseId: [first!.urn] };
            return change(all, second!.name, "sourceDatabaseId", "id").map((one) =>
                one.name === second!.name ? { ...one, propertyDependencies: source } : one,
            );
        },
    ],
];

describe.each(modes)("the real program at %s", (mode) => {
    const registrations = new Map<string, Registration[]>();
    const reads: string[] = [];

    beforeAll(async () => {
        for (const [name, stack] of Object.entries(stacks)) {
            const program = () => {
                speedUpSdk();
                return declarePlatform(stack);
            };
            const captured = await captureProgram(program, mode, cloudAnswers(mode === "preview", globalOutputs));
            registrations.set(name, [...captured.registrations, ...defaultProviders(captured.registrations)]);
            reads.push(...captured.reads);
        }
    });

    it.each(Object.keys(stacks))("passes every policy: %s", async (stack) => {
        const all = registrations.get(stack)!;
        expect(all.length).toBeGreaterThan(40);
        expect(await checkRegistrations(policies, all)).toEqual([]);
    });

    it("reads nothing but another stack's outputs: a policy never sees what is read", () => {
        expect(reads).toEqual(["pulumi:pulumi:StackReference::global"]);
    });

    it.each(mutations)("is refused by %s alone for %s (%s)", async (policy, _, stack, mutate) => {
        const findings = await checkRegistrations(policies, mutate(registrations.get(stack)!));
        expect(findings.length).toBeGreaterThan(0);
        expect(new Set(findings.map((finding) => `${finding.level} ${finding.policy}`))).toEqual(
            new Set([`mandatory ${policy}`]),
        );
    });
});

it("has a mutation for every policy", () => {
    expect([...new Set(mutations.map(([policy]) => policy))].sort()).toEqual(policies.map(({ name }) => name).sort());
});

/** The engine registers a provider for each package of the program, and shows it to policies too. */
function defaultProviders(all: readonly Registration[]): Registration[] {
    const packages = new Set(all.map(({ type }) => type.split(":")[0] ?? "").filter((name) => name !== "oxygis"));
    return [...packages].map((name) => registration(`pulumi:providers:${name}`, "default", {}));
}
