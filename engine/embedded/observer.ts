import type { Diagnostic } from "../engine";
import type { Step } from "./steps";

/** A diagnostic as the engine issues it; what a program writes to its error output is information, marked as such. */
export interface EngineDiagnostic {
    severity: Diagnostic["severity"] | "info#err";
    urn?: string;
    message: string;
}

/** What one policy pack said of one resource or of the stack: a violation, or which policies were run. */
export type PolicyEvent =
    | {
          kind: "violation";
          urn: string;
          pack: string;
          policy: string;
          level: "advisory" | "mandatory";
          message: string;
      }
    | {
          kind: "policyAnalyzeSummary" | "policyRemediateSummary" | "policyAnalyzeStackSummary";
          urn?: string;
          pack: string;
          passed: string[];
          failed: string[];
      };

/** A call that the engine answered (`ResourceMonitor`) or made (`Analyzer`); messages are those of the protocols. */
export interface RpcEvent {
    service: "ResourceMonitor" | "Analyzer";
    method: string;
    request: { toObject(): object };
    response?: { toObject(): object };
    error?: string;
}

/** Looks on while a run is under way. Progress, the record of a run and conformance tests are made of it. */
export interface Observer {
    /** `outputs`: what a resource is after its step, as far as it is known; components and the stack tell it later than they are `done`. */
    step?(phase: "pre" | "done" | "outputs" | "failed", step: Step, op: Step["op"]): void;
    diagnostic?(diagnostic: EngineDiagnostic): void;
    policy?(event: PolicyEvent): void;
    rpc?(event: RpcEvent): void;
}

/** Passes everything on to several observers. */
export function fanOut(observers: readonly Observer[]): Required<Observer> {
    return {
        step: (...event) => observers.forEach((observer) => observer.step?.(...event)),
        diagnostic: (event) => observers.forEach((observer) => observer.diagnostic?.(event)),
        policy: (event) => observers.forEach((observer) => observer.policy?.(event)),
        rpc: (event) => observers.forEach((observer) => observer.rpc?.(event)),
    };
}
