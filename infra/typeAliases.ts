import * as pulumi from "@pulumi/pulumi";

/**
 * Drops the aliases by which azure-native says that a resource used to have a type of another API version: 9 to 60 on each, which
 * the SDK sends to the engine one by one. 1,000 resources take 4 seconds without them and 16 with. Safe because this project has
 * never held a resource of a version-suffixed type. Aliases written by hand (with a name, a parent or a URN) stay.
 *
 * Needs the stack to exist: call it inside a running program, not at import.
 */
export function dropTypeOnlyAliases(): void {
    pulumi.runtime.registerStackTransformation(({ props, opts }) => {
        const { aliases } = opts;
        if (!Array.isArray(aliases)) {
            return undefined;
        }
        return { props, opts: { ...opts, aliases: aliases.filter((alias) => !isTypeOnly(alias)) } };
    });
}

function isTypeOnly(alias: unknown): boolean {
    if (typeof alias !== "object" || alias === null) {
        return false;
    }
    const { type, ...rest } = alias as pulumi.Alias;
    return typeof type === "string" && type.startsWith("azure-native:") && Object.keys(rest).length === 0;
}
