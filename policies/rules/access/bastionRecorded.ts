import { textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import { PropertyReader } from "../../lib/propertyReader";

const bastionType = "azure-native:network:BastionHost";
const documentType = "aws:ssm/document:Document";

export const policy = definePolicy({
    name: "bastion-recorded",
    promise: "STAFF-2",
    severity: "high",
    description:
        "Sessions on machines are recorded, and nobody gets round that by a link, a tunnel, a file or the clipboard.",
    remedy:
        "BastionHost: sku Premium, the only one that records; enableSessionRecording true; links, tunnels (native clients are not " +
        "recorded), connections by address and file copy off, disableCopyPaste true. AWS: an ssm.Document SSM-SessionManagerRunShell that " +
        "streams to an encrypted log group, and no document for tunnels to a port.",
    url: "https://learn.microsoft.com/azure/bastion/session-recording",
    types: [bastionType, documentType],
    resource: ({ token, props }, report) => {
        if (token === documentType) requireSessionsWrittenDown(props, report);
        if (token !== bastionType) return;
        requireOneOf(props, "sku.name", ["Premium"], report);
        requireOneOf(props, "enableSessionRecording", [true], report);
        requireOneOf(props, "disableCopyPaste", [true], report);
        for (const way of ["enableShareableLink", "enableTunneling", "enableIpConnect", "enableFileCopy"]) {
            requireOneOf(props, way, [false], report);
        }
    },
});

/** What sessions of Systems Manager are: those in a shell are written down as they go on, and others not at all. */
function requireSessionsWrittenDown(props: PropertyReader, report: Report): void {
    if (textOf(props, "documentType") !== "Session") {
        return;
    }
    const reading = props.read("content");
    if (reading.state === "unknown") {
        return report(mustBeKnown("content"));
    }
    const settings = parsed(textOf(props, "content"));
    if (settings === undefined) {
        return report("content is no JSON that can be read.");
    }
    const inside = (message: string) => report(`content: ${message}`);
    requireOneOf(settings, "sessionType", ["Standard_Stream"], inside);
    requireOneOf(settings, "inputs.cloudWatchEncryptionEnabled", [true], inside);
    requireOneOf(settings, "inputs.cloudWatchStreamingEnabled", [true], inside);
    if (textOf(settings, "inputs.cloudWatchLogGroupName") === undefined) {
        inside("inputs.cloudWatchLogGroupName is empty: nothing is written down.");
    }
}

function parsed(text: string | undefined): PropertyReader | undefined {
    try {
        const value: unknown = JSON.parse(text ?? "");
        return typeof value === "object" && value !== null ? new PropertyReader(value) : undefined;
    } catch {
        return undefined;
    }
}
