/**
 * Loaded into the program's process, where somebody wants to know when it is idle. Asked over the channel to the engine, it lets the
 * event loop turn twice and answers how many of the program's requests to the engine are open; nothing, while the program has anything
 * else to do or to wait for: timers, files, other connections, answers that came in meanwhile. The channel keeps nothing alive.
 */
const source = `
import http2 from "node:http2";

const engine = process.argv[process.argv.indexOf("--monitor") + 1];
const sessions = [];
let happened = 0;

const connect = http2.connect;
http2.connect = (authority, ...rest) => {
    const session = connect(authority, ...rest);
    if (String(authority).endsWith(engine)) {
        const counted = { open: 0 };
        sessions.push(counted);
        const request = session.request;
        session.request = (...args) => {
            const stream = request.apply(session, args);
            counted.open++;
            happened++;
            stream.once("close", () => {
                counted.open--;
                happened++;
            });
            return stream;
        };
    }
    return session;
};

// The program's own output is nothing to wait for: opened here, so that it is known.
void process.stdout, process.stderr;
const pipes = () => process.getActiveResourcesInfo().filter((name) => name === "PipeWrap").length;
process.on("message", () => {
    setImmediate(() => {
        const before = happened;
        setImmediate(() => {
            // A connection is among the active ones while it has open requests.
            const connected = sessions.filter(({ open }) => open > 0);
            const idle = happened === before && process.getActiveResourcesInfo().length === output + connected.length;
            process.send(idle ? { open: connected.reduce((sum, { open }) => sum + open, 0) } : {});
        });
    });
});
process.channel.unref();
const output = pipes();
`;

export const probe = `data:text/javascript,${encodeURIComponent(source)}`;

/** What the probe answers. */
export interface Probed {
    open?: number;
}
