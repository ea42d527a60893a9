import { DependencyGraph } from "./dependencyGraph";
import type { EngineDiagnostic, Observer } from "./observer";
import type { Registry } from "./registry";
import type { Goal, ResourceState } from "./state/model";
import type { Snapshot } from "./state/snapshot";
import { makeUrn } from "./urn";

/** An error of which the user knows already. */
export class Bail extends Error {}

/** All that the parts of one run share. */
export class Deployment {
    /** What the stack holds by urn, but for old halves of replacements. */
    readonly olds = new Map<string, ResourceState>();
    /** What the run has registered so far, by urn; resources that were only read are in `reads`. */
    readonly news = new Map<string, ResourceState>();
    readonly reads = new Map<string, ResourceState>();
    readonly goals = new Map<string, Goal>();
    /** True once something was reported that must make the run fail. */
    sawError = false;
    private dependencies: DependencyGraph | undefined;

    constructor(
        readonly project: string,
        readonly stack: string,
        readonly dryRun: boolean,
        public previous: ResourceState[],
        readonly registry: Registry,
        /** Undefined in previews: they never write. */
        readonly snapshot: Snapshot | undefined,
        readonly observer: Required<Observer>,
    ) {
        this.rebase(previous);
    }

    /** Starts over from other resources, after a refresh. */
    rebase(resources: ResourceState[]): void {
        this.previous = resources;
        this.dependencies = undefined;
        this.olds.clear();
        for (const state of resources) {
            if (!state.delete) {
                this.olds.set(state.urn, state);
            }
        }
    }

    get graph(): DependencyGraph {
        return (this.dependencies ??= new DependencyGraph(this.previous));
    }

    /** The provider of a resource in state, configured from state where the run has not registered it. */
    async ensureProvider(state: ResourceState): Promise<void> {
        const find = (urn: string, id: string): ResourceState | undefined =>
            this.previous.find((candidate) => candidate.urn === urn && candidate.id === id);
        try {
            await this.registry.ensure(state.provider, find);
        } catch (error) {
            throw new Error(`could not load provider for resource ${state.urn}: ${(error as Error).message}`, {
                cause: error,
            });
        }
    }

    urnOf(goal: Goal): string {
        return makeUrn(this.stack, this.project, goal.parent, goal.type, goal.name);
    }

    report(severity: EngineDiagnostic["severity"], message: string, urn?: string): void {
        this.observer.diagnostic({ severity, message, ...(urn !== undefined && urn !== "" && { urn }) });
    }
}
