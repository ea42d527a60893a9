/** azure-native:compute: single virtual machines, their extensions and disks. */
import { lastPart, normalLocation, parentOf } from "../arm";
import { assignedIdentity } from "../identity";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable } from "../model";
import { select, text, type Properties } from "../values";

const DATA_DISKS = "storageProfile.dataDisks[]";
const IMAGE = "storageProfile.imageReference.id";
const NAME_TEXT = "letters, digits, underscores, periods and hyphens";

const strings = (from: Properties | undefined, path: string): string[] =>
    select(from, path).flatMap(([, value]) => (typeof value === "string" ? [value] : []));

function checkMachine(inputs: Properties): Problem[] {
    const places = select(inputs, `${DATA_DISKS}.lun`);
    const taken = places.filter(([, lun], index) => places.slice(0, index).some(([, other]) => other === lun));
    return [
        ...taken.map(([property, lun]) => ({ property, reason: `two data disks have lun ${JSON.stringify(lun)}` })),
        ...(strings(inputs, "zones[]").length > 1
            ? [{ property: "zones", reason: "a virtual machine stands in one zone" }]
            : []),
    ];
}

/** What must agree with the disks and cards it takes, and what Azure changes on a new machine only. */
function refuseMachine({ name, inputs, before, cloud }: Facts): void {
    if (before !== undefined && text(before, IMAGE) !== text(inputs, IMAGE))
        throw new CloudError("PropertyChangeNotAllowed", "Changing property 'imageReference' is not allowed.");
    const used = [
        ...strings(inputs, `${DATA_DISKS}.managedDisk.id`),
        ...strings(inputs, "networkProfile.networkInterfaces[].id"),
    ].flatMap((id) => cloud.find(id) ?? []);
    for (const { inputs: other, name: part } of used) {
        const [here, there] = [inputs, other].map((of) => normalLocation(text(of, "location") ?? ""));
        if (here !== there)
            throw new CloudError(
                "InvalidResourceReference",
                `'${part}' lies in ${there ?? ""}, and virtual machine '${name}' in ${here ?? ""}.`,
            );
        const zones = strings(other, "zones[]");
        if (zones.length > 0 && !strings(inputs, "zones[]").every((zone) => zones.includes(zone)))
            throw new CloudError("BadRequest", `Disk '${part}' is not in the zone of virtual machine '${name}'.`);
    }
}

/** Disk or card to its one machine. */
const attachments = (inputs: Properties) => [
    ...strings(inputs, `${DATA_DISKS}.managedDisk.id`).map((id) => ({
        kind: "attachedDisk",
        value: id.toLowerCase(),
        code: "ConflictingUserInput",
        message: `Disk '${id}' cannot be attached as the disk is already owned by another virtual machine.`,
    })),
    ...strings(inputs, "networkProfile.networkInterfaces[].id").map((id) => ({
        kind: "attachedInterface",
        value: id.toLowerCase(),
        code: "NicInUse",
        message: `Network interface '${lastPart(id)}' is used by another virtual machine.`,
    })),
];

function refuseDisk({ name, inputs, before }: Facts): void {
    if (before === undefined) return;
    const [was, is] = [before, inputs].map((from) => select(from, "diskSizeGB")[0]?.[1]);
    if (typeof was === "number" && typeof is === "number" && is < was)
        throw new CloudError("OperationNotAllowed", `Disk '${name}' cannot be shrunk from ${String(was)} GiB.`);
    const [from, to] = [before, inputs].map((of) => (text(of, "sku.name") ?? "").endsWith("_ZRS"));
    if (from !== to)
        throw new CloudError(
            "OperationNotAllowed",
            `The redundancy of disk '${name}' cannot be changed: copy it over a snapshot.`,
        );
}

