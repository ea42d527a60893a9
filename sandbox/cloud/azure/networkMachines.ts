/** azure-native:network: the cards of single machines, and Bastion, the door to them. */
import { parentOf } from "../arm";
import { CloudError, withPartIds, type Facts, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties } from "../values";
import { NETWORK_NAME, prefixes, privateAddress, ranges, USUAL } from "./networkShared";

const SUBNET = "ipConfigurations[].subnet.id";
/** What each of Bastion's features needs at the least ("Azure Bastion configuration settings"). */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
    enableFileCopy: ["Standard", "Premium"],
    enableIpConnect: ["Standard", "Premium"],
    enableShareableLink: ["Standard", "Premium"],
    enableTunneling: ["Standard", "Premium"],
    disableCopyPaste: ["Standard", "Premium"],
    enablePrivateOnlyBastion: ["Premium"],
    enableSessionRecording: ["Premium"],
};
const RANK = ["Developer", "Basic", "Standard", "Premium"];

function checkBastion(inputs: Properties): Problem[] {
    const sku = text(inputs, "sku.name") ?? "Basic";
    const units = inputs["scaleUnits"];
    return [
        ...Object.entries(NEEDS)
            .filter(([feature, skus]) => inputs[feature] === true && !isUnknown(sku) && !skus.includes(sku))
            .map(([property, skus]) => ({ property, reason: `needs the SKU ${skus.join(" or ")}, not ${sku}` })),
        ...select(inputs, SUBNET)
            .filter(([, id]) => typeof id === "string" && !isUnknown(id) && !/\/subnets\/AzureBastionSubnet$/i.test(id))
            .map(([property]) => ({ property, reason: "Bastion needs a subnet named AzureBastionSubnet" })),
        ...(typeof units === "number" && (units < 2 || units > 50)
            ? [{ property: "scaleUnits", reason: `${String(units)} is not between 2 and 50` }]
            : []),
    ];
}

function refuseBastion({ inputs, before, cloud }: Facts): void {
    const subnet = cloud.find(text(inputs, SUBNET) ?? "");
    const size = ranges(prefixes(subnet?.inputs ?? {})).reduce((sum, { first, end }) => sum + end - first, 0);
    if (subnet !== undefined && size < 64)
        throw new CloudError("SubnetTooSmall", `Subnet '${subnet.id}' is too small for Bastion: it needs a /26.`);
    const address = cloud.find(text(inputs, "ipConfigurations[].publicIPAddress.id") ?? "");
    if (address !== undefined && text(address.inputs, "sku.name") !== "Standard")
        throw new CloudError("InvalidPublicIPAddressSku", "Bastion needs a static public address of SKU Standard.");
    const [was, is] = [before, inputs].map((from) => RANK.indexOf(text(from, "sku.name") ?? ""));
    if (before !== undefined && (is ?? 0) < (was ?? 0))
        throw new CloudError("BastionSkuDowngradeNotSupported", "The SKU of a Bastion can be raised, never lowered.");
}

export const machineNetworking: TypeTable = {
    NetworkInterface: {
        id: "Microsoft.Network/networkInterfaces/{networkInterfaceName}",
        apiVersion: "2024-05-01",
        inputs: `auxiliaryMode auxiliarySku disableTcpStateTracking dnsSettings enableAcceleratedNetworking enableIPForwarding
            extendedLocation id ipConfigurations location migrationPhase networkInterfaceName networkSecurityGroup nicType
            privateLinkService resourceGroupName tags workloadType`,
        immutable: "location",
        name: NETWORK_NAME,
        location: "region",
        parts: "ipConfigurations",
        unlimited: true,
        usual: `${USUAL} resourceGuid`,
        inUse: "NicInUse",
        refuse: ({ inputs, cloud }) => {
            for (const [, id] of select(inputs, SUBNET)) {
                const subnet = cloud.find(typeof id === "string" ? id : "");
                const service = text(subnet?.inputs, "delegations[].serviceName");
                if (service !== undefined)
                    throw new CloudError(
                        "SubnetDelegatedToService",
                        `Subnet '${subnet?.id ?? ""}' takes no network interface: it is delegated to ${service}.`,
                    );
            }
        },
        outputs: (facts) => ({
            enableIPForwarding: false,
            ...facts.inputs,
            ipConfigurations: withPartIds(facts, "ipConfigurations", (part) =>
                text(part, "privateIPAddress") === undefined
                    ? privateAddress(facts.cloud, text(part, "subnet.id"), facts.id)
                    : {},
            ),
        }),
        seconds: { create: 5, source: "assumed" },
    },
    BastionHost: {
        id: "Microsoft.Network/bastionHosts/{bastionHostName}",
        apiVersion: "2024-05-01",
        inputs: `bastionHostName disableCopyPaste dnsName enableFileCopy enableIpConnect enableKerberos enablePrivateOnlyBastion
            enableSessionRecording enableShareableLink enableTunneling id ipConfigurations location networkAcls resourceGroupName
            scaleUnits sku tags virtualNetwork zones`,
        immutable: "location zones",
        name: NETWORK_NAME,
        location: "region",
        parts: "ipConfigurations",
        unlimited: true,
        usual: USUAL,
        values: { "sku.name": RANK, "zones[]": ["1", "2", "3"] },
        check: checkBastion,
        // The subnet has one name, so a network has one Bastion.
        claims: ({ inputs }) => {
            const network = parentOf(text(inputs, SUBNET) ?? "");
            return network === undefined
                ? []
                : [
                      {
                          kind: "bastion",
                          value: network.toLowerCase(),
                          code: "SubnetInUse",
                          message: `Virtual network '${network}' has a Bastion already.`,
                      },
                  ];
        },
        refuse: refuseBastion,
        outputs: (facts) => ({
            scaleUnits: 2,
            ...facts.inputs,
            ipConfigurations: withPartIds(facts, "ipConfigurations"),
            dnsName: `bst-${facts.cloud.guid(facts.id, "dns")}.bastion.azure.com`,
        }),
        seconds: { create: 480, update: 480, delete: 480, source: "assumed" },
    },
};
