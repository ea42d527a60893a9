import type { Engine } from "./engine";
import { EngineUnavailableError, findExecutable } from "./pulumiCli/command";

export { EngineUnavailableError };

/**
 * The engine for `--engine`. `auto` takes the pulumi CLI where a usable one is on the PATH, else the embedded engine;
 * both go on from the same state, and a `Run` looks the same.
 *
 * @throws EngineUnavailableError for `pulumi` where there is no CLI, or one that does not work or is too old.
 */
export async function chooseEngine(choice: "auto" | "embedded" | "pulumi"): Promise<Engine> {
    const embedded = async () => new (await import("./embedded")).EmbeddedEngine();
    if (choice === "embedded" || (choice === "auto" && findExecutable() === undefined)) return embedded();
    const { PulumiCli } = await import("./pulumiCli");
    return PulumiCli.find().catch((error: unknown) => {
        if (choice === "auto" && error instanceof EngineUnavailableError) return embedded();
        throw error;
    });
}
