import { dependenciesOf, type ResourceState } from "./state/model";
import { parseReference } from "./urn";

/** Urns that a resource needs: parent, dependencies, host and provider. */
const needs = (state: ResourceState): string[] =>
    state.provider ? [...dependenciesOf(state), parseReference(state.provider).urn] : dependenciesOf(state);

/** Who depends on whom in a list of resources, each of which stands after what it depends on. */
export class DependencyGraph {
    private readonly positions = new Map<ResourceState, number>();
    private readonly byUrn = new Map<string, number[]>();

    constructor(private readonly resources: readonly ResourceState[]) {
        for (const [position, state] of resources.entries()) {
            this.positions.set(state, position);
            const known = this.byUrn.get(state.urn);
            if (known) {
                known.push(position);
            } else {
                this.byUrn.set(state.urn, [position]);
            }
        }
    }

    /** All that depend on the resource, directly or not, in list order; children do not count, nor do the `ignored`. */
    dependentsOf(root: ResourceState, ignored: ReadonlySet<string>): ResourceState[] {
        const affected = new Set([root.urn]);
        return this.resources.slice((this.positions.get(root) ?? -1) + 1).filter((candidate) => {
            if (ignored.has(candidate.urn)) {
                return false;
            }
            const withoutParent = needs({ ...candidate, parent: undefined });
            const depends = withoutParent.some((urn) => affected.has(urn));
            if (depends) {
                affected.add(candidate.urn);
            }
            return depends;
        });
    }

    /** Resources that this one needs directly, old halves of replacements included. */
    private directDependencies(state: ResourceState): ResourceState[] {
        const position = this.positions.get(state) ?? 0;
        return needs(state).flatMap((urn) =>
            (this.byUrn.get(urn) ?? [])
                .filter((other) => other < position)
                .map((other) => this.resources[other] as ResourceState),
        );
    }

    /** All that the resource needs, directly or not. */
    dependenciesOf(root: ResourceState): Set<ResourceState> {
        const found = new Set<ResourceState>();
        const follow = (state: ResourceState): void => {
            for (const other of this.directDependencies(state)) {
                if (!found.has(other)) {
                    found.add(other);
                    follow(other);
                }
            }
        };
        follow(root);
        return found;
    }

    /**
     * Cuts resources that are to be deleted into layers: those of one layer can go at once, each layer after the one before. Only
     * direct dependencies among the deleted count: a chain over a resource that stays orders nothing.
     */
    layers(condemned: ReadonlySet<ResourceState>): ResourceState[][] {
        const heights = new Map<ResourceState, number>();
        const layers: ResourceState[][] = [];
        // In list order, so that every dependency has its height before those that need it.
        for (const state of this.resources) {
            if (!condemned.has(state)) {
                continue;
            }
            const below = this.directDependencies(state).filter((other) => condemned.has(other));
            const height = Math.max(-1, ...below.map((other) => heights.get(other) ?? -1)) + 1;
            heights.set(state, height);
            (layers[height] ??= []).push(state);
        }
        return layers.reverse();
    }
}
