import { mustBeKnown } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";
import type { Reading, WalkedProperty } from "../../lib/propertyReader";

const azure = "azure-native:";

/** What could carry a public address and must not. The firewall and Bastion may: neither lets a stranger past it. */
const types = [
    "azure-native:compute:VirtualMachine",
    "azure-native:compute:VirtualMachineScaleSet",
    "azure-native:compute:VirtualMachineScaleSetVM",
    "azure-native:containerservice:AgentPool",
    "azure-native:containerservice:ManagedCluster",
    "azure-native:network:ApplicationGateway",
    "azure-native:network:LoadBalancer",
    "azure-native:network:NatGateway",
    "azure-native:network:NetworkInterface",
    "azure-native:network:VirtualNetworkGateway",
    "aws:autoscaling/group:Group",
    "aws:ec2/eipAssociation:EipAssociation",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/subnet:Subnet",
    "aws:ecs/service:Service",
];

/** `publicIPAddress`, `publicIPAddressConfiguration`, `publicIpAddresses`, `publicIPPrefix` ... */
const addressKey = /^publicIp/i;
/** Settings that ask for one. */
const askingKeys = new Set([
    "enableNodePublicIP",
    "associatePublicIpAddress",
    "mapPublicIpOnLaunch",
    "assignPublicIp",
    "assignIpv6AddressOnCreation",
]);
/** What can have an address inside; while one of these is unknown, nobody can tell. */
const holders =
    /^(ipConfigurations|frontendIPConfigurations|networkProfile|networkInterface(Configuration)?s|virtualMachineProfile)$/;

export const policy = definePolicy({
    name: "machine-no-public-address",
    promise: "ACC-1",
    severity: "critical",
    description: "No machine, load balancer or gateway has a public address: only the firewall and Bastion have one.",
    remedy: "Leave publicIPAddress and its kin out. People come in by Bastion, customers by Front Door and its private link.",
    url: "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
    counterparts: ["Azure Policy 83a86a26, 6c112d4e", "CKV_AZURE_119/143", "CKV_AWS_88/130"],
    types,
    resource: ({ token, type, props }, report) => {
        if (token === "aws:ec2/eipAssociation:EipAssociation") {
            report(`${type} gives a machine a public address.`);
        }
        props.walk(({ key, path, reading }: WalkedProperty) => {
            if (reading.state === "unknown" && token.startsWith(azure) && holders.test(listOf(path))) {
                report(mustBeKnown(path));
            } else if (addressKey.test(key) && reading.state !== "unset") {
                report(`${path} gives it a public address.`);
            } else if (askingKeys.has(key) && reading.state !== "unset" && !isFalse(reading)) {
                report(reading.state === "unknown" ? mustBeKnown(path) : `${path} must be false or left out.`);
            }
        });
    },
});

/** The last name of a path, of a list for its elements. */
function listOf(path: string): string {
    return (path.split(".").pop() ?? "").replace(/\[\d+\]$/, "");
}

/** AWS lets a launch template say "false" too. */
const isFalse = (reading: Reading) => reading.state === "set" && (reading.value === false || reading.value === "false");
