import type { IndexedResource, StackIndex } from "./stackIndex";

/**
 * The resources of some types that an input was made from. An order (`dependsOn`) is no relation, and neither is an id that the program
 * writes out: nobody can tell at preview whether the resource it names will be there.
 */
export function madeFrom(
    stack: StackIndex,
    { propertyDependencies }: IndexedResource,
    input: string,
    types: readonly string[],
): IndexedResource[] {
    return (propertyDependencies[input] ?? []).flatMap((urn) => {
        const source = stack.get(urn);
        return source && types.includes(source.token) ? [source] : [];
    });
}

/** URNs of all that some resources' input was made from. */
export function sourcesOf(resources: readonly IndexedResource[], input: string): Set<string> {
    return new Set(resources.flatMap(({ propertyDependencies }) => propertyDependencies[input] ?? []));
}

/** The resources of a type whose input was made from one resource. */
export const pointingTo = (stack: StackIndex, { urn }: IndexedResource, type: string, input: string) =>
    stack.ofType(type).filter(({ propertyDependencies }) => propertyDependencies[input]?.includes(urn));
