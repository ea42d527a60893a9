import { join } from "node:path";

import type { Engine, Run, RunRequest, Violation } from "../../engine/engine";
import { projectRoot } from "../options";
import type { Progress } from "../progress";
import { describeFailure } from "../sandbox/report";

/** What a policy says of a resource of a stack, whether at preview, at update or at both. */
export interface Finding {
    policy: string;
    level: Violation["level"];
    stack: string;
    urn: string;
    /** Without the policy's own description, which stands before it in the engine's output. */
    message: string;
}

export interface Evaluation {
    /** Resources, components included, that the policies looked at. */
    resources: number;
    /** In the order of stacks, policies and URNs; each once. */
    findings: Finding[];
}

/**
 * The pack over the real registrations of stacks, as previews and updates show them, without credentials and without the CLI.
 *
 * An update that policies refuse ends at the first refusal, so a stack whose preview is refused is updated without them, where others
 * are to read it.
 *
 * @param stacks in running order: those that others read come first
 * @throws where a program or the cloud refuses, with what they said
 */
export async function evaluatePolicies(
    engine: Pick<Engine, "preview" | "up">,
    requestFor: (stack: string) => RunRequest,
    stacks: readonly string[],
    descriptions: ReadonlyMap<string, string>,
    progress: Progress,
): Promise<Evaluation> {
    const evaluation: Evaluation = { resources: 0, findings: [] };
    for (const stack of stacks) {
        progress.phase(`${stack}: policies`);
        const onEvent = counting(progress);
        const judged = { ...requestFor(stack), onEvent, policyPacks: [join(projectRoot, "policies")] };
        const preview = accepted(await engine.preview(judged), progress);
        const refused = preview.violations.some(isMandatory);
        const update = accepted(await engine.up(refused ? { ...judged, policyPacks: [] } : judged), progress);
        const findings = findingsOf(stack, [preview, update], descriptions);
        evaluation.resources += update.changes.create + update.changes.same;
        evaluation.findings.push(...findings);
        const mandatory = findings.filter(isMandatory).length;
        progress.done(mandatory === 0 ? "nothing to object to" : `${mandatory} findings`);
    }
    return evaluation;
}

const isMandatory = ({ level }: Pick<Violation, "level">) => level === "mandatory";

function counting(progress: Progress): (event: { kind: string; phase?: string }) => void {
    let finished = 0;
    return ({ kind, phase }) => {
        if (kind === "step" && phase === "finished") progress.update(`${++finished} resources`);
    };
}

/** A run that failed for another reason than a policy says nothing of the policies. */
function accepted(run: Run, progress: Progress): Run {
    if (run.ok || run.violations.some(isMandatory)) return run;
    progress.fail("failed");
    throw new Error(describeFailure(run));
}

function findingsOf(stack: string, runs: readonly Run[], descriptions: ReadonlyMap<string, string>): Finding[] {
    const found = new Map<string, Finding>();
    for (const { policy, level, urn, message } of runs.flatMap(({ violations }) => violations)) {
        const own = message.replace(`${descriptions.get(policy)}\n`, "");
        found.set([policy, urn, own].join("\n"), { policy, level, stack, urn, message: own });
    }
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, finding]) => finding);
}
