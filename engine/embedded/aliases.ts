import type { Goal, ResourceState } from "./state/model";
import { makeUrn, nameOf, typeOf } from "./urn";

/** The old urns under which a resource may be found in state: its own aliases, and those that follow from its parent's. */
export function aliasUrns(
    goal: Goal,
    stack: string,
    project: string,
    parentAlias: string | undefined,
    oldUrn: OldUrn,
): string[] {
    const own = goal.aliases.map((alias) => {
        if (alias.urn !== undefined) {
            return alias.urn;
        }
        const parent = alias.noParent ? "" : alias.parent ? (oldUrn(alias.parent) ?? alias.parent) : goal.parent;
        return makeUrn(
            alias.stack || stack,
            alias.project || project,
            parent,
            alias.type || goal.type,
            alias.name || goal.name,
        );
    });
    if (parentAlias === undefined) {
        return [...new Set(own)];
    }
    const inherited = (type: string, name: string): string =>
        makeUrn(stack, project, parentAlias, type, renamedChild(name, nameOf(goal.parent), nameOf(parentAlias)));
    return [
        ...new Set([...own, inherited(goal.type, goal.name), ...own.map((urn) => inherited(typeOf(urn), nameOf(urn)))]),
    ];
}

type OldUrn = (urn: string) => string | undefined;

/** A child whose name starts with its parent's is taken to have been named after it. */
const renamedChild = (child: string, parent: string, oldParent: string): string =>
    child.startsWith(parent) ? oldParent + child.slice(parent.length) : child;

/** The resources with every reference to an aliased urn made to point to the new one, as in Pulumi's own checkpoints. */
export function rewriteUrns(resources: readonly ResourceState[]): ResourceState[] {
    const renamed = new Map<string, string>();
    for (const state of resources) {
        for (const alias of state.aliases ?? []) {
            renamed.set(alias, state.urn);
        }
    }
    if (renamed.size === 0) {
        return [...resources];
    }
    const now = (urn: string): string => renamed.get(urn) ?? urn;
    return resources.map((state) => {
        const next: ResourceState = { ...state };
        delete next.aliases;
        if (next.parent) {
            next.parent = now(next.parent);
        }
        if (next.deletedWith) {
            next.deletedWith = now(next.deletedWith);
        }
        next.dependencies = next.dependencies?.map(now);
        next.replaceWith = next.replaceWith?.map(now);
        next.propertyDependencies =
            next.propertyDependencies &&
            Object.fromEntries(Object.entries(next.propertyDependencies).map(([key, urns]) => [key, urns.map(now)]));
        if (next.provider) {
            const at = next.provider.lastIndexOf("::");
            next.provider = now(next.provider.slice(0, at)) + next.provider.slice(at);
        }

        return next;
    });
}
