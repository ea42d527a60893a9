import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { isVerified } from "../../infra/config/verifier";

describe("isVerified", () => {
    let server: Server | undefined;
    afterEach(() => {
        delete process.env["OXYGIS_VERIFIER"];
        server?.closeAllConnections();
        server?.close();
        server = undefined;
    });
    const answering = async (answer: string) => {
        const asked: { method: string | undefined; body: unknown }[] = [];
        server = createServer((request, response) => {
            let body = "";
            request.on("data", (part: Buffer) => (body += part.toString()));
            request.on("end", () => {
                asked.push({ method: request.method, body: JSON.parse(body) });
                response.end(answer);
            });
        });
        await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
        process.env["OXYGIS_VERIFIER"] = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/verify`;
        return asked;
    };

    it("asks for the customer and the database, and believes a plain yes", async () => {
        const asked = await answering('{"verified": true}');

        expect(await isVerified("amber", "/subscriptions/s/databases/db-amber")).toBe(true);
        expect(asked).toEqual([
            { method: "POST", body: { customer: "amber", databaseId: "/subscriptions/s/databases/db-amber" } },
        ]);
    });

    it.each(['{"verified": false}', '{"verified": "true"}', "{}", "null", "yes", ""])(
        "takes %j for no",
        async (answer) => {
            await answering(answer);

            expect(await isVerified("amber", "id")).toBe(false);
        },
    );

    it("takes nobody there for no", async () => {
        expect(await isVerified("amber", "id")).toBe(false);

        await answering("");
        server!.close();
        expect(await isVerified("amber", "id")).toBe(false);

        process.env["OXYGIS_VERIFIER"] = "no address";
        expect(await isVerified("amber", "id")).toBe(false);
    });

    it("takes a connection that breaks for no", async () => {
        await answering("");
        server!.removeAllListeners("request").on("request", (request) => request.socket.destroy());

        expect(await isVerified("amber", "id")).toBe(false);
    });
});
