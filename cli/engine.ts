import { chooseEngine, EngineUnavailableError } from "../engine/choose";
import type { Engine } from "../engine/engine";
import { UsageError } from "./errors";
import type { EngineName } from "./options";

/** The engine a command line asks for; one that this machine has not got is wrong use. */
export async function engineFor(name: EngineName): Promise<Engine> {
    try {
        return await chooseEngine(name);
    } catch (error) {
        if (error instanceof EngineUnavailableError) throw new UsageError(error.message);
        throw error;
    }
}
