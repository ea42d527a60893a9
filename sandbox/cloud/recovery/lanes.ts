/** How many restores run at once: each takes the first lane that is free. */

export class Lanes {
    /** When each lane is free again. */
    private readonly free = new Map<string, number[]>();

    /** The lane that is free first, and from when. */
    next(of: string, lanes: number): { index: number; from: number } {
        const known = this.free.get(of) ?? [];
        let found = { index: 0, from: known[0] ?? 0 };
        for (let index = 1; index < lanes; index++) {
            const from = known[index] ?? 0;
            if (from < found.from) found = { index, from };
        }
        return found;
    }

    occupy({ of, index }: { of: string; index: number }, until: number): void {
        const known = this.free.get(of) ?? [];
        known[index] = until;
        this.free.set(of, known);
    }
}
