/** Azure Resource Manager ids and the GUIDs derived from them. */
import { createHash } from "node:crypto";

/** A GUID that is a hash of its parts: the same world always answers the same ids. */
export function guidOf(...parts: string[]): string {
    const hex = createHash("sha256").update(parts.join("\n")).digest("hex");
    const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Deterministic hexadecimal text. */
export function hashOf(length: number, ...parts: string[]): string {
    return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, length);
}

/**
 * The id one level up: a nested resource's parent, a resource's group, a group's subscription; an extension resource's scope.
 * Undefined for what has no parent (a subscription, an Entra object).
 */
export function parentOf(id: string): string | undefined {
    if (!id.startsWith("/subscriptions/")) return undefined;
    const segments = id.split("/");
    // A singleton such as .../storageAccounts/x/staticWebsite has no name of its own: one segment instead of two.
    const odd = (segments.length - segments.lastIndexOf("providers")) % 2 === 1 && segments.includes("providers");
    segments.splice(odd ? -1 : -2);
    if (segments.at(-2) === "providers") segments.splice(-2);
    return segments.length < 3 ? undefined : segments.join("/");
}

/** `Microsoft.Sql/servers/databases` of a database's id. */
export function armType(id: string): string {
    const at = id.lastIndexOf("/providers/");
    if (at < 0) return "Microsoft.Resources/resourceGroups";
    const [namespace = "", ...rest] = id.slice(at + "/providers/".length).split("/");
    return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join("/");
}

/** The last segment of an id: the name. */
export const lastPart = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** `servers/main` of a server's id: how ARM names a parent in its messages. */
export function shortName(id: string): string {
    return id.split("/").slice(-2).join("/");
}

/** "West Europe" and "westeurope" are the same place. */
export const normalLocation = (location: string): string => location.toLowerCase().replace(/ /g, "");
