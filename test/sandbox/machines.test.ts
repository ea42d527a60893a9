/** What the simulated cloud refuses of virtual machines, their disks and cards, and of Bastion: one change per row. */
import type { Properties } from "../../sandbox/cloud/values";
import { foundation, group, regional, TestCloud } from "./support/cloud";
import { disk, machine, newMachine, nic } from "./support/machines";

let cloud: TestCloud;
let base: Awaited<ReturnType<typeof foundation>>;
beforeEach(async () => {
    cloud = await TestCloud.open();
    base = await foundation(cloud);
});
afterEach(() => cloud.close());

describe("a virtual machine", () => {
    test("takes a card and a zone-redundant disk, which then have no other machine", async () => {
        const { vm, ...parts } = await newMachine(cloud, base.subnet);
        expect(vm.outputs["identity"]).toMatchObject({ principalId: expect.any(String) as string });

        const second = await cloud.make("network:NetworkInterface", nic("nic-2", base.subnet.id), "nic2");
        await expect(
            cloud.make("compute:VirtualMachine", machine({ ...parts, nic: second }, { vmName: "vm-2" }), "vm2"),
        ).rejects.toMatchObject({ code: "ConflictingUserInput" });
        await expect(
            cloud.make("compute:VirtualMachine", machine({ nic: parts.nic }, { vmName: "vm-2" }), "vm2"),
        ).rejects.toMatchObject({ code: "NicInUse" });
        await expect(cloud.delete(parts.disk)).rejects.toMatchObject({ code: "OperationNotAllowed" });
        await expect(cloud.delete(parts.nic)).rejects.toMatchObject({ code: "NicInUse" });
    });

    test("gives its disk back when it goes", async () => {
        const made = await newMachine(cloud, base.subnet);
        await cloud.delete(made.vm);
        const second = machine(made, { vmName: "vm-2" });
        await expect(cloud.make("compute:VirtualMachine", second, "vm2")).resolves.toBeDefined();
    });

    test.each<[string, Properties]>([
        ["zone", { zones: ["2"] }],
        ["image", { storageProfile: { imageReference: { id: "/subscriptions/other/images/one/versions/2.0.0" } } }],
    ])("does not change its %s", async (_, change) => {
        const made = await newMachine(cloud, base.subnet);
        await expect(cloud.update("compute:VirtualMachine", made.vm, machine(made, change))).rejects.toMatchObject({
            code: "PropertyChangeNotAllowed",
        });
    });

    test("takes no disk of another zone", async () => {
        const zonal = disk("zonal", { sku: { name: "Premium_LRS" }, zones: ["2"] });
        const parts = {
            nic: await cloud.make("network:NetworkInterface", nic("nic-1", base.subnet.id), "nic"),
            disk: await cloud.make("compute:Disk", zonal, "disk"),
        };
        await expect(cloud.make("compute:VirtualMachine", machine(parts), "vm")).rejects.toThrow(/is not in the zone/);
    });

    test("lets people of Entra ID in only with an identity of its own", async () => {
        await newMachine(cloud, base.subnet, { identity: { type: "None" } });
        const extension = { ...regional, vmName: "vm-1", vmExtensionName: "login", type: "AADLoginForWindows" };
        await expect(cloud.make("compute:VirtualMachineExtension", extension)).rejects.toThrow(/system-assigned/);
    });

    test("has each lun once and stands in one zone", () => {
        const storageProfile = { dataDisks: [{ lun: 0 }, { lun: 0 }] };
        const inputs = { ...regional, vmName: "vm", zones: ["1", "2"], storageProfile };
        expect(cloud.reasons("compute:VirtualMachine", inputs)).toEqual([
            "storageProfile.dataDisks[1].lun: two data disks have lun 0",
            "zones: a virtual machine stands in one zone",
        ]);
    });
});

