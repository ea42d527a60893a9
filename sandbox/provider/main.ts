/**
 * The sandbox process: `node --import tsx sandbox/provider/main.ts --directory DIR [--seed N] [--settle SECONDS]`. Prints one JSON line
 * with the addresses of its providers. Each line of JSON on standard input is a question of `control.ts`, `{"id":1,"ask":"clock","args":{}}`,
 * answered by a line `{"id":1,"answer":{...}}` or `{"id":1,"error":"..."}`. Ends with its standard input or on SIGTERM.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { answerQuestion } from "../cloud/recovery/questions";
import { World } from "../cloud/world";
import type { Arguments, Question } from "../control";
import { Calls } from "./calls";
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

/** A line of standard input. */
interface Asked<Q extends Question> {
    id: number;
    ask: Q;
    args: Arguments<Q>;
}

async function reply<Q extends Question>(world: World, calls: Calls, line: string): Promise<void> {
    const { id, ask, args } = JSON.parse(line) as Asked<Q>;
    try {
        const idle = ask !== "idle" || (await calls.quiet((args as Arguments<"idle">).underWay));
        say({ id, answer: idle ? await answerQuestion(world, ask, args) : { released: 0 } });
    } catch (error) {
        say({ id, error: error instanceof Error ? error.message : String(error) });
    }
}

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: { directory: { type: "string" }, seed: { type: "string" }, settle: { type: "string" } },
    });
    if (values.directory === undefined)
        throw new Error("--directory DIR is missing: the folder that keeps the sandbox's cloud.");
    const world = await World.open(values.directory, values.seed);
    const packages: ProviderPackage[] = [
        ...(["azure-native", "azuread", "aws"] as const).map((name) => new CloudPackage(name, sdkVersion(name), world)),
        new RandomPackage(sdkVersion("random"), values.seed),
    ];
    const calls = new Calls(
        () => world.waiting,
        () => void world.releaseWaiting(),
        values.settle === undefined ? undefined : Number(values.settle),
    );
    const providers: Record<string, string> = {};
    const servers = await Promise.all(
        packages.map((served) =>
            serve(
                served,
                (provider, stack) => {
                    world.timeline.configure(provider, stack);
                },
                calls,
            ),
        ),
    );
    servers.forEach(({ address }, index) => (providers[packages[index]?.name ?? ""] = address));

    let ending = false;
    const end = (): void => {
        if (ending) return;
        ending = true;
        calls.stop();
        for (const server of servers) server.stop();
        void world.close().then(() => process.exit(0), fail);
    };
    // The parent holds the other end of standard input: when it ends, however it ends, so does the sandbox.
    const input = createInterface({ input: process.stdin });
    input.on("line", (line) => void reply(world, calls, line));
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
