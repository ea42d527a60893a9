import { createRequire } from "node:module";

import * as pulumi from "@pulumi/pulumi";

import { debugsPromises } from "./config/environment";

/**
 * Takes out what the SDK does for each resource that nobody here needs and that costs more than all the rest. Call it first thing in a
 * running program: the stack must exist.
 */
export function speedUpSdk(): void {
    dropTypeOnlyAliases();
    dropDebugMessages();
    dropSourcePositions();
    dropPromiseStacks();
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

/** What the SDK has there and does not publish. */
interface Internals {
    debuggablePromise<T>(promise: Promise<T>, context: unknown): Promise<T>;
    getStore(): { leakCandidates: Set<unknown> };
}

/**
 * The SDK keeps a stack trace of every promise, several for each property of each resource, to print where those came from that were never
 * fulfilled: a fifth of a program's time. That there are some is still found at its end and fails it; only the traces are missing, unless
 * the SDK's own switch for them is on.
 */
function dropPromiseStacks(): void {
    // The modules themselves: what an import gives may be a copy, whose members cannot be set.
    const moduleOf = createRequire(__filename);
    const debuggable = moduleOf("@pulumi/pulumi/runtime/debuggable") as Partial<Internals>;
    const { getStore } = moduleOf("@pulumi/pulumi/runtime/state") as Partial<Internals>;
    const { debuggablePromise } = debuggable;
    if (debuggablePromise === undefined || getStore === undefined || debugsPromises) return;
    // The first one has the SDK look for leaks at the end.
    void debuggablePromise(Promise.resolve(), "speedUpSdk");
    const withoutStack: Internals["debuggablePromise"] = (promise) => {
        const { leakCandidates } = getStore();
        leakCandidates.add(promise);
        const settled = () => leakCandidates.delete(promise);
        promise.then(settled, settled);
        return promise;
    };
    Object.assign(debuggable, { debuggablePromise: withoutStack });
}
