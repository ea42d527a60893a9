import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Longer than any slug with any Azure id. */
const longestQuestion = 10_000;

interface VerifierServer {
    /** What the program is told in `OXYGIS_VERIFIER`. */
    readonly address: string;
    close(): Promise<void>;
}

/**
 * Answers the program's question whether what a restored database holds has been found right. Only this machine can ask, and only
 * who knows the path; whatever goes wrong is a no.
 */
export async function serveVerifier(
    verify: (customer: string, databaseId: string) => Promise<boolean>,
): Promise<VerifierServer> {
    const path = `/${randomBytes(24).toString("base64url")}`;
    // The program may ask again what is being found out already.
    const asked = new Map<string, Promise<boolean>>();
    const askOnce = (customer: string, databaseId: string) => {
        const key = `${customer} ${databaseId}`;
        const answer = asked.get(key) ?? verify(customer, databaseId).finally(() => asked.delete(key));
        asked.set(key, answer);
        return answer;
    };
    const server = createServer((request, response) => {
        const say = (status: number, body: object) => {
            response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        };
        if (request.method !== "POST" || request.url !== path) {
            say(404, {});
            return;
        }
        readQuestion(request)
            .then(({ customer, databaseId }) => askOnce(customer, databaseId))
            .then((verified) => say(200, { verified }))
            .catch(() => say(200, { verified: false }));
    });
    server.requestTimeout = 0;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
        async close() {
            server.close();
            server.closeAllConnections();
            await once(server, "close");
        },
    };
}

async function readQuestion(request: IncomingMessage): Promise<{ customer: string; databaseId: string }> {
    let text = "";
    for await (const chunk of request) {
        text += String(chunk);
        if (text.length > longestQuestion) throw new Error("too long");
    }
    const { customer, databaseId } = JSON.parse(text) as Record<string, unknown>;
    if (typeof customer !== "string" || typeof databaseId !== "string") throw new Error("not a question");
    return { customer, databaseId };
}
