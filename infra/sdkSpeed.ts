import * as pulumi from "@pulumi/pulumi";

/**
 * Takes out what the SDK does for each resource that nobody here needs and that costs more than all the rest. Call it first thing in a
 * running program: the stack must exist.
 */
export function speedUpSdk(): void {
    dropTypeOnlyAliases();
    dropDebugMessages();
    dropSourcePositions();
}

/**
 * Drops the aliases by which azure-native says that a resource used to have a type of another API version: 9 to 60 on each, which
 * the SDK sends to the engine one by one. 1,000 resources take 4 seconds without them and 16 with. Safe because this project has
 * never held a resource of a version-suffixed type. Aliases written by hand (with a name, a parent or a URN) stay.
 */
function dropTypeOnlyAliases(): void {
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

/**
 * The SDK tells the engine four debug messages a resource, each only after the one before was answered, and the program cannot end
 * before the last: a round trip in series for what only `pulumi up --debug` shows. Warnings and errors are not touched.
 */
function dropDebugMessages(): void {
    Object.assign(pulumi.log, { debug: () => Promise.resolve() });
}

/**
 * The SDK tells the engine from which line of which file each resource comes: it takes a whole stack trace, looks up every frame in the
 * source maps and sends it, for what no summary shows.
 */
function dropSourcePositions(): void {
    Object.assign(pulumi.Resource, { stackTrace: () => [] });
}
