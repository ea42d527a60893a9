/** What a run is doing. Whoever wants to know whether it can go on by itself asks here. */
export class Activity {
    private busy = 0;
    private waiting = 0;
    private wake: (() => void) | undefined;
    /** Another number after whatever has happened. */
    epoch = 0;

    /** Something has happened that the counts do not show. */
    touch(): void {
        this.epoch++;
        if (this.stuck) {
            this.wake?.();
        }
    }

    /** Nothing is left to do here until a provider answers. */
    get stuck(): boolean {
        return this.busy === 0 && this.waiting > 0;
    }

    /** Resolves when the run is stuck, at once or later. */
    async untilStuck(): Promise<void> {
        while (!this.stuck) {
            await new Promise<void>((resolve) => (this.wake = resolve));
        }
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

    /** A part of some work that ends when the cloud says so. */
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
        this.touch();
    }
}
