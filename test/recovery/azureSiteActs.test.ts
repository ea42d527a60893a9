import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { FakeAz, signedIn, subscription } from "./fakeAz";

const databaseId = `/subscriptions/${subscription}/resourceGroups/rg-data/providers/Microsoft.Sql/servers/sql-neu/databases/db-amber-otter`;
const key = "MIIKfakekeyfakekeyfakekeyfakekeyfakekeyfakekeyfakekeyfakekeyfakekeyfakekeyfakekeyfakekey";

describe("on Azure, through az,", () => {
    let az: FakeAz;
    beforeEach(() => {
        az = new FakeAz();
    });
    afterEach(() => az.remove());

    describe("a person is told what to do when", () => {
        it("az is not installed", async () => {
            az.hide();
            await expect(az.site()).rejects.toThrow(
                /^The Azure command line \(az\) is not on the PATH\. Install it, https:\/\/learn/,
            );
        });

        it.each([
            [
                "nobody is signed in",
                "ERROR: Please run 'az login' to setup account.",
                /^Nobody is signed in to Azure.*az login/,
            ],
            [
                "the sign-in has ended",
                "ERROR: AADSTS70043: The refresh token has expired",
                /^Nobody is signed in.*or no longer/,
            ],
            [
                "the subscription is somebody else's",
                "ERROR: The subscription of 'other' doesn't exist in cloud 'AzureCloud'.",
                /az account list --output table, then az account set/,
            ],
        ])("%s", async (_, stderr, message) => {
            az.on(["account", "show"], { stderr });
            await expect(az.site({ subscription: "other" })).rejects.toThrow(message);
            expect(az.calls()).toEqual(["account show --subscription other --output json --only-show-errors"]);
        });

        it("the subscription is disabled", async () => {
            az.on(["account", "show"], { json: { ...signedIn, state: "Disabled" } });
            await expect(az.site()).rejects.toThrow(`The subscription Oxygis (${subscription}) is disabled.`);
        });
    });

    describe("an answer is waited for", () => {
        it("again where Azure is busy, and not where it refuses", async () => {
            const busy = { stderr: 'ERROR: Too Many Requests({"error":{"code":"429"}})' };
            az.on([databaseId], busy, busy, { json: { name: "db", properties: { status: "Restoring" } } });
            const site = await az.site();
            const expected = {
                customer: "amber-otter",
                databaseId,
                lostDatabaseId: databaseId,
                point: "2026-11-23T01:00:00Z",
            };
            expect((await site.verify(expected)).because).toBe("The database is Restoring, not online.");
            expect(az.calls()).toHaveLength(4);
            az.on([databaseId], { stderr: "ERROR: Bad Request(...)" });
            await expect(site.verify(expected)).rejects.toThrow("Bad Request");
            expect(az.calls()).toHaveLength(1);
        });

        it("by a few at a time", async () => {
            az.on([databaseId], { json: { name: "db", properties: { status: "Restoring" } }, sleepSeconds: 0.5 });
            const site = await az.site();
            const expected = {
                customer: "amber-otter",
                databaseId,
                lostDatabaseId: databaseId,
                point: "2026-11-23T01:00:00Z",
            };
            await Promise.all(Array.from({ length: 12 }, () => site.verify(expected)));
            expect(az.calls()).toHaveLength(13);
            expect([2, 3, 4, 5, 6, 7, 8]).toContain(az.mostAtOnce());
        });

        it("no longer than it may take", async () => {
            az.on(["account", "show"], { sleepSeconds: 60 });
            await expect(az.site({ timeoutSeconds: 0.1 })).rejects.toThrow(
                "az account show gave no answer in 0.1 seconds.",
            );
        });
    });

    describe("a restored database is verified", () => {
        const expected = {
            customer: "amber-otter",
            databaseId,
            lostDatabaseId: databaseId,
            point: "2026-11-23T01:00:00Z",
        };
        const check = (script: string): string => {
            const file = join(az.folder, "check");
            writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
            return file;
        };
        const says = (customer: string, newestRow: string) =>
            check(`echo '{"customer":"${customer}","newestRow":"${newestRow}"}'`);
        beforeEach(() => az.on([databaseId], { json: { name: "db-amber-otter", properties: { status: "Online" } } }));

        it("by the team's own look into it", async () => {
            const asked = join(az.folder, "asked");
            const verifyCommand = check(
                `echo "$@" > '${asked}'; echo '{"customer":"amber-otter","newestRow":"2026-11-23T00:59:30Z"}'`,
            );
            const verification = await (await az.site({ verifyCommand })).verify(expected);
            expect(verification).toMatchObject({ ok: true, newest: "2026-11-23T00:59:30.000Z" });
            expect(readFileSync(asked, "utf8")).toBe(
                "amber-otter sql-neu.database.windows.net db-amber-otter 2026-11-23T01:00:00Z\n",
            );
        });

        it("by nobody, where no such look is configured", async () => {
            const verification = await (await az.site()).verify(expected);
            expect(verification).toMatchObject({
                ok: false,
                because: expect.stringMatching(/OXYGIS_VERIFY_COMMAND/) as string,
            });
        });

        it.each([
            [
                "holds another customer's data",
                () => says("blue-heron", "2026-11-23T00:59:30Z"),
                /another customer's data/,
            ],
            [
                "is newer than what was asked for",
                () => says("amber-otter", "2026-11-23T02:00:00Z"),
                /after the restored moment/,
            ],
            [
                "cannot be looked into",
                () => check("echo secret row; echo secret >&2; exit 3"),
                /^The check .* ended with code 3\.$/,
            ],
            ["is told of in other words", () => check("echo fine"), /did not print/],
            ["has no time", () => says("amber-otter", "never"), /did not print/],
            ["is asked of nobody", () => "/no/such/check", /there is no executable \/no\/such\/check/],
        ])("and is not where it %s", async (_, command, because) => {
            const verification = await (await az.site({ verifyCommand: command() })).verify(expected);
            expect(verification).toMatchObject({ ok: false, because: expect.stringMatching(because) as string });
            expect(JSON.stringify(verification)).not.toContain("secret");
        });
    });

    describe("the origin's certificate", () => {
        const fileOf = (call: string) => /--file (.*\.pfx)/.exec(call)![1]!;

        it("comes from the escrow vault through a file that does not stay", async () => {
            az.on(["keyvault secret download"], { download: key }).on(["keyvault certificate import"], {});
            const site = await az.site({ escrowVault: "kv-escrow" });
            expect(await site.importCertificate("kv-eu1-neu", "origin-certificate")).toBe(
                "certificate origin-certificate-eu1 of key vault kv-escrow",
            );
            const [, download, put] = az.calls();
            expect(download).toContain("--vault-name kv-escrow --name origin-certificate-eu1 --file");
            expect(put).toContain("--vault-name kv-eu1-neu --name origin-certificate --file");
            expect(put).toContain("--output none");
            expect(fileOf(download!)).toBe(fileOf(put!));
            expect(existsSync(dirname(fileOf(put!)))).toBe(false);
            expect(az.calls().join()).not.toContain(key);
        });

        it("lies where only this user can read it while it is carried over", async () => {
            az.on(["keyvault secret download"], { download: key }).on(["keyvault certificate import"], {
                sleepSeconds: 1,
            });
            const carried = (await az.site({ escrowVault: "kv-escrow" })).importCertificate(
                "kv-eu1-neu",
                "origin-certificate",
            );
            const put = async (): Promise<string> => {
                const found = az.calls().find((call) => call.includes("certificate import"));
                return found ?? new Promise((done) => setTimeout(() => done(put()), 20));
            };
            const file = fileOf(await put());
            expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
            await carried;
        });

        it("leaves nothing behind and tells nothing where the import fails", async () => {
            az.on(["keyvault secret download"], { download: key }).on(["keyvault certificate import"], {
                stderr: `ERROR: (Forbidden) Public network access is disabled. ${key} eyJhbGciOi.eyJzdWIi.c2ln`,
            });
            const site = await az.site({ escrowVault: "kv-escrow" });
            const failure = await site
                .importCertificate("kv-eu1-neu", "origin-certificate")
                .catch((error: Error) => error.message);
            expect(failure).toMatch(/run this from a machine that reaches both/);
            expect(failure).not.toMatch(/MIIK|eyJ/);
            expect(existsSync(dirname(fileOf(az.calls().at(-1)!)))).toBe(false);
        });

        it("is asked for by name where no escrow vault is configured", async () => {
            await expect((await az.site()).importCertificate("kv", "origin-certificate")).rejects.toThrow(
                /^OXYGIS_CERTIFICATE_ESCROW names no key vault that holds origin-certificate-eu1/,
            );
        });
    });

    describe("a private connection", () => {
        const service = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls";
        const sqlServer = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Sql/servers/sql";
        const asked = (name: string, description: string, status = "Pending", endpoint = "/x/privateEndpoints/y") => ({
            id: `/c/${name}`,
            properties: {
                privateEndpoint: { id: endpoint },
                privateLinkServiceConnectionState: { status, description },
            },
        });
        const ours = "Front Door of the Oxygis platform: the cell's application";

        it("is approved once Front Door has asked for it, and nobody else's is", async () => {
            az.on(
                ["private-endpoint-connection list"],
                { json: [] },
                { json: [asked("theirs", "let me in"), asked("ours", ours), asked("before", ours, "Approved")] },
            ).on(["private-endpoint-connection approve"], {});
            await (await az.site()).approveLinks(service);
            const approved = az.calls().filter((call) => call.includes("approve"));
            expect(approved).toEqual([
                expect.stringContaining("--id /c/ours --description approved by oxygis recover"),
            ]);
            expect(az.notes).toEqual([expect.stringMatching(/^1 requests .* are not ours and stay pending/)]);
        });

        it("of the SQL server is approved for the job agent alone", async () => {
            const agent =
                "/subscriptions/m/resourceGroups/m/providers/Microsoft.Network/privateEndpoints/EJ_1_ja-oxygis-eu1-neu_server";
            az.on(["private-endpoint-connection list"], {
                json: [asked("agent", "", "Pending", agent), asked("liar", ours)],
            }).on(["private-endpoint-connection approve"], {});
            await (await az.site()).approveLinks(sqlServer);
            expect(az.calls().filter((call) => call.includes("approve"))).toEqual([
                expect.stringContaining("--id /c/agent"),
            ]);
        });
    });

    it("a geo-secondary becomes the live database without loss", async () => {
        az.on(["sql db replica set-primary"], {});
        await (await az.site()).failover(databaseId);
        expect(az.calls().at(-1)).toBe(
            `sql db replica set-primary --resource-group rg-data --server sql-neu --name db-amber-otter --subscription ${subscription} --output none --only-show-errors`,
        );
        expect(az.calls().join()).not.toContain("allow-data-loss");
    });
});
