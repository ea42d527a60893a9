/** Changes in a stopped world what somebody might change in the portal, so that a refresh has something to find. */
import { World } from "./cloud/world";
import type { Value } from "./cloud/values";

/**
 * Sets a property of a resource, or with `undefined` removes it; inputs that have it change along, secrets stay secret.
 * @param path such as `tags.owner` or `sku.capacity`
 * @throws when the folder is in use or holds no resource of that id
 */
export async function setProperty(
    directory: string,
    id: string,
    path: string,
    value: Value | undefined,
): Promise<void> {
    const world = await World.open(directory);
    try {
        await world.tamper(id, path, value);
    } finally {
        await world.close();
    }
}

/** Removes a resource, and what is below it, behind the program's back. @throws as `setProperty` */
export async function removeResource(directory: string, id: string): Promise<void> {
    const world = await World.open(directory);
    try {
        if (world.state.get(id) === undefined) throw new Error(`The sandbox in ${directory} holds no ${id}.`);
        await world.delete("", id);
    } finally {
        await world.close();
    }
}
