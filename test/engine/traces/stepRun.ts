import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type * as resource from "@pulumi/pulumi/proto/resource_pb";
import type { RunRequest } from "../../../engine/engine";
import type { Observer, RpcEvent } from "../../../engine/embedded/observer";
import { runStack } from "../../../engine/embedded/runStack";
import type { RunOptions } from "../../../engine/embedded/runOptions";
import type { ResourceState } from "../../../engine/embedded/state/model";
import { carriedBy } from "../../../engine/embedded/structs";
import { lean, protoJson } from "./protoJson";

/** One line of what a run did, in the terms of the recordings. */
export type Line =
    | {
          part: "events" | "diagnostics" | "policies" | "monitor" | "analyzer" | "summary";
          entry: Record<string, unknown>;
      }
    | { part: "end"; ok: boolean };

export interface StepRequest {
    request: RunRequest;
    options: Pick<RunOptions, "kind" | "dryRun" | "clearPendingCreates">;
}

/** The real engine's word where this one has another. */
const opName = (op: string): string => (op === "read-discard" ? "discard" : op);

const side = (state: ResourceState | undefined): unknown =>
    state &&
    lean({
        id: state.id,
        protect: state.protect,
        retainOnDelete: state.retainOnDelete,
        initErrors: state.initErrors,
        delete: state.delete,
        external: state.external,
    });

function observer(emit: (line: Line) => void): Observer {
    return {
        step(phase, step, op) {
            if (phase === "done") {
                return;
            }
            const { diff } = step;
            const entry = lean({
                ev: phase,
                op: opName(op),
                urn: step.urn,
                keys: diff?.replaceKeys,
                diffs: diff?.changedKeys,
                detailedDiff: diff?.detailedDiff,
                notLogical: !step.logical,
                old: side(step.old),
                new: side(step.new),
            });
            emit({ part: "events", entry });
        },
        diagnostic: (diagnostic) => {
            // Node's own warnings come and go with the machine's load.
            if (/^\((node:\d+\)|Use `node)/.test(diagnostic.message)) {
                return;
            }
            const message = diagnostic.message
                .split("\n")
                .filter(
                    (line) => (!/^\s+at /.test(line) && !/^\s*\[diagnostics|promise/i.test(line)) || /rror/.test(line),
                )
                .join("\n")
                .trim()
                // The SDK says this of an apply that fails before it has told all it declares, on a busy machine only.
                .replace(/^Running program '[^']+' failed with an unhandled exception:\n(?=Error: apply broke$)/, "");
            emit({ part: "diagnostics", entry: lean({ ...diagnostic, message }) });
        },
        policy: (event) => {
            const entry =
                event.kind === "violation"
                    ? { message: event.message.trim(), policyName: event.policy, enforcementLevel: event.level }
                    : { passed: event.passed, failed: event.failed };
            emit({
                part: "policies",
                entry: lean({ kind: event.kind, resourceUrn: event.urn, policyPackName: event.pack, ...entry }),
            });
        },
        rpc: (event) => rpc(event, emit),
    };
}

function rpc({ service, method, request, response }: RpcEvent, emit: (line: Line) => void): void {
    const answer = response ? { response: protoJson(response) } : {};
    if (service === "Analyzer") {
        emit({ part: "analyzer", entry: { method, request: protoJson(request), response: {}, ...answer } });
    } else if (method === "RegisterResource" || method === "ReadResource") {
        const { type, name } = request.toObject() as { type: string; name: string };
        if (response) {
            emit({ part: "monitor", entry: { method, type, name, ...answer } });
        }
    } else if (method === "Invoke") {
        const invoke = request as resource.ResourceInvokeRequest;
        const args = carriedBy(invoke, "args");
        emit({ part: "monitor", entry: { method, tok: invoke.getTok(), args, response: {}, ...answer } });
    }
}

export async function runHere({ request, options }: StepRequest, emit: (line: Line) => void): Promise<void> {
    const { run, changes, maybeCorrupt } = await runStack(request, { ...options, observer: observer(emit) });
    const counts = Object.fromEntries(Object.entries(changes).map(([op, count]) => [opName(op), count]));
    const summary = {
        changes: counts,
        preview: options.dryRun,
        result: run.ok ? "succeeded" : "failed",
        maybeCorrupt,
        policyPacks: (request.policyPacks ?? []).length,
    };
    emit({ part: "summary", entry: { ...lean(summary), changes: counts } });
    emit({ part: "end", ok: run.ok });
}

/**
 * The same in a process of its own, which may be killed. Resolves with what it had done by its end.
 * @param onStart gets what kills the process
 */
export function runApart(step: StepRequest, onStart: (kill: () => void) => void): Promise<Line[]> {
    const file = join(step.request.directory, "lines.jsonl");
    rmSync(file, { force: true });
    const child = spawn(process.execPath, ["--import", "tsx", __filename, JSON.stringify(step), file], {
        stdio: "inherit",
    });
    onStart(() => child.kill("SIGKILL"));
    return new Promise((resolve) => {
        child.on("close", () => {
            const text = existsSync(file) ? readFileSync(file, "utf8") : "";
            resolve(
                text
                    .split("\n")
                    .filter(Boolean)
                    .map((line) => JSON.parse(line) as Line),
            );
        });
    });
}

if (require.main === module) {
    const [step = "", file = ""] = process.argv.slice(2);
    void runHere(JSON.parse(step) as StepRequest, (line) => appendFileSync(file, `${JSON.stringify(line)}\n`));
}
