import * as settings from "../../catalogue/bareMetalSettings";
import { bareMetalTypes, matches } from "../../catalogue/refusedTypes";
import { mustBeKnown } from "../../lib/literal";
import { type CheckedResource, definePolicy, type Report } from "../../lib/policy";
import { PropertyReader, type WalkedProperty } from "../../lib/propertyReader";

export const policy = definePolicy({
    name: "resource-no-bare-metal",
    promise: "HOST-1",
    severity: "critical",
    description: "Services run on virtual servers or managed services of Azure or AWS, never on physical machines.",
    remedy:
        "Use a virtual machine size, a managed service or a scale set without hosts: no dedicated host or host group, no " +
        "Outpost or edge location, no *.metal or mac* instance type, default tenancy.",
    url: "https://learn.microsoft.com/azure/virtual-machines/dedicated-hosts",
    resource: (resource, report) => {
        if (matches(resource.token, bareMetalTypes)) {
            report(`${resource.type} is a physical machine, or stands outside the datacenters of Azure and AWS.`);
        } else if (resource.token.startsWith("azure-native:")) {
            checkAzure(resource, report);
        } else if (resource.token.startsWith("aws:")) {
            resource.props.walk((property) => checkAws(property, report));
        }
    },
});

function checkAzure({ token, props }: CheckedResource, report: Report): void {
    for (const path of [...(settings.azureHostSettings.get(token) ?? []), settings.azureExtendedLocation]) {
        refuseIfSet(props, path, report);
    }
    const { type, path } = settings.azureHostCount;
    const hosts = props.read(path);
    if (token === type && hosts.state !== "unset" && !(hosts.state === "set" && hosts.value === 0)) {
        report(hosts.state === "unknown" ? mustBeKnown(path) : `${path} must be 0 or left out.`);
    }
}

function refuseIfSet(props: PropertyReader, path: string, report: Report): void {
    const found = path.includes("[]") ? props.readEach(path) : [{ path, reading: props.read(path) }];
    for (const { path: at, reading } of found) {
        // Set and unknown are the same here: whatever the value will be, it names a host or a place outside Azure.
        if (reading.state !== "unset") {
            report(`${at} must be left out: it places the resource on a physical host or outside Azure's datacenters.`);
        }
    }
}

function checkAws({ key, path, reading, owner }: WalkedProperty, report: Report): void {
    const allowed = settings.awsLimitedKeys.get(key);
    const forbidden = settings.awsForbiddenValues.get(key);
    const isInstanceType = settings.awsInstanceTypeKey.test(key) || isBeanstalkInstanceType(key, owner);
    const isHost = settings.awsHostKeys.has(key);
    if (reading.state === "unset" || !(isHost || allowed || forbidden || isInstanceType)) {
        return;
    }
    if (isHost) {
        return report(
            `${path} must be left out: it places the resource on a physical host or outside AWS's datacenters.`,
        );
    }
    const texts = reading.state === "set" ? textsIn(reading.value) : undefined;
    if (texts === undefined || reading.state === "unknown") {
        return report(mustBeKnown(path));
    }
    if (allowed && !allowed.includes(reading.value as string | boolean)) {
        report(`${path} must be ${allowed.map((value) => JSON.stringify(value)).join(" or ")}, or left out.`);
    }
    if (forbidden && texts.some((text) => text.toUpperCase() === forbidden)) {
        report(`${path} must not be ${JSON.stringify(forbidden)}: those machines are physical, or not of AWS.`);
    }
    if (isInstanceType && texts.some((text) => settings.awsMetalType.test(text))) {
        report(`${path} is a bare-metal type: choose a virtual size.`);
    }
    if (isInstanceType && texts.some((text) => text.includes("*")) && !excludesBareMetal(owner)) {
        report(`${path} has wildcards, which bare-metal types match: write bareMetal "excluded" beside it.`);
    }
}

/** Elastic Beanstalk writes settings as pairs of name and value. */
function isBeanstalkInstanceType(key: string, owner: PropertyReader): boolean {
    const name = owner.read("name");
    return key === "value" && name.state === "set" && (name.value === "InstanceType" || name.value === "InstanceTypes");
}

function excludesBareMetal(owner: PropertyReader): boolean {
    const reading = owner.read("bareMetal");
    return reading.state === "set" && reading.value === "excluded";
}

/** The texts of a value: of a list, and of what one text lists with commas. Undefined when an element is unknown. */
function textsIn(value: unknown): string[] | undefined {
    if (typeof value === "string") {
        return value.split(/[\s,]+/);
    }
    const elements = Array.isArray(value) ? new PropertyReader({ value }).readEach("value[]") : [];
    if (elements.some(({ reading }) => reading.state === "unknown")) {
        return undefined;
    }
    return elements.flatMap(({ reading }) =>
        reading.state === "set" && typeof reading.value === "string" ? reading.value.split(/[\s,]+/) : [],
    );
}
