import { stripVTControlCharacters } from "node:util";

import type { EngineEvent as CliEvent } from "@pulumi/pulumi/automation";

import type { Diagnostic, Operation, Run, RunRequest, Violation } from "../engine";

type StepMetadata = NonNullable<CliEvent["resourcePreEvent"]>["metadata"];
type PolicyEvent = NonNullable<CliEvent["policyEvent"]>;
type DiagnosticEvent = NonNullable<CliEvent["diagnosticEvent"]>;

/** Collects the CLI's event log into the parts of a `Run`, and passes progress on. */
export class EventLog {
    readonly changes = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
    readonly steps: { op: Operation; urn: string }[] = [];
    readonly violations: Violation[] = [];
    readonly diagnostics: Diagnostic[] = [];
    /** What the CLI wrote to its error output. */
    errorOutput = "";
    /** Steps that began and did not end yet: a preview reports the end of a component twice. */
    private readonly underWay = new Set<string>();

    /** @param stackUrn what a violation without a resource is about */
    constructor(
        private readonly stackUrn: string,
        private readonly onEvent: NonNullable<RunRequest["onEvent"]>,
    ) {}

    readonly add = (event: CliEvent): void => {
        if (event.resourcePreEvent) this.begin(event.resourcePreEvent.metadata);
        if (event.resOutputsEvent) this.end("finished", event.resOutputsEvent.metadata);
        if (event.resOpFailedEvent) this.end("failed", event.resOpFailedEvent.metadata);
        if (event.policyEvent) this.violation(event.policyEvent);
        if (event.diagnosticEvent) this.message(event.diagnosticEvent);
        if (event.summaryEvent) this.summary(event.summaryEvent.resourceChanges);
    };

    readonly addErrorOutput = (text: string): void => {
        this.errorOutput += text;
    };

    /** A failure of the CLI itself: said only where its events do not already say what failed. */
    fail(message: string): void {
        const explained =
            this.diagnostics.some((diagnostic) => diagnostic.severity === "error") ||
            this.violations.some((violation) => violation.level === "mandatory");
        if (!explained) this.diagnose({ severity: "error", message });
    }

    private begin({ op, urn }: StepMetadata): void {
        const step = { op: operation(op), urn };
        this.steps.push(step);
        this.underWay.add(`${step.op} ${urn}`);
        this.onEvent({ kind: "step", phase: "started", ...step });
    }

    private end(phase: "finished" | "failed", { op, urn }: StepMetadata): void {
        const step = { op: operation(op), urn };
        if (this.underWay.delete(`${step.op} ${urn}`)) this.onEvent({ kind: "step", phase, ...step });
    }

    private violation(event: PolicyEvent): void {
        const violation: Violation = {
            policy: event.policyName,
            pack: event.policyPackName,
            // The engine sends "advisory" (the SDK's type says "warning"); whatever else it sends stops an update.
            level: (event.enforcementLevel as string) === "advisory" ? "advisory" : "mandatory",
            urn: event.resourceUrn === undefined || event.resourceUrn === "" ? this.stackUrn : event.resourceUrn,
            message: plain(event.message),
        };
        this.violations.push(violation);
        this.onEvent({ kind: "violation", violation });
    }

    private message(event: DiagnosticEvent): void {
        // Ephemeral messages are a provider's progress; debug messages are only sent when asked for.
        const severity = event.severity === "info#err" ? "info" : event.severity;
        if (event.ephemeral || !["info", "warning", "error"].includes(severity)) return;
        const message = plain(event.message);
        if (message === "") return;
        this.diagnose({ severity, ...(event.urn ? { urn: event.urn } : {}), message });
    }

    diagnose(diagnostic: Diagnostic): void {
        this.diagnostics.push(diagnostic);
        this.onEvent({ kind: "diagnostic", diagnostic });
    }

    private summary(resourceChanges: Partial<Record<string, number>>): void {
        for (const kind of Object.keys(this.changes) as (keyof Run["changes"])[])
            this.changes[kind] = resourceChanges[kind] ?? 0;
    }
}

/** The engine calls the step "discard" that its own code names `OpReadDiscard`. */
const operation = (op: string): Operation => (op === "discard" ? "read-discard" : (op as Operation));

/** Text without Pulumi's colour directives (`<{%fg 1%}>`) and without terminal sequences. */
export const plain = (text: string): string => stripVTControlCharacters(text.replace(/<\{%.*?%\}>/g, "")).trim();
