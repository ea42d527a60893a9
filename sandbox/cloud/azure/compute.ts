/** azure-native:compute: scale sets; single machines lie in a file of their own. */
import { assignedIdentity } from "../identity";
import { nameRule, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties } from "../values";
import { machines } from "./computeMachines";

function checkScaleSet(inputs: Properties): Problem[] {
    const problems: Problem[] = [];
    const count = select(inputs, "sku.capacity")[0]?.[1];
    if (typeof count === "number" && (!Number.isInteger(count) || count < 0 || count > 1000))
        problems.push({
            property: "sku.capacity",
            reason: `${String(count)} is not a whole number between 0 and 1000`,
        });
    const network = select(inputs, "virtualMachineProfile.networkProfile.networkInterfaceConfigurations")[0];
    const version = text(inputs, "virtualMachineProfile.networkProfile.networkApiVersion");
    if (
        inputs["orchestrationMode"] === "Flexible" &&
        network !== undefined &&
        version === undefined &&
        !isUnknown(network[1])
    )
        problems.push({
            property: "virtualMachineProfile.networkProfile.networkApiVersion",
            reason: "required for orchestration mode Flexible",
        });
    const domains = inputs["platformFaultDomainCount"];
    if (
        inputs["zones"] !== undefined &&
        typeof domains === "number" &&
        domains !== 1 &&
        inputs["orchestrationMode"] === "Flexible"
    )
        problems.push({ property: "platformFaultDomainCount", reason: "must be 1 for a zonal Flexible scale set" });
    return problems;
}

export const compute: TypeTable = {
    VirtualMachineScaleSet: {
        id: "Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}",
        apiVersion: "2024-11-01",
        inputs: `additionalCapabilities automaticRepairsPolicy constrainedMaximumCapacity doNotRunExtensionsOnOverprovisionedVMs
            extendedLocation hostGroup identity location orchestrationMode overprovision plan platformFaultDomainCount
            priorityMixPolicy proximityPlacementGroup resiliencyPolicy resourceGroupName scaleInPolicy scheduledEventsPolicy
            singlePlacementGroup sku skuProfile spotRestorePolicy tags upgradePolicy virtualMachineProfile vmScaleSetName
            zonalPlatformFaultDomainAlignMode zoneBalance zones`,
        name: nameRule(
            1,
            64,
            /^[a-z0-9]([\w.-]*[a-z0-9_])?$/i,
            "1-64 letters, digits, underscores, periods and hyphens",
        ),
        immutable: "orchestrationMode platformFaultDomainCount",
        // Images live in galleries, often of another subscription.
        unchecked:
            "virtualMachineProfile.storageProfile.imageReference.id virtualMachineProfile.storageProfile.imageReference.communityGalleryImageId",
        location: "region",
        unlimited: true,
        usual: "name type provisioningState etag",
        values: {
            orchestrationMode: ["Uniform", "Flexible"],
            "zones[]": ["1", "2", "3"],
            "virtualMachineProfile.securityProfile.securityType": ["TrustedLaunch", "ConfidentialVM"],
        },
        check: checkScaleSet,
        outputs: (facts) => ({
            ...facts.inputs,
            ...assignedIdentity(facts),
            uniqueId: facts.cloud.guid(facts.id, "unique"),
            timeCreated: facts.before?.["timeCreated"] ?? facts.now.toISOString(),
        }),
        seconds: { create: 240, update: 180, delete: 120, source: "assumed" },
    },
    ...machines,
};
