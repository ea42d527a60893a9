import { aliasUrns } from "./aliases";
import type { PolicyPacks } from "./analyzer";
import { Gate, Pool } from "./async";
import { Bail, type Deployment } from "./deployment";
import { applyReplaceOnChanges } from "./diffing";
import { checkInputs, newState } from "./newState";
import { ignoreChanges } from "./propertyPath";
import type { Properties } from "./properties";
import { isReplace, type Provider } from "./providerTypes";
import { dependentReplacements } from "./replacement";
import { diffResource, type DiffContext, type ForcedDiff } from "./resourceDiff";
import type { Goal, ResourceState } from "./state/model";
import { createStep, deleteStep, forgetStep, readStep, replaceStep, sameStep, updateStep } from "./steps";
import type { Result, Settle, Step } from "./steps";
import { isProviderType, makeUrn, parseReference } from "./urn";

/** What the program is told of a registration. */
export interface Registered {
    state: ResourceState;
    result: Result;
}

export type Answer = (registered: Registered) => void;

/** Checks and diffs under way at once; they are cheap for a provider, so there may be more of them than operations. */
const plannedAtOnce = 64;

/** A resource that the program reads. */
export interface ReadGoal {
    type: string;
    name: string;
    id: string;
    parent: string;
    provider: string;
    properties: Properties;
    dependencies: string[];
    additionalSecretOutputs: string[];
}

/** Turns what the program registers into steps, by way of the providers' checks and diffs. */
export class StepGenerator {
    /** Urns seen in this run. */
    private readonly urns = new Set<string>();
    /** Urns that the run keeps or changes; what is in state and not among them goes at the end. */
    private readonly kept = new Set<string>();
    private readonly replaced = new Set<string>();
    private readonly deleted = new Set<string>();
    private readonly pendingDeletes = new Set<ResourceState>();
    private readonly providers = new Map<string, ResourceState>();
    private readonly dependentKeys = new Map<string, string[]>();
    /** Old urn to new one, and back, of resources that were found by an alias. */
    private readonly aliased = new Map<string, string>();
    private readonly aliases = new Map<string, string>();
    private readonly gate = new Gate();
    private readonly planning = new Pool(plannedAtOnce);

    private readonly context: DiffContext;

    constructor(
        private readonly deployment: Deployment,
        private readonly packs: PolicyPacks | undefined,
    ) {
        const { replaced, aliased, providers } = this;
        this.context = { deployment, replaced, aliased, providers };
    }