describe("a disk", () => {
    test.each<[string, Properties, RegExp]>([
        ["shrinks", { diskSizeGB: 64 }, /cannot be shrunk from 128 GiB/],
        ["changes its redundancy", { sku: { name: "Premium_LRS" } }, /redundancy .* cannot be changed/],
    ])("never %s", async (_, change, message) => {
        const made = await cloud.make("compute:Disk", disk("disk-1"));
        await expect(cloud.update("compute:Disk", made, disk("disk-1", change))).rejects.toThrow(message);
    });

    test("is in all zones or in one", () => {
        expect(cloud.reasons("compute:Disk", disk("d", { zones: ["1"] }))).toEqual([
            "zones: a zone-redundant disk lies in no one zone",
        ]);
    });
});

test("a network interface does not fit into a subnet that is handed to a service", async () => {
    const delegated = await cloud.make(
        "network:Subnet",
        {
            ...group,
            virtualNetworkName: "vnet",
            subnetName: "watch",
            addressPrefix: "10.0.2.0/26",
            delegations: [{ name: "d", serviceName: "Microsoft.App/environments" }],
        },
        "watch",
    );
    await expect(cloud.make("network:NetworkInterface", nic("nic", delegated.id))).rejects.toMatchObject({
        code: "SubnetDelegatedToService",
    });
});

describe("Bastion", () => {
    const bastion = (subnet: string, more: Properties = {}): Properties => ({
        ...regional,
        bastionHostName: "bas",
        sku: { name: "Premium" },
        enableSessionRecording: true,
        ipConfigurations: [{ name: "ip", subnet: { id: subnet } }],
        ...more,
    });
    const subnet = (addressPrefix: string) =>
        cloud.make(
            "network:Subnet",
            { ...group, virtualNetworkName: "vnet", subnetName: "AzureBastionSubnet", addressPrefix },
            "bastion-subnet",
        );

    test("stands in its own subnet of 64 addresses, once in a network", async () => {
        const { id } = await subnet("10.0.2.0/26");
        const made = await cloud.make("network:BastionHost", bastion(id));
        expect(made.outputs["dnsName"]).toMatch(/^bst-.*\.bastion\.azure\.com$/);
        await expect(
            cloud.make("network:BastionHost", bastion(id, { bastionHostName: "second" }), "second"),
        ).rejects.toMatchObject({ code: "SubnetInUse" });
    });

    test("needs a /26", async () => {
        const { id } = await subnet("10.0.2.0/27");
        await expect(cloud.make("network:BastionHost", bastion(id))).rejects.toMatchObject({ code: "SubnetTooSmall" });
    });

    test("never goes back to a lower SKU, nor to other zones", async () => {
        const { id } = await subnet("10.0.2.0/26");
        const made = await cloud.make("network:BastionHost", bastion(id, { zones: ["1", "2", "3"] }));
        const lower = { sku: { name: "Standard" }, enableSessionRecording: false, zones: ["1", "2", "3"] };
        await expect(cloud.update("network:BastionHost", made, bastion(id, lower))).rejects.toMatchObject({
            code: "BastionSkuDowngradeNotSupported",
        });
        await expect(cloud.update("network:BastionHost", made, bastion(id, { zones: ["1"] }))).rejects.toMatchObject({
            code: "PropertyChangeNotAllowed",
        });
    });

    test("records sessions as Premium only, and knows its subnet by name", () => {
        const inputs = bastion(base.subnet.id, { sku: { name: "Standard" } });
        expect(cloud.reasons("network:BastionHost", inputs)).toEqual([
            "enableSessionRecording: needs the SKU Premium, not Standard",
            "ipConfigurations[0].subnet.id: Bastion needs a subnet named AzureBastionSubnet",
        ]);
    });

    test("takes no address of SKU Basic", async () => {
        const { id } = await subnet("10.0.2.0/26");
        const address = await cloud.make("network:PublicIPAddress", {
            ...regional,
            publicIpAddressName: "ip",
            sku: { name: "Basic" },
        });
        const ipConfigurations = [{ name: "ip", subnet: { id }, publicIPAddress: { id: address.id } }];
        await expect(cloud.make("network:BastionHost", bastion(id, { ipConfigurations }))).rejects.toMatchObject({
            code: "InvalidPublicIPAddressSku",
        });
    });
});
