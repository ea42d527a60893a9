import { change, type Which, setOf, theOne, without, withOptions } from "../../support/policyMutations";
import type { Registration } from "../../support/policyMessages";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const named =
    (type: string, part = ""): Which =>
    (one) =>
        one.type === type && one.name.includes(part);

const origin = named("azure-native:cdn:AFDOrigin", "aws1-origin");
const balancer = named("aws:lb/loadBalancer:LoadBalancer");
const listener = named("aws:lb/listener:Listener");
const listenerRule = named("aws:lb/listenerRule:ListenerRule");
const frontDoorAddresses = named("aws:ec2/managedPrefixList:ManagedPrefixList");
const intoBalancer = named("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "loadBalancer-in");
const outToFirewall = named("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "application-out-to-firewall");
const outToStorage = named("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "application-out-to-storage");
const machinesRoutes = named("aws:ec2/routeTable:RouteTable", "application-routes-a");
const firewallPolicy = named("aws:networkfirewall/firewallPolicy:FirewallPolicy");
const hosts = named("aws:networkfirewall/ruleGroup:RuleGroup");
const template = named("aws:ec2/launchTemplate:LaunchTemplate", "web");
const group = named("aws:autoscaling/group:Group", "web");
const instance = named("aws:rds/instance:Instance");
const database = named("aws:lambda/invocation:Invocation", "mellow-narwhal");
const other = named("aws:lambda/invocation:Invocation", "nimble-tortoise");
const pull = named("azure-native:app:Job", "pull");
const pullRights = named("aws:iam/rolePolicy:RolePolicy", "pull-role");
const pullRole = named("aws:iam/role:Role", "pull-role");
const copies = named("azure-native:storage:StorageAccount", "azure-backups");
const backups = named("aws:s3/bucket:Bucket", "backups-bucket");
const options = named("aws:rds/optionGroup:OptionGroup");
const logBucket = named("aws:s3/bucket:Bucket", "access-logs");
const sessions = named("aws:ssm/document:Document");
const lateBackup = named("aws:cloudwatch/metricAlarm:MetricAlarm", "late-backup");
const lateCopy = named("azure-native:monitor:ScheduledQueryRule", "late-azure-copy");
const silentPull = named("azure-native:monitor:ScheduledQueryRule", "pull-silent");

const mutant = (policy: string, name: string, mutate: Mutant["mutate"]): Mutant => ({
    policy,
    name: `on AWS: ${name}`,
    stack: "aws1",
    mutate,
});

/** An input that is made from something else than before, or from nothing. */
const madeFrom =
    (which: Which, input: string, ...sources: Which[]): Mutant["mutate"] =>
    (all) => {
        const one = theOne(all, which);
        const urns = sources.map((source) => theOne(all, source).urn);
        const after = { ...one, propertyDependencies: { ...one.propertyDependencies, [input]: urns } };
        return all.map((each) => (each === one ? after : each));
    };

/** What the settings of sessions say, changed in a few. */
const settings =
    (changes: object, inputs: object = {}): Mutant["mutate"] =>
    (all) => {
        const before = JSON.parse(String(theOne(all, sessions).inputs["content"])) as { inputs: object };
        const content = { ...before, ...changes, inputs: { ...before.inputs, ...inputs } };
        return setOf(sessions, "content", JSON.stringify(content))(all);
    };

/** What the function is asked for, changed in a few properties. */
const asked =
    (which: Which, changes: object): Mutant["mutate"] =>
    (all) => {
        const one = theOne(all, which);
        const before = JSON.parse(String(one.inputs["input"])) as object;
        return setOf(which, "input", JSON.stringify({ ...before, ...changes }))(all);
    };

const both =
    (...changes: Mutant["mutate"][]): Mutant["mutate"] =>
    (all) =>
        changes.reduce((changed: Registration[], each) => each(changed), [...all]);

/** A query that is changed in its words. */
const asking =
    (which: Which, from: string, to: string): Mutant["mutate"] =>
    (all) => {
        const [condition] = (theOne(all, which).inputs["criteria"] as { allOf: { query: string }[] }).allOf;
        return setOf(which, "criteria.allOf[0].query", condition!.query.replace(from, to))(all);
    };

const settingOf = (key: string): Which => named("aws:ssm/parameter:Parameter", `settings-${key}`);

export const mutants: Mutant[] = [
    mutant(
        "password-hashing-delivered",
        "a thousand rounds",
        setOf(settingOf("password-hash-iterations"), "insecureValue", "1000"),
    ),
    mutant(
        "password-hashing-delivered",
        "no salt said",
        setOf(settingOf("password-hash-salt-bytes"), "insecureValue", undefined),
    ),
    mutant("password-rules-kept", "eight characters", setOf(settingOf("password-length-least"), "insecureValue", "8")),
    mutant(
        "application-settings-safe",
        "a cookie over HTTP",
        setOf(settingOf("cookie-session-secure"), "insecureValue", "false"),
    ),
    mutant(
        "application-settings-safe",
        "statements of text",
        setOf(settingOf("data-parametrised-queries-only"), "insecureValue", "false"),
    ),
    ...(
        [
            ["instances", instance],
            ["customers' databases", database],
            ["buckets of backups", named("aws:s3/bucket:Bucket", "backups-bucket")],
            ["the key", named("aws:kms/key:Key")],
        ] as const
    ).map(([name, which]) =>
        mutant("store-protected", `${name} that may be deleted`, withOptions(which, { protect: false })),
    ),
    ...(
        [
            ["no alarm of late backups", without(lateBackup)],
            ["an alarm that comes after the promised hours", setOf(lateBackup, "threshold", 23)],
            ["an alarm of the average customer", setOf(lateBackup, "statistic", "Average")],
            ["an alarm that takes silence for good", setOf(lateBackup, "treatMissingData", "notBreaching")],
            ["an alarm of another measure", setOf(lateBackup, "metricName", "NewestBackupHours")],
            ["an alarm that is switched off", setOf(lateBackup, "actionsEnabled", false)],
            ["an alarm that reaches nobody", madeFrom(lateBackup, "alarmActions")],
            ["no rule about copies on Azure", without(lateCopy)],
            ["a rule about copies that comes too late", asking(lateCopy, "> 20h", "> 30h")],
            ["nothing that hears a silent pull", asking(silentPull, "Kind == 'watch'", "Kind == 'other'")],
        ] as const
    ).map(([name, mutate]) => mutant("backup-watched", name, mutate)),

    ...(
        [
            ["an origin that is no balancer of the stack", madeFrom(origin, "hostName")],
            [
                "an origin that is named like a website",
                both(
                    madeFrom(origin, "hostName"),
                    setOf(origin, "hostName", "content.z6.web.core.windows.net.oxygis.example"),
                ),
            ],
            ["a listener that forwards whatever comes", setOf(listener, "defaultActions[0].type", "forward")],
            [
                "a rule that asks for another header",
                setOf(listenerRule, "conditions[0].httpHeader.httpHeaderName", "X-Forwarded-For"),
            ],
            ["a rule that takes every Front Door", setOf(listenerRule, "conditions[0].httpHeader.values", ["*"])],
            ["the Internet let in to the balancer", setOf(intoBalancer, "cidrIpv4", "0.0.0.0/0")],
            ["a prefix list of everybody", setOf(frontDoorAddresses, "entries", [{ cidr: "0.0.0.0/0" }])],
            ["a balancer without groups that can be judged", madeFrom(balancer, "securityGroups")],
            ["a database on the Internet", setOf(instance, "publiclyAccessible", true)],
        ] as const
    ).map(([name, mutate]) => mutant("service-not-public", name, mutate)),

    ...(
        [
            ["a machine's way out beside the firewall", setOf(machinesRoutes, "routes[0].natGatewayId", "nat-1")],
            ["a route that is made from no firewall", madeFrom(machinesRoutes, "routes")],
            ["machines in subnets that nobody knows", madeFrom(group, "vpcZoneIdentifiers")],
            ["every port", setOf(outToFirewall, "toPort", 65535)],
            ["a list of addresses from elsewhere", madeFrom(outToStorage, "prefixListId")],
            [
                "SSH for a list of addresses",
                both(setOf(intoBalancer, "fromPort", 22), setOf(intoBalancer, "toPort", 22)),
            ],
        ] as const
    ).map(([name, mutate]) => mutant("aws-traffic-named", name, mutate)),

    ...(
        [
            [
                "a firewall that lets pass what no rule names",
                setOf(firewallPolicy, "firewallPolicy.statefulDefaultActions", ["aws:alert_strict"]),
            ],
            [
                "packets that pass before any rule",
                setOf(firewallPolicy, "firewallPolicy.statelessDefaultActions", ["aws:pass"]),
            ],
            ["hosts of everybody", setOf(hosts, "ruleGroup.rulesSource.rulesSourceList.targets", [".amazonaws.com"])],
            [
                "hosts by a header that anybody writes",
                setOf(hosts, "ruleGroup.rulesSource.rulesSourceList.targetTypes", ["HTTP_HOST"]),
            ],
            ["rules as text", setOf(hosts, "ruleGroup.rulesSource.rulesString", "pass tcp any any -> any any")],
        ] as const
    ).map(([name, mutate]) => mutant("network-way-out-named", name, mutate)),

    mutant(
        "data-encrypted-at-rest",
        "a machine's disk in plain text",
        setOf(template, "blockDeviceMappings[0].ebs.encrypted", "false"),
    ),
    mutant("data-encrypted-at-rest", "databases in plain text", setOf(instance, "storageEncrypted", undefined)),

    mutant("login-not-shared", "a password somebody wrote", setOf(instance, "manageMasterUserPassword", undefined)),
    mutant("login-not-shared", "a password besides", setOf(instance, "password", "typed")),
    mutant(
        "login-not-shared",
        "another engine without roles",
        both(setOf(instance, "engine", "postgres"), setOf(instance, "iamDatabaseAuthenticationEnabled", undefined)),
    ),

    mutant(
        "aws-policy-least-privilege",
        "a pull that may do everything",
        setOf(pullRights, "policy", '{"Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}'),
    ),
    mutant(
        "aws-policy-least-privilege",
        "a role for everybody",
        setOf(
            pullRole,
            "assumeRolePolicy",
            '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}',
        ),
    ),

    ...(
        [
            ["no pull", without(pull)],
            ["a pull once a week", setOf(pull, "configuration.scheduleTriggerConfig.cronExpression", "35 2 * * 0")],
            ["a pull by hand", setOf(pull, "configuration.triggerType", "Manual")],
            ["copies in one datacenter", setOf(copies, "sku.name", "Standard_LRS")],
            [
                "copies for a month",
                setOf(
                    copies,
                    "immutableStorageWithVersioning.immutabilityPolicy.immutabilityPeriodSinceCreationInDays",
                    30,
                ),
            ],
            [
                "a pull that may delete",
                setOf(
                    pullRights,
                    "policy",
                    '{"Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:DeleteObject"],"Resource":"*"}]}',
                ),
            ],
            ["a role for another identity", madeFrom(pullRole, "assumeRolePolicy")],
            ["backups that are called logs", both(setOf(backups, "tags.oxygis:purpose", "logs"), without(pull))],
        ] as const
    ).map(([name, mutate]) => mutant("backup-on-azure", name, mutate)),

    ...(
        [
            ["two customers in one database", asked(database, { database: "db-nimble-tortoise" })],
            ["a database of another name", asked(database, { database: "db-mellow-narwhal-2" })],
            ["the secret of another database", asked(database, { secret: "oxygis/aws1/databases/db-nimble-tortoise" })],
            [
                "made from another customer's backup",
                asked(database, { restore: { from: "aws1/nimble-tortoise/2026-01-05T0900Z/full.bak" } }),
            ],
            ["a second database without a backup", asked(database, { database: "db-mellow-narwhal--2" })],
            ["a customer that nobody can tell", setOf(database, "input", "not JSON")],
            [
                "a database that is there twice",
                (all: readonly Registration[]) =>
                    change(all, theOne(all, other).name, "input", theOne(all, database).inputs["input"]),
            ],
        ] as const
    ).map(([name, mutate]) => mutant("database-one-per-customer", name, mutate)),
];

mutants.push(
    ...(
        [
            ["databases whose audit nobody brings away", setOf(options, "options[1]", undefined)],
            ["audits in a bucket that is called something else", setOf(logBucket, "tags.oxygis:purpose", "backups")],
            ["audits in who knows what bucket", madeFrom(options, "options")],
            ["an instance with another group of options", madeFrom(instance, "optionGroupName")],
            ["machines without settings of sessions", without(sessions)],
        ] as const
    ).map(([name, mutate]) => mutant("companion-declared", name, mutate)),
    ...(
        [
            ["sessions that nobody writes down", settings({}, { cloudWatchLogGroupName: "" })],
            ["sessions written down when they are over", settings({}, { cloudWatchStreamingEnabled: false })],
            ["sessions in a log that is not encrypted", settings({}, { cloudWatchEncryptionEnabled: false })],
            ["tunnels to a port", settings({ sessionType: "Port" })],
            ["settings that nobody can read", setOf(sessions, "content", "schemaVersion: 1.0")],
        ] as const
    ).map(([name, mutate]) => mutant("bastion-recorded", name, mutate)),
);

export const goodVariants: GoodVariant[] = [
    {
        name: "on AWS: the website of another stack behind the edge, as where a site stands in",
        stack: "aws1",
        mutate: both(madeFrom(origin, "hostName"), setOf(origin, "hostName", "content.z6.web.core.windows.net")),
    },
    {
        name: "on AWS: a customer restored from its own backup",
        stack: "aws1",
        mutate: asked(database, {
            database: "db-mellow-narwhal--2",
            secret: "oxygis/aws1/databases/db-mellow-narwhal--2",
            restore: { from: "aws1/mellow-narwhal/2026-01-05T0900Z/full.bak" },
        }),
    },
    {
        name: "on AWS: a disk whose switch is no text",
        stack: "aws1",
        mutate: setOf(template, "blockDeviceMappings[0].ebs.encrypted", true),
    },
    {
        name: "on AWS: a pull every day",
        stack: "aws1",
        mutate: setOf(pull, "configuration.scheduleTriggerConfig.cronExpression", "0 3 * * *"),
    },
];