    private claim(parent: string, type: string, name: string): string {
        const { stack, project } = this.deployment;
        if (parent !== "" && !this.urns.has(parent)) {
            throw new Error(`could not find parent resource ${parent}`);
        }
        const urn = makeUrn(stack, project, parent, type, name);
        if (this.urns.has(urn)) {
            this.deployment.report("error", `Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
            throw new Bail(`duplicate resource ${urn}`);
        }
        this.urns.add(urn);
        return urn;
    }

    read(goal: ReadGoal, answer: Answer): Step[] {
        const urn = this.claim(goal.parent, goal.type, goal.name);
        const old = this.deployment.olds.get(urn);
        const state: ResourceState = {
            urn,
            custom: true,
            id: goal.id,
            type: goal.type,
            inputs: goal.properties,
            parent: goal.parent,
            external: true,
            dependencies: goal.dependencies,
            provider: goal.provider,
            additionalSecretOutputs: goal.additionalSecretOutputs,
        };
        const replacing = old !== undefined && !old.external && old.id !== goal.id;
        this.kept.add(urn);
        const step = readStep({
            state,
            old,
            replacing,
            deployment: this.deployment,
            settle: (result) => answer({ state, result }),
        });
        return replacing ? [step, replaceStep(old, state)] : [step];
    }

    /** @throws Bail when the user was told already; any other error is to be told */
    register(goal: Goal, answer: Answer): Promise<Step[]> {
        const urn = this.claim(goal.parent, goal.type, goal.name);
        const old = this.findOld(urn, goal);
        return this.planning.run(() => this.gate.pass(() => this.plan(urn, goal, old, answer)));
    }

    private findOld(urn: string, goal: Goal): ResourceState | undefined {
        const { olds, project, stack, registry } = this.deployment;
        const claimed = this.aliased.get(urn);
        if (claimed !== undefined) {
            this.deployment.report(
                "error",
                `Duplicate resource alias '${urn}' applied to resource with URN '${claimed}' conflicting with resource with URN '${urn}'`,
                urn,
            );
            throw new Bail(`resource ${urn} is invalid`);
        }
        const parentAlias = this.aliases.get(goal.parent);
        const others = aliasUrns(goal, stack, project, parentAlias, (parent) => this.aliases.get(parent));
        const found = [urn, ...others].find((candidate) => olds.has(candidate));
        if (found !== undefined && found !== urn) {
            const taken = this.urns.has(found) ? found : this.aliased.get(found);
            if (taken !== undefined) {
                this.deployment.report(
                    "error",
                    `Duplicate resource alias '${found}' applied to resource with URN '${urn}' conflicting with resource with URN '${taken}'`,
                    urn,
                );
                throw new Bail(`resource ${urn} is invalid`);
            }
            this.aliased.set(found, urn);
            this.aliases.set(urn, found);
            registry.aliases.set(urn, found);
        }
        return found === undefined ? undefined : olds.get(found);
    }

    private async providerFor(goal: Goal, urn: string): Promise<Provider | undefined> {
        if (!goal.custom) {
            return undefined;
        }
        if (isProviderType(goal.type)) {
            return this.deployment.registry;
        }
        const provider = this.deployment.registry.get(goal.provider);
        if (provider === undefined) {
            this.deployment.report("error", `unknown provider '${goal.provider}' for resource '${urn}'`, urn);
            throw new Bail(`unknown provider ${goal.provider}`);
        }
        return provider;
    }

    private async plan(urn: string, goal: Goal, old: ResourceState | undefined, answer: Answer): Promise<Step[]> {
        const { deployment } = this;
        const ignored = ignoreChanges(goal.properties, old?.inputs ?? {}, old ? goal.ignoreChanges : []);
        if (ignored.refused.length > 0) {
            const paths = ignored.refused.map((path) => JSON.stringify(path)).join(", ");
            deployment.report("info", `cannot ignore changes in added or removed elements of the path: ${paths}`, urn);
        }
        const state = newState(urn, goal, old, ignored.inputs, this.aliases.get(urn));
        deployment.goals.set(urn, goal);
        if (isProviderType(goal.type)) {
            this.providers.set(urn, state);
        }
        const provider = await this.providerFor(goal, urn);
        // What was deleted to make way, or was only read, is no example for the inputs.
        const recreating = this.deleted.has(urn) && old !== undefined;
        const owned = recreating || old?.external ? undefined : old;
        if (provider) {
            const news = owned ? ignored.inputs : goal.properties;
            state.inputs = await checkInputs(deployment, provider, state, owned?.inputs ?? {}, news);
        }
        await this.packs?.analyze(deployment, state, goal, this.providerState(goal.provider));

        const settle: Settle = (result) => answer({ state, result });
        const { dryRun } = deployment;
        if (recreating) {
            this.deleted.delete(urn);
            this.markReplaced(urn);
            const keys = this.dependentKeys.get(urn) ?? [];
            const diff = { replaceKeys: keys, changedKeys: [] };
            return [replaceStep(old, state), createStep({ state, provider, old, diff, dryRun, settle })];
        }
        if (old?.external) {
            this.kept.add(urn);
            return [createStep({ state, provider, old, pendingDelete: true, dryRun, settle }), replaceStep(old, state)];
        }
        if (old === undefined) {
            this.kept.add(urn);
            return [createStep({ state, provider, dryRun, settle })];
        }
        const diff = await diffResource(this.context, old, state, goal, provider);
        return this.change({ old, state, goal, provider, diff, settle });
    }

    private markReplaced(urn: string): void {
        this.kept.add(urn);
        this.replaced.add(urn);
    }

    private providerState(reference: string): ResourceState | undefined {
        return reference === "" ? undefined : this.providers.get(parseReference(reference).urn);
    }

    private change(what: Change): Promise<Step[]> | Step[] {
        const { old, state, goal, provider, settle } = what;
        const { dryRun } = this.deployment;
        const hasInitErrors = (old.initErrors ?? []).length > 0;
        const diff: ForcedDiff = {
            ...what.diff,
            ...applyReplaceOnChanges(what.diff, goal.replaceOnChanges, hasInitErrors),
        };
        if (old.pendingReplacement || diff.forced || (diff.changes === "some" && isReplace(diff))) {
            return this.replace({ ...what, diff });
        }
        this.kept.add(state.urn);
        if (diff.changes === "some") {
            return [updateStep({ old, state, provider, diff, ignoreChanges: goal.ignoreChanges, dryRun, settle })];
        }
        // Unchanged, but never ready: the update has the provider wait for it again.
        if (hasInitErrors) {
            return [updateStep({ old, state, provider, diff: undefined, ignoreChanges: [], dryRun, settle })];
        }
        return [sameStep(old, state, this.deployment, settle)];
    }

    private async replace({ old, state, goal, provider, diff, settle }: Change): Promise<Step[]> {
        const { deployment } = this;
        const { dryRun } = deployment;
        const { urn } = state;
        if (state.protect && old.protect) {
            deployment.report(
                "error",
                `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, ` +
                    "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
                urn,
            );
            deployment.sawError = true;
            // A preview goes on, to show all that stands in the way.
            if (!dryRun) {
                throw new Bail(`resource ${urn} is protected`);
            }
        }
        this.markReplaced(urn);
        if (provider) {
            // What was carried over from the old resource does not hold for the new one.
            state.inputs = await checkInputs(deployment, provider, state, {}, goal.properties);
        }
        const make = (pendingDelete: boolean): Step =>
            createStep({ state, provider, old, diff, pendingDelete, dryRun, settle });
        if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
            return [make(true), replaceStep(old, state, diff)];
        }
        // No other registration may be decided on while it is open which of the dependents go.
        return this.gate.alone(async () => {
            const steps = await this.deleteDependents(old);
            await deployment.ensureProvider(old);
            if (!old.pendingReplacement) {
                steps.push(deleteStep({ old, deployment, deleted: this.deleted, replacing: "before" }));
            }
            return [...steps, replaceStep(old, state, diff), make(false)];
        });
    }

    private async deleteDependents(old: ResourceState): Promise<Step[]> {
        const { deployment, deleted } = this;
        const steps: Step[] = [];
        for (const { state, keys } of (await dependentReplacements(deployment, old, this.urns)).reverse()) {
            if (this.pendingDeletes.has(state)) {
                continue;
            }
            this.dependentKeys.set(state.urn, keys);
            if (state.protect && !state.delete) {
                deployment.report(
                    "error",
                    `unable to replace resource "${state.urn}" as part of replacing "${old.urn}" as it is currently marked for ` +
                        "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program " +
                        `and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect "${state.urn}"\``,
                    old.urn,
                );
                throw new Bail(`resource ${state.urn} is protected`);
            }
            steps.push(deleteStep({ old: state, deployment, deleted, ...(!state.delete && { replacing: "before" }) }));
            deleted.add(state.urn);
            this.pendingDeletes.add(state);
        }
        return steps;
    }

    /** Steps that delete what is left over, in layers: each after the one before, those within one at once. */
    async deletes(): Promise<Step[][]> {
        const { deployment, deleted } = this;
        const steps = new Map<ResourceState, Step>();
        for (const old of deployment.previous) {
            if (old.delete ? this.pendingDeletes.has(old) : this.kept.has(this.aliased.get(old.urn) ?? old.urn)) {
                continue;
            }
            deleted.add(old.urn);
            const step = old.delete
                ? deleteStep({ old, deployment, deleted, replacing: "after" })
                : old.pendingReplacement
                  ? forgetStep(old)
                  : deleteStep({ old, deployment, deleted });
            steps.set(old, step);
            await deployment.ensureProvider(old);
        }
        return deployment.graph
            .layers(new Set(steps.keys()))
            .map((layer) => layer.map((state) => steps.get(state) as Step).sort(protectedLast));
    }
}

interface Change {
    old: ResourceState;
    state: ResourceState;
    goal: Goal;
    provider: Provider | undefined;
    diff: ForcedDiff;
    settle: Settle;
}

/** What is refused comes after what is not. */
const protectedLast = (a: Step, b: Step): number => Number(a.old?.protect ?? false) - Number(b.old?.protect ?? false);
