import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import type { RunRequest } from "../engine";
import { findExecutable } from "./command";

type Addresses = Exclude<RunRequest["providers"], string>;

/** What the CLI keeps of our environment. It lists what is allowed: nobody can list every variable that holds a credential. */
const kept = ["TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TERM", "USER", "LOGNAME", "NODE_COMPILE_CACHE"];

/**
 * The environment for the CLI and all that it starts: local state, our providers and no others, and no way to a cloud.
 * Variables that must be absent have the value undefined here, because the Automation API merges this over our own
 * environment.
 */
export function sandboxEnvironment(
    request: RunRequest & { providers: Addresses },
    home: string,
): Record<string, string | undefined> {
    const removed = Object.keys(process.env).filter((name) => !kept.includes(name));
    return {
        ...Object.fromEntries(removed.map((name) => [name, undefined])),
        ...request.environment,
        PATH: pathWithOurNode(),
        // Not the user's: cloud credentials, plugins and the login to a real backend lie there.
        HOME: home,
        PULUMI_HOME: join(home, ".pulumi"),
        PULUMI_BACKEND_URL: pathToFileURL(request.directory).href,
        PULUMI_CONFIG_PASSPHRASE: request.passphrase,
        PULUMI_DEBUG_PROVIDERS: debugProviders(request.providers),
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...(languageHostIsBesideCli() ? { PULUMI_IGNORE_AMBIENT_PLUGINS: "true" } : {}),
    };
}

/** The user's own: their login to a backend, their sign-in to clouds, their plugins. None of ours is attached. */
export const usersEnvironment = ({ environment }: RunRequest): Record<string, string | undefined> => ({
    ...environment,
    PATH: pathWithOurNode(),
    PULUMI_DEBUG_PROVIDERS: undefined,
    PULUMI_SKIP_UPDATE_CHECK: "true",
});

/** The program runs on the Node that runs us, not on an older one of the system. */
const pathWithOurNode = (): string => [dirname(process.execPath), process.env["PATH"]].join(delimiter);

/** `azure-native:4711,random:4712`: the CLI attaches to these ports of 127.0.0.1. */
function debugProviders(providers: Addresses): string {
    return Object.entries(providers)
        .map(([name, address]) => {
            const port = /^127\.0\.0\.1:(\d+)$/.exec(address)?.[1];
            if (port === undefined)
                throw new Error(`Provider ${name}: the address must be 127.0.0.1:<port>, not ${address}`);
            return `${name}:${port}`;
        })
        .join(",");
}

/** Some packagings keep the language host in another folder of the PATH: it is then itself an ambient plugin. */
function languageHostIsBesideCli(): boolean {
    const cli = findExecutable();
    return cli !== undefined && existsSync(join(dirname(realpathSync(cli)), "pulumi-language-nodejs"));
}
