/**
 * The sandbox process: `node --import tsx sandbox/provider/main.ts --directory DIR [--seed N]`. Prints one JSON line with the
 * addresses of its providers, answers `clock` on standard input with another, and ends with its standard input or on SIGTERM.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { World } from "../cloud/world";
import { CloudPackage } from "./cloudPackage";
import type { ProviderPackage } from "./package";
import { RandomPackage } from "./randomPackage";
import { serve } from "./server";

/** The installed SDKs that programs are written against. */
const manifests = {
    "azure-native": require.resolve("@pulumi/azure-native/package.json"),
    azuread: require.resolve("@pulumi/azuread/package.json"),
    aws: require.resolve("@pulumi/aws/package.json"),
    random: require.resolve("@pulumi/random/package.json"),
};

/** The SDK's version: the engine warns when a provider says another. */
function sdkVersion(name: keyof typeof manifests): string {
    return (JSON.parse(readFileSync(manifests[name], "utf8")) as { version: string }).version;
}

const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

async function main(): Promise<void> {
    const { values } = parseArgs({ options: { directory: { type: "string" }, seed: { type: "string" } } });
    if (values.directory === undefined)
        throw new Error("--directory DIR is missing: the folder that keeps the sandbox's cloud.");
    const world = await World.open(values.directory, values.seed);
    const packages: ProviderPackage[] = [
        ...(["azure-native", "azuread", "aws"] as const).map((name) => new CloudPackage(name, sdkVersion(name), world)),
        new RandomPackage(sdkVersion("random"), values.seed),
    ];
    const providers: Record<string, string> = {};
    const servers = await Promise.all(
        packages.map((served) =>
            serve(served, (provider, stack) => {
                world.timeline.configure(provider, stack);
            }),
        ),
    );
    servers.forEach(({ address }, index) => (providers[packages[index]?.name ?? ""] = address));

    let ending = false;
    const end = (): void => {
        if (ending) return;
        ending = true;
        for (const server of servers) server.stop();
        void world.close().then(() => process.exit(0), fail);
    };
    // The parent holds the other end of standard input: when it ends, however it ends, so does the sandbox.
    const input = createInterface({ input: process.stdin });
    input.on("line", (line) => {
        if (line === "clock") say({ clockSeconds: world.timeline.now });
    });
    input.on("close", end);
    process.on("SIGTERM", end);
    // Ctrl-C reaches the whole process group; the parent still needs the providers to finish what is under way.
    process.on("SIGINT", () => undefined);
    say({ providers });
}

function fail(error: unknown): void {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
}

main().catch(fail);
