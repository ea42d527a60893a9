/** What a run is doing: work that goes on by itself, and calls that end when the cloud says so. */
export class Activity {
    private busy = 0;
    private waiting = 0;
    private wake: (() => void) | undefined;
    private released = false;
    /** Another number after whatever has happened. */
    epoch = 0;

    /** Calls that wait for the cloud. */
    get underWay(): number {
        return this.waiting;
    }

    /** Something has come or gone that is no work. */
    touch(): void {
        this.epoch++;
    }

    /** Resolves when nothing is left to do here until the cloud answers, or when nobody needs to know any more. */
    async untilStuck(): Promise<void> {
        while (!this.released && (this.busy > 0 || this.waiting === 0)) {
            await new Promise<void>((resolve) => (this.wake = resolve));
        }
    }

    release(): void {
        this.released = true;
        this.wake?.();
    }

    /** Work that goes on by itself, apart from the calls of `wait` within it. */
    async work<T>(task: () => Promise<T>): Promise<T> {
        this.change(1, 0);
        try {
            return await task();
        } finally {
            this.change(-1, 0);
        }
    }

    /** The part of some work that ends when the cloud says so. */
    async wait<T>(call: () => Promise<T>): Promise<T> {
        this.change(-1, 1);
        try {
            return await call();
        } finally {
            this.change(1, -1);
        }
    }

    private change(busy: number, waiting: number): void {
        this.busy += busy;
        this.waiting += waiting;
        this.epoch++;
        if (this.busy === 0) {
            this.wake?.();
        }
    }
}
