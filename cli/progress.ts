import { spinner } from "@clack/prompts";

/** Says on standard error what is going on; standard output stays for results. */
export interface Progress {
    /** A new phase begins, for example `prod: preview`. */
    phase(title: string): void;
    /** How far the phase is; shown only where a line can be redrawn, and every few seconds elsewhere. */
    update(detail: string): void;
    /** The phase is over; `result` is what it came to. */
    done(result: string): void;
    fail(result: string): void;
}

/** Seconds between two lines of progress where lines cannot be redrawn (a CI log). */
const logEverySeconds = 5;

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
    return stream.isTTY ? spinning(stream) : logging(stream);
}

function spinning(output: NodeJS.WriteStream): Progress {
    let title = "";
    const spin = spinner({ output, indicator: "timer" });
    return {
        phase: (text) => spin.start((title = text)),
        update: (detail) => spin.message(`${title}: ${detail}`),
        done: (result) => spin.stop(`${title}: ${result}`),
        fail: (result) => spin.error(`${title}: ${result}`),
    };
}

function logging(output: NodeJS.WriteStream): Progress {
    let title = "";
    let last = 0;
    const line = (text: string) => output.write(`${title}: ${text}\n`);
    return {
        phase: (text) => {
            title = text;
            last = performance.now();
        },
        update: (detail) => {
            if (performance.now() - last < logEverySeconds * 1000) return;
            last = performance.now();
            line(detail);
        },
        done: line,
        fail: line,
    };
}
