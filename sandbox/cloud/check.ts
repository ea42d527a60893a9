/** What can be said of inputs without asking the cloud, and the defaults that azure-native puts in. */
import { createHash } from "node:crypto";
import { hashOf, normalLocation } from "./arm";
import { PROVIDER_REGION } from "./aws/templates";
import type { CloudType } from "./catalogue";
import type { CloudView, Problem } from "./model";
import { REGIONS } from "./regions";
import {
    containsUnknown,
    isObject,
    isSecret,
    isUnknown,
    plainProperties,
    select,
    text,
    UNKNOWN,
    type Properties,
} from "./values";

/** Marks, in the inputs, a resource whose name was made up: its replacement can be created before it is deleted. */
export const CREATE_BEFORE_DELETE = "__createBeforeDelete";

export interface AutoNaming {
    mode: "propose" | "enforce" | "disable";
    proposed: string;
}

export interface CheckContext {
    urn: string;
    /** Entropy the engine gives for made-up names. */
    randomSeed: Uint8Array;
    autoNaming?: AutoNaming;
    /** `location` of the provider's configuration. */
    location?: string;
    /** `region` of the provider's configuration. */
    region?: string;
    cloud: CloudView;
}

/** The news with the defaults azure-native fills in: name, location, API version. */
export function withDefaults(type: CloudType, olds: Properties, news: Properties, context: CheckContext): Properties {
    const inputs = { ...news };
    if (type.nameInput !== undefined && inputs[type.nameInput] === undefined)
        Object.assign(inputs, defaultName(type, type.nameInput, olds, context));
    if (type.inputNames.has("location") && inputs["location"] === undefined) {
        const location = olds["location"] ?? context.location ?? groupLocation(inputs, context.cloud);
        if (location !== undefined) inputs["location"] = location;
    }
    if (type.inputNames.has("region") && type.aws !== undefined && inputs["region"] === undefined) {
        const region = context.region ?? olds[PROVIDER_REGION];
        if (region !== undefined) inputs[PROVIDER_REGION] = region;
    }
    for (const name of type.aws?.documents ?? []) {
        const document = inputs[name];
        if (isObject(document) && !isSecret(document))
            inputs[name] = containsUnknown(document) ? UNKNOWN : JSON.stringify(document);
    }
    if (type.apiVersion !== undefined) inputs["azureApiVersion"] ??= type.apiVersion;
    return inputs;
}

function defaultName(type: CloudType, input: string, olds: Properties, context: CheckContext): Properties {
    const old = olds[input];
    if (old !== undefined)
        return olds[CREATE_BEFORE_DELETE] === true ? { [input]: old, [CREATE_BEFORE_DELETE]: true } : { [input]: old };
    const { mode, proposed = "" } = context.autoNaming ?? {};
    if (mode === "disable") return {};
    const made = (name: string): Properties => ({ [input]: name, [CREATE_BEFORE_DELETE]: true });
    if (mode === "enforce" || (mode === "propose" && type.naming !== "uuid")) return made(proposed);
    const name = context.urn.split("::").at(-1) ?? "";
    if (type.naming === "aws") {
        const hex = hashOf(7, context.cloud.guid("name", context.urn, String(context.cloud.generation(context.urn))));
        return made(`${type.lowercase === true ? name.toLowerCase() : name}-${hex}`);
    }
    const hex = createHash("sha256").update(context.randomSeed).update(context.urn).digest("hex");
    if (type.naming === "copy") return { [input]: name };
    if (type.naming === "uuid")
        return made(hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
    return made(`${name}${hex.slice(0, 8)}`);
}

function groupLocation(inputs: Properties, cloud: CloudView): string | undefined {
    if (containsUnknown(inputs["resourceGroupName"])) return UNKNOWN;
    const group = text(plainProperties(inputs), "resourceGroupName");
    if (group === undefined) return undefined;
    return text(cloud.find(`/subscriptions/${cloud.subscriptionId}/resourceGroups/${group}`)?.inputs, "location");
}

/** Everything that is wrong with checked inputs. */
export function problems(type: CloudType, given: Properties): Problem[] {
    const inputs = plainProperties(given);
    return [
        ...unknownProperties(type, inputs),
        ...missingProperties(type, inputs),
        ...wrongName(type, inputs),
        ...wrongLocation(type, inputs),
        ...(type.aws === undefined ? wrongTags(inputs) : []),
        ...wrongValues(type, inputs),
        ...(type.check?.(inputs) ?? []),
    ];
}

function unknownProperties(type: CloudType, inputs: Properties): Problem[] {
    return Object.keys(inputs)
        .filter((name) => !type.inputNames.has(name) && !name.startsWith("__") && name !== "azureApiVersion")
        .map((property) => ({ property, reason: `${type.token} has no property '${property}'` }));
}

function missingProperties(type: CloudType, inputs: Properties): Problem[] {
    return type.requiredNames
        .filter((name) => inputs[name] === undefined)
        .map((name) => ({ property: "", reason: `missing required property '${name}'` }));
}

function wrongName(type: CloudType, inputs: Properties): Problem[] {
    const name = type.nameInput === undefined ? undefined : text(inputs, type.nameInput);
    if (name === undefined || type.name === undefined || type.nameInput === undefined) return [];
    const { min, max, pattern, text: rule } = type.name;
    if (name.length >= min && name.length <= max && pattern.test(name)) return [];
    return [{ property: type.nameInput, reason: `InvalidResourceName: '${name}' is not allowed: ${rule}` }];
}

function wrongLocation(type: CloudType, inputs: Properties): Problem[] {
    const location = inputs["location"];
    if (type.location === undefined || isUnknown(location)) return [];
    if (location === undefined)
        return [
            {
                property: "",
                reason:
                    "missing required property 'location'. Either set it explicitly or configure it with " +
                    "'pulumi config set azure-native:location <value>'.",
            },
        ];
    const known = type.location === "global" ? new Set(["global"]) : REGIONS;
    if (typeof location === "string" && known.has(normalLocation(location))) return [];
    const where = type.location === "global" ? "it is 'global'" : "it is not a region of Azure";
    const shown = typeof location === "string" ? location : JSON.stringify(location);
    return [
        {
            property: "location",
            reason: `LocationNotAvailableForResourceType: '${shown}' is not available for ${type.token}: ${where}`,
        },
    ];
}

function wrongTags(inputs: Properties): Problem[] {
    const tags = inputs["tags"];
    if (!isObject(tags)) return [];
    const found: Problem[] = [];
    if (Object.keys(tags).length > 50)
        found.push({
            property: "tags",
            reason: `TagsExceedLimit: ${String(Object.keys(tags).length)} tags; at most 50`,
        });
    for (const [name, value] of Object.entries(tags)) {
        if (name.length > 512 || /[<>%&\\?/]/.test(name))
            found.push({
                property: `tags.${name}`,
                reason: "InvalidTagName: at most 512 characters, none of <>%&\\?/",
            });
        if (typeof value === "string" && value.length > 256)
            found.push({ property: `tags.${name}`, reason: "InvalidTagValue: at most 256 characters" });
    }
    return found;
}

function wrongValues(type: CloudType, inputs: Properties): Problem[] {
    return Object.entries(type.values ?? {}).flatMap(([path, allowed]) =>
        select(inputs, path)
            .filter(([, value]) => !allowed.includes(value as string))
            .map(([property, value]) => ({
                property,
                reason: `'${typeof value === "string" ? value : JSON.stringify(value)}' is not one of ${allowed.join(", ")}`,
            })),
    );
}
