/** Deterministic spread: what differs from database to database and from backup to backup without being random. */

/** A number in [0, 1) that depends on the parts alone (FNV-1a, then the finalizer of MurmurHash3). */
export function fraction(...parts: (string | number)[]): number {
    let hash = 0x811c9dc5;
    const text = parts.join("|");
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A number in [least, most) for the parts; whole where the bounds are seconds. */
export const between = (least: number, most: number, ...parts: (string | number)[]): number =>
    least + Math.floor(fraction(...parts) * (most - least));