export const machines: TypeTable = {
    VirtualMachine: {
        id: "Microsoft.Compute/virtualMachines/{vmName}",
        apiVersion: "2024-11-01",
        inputs: `additionalCapabilities applicationProfile availabilitySet billingProfile capacityReservation diagnosticsProfile
            evictionPolicy extendedLocation extensionsTimeBudget hardwareProfile host hostGroup identity licenseType location
            networkProfile osProfile placement plan platformFaultDomain priority proximityPlacementGroup resourceGroupName
            scheduledEventsPolicy scheduledEventsProfile securityProfile storageProfile tags userData virtualMachineScaleSet
            vmName zones`,
        name: nameRule(1, 64, /^[a-z0-9]([\w.-]*[a-z0-9_])?$/i, `1-64 ${NAME_TEXT}`),
        immutable: "availabilitySet zones",
        // Images live in galleries, often of another subscription.
        unchecked: `${IMAGE} storageProfile.imageReference.communityGalleryImageId`,
        location: "region",
        unlimited: true,
        usual: "name type provisioningState etag",
        values: {
            "zones[]": ["1", "2", "3"],
            "identity.type": ["SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned", "None"],
            "securityProfile.securityType": ["TrustedLaunch", "ConfidentialVM"],
        },
        check: checkMachine,
        claims: ({ inputs }) => attachments(inputs),
        refuse: refuseMachine,
        outputs: (facts) => ({
            ...facts.inputs,
            ...assignedIdentity(facts),
            vmId: facts.cloud.guid(facts.id, "vm"),
            timeCreated: facts.before?.["timeCreated"] ?? facts.now.toISOString(),
        }),
        seconds: { create: 90, update: 60, delete: 60, source: "assumed" },
    },
    VirtualMachineExtension: {
        id: "Microsoft.Compute/virtualMachines/{vmName}/extensions/{vmExtensionName}",
        apiVersion: "2024-11-01",
        inputs: `autoUpgradeMinorVersion enableAutomaticUpgrade forceUpdateTag instanceView location protectedSettings
            protectedSettingsFromKeyVault provisionAfterExtensions publisher resourceGroupName settings suppressFailures tags type
            typeHandlerVersion vmExtensionName vmName`,
        writeOnly: "vmName",
        name: nameRule(1, 80, /^[\w.-]+$/, `1-80 ${NAME_TEXT}`),
        location: "region",
        usual: "name provisioningState",
        refuse: ({ id, inputs, cloud }) => {
            const machine = cloud.find(parentOf(id) ?? "");
            const ownIdentity = (text(machine?.inputs, "identity.type") ?? "").includes("SystemAssigned");
            if (text(inputs, "type") === "AADLoginForWindows" && !ownIdentity)
                throw new CloudError(
                    "VMExtensionProvisioningError",
                    `AADLoginForWindows needs a system-assigned identity on virtual machine '${machine?.name ?? ""}'.`,
                );
        },
        seconds: { create: 60, source: "assumed" },
    },
    Disk: {
        id: "Microsoft.Compute/disks/{diskName}",
        apiVersion: "2024-03-02",
        inputs: `burstingEnabled completionPercent creationData dataAccessAuthMode diskAccessId diskIOPSReadOnly diskIOPSReadWrite
            diskMBpsReadOnly diskMBpsReadWrite diskName diskSizeGB encryption encryptionSettingsCollection extendedLocation
            hyperVGeneration location maxShares networkAccessPolicy optimizedForFrequentAttach osType publicNetworkAccess
            purchasePlan resourceGroupName securityProfile sku supportedCapabilities supportsHibernation tags tier zones`,
        required: "creationData",
        name: nameRule(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i, `1-80 ${NAME_TEXT}`),
        immutable: "creationData zones",
        location: "region",
        unlimited: true,
        usual: "name type provisioningState",
        inUse: "OperationNotAllowed",
        values: {
            "sku.name": [
                "Standard_LRS",
                "Premium_LRS",
                "StandardSSD_LRS",
                "UltraSSD_LRS",
                "Premium_ZRS",
                "StandardSSD_ZRS",
                "PremiumV2_LRS",
            ],
            networkAccessPolicy: ["AllowAll", "AllowPrivate", "DenyAll"],
            publicNetworkAccess: ["Enabled", "Disabled"],
        },
        check: (inputs) =>
            (text(inputs, "sku.name") ?? "").endsWith("_ZRS") && strings(inputs, "zones[]").length > 0
                ? [{ property: "zones", reason: "a zone-redundant disk lies in no one zone" }]
                : [],
        refuse: refuseDisk,
        outputs: (facts) => ({
            ...facts.inputs,
            uniqueId: facts.cloud.guid(facts.id, "unique"),
            timeCreated: facts.before?.["timeCreated"] ?? facts.now.toISOString(),
        }),
        seconds: { create: 10, update: 10, delete: 10, source: "assumed" },
    },
};
