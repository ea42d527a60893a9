import type { EngineEvent, Run } from "../engine";
import type { EngineDiagnostic, Observer, PolicyEvent } from "./observer";
import { isSecret, rewrite, type Value } from "./properties";
import type { Step } from "./steps";

const phases = { pre: "started", done: "finished", failed: "failed" } as const;

/** Keeps what a run's outcome tells, and passes it on while the run is under way. */
export class Recorder implements Observer {
    private readonly steps: Run["steps"][number][] = [];
    private readonly violations: Run["violations"][number][] = [];
    private readonly diagnostics: Run["diagnostics"][number][] = [];

    constructor(private readonly onEvent: ((event: EngineEvent) => void) | undefined) {}

    step(phase: "pre" | "done" | "outputs" | "failed", { urn }: Step, op: Step["op"]): void {
        if (phase === "pre") {
            this.steps.push({ op, urn });
        }
        if (phase !== "outputs") {
            this.onEvent?.({ kind: "step", phase: phases[phase], op, urn });
        }
    }

    diagnostic({ severity, urn, message }: EngineDiagnostic): void {
        const diagnostic = {
            severity: severity === "info#err" ? "info" : severity,
            message,
            ...(urn !== undefined && { urn }),
        };
        this.diagnostics.push(diagnostic);
        this.onEvent?.({ kind: "diagnostic", diagnostic });
    }

    policy(event: PolicyEvent): void {
        if (event.kind === "violation") {
            const { urn, pack, policy, level, message } = event;
            const violation = { urn, pack, policy, level, message };
            this.violations.push(violation);
            this.onEvent?.({ kind: "violation", violation });
        }
    }

    run(
        stack: string,
        ok: boolean,
        counts: Readonly<Record<string, number>>,
        outputs: Run["outputs"],
        seconds: number,
    ): Run {
        const { create = 0, update = 0, replace = 0, delete: remove = 0, same = 0 } = counts;
        return {
            stack,
            ok,
            changes: { create, update, replace, delete: remove, same },
            steps: this.steps,
            violations: this.violations,
            diagnostics: this.diagnostics,
            outputs: rewrite(outputs as Value, (part) => (isSecret(part) ? "[secret]" : undefined)) as Run["outputs"],
            seconds,
        };
    }
}
