import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { type Requirement, requireSettings } from "../../lib/requirements";
import { elementsOf } from "../../lib/requirement";

const storage: readonly Requirement[] = [{ path: "storageEncrypted", allowed: [true] }];
const plain: readonly Requirement[] = [{ path: "encrypted", allowed: [true] }];
const atRest: readonly Requirement[] = [{ path: "encryptAtRest.enabled", allowed: [true] }];

/** Azure encrypts databases and storage by itself; these are the switches that end it, or that AWS leaves off. */
const settings = requireSettings({
    "azure-native:sql:TransparentDataEncryption": [{ path: "state", allowed: ["Enabled"] }],
    // Otherwise temporary disks and caches lie in plain text on the host.
    "azure-native:compute:VirtualMachine": [{ path: "securityProfile.encryptionAtHost", allowed: [true] }],
    "azure-native:compute:VirtualMachineScaleSet": [
        { path: "virtualMachineProfile.securityProfile.encryptionAtHost", allowed: [true] },
    ],
    "aws:docdb/cluster:Cluster": storage,
    "aws:ebs/volume:Volume": plain,
    "aws:efs/fileSystem:FileSystem": plain,
    "aws:elasticache/replicationGroup:ReplicationGroup": [{ path: "atRestEncryptionEnabled", allowed: [true] }],
    "aws:elasticsearch/domain:Domain": atRest,
    "aws:neptune/cluster:Cluster": storage,
    "aws:opensearch/domain:Domain": atRest,
    "aws:rds/cluster:Cluster": storage,
    "aws:rds/instance:Instance": storage,
    "aws:redshift/cluster:Cluster": plain,
});

/** Lists of disks of AWS machines, and where in an element the switch is. */
const disks: Readonly<Record<string, readonly (readonly [list: string, path: string])[]>> = {
    "aws:ec2/instance:Instance": [["ebsBlockDevices", "encrypted"]],
    "aws:ec2/launchTemplate:LaunchTemplate": [["blockDeviceMappings", "ebs.encrypted"]],
};

export const policy = definePolicy({
    name: "data-encrypted-at-rest",
    promise: "DB-1",
    severity: "high",
    description: "Whatever stores data encrypts it, so that a disk or a copy of it gives nobody's data away.",
    remedy:
        "TransparentDataEncryption state Enabled; securityProfile.encryptionAtHost true for virtual machines; storageEncrypted, encrypted " +
        "or atRestEncryptionEnabled true for AWS, where unset is off.",
    url: "https://learn.microsoft.com/azure/security/fundamentals/encryption-atrest",
    counterparts: ["Azure Policy fc4d8e41", "CKV_AZURE_97/151", "CKV_AWS_3/5/8/16/29/42/74/96"],
    types: [...settings.types, ...Object.keys(disks)],
    resource: (resource, report) => {
        settings.resource(resource, report);
        const { token, props } = resource;
        if (token === "aws:ec2/instance:Instance") {
            requireOneOf(props, "rootBlockDevice.encrypted", [true], report);
        }
        for (const [list, path] of disks[token] ?? []) {
            requireEach(props, list, path, report);
        }
    },
});

function requireEach(props: PropertyReader, list: string, path: string, report: Report): void {
    for (const { path: at, props: disk } of elementsOf(props, list, report)) {
        // A mapping without a disk of its own, for example of a temporary disk, has nothing to encrypt.
        if (path !== "ebs.encrypted" || disk.read("ebs").state !== "unset") {
            // The SDK writes the switch of a launch template as text.
            const on = path === "ebs.encrypted" ? [true, "true"] : [true];
            requireOneOf(disk, path, on, (message) => report(`In ${at}: ${message}`));
        }
    }
}
