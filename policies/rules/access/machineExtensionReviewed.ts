import { textOf } from "../../lib/customerDatabase";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf, requireUnset } from "../../lib/requirement";

const extensionTypes = [
    "azure-native:compute:VirtualMachineExtension",
    "azure-native:compute:VirtualMachineScaleSetExtension",
    "azure-native:compute:VirtualMachineScaleSetVMExtension",
];
const scaleSetType = "azure-native:compute:VirtualMachineScaleSet";

/** What each does on a machine was looked at: none runs what it is told, none makes an account. */
const reviewed = [
    "Microsoft.Azure.ActiveDirectory/AADLoginForWindows",
    "Microsoft.Azure.ActiveDirectory/AADSSHLoginForLinux",
    "Microsoft.Azure.KeyVault/KeyVaultForWindows",
    "Microsoft.Azure.KeyVault/KeyVaultForLinux",
    "Microsoft.Azure.Monitor/AzureMonitorWindowsAgent",
    "Microsoft.Azure.Monitor/AzureMonitorLinuxAgent",
    "Microsoft.ManagedServices/ApplicationHealthWindows",
    "Microsoft.ManagedServices/ApplicationHealthLinux",
];
const diskEncryption = /^AzureDiskEncryption/i;

export const policy = definePolicy({
    name: "machine-extension-reviewed",
    promise: "STAFF-1",
    severity: "high",
    description:
        "Only extensions that somebody reviewed run on a machine: others reset passwords, add accounts or run any script.",
    remedy:
        "Use a reviewed extension, or build what it does into the image. Instead of Azure Disk Encryption, which Azure retires on 15 " +
        "September 2028, write securityProfile.encryptionAtHost true.",
    url: "https://learn.microsoft.com/azure/virtual-machines/extensions/overview",
    types: [...extensionTypes, scaleSetType],
    resource: ({ token, props }, report) => {
        if (extensionTypes.includes(token)) {
            requireReviewed(props, report);
            requireUnset(props, "protectedSettings", "no reviewed extension has secret settings.", report);
        }
        if (token === scaleSetType) {
            const list = "virtualMachineProfile.extensionProfile.extensions";
            for (const { path, props: extension } of elementsOf(props, list, report)) {
                requireReviewed(extension, (message) => report(`${path}: ${message}`));
            }
        }
    },
});

function requireReviewed(props: PropertyReader, report: Report): void {
    const [publisher, type] = [textOf(props, "publisher"), textOf(props, "type")];
    if (type !== undefined && diskEncryption.test(type)) {
        report("type is Azure Disk Encryption: let the host encrypt the disks.");
    } else if (!reviewed.includes(`${publisher}/${type}`)) {
        report("publisher and type, as known at preview, name no extension that was reviewed.");
    }
}
