/** `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`; a name may itself hold `::`. */
export function makeUrn(
    stack: string,
    project: string,
    parent: string | undefined,
    type: string,
    name: string,
): string {
    const parentType = parent === undefined || parent === "" ? "" : qualifiedType(parent);
    // The stack is the root of every tree and does not show in the types below it.
    const prefix = parentType === "" || parentType === stackType ? "" : `${parentType}$`;
    return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

export const stackType = "pulumi:pulumi:Stack";

const qualifiedType = (urn: string): string => urn.split("::")[2] ?? "";

export const typeOf = (urn: string): string => qualifiedType(urn).split("$").pop() ?? "";

export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

export const isProviderType = (type: string): boolean => type.startsWith("pulumi:providers:");

/** The package that provides a type or function: `azure-native` of `azure-native:storage:StorageAccount`. */
export const packageOf = (token: string): string =>
    isProviderType(token) ? (token.split(":")[2] ?? "") : (token.split(":")[0] ?? "");

/** A provider reference is the provider's urn and id. */
export function parseReference(reference: string): { urn: string; id: string } {
    const at = reference.lastIndexOf("::");
    return { urn: reference.slice(0, at), id: reference.slice(at + 2) };
}
