import { requireOneOf } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";

export const policy = definePolicy({
    name: "bastion-recorded",
    promise: "STAFF-2",
    severity: "high",
    description:
        "Sessions on machines are recorded, and nobody gets round that by a link, a tunnel, a file or the clipboard.",
    remedy:
        "BastionHost: sku Premium, the only one that records; enableSessionRecording true; links, tunnels (native clients are not " +
        "recorded), connections by address and file copy off, disableCopyPaste true.",
    url: "https://learn.microsoft.com/azure/bastion/session-recording",
    types: ["azure-native:network:BastionHost"],
    resource: ({ props }, report) => {
        requireOneOf(props, "sku.name", ["Premium"], report);
        requireOneOf(props, "enableSessionRecording", [true], report);
        requireOneOf(props, "disableCopyPaste", [true], report);
        for (const way of ["enableShareableLink", "enableTunneling", "enableIpConnect", "enableFileCopy"]) {
            requireOneOf(props, way, [false], report);
        }
    },
});
