import { expressibleSteps, flagged, refused } from "./catalogue";
import { readSteps, ScenarioRunner } from "./scenario";

/** Runs a scenario through the embedded engine. Says in what it does not behave as it must; empty when it does. */
export async function complaints(name: string): Promise<string[]> {
    const runner = new ScenarioRunner(name);
    try {
        return name in refused ? await missingRefusal(runner, name) : await differences(runner, name);
    } finally {
        runner.close();
    }
}

async function differences(runner: ScenarioRunner, name: string): Promise<string[]> {
    const count = expressibleSteps(name);
    if (name in flagged !== count < readSteps(name).length) {
        return [
            `${name} has flags that the engine's interface has no option for, or is said to have some and has none`,
        ];
    }
    const found = await runner.differences(count);
    return found === "" ? [] : [found];
}

async function missingRefusal(runner: ScenarioRunner, name: string): Promise<string[]> {
    const steps = await runner.runAll();
    const wanted = `not supported by the embedded engine: ${refused[name]}`;
    const failed = steps.filter(({ exit }) => exit === "fail");
    const said = failed.some(({ diagnostics }) => diagnostics.some(({ message }) => message.startsWith(wanted)));
    return said ? [] : [`${name} did not stop with "${wanted}"`];
}
