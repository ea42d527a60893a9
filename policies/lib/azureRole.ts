import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";
import { textsAt } from "./elements";
import { elementsOf } from "./requirement";

export const roleDefinitionType = "azure-native:authorization:RoleDefinition";
export const roleAssignmentType = "azure-native:authorization:RoleAssignment";

/** One permission of a role, as Azure reads it: what the lists name less what they take out, letter case aside. */
export interface Permission {
    readonly path: string;
    readonly actions: readonly string[];
    readonly dataActions: readonly string[];
    /** Whether the holder may do it: an operation such as `Microsoft.Sql/servers/read`, on the resource or on its content. */
    grants(operation: string, on: "actions" | "dataActions"): boolean;
}

/** The permissions of a role definition. Whatever of them is unknown at preview is reported: nobody could tell what it grants. */
export function permissionsOf(props: PropertyReader, report: Report): Permission[] {
    return elementsOf(props, "permissions", report).map(({ path, props: permission }) => {
        const list = (name: string) => textsAt(permission, [`${name}[]`], (message) => report(`${path}: ${message}`));
        const granted = { actions: list("actions"), dataActions: list("dataActions") };
        const taken = { actions: list("notActions"), dataActions: list("notDataActions") };
        return {
            path,
            ...granted,
            grants: (operation, on) =>
                granted[on].some((pattern) => covers(pattern, operation)) &&
                !taken[on].some((pattern) => covers(pattern, operation)),
        };
    });
}

/** Operations a role grants out of a list, each with where: `permissions[0].actions grants Microsoft.Sql/servers/write`. */
export function grantedOf(
    permissions: readonly Permission[],
    forbidden: Readonly<Record<"actions" | "dataActions", readonly string[]>>,
): string[] {
    return permissions.flatMap((permission) =>
        (["actions", "dataActions"] as const).flatMap((on) =>
            forbidden[on]
                .filter((operation) => permission.grants(operation, on))
                .map((operation) => `${permission.path}.${on} grants ${operation}`),
        ),
    );
}

/** `*` stands for any text, slashes too. */
function covers(pattern: string, operation: string): boolean {
    let expression = expressions.get(pattern);
    if (!expression) {
        const escaped = pattern.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&"));
        expression = new RegExp(`^${escaped.join(".*")}$`, "i");
        expressions.set(pattern, expression);
    }
    return expression.test(operation);
}

const expressions = new Map<string, RegExp>();
