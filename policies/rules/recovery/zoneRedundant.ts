import { requireAmount } from "../../lib/amount";
import { databaseType, holdsCustomerData, textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import { PropertyReader } from "../../lib/propertyReader";

type Check = (props: PropertyReader, report: Report) => void;

const isOn =
    (path: string): Check =>
    (props, report) =>
        requireOneOf(props, path, [true], report);
const flexibleServer: Check = (props, report) =>
    requireOneOf(props, "highAvailability.mode", ["ZoneRedundant"], report);
const machines = { least: 2, unit: "machines" };

/** Reports unless a list has two different entries; ids of subnets may be unknown, so each unknown entry counts as another. */
const spread =
    (path: string): Check =>
    (props, report) => {
        const entries = props.readEach(`${path}[]`);
        if (entries.some((entry) => entry.path === path && entry.reading.state === "unknown")) {
            return report(mustBeKnown(path));
        }
        const places = new Set(
            entries.flatMap(({ path: at, reading }) =>
                reading.state === "unknown" ? [at] : reading.state === "set" ? [reading.value] : [],
            ),
        );
        if (places.size < 2) {
            report(`${path} lists fewer than two zones (or subnets of two): it has no standby in another datacenter.`);
        }
    };
const inZones = spread("zones");

const checks: Readonly<Record<string, Check>> = {
    "azure-native:sql:ElasticPool": isOn("zoneRedundant"),
    "azure-native:sql:ManagedInstance": isOn("zoneRedundant"),
    [databaseType]: (props, report) => {
        // Azure refuses the setting on a pooled database: its pool decides.
        const pooled = props.read("elasticPoolId").state === "unknown" || textOf(props, "elasticPoolId") !== undefined;
        if (!pooled && holdsCustomerData(props)) {
            requireOneOf(props, "zoneRedundant", [true], report);
        }
    },
    "azure-native:dbforpostgresql:Server": flexibleServer,
    "azure-native:dbformysql:Server": flexibleServer,
    "azure-native:compute:VirtualMachineScaleSet": (props, report) => {
        inZones(props, report);
        requireAmount(props, "sku.capacity", machines, report);
    },
    // A machine is in one zone; what must outlive that zone is its disk.
    "azure-native:compute:Disk": (props, report) =>
        requireOneOf(props, "sku.name", ["Premium_ZRS", "StandardSSD_ZRS"], report),
    "azure-native:web:AppServicePlan": (props, report) => {
        requireOneOf(props, "zoneRedundant", [true], report);
        requireAmount(props, "sku.capacity", machines, report);
    },
    "azure-native:app:ManagedEnvironment": isOn("zoneRedundant"),
    "azure-native:network:AzureFirewall": inZones,
    "azure-native:network:BastionHost": inZones,
    "azure-native:network:PublicIPAddress": inZones,
    "azure-native:network:LoadBalancer": (props, report) => {
        for (const { path, reading } of props.readEach("frontendIPConfigurations[]")) {
            const frontend = new PropertyReader(reading.state === "set" ? reading.value : undefined);
            // Behind a public address the zones are that address's.
            if (frontend.read("publicIPAddress").state === "unset") {
                inZones(frontend, (message) => report(`${path}.${message}`));
            }
        }
    },
    "aws:rds/instance:Instance": isOn("multiAz"),
    "aws:elasticache/replicationGroup:ReplicationGroup": isOn("multiAzEnabled"),
    "aws:autoscaling/group:Group": (props, report) => {
        spread(props.read("availabilityZones").state === "unset" ? "vpcZoneIdentifiers" : "availabilityZones")(
            props,
            report,
        );
        requireAmount(props, "minSize", machines, report);
    },
    "aws:lb/loadBalancer:LoadBalancer": (props, report) =>
        spread(props.read("subnetMappings").state === "unset" ? "subnets" : "subnetMappings")(props, report),
};

export const policy = definePolicy({
    name: "standby-in-another-zone",
    promise: "DR-1",
    severity: "critical",
    description:
        "Whatever serves customers stands in two datacenters (availability zones) at least, so that one takes over from the other.",
    remedy:
        'Pools, databases outside pools and environments: zoneRedundant: true. Scale sets, firewalls, addresses, Bastion: zones: ["1", "2", "3"], and ' +
        "two machines at least. Disks: Premium_ZRS. Flexible servers: highAvailability ZoneRedundant. AWS: multiAz, subnets of several zones.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/high-availability-sla-local-zone-redundancy",
    counterparts: ["CKV_AZURE_229", "CKV_AZURE_225", "CKV_AZURE_212", "CKV_AWS_157", "RDS_MULTI_AZ_SUPPORT"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});
