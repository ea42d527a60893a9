import { setImmediate as turn, setTimeout as pause } from "node:timers/promises";
import type { Activity } from "./activity";

/** Milliseconds until one looks again. */
const interval = 3;

export interface IdleOptions {
    activity: Activity;
    /** Open requests of the program, by its own account; undefined while it is at work. */
    program: () => Promise<number | "ended" | undefined>;
    /** Requests of the program that are being dealt with. */
    requests: () => number;
    onIdle: (underWay: number) => Promise<unknown>;
    onError: (error: Error) => void;
}

/**
 * Calls back whenever a run cannot go on before a provider has answered, and the program cannot either; again and again, one call after
 * the other. No clock is asked: program and engine are both at rest and agree on the number of requests between them, so that none is on
 * its way. What the providers have under way is theirs to compare: an answer that is on its way has not been seen here.
 */
export class IdleCaller {
    private readonly done: Promise<void>;
    private stopped = false;

    constructor(private readonly options: IdleOptions) {
        this.done = this.watch();
    }

    /** Resolves when the last call has ended. */
    stop(): Promise<void> {
        this.stopped = true;
        this.options.activity.release();
        return this.done;
    }

    private async watch(): Promise<void> {
        const { activity, onIdle, onError } = this.options;
        while (!this.stopped) {
            await activity.untilStuck();
            if (!this.stopped && (await this.idle())) {
                try {
                    await onIdle(activity.underWay);
                } catch (error) {
                    onError(error as Error);
                    return;
                }
            }
            await pause(interval);
        }
    }

    private async idle(): Promise<boolean> {
        const { activity, program, requests } = this.options;
        const { epoch } = activity;
        // What has just ended may have led on to something else.
        await turn();
        await turn();
        if (activity.epoch !== epoch) {
            return false;
        }
        const open = await program();
        return open !== undefined && activity.epoch === epoch && (open === "ended" || open === requests());
    }
}
