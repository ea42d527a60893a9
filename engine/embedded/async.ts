/** A promise with its two ends in reach. */
export interface Deferred<T> {
    promise: Promise<T>;
    resolve: (value: T) => void;
    reject: (error: unknown) => void;
}

export function deferred<T = void>(): Deferred<T> {
    let ends: Omit<Deferred<T>, "promise"> | undefined;
    const promise = new Promise<T>((resolve, reject) => {
        ends = { resolve, reject };
    });
    return { promise, ...(ends as Omit<Deferred<T>, "promise">) };
}

/** At most `limit` tasks at once, in the order in which they came. */
export class Pool {
    private running = 0;
    private readonly waiting: (() => void)[] = [];
    constructor(private readonly limit: number) {}

    async run<T>(task: () => Promise<T>): Promise<T> {
        if (this.running >= this.limit) {
            await new Promise<void>((resolve) => this.waiting.push(resolve));
        } else {
            this.running++;
        }
        try {
            return await task();
        } finally {
            const next = this.waiting.shift();
            if (next) {
                next();
            } else {
                this.running--;
            }
        }
    }
}

/** Lets any number of tasks through, except while one asks to be alone; that one waits until no other is under way. */
export class Gate {
    private inside = 0;
    private closed: Promise<unknown> = Promise.resolve();
    private queue = 0;
    private idle: (() => void)[] = [];

    async pass<T>(task: () => Promise<T>): Promise<T> {
        while (this.queue > 0) {
            await this.closed;
        }
        this.inside++;
        try {
            return await task();
        } finally {
            this.leave();
        }
    }

    private leave(): void {
        this.inside--;
        if (this.inside === 0) {
            this.idle.forEach((wake) => wake());
            this.idle = [];
        }
    }

    /** To be called from within a task that has passed: it does not count as under way while it waits. */
    async alone<T>(task: () => Promise<T>): Promise<T> {
        const before = this.closed;
        this.queue++;
        const turn = deferred();
        this.closed = before.then(() => turn.promise);
        this.leave();
        await before;
        if (this.inside > 0) {
            await new Promise<void>((resolve) => this.idle.push(resolve));
        }
        try {
            return await task();
        } finally {
            this.inside++;
            this.queue--;
            turn.resolve();
        }
    }
}
