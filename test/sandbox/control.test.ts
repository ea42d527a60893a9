/** What is asked of the sandbox besides Pulumi's protocol, and that what was said is still so after a restart. */
import { answerQuestion } from "../../sandbox/cloud/recovery/questions";
import type { Answer, Arguments, Question } from "../../sandbox/control";
import { readWorld } from "../../sandbox/inspect";
import { Calls } from "../../sandbox/provider/calls";
import { startSandbox } from "../../sandbox/start";
import { temporaryFolder } from "../support/folders";
import { regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
beforeEach(async () => {
    cloud = await TestCloud.open();
});
afterEach(() => cloud.close());

const ask = <Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answer<Q>> =>
    answerQuestion(cloud.world, question, args);
const reopen = async (): Promise<void> => {
    await cloud.close();
    cloud = await TestCloud.open(cloud.directory);
};

describe("the clock", () => {
    test("goes on and never back, and what is made then begins then", async () => {
        expect(await ask("advance", { to: 86_400 })).toEqual({ now: 86_400 });
        expect(await ask("advance", { to: 100 })).toEqual({ now: 86_400 });
        await cloud.make("resources:ResourceGroup", regional);
        expect(cloud.world.operations[0]).toMatchObject({ begin: 86_400, end: 86_403 });
    });

    test("is where it was after a restart, for readers too", async () => {
        await ask("advance", { to: 100 });
        await ask("advance", { to: 5000 });
        expect(readWorld(cloud.directory).clockSeconds).toBe(5000);
        await reopen();
        expect(await ask("clock", {})).toEqual({ now: 5000 });
        expect(readWorld(cloud.directory).clock).toBe("2026-01-05T01:23:20.000Z");
    });
});

test("outages, faults and certificates outlive the process", async () => {
    await ask("lose", { region: "westeurope", planes: ["control", "data"], from: 1000 });
    await ask("lose", { region: "northeurope", zone: "2", planes: ["data"], from: 10, until: 20 });
    await ask("bringBack", { region: "westeurope", at: 4000 });
    await ask("certificates", { vaultId: "/subscriptions/s/vaults/kv", put: "origin" });
    await ask("fault", { kind: "slowRestores", factor: 2 });
    await reopen();
    expect((await ask("outages", {})).outages).toEqual([
        { region: "westeurope", planes: ["control", "data"], from: 1000, until: 4000 },
        { region: "northeurope", zone: "2", planes: ["data"], from: 10, until: 20 },
    ]);
    expect(await ask("certificates", { vaultId: "/subscriptions/S/vaults/KV" })).toEqual({ names: ["origin"] });
    expect(cloud.world.ledger.faults).toEqual([{ at: 0, fault: { kind: "slowRestores", factor: 2 } }]);
});

describe("which calls are under way", () => {
    const calls = (waiting: () => number, release: () => void = () => undefined, settle?: number) =>
        new Calls(waiting, release, settle);

    test("it is quiet when all of them wait, at once where their number is known", async () => {
        const some = calls(() => 2);
        some.begin();
        some.begin();
        expect(await some.quiet(2)).toBe(true);
        expect(await some.quiet()).toBe(true);
    });

    test("one on its way is waited for", async () => {
        let waiting = 1;
        const some = calls(() => waiting);
        some.begin();
        const quiet = some.quiet(2);
        some.begin();
        waiting = 2;
        expect(await quiet).toBe(true);
    });

    test("it is not quiet when one is answered meanwhile: whoever asked has something to go on with", async () => {
        const some = calls(() => 1);
        some.begin();
        some.begin();
        const quiet = some.quiet();
        some.end();
        expect(await quiet).toBe(false);
    });

    test("after a settling time they are released by themselves, not while another one is under way", async () => {
        let waiting = 0;
        const released = new Promise<number>((resolve) => {
            const some = calls(
                () => waiting,
                () => {
                    resolve(waiting);
                },
                0.01,
            );
            some.begin();
            some.begin();
            waiting = 1;
            setTimeout(() => {
                some.end();
            }, 30);
        });
        expect(await released).toBe(1);
    });
});

test("a process answers over its standard input, mistakes too", async () => {
    const sandbox = await startSandbox({ directory: temporaryFolder(), seed: 1 });
    const answers = await Promise.all([
        sandbox.ask("advance", { to: 60 }),
        sandbox.ask("clock", {}),
        sandbox.ask("idle", { underWay: 0 }),
    ]);
    expect(answers).toEqual([{ now: 60 }, { now: 60 }, { released: 0 }]);
    await expect(sandbox.ask("verified", { databaseId: "nowhere", seconds: 1 })).rejects.toThrow("nowhere");
    await sandbox.stop();
    await expect(sandbox.ask("clock", {})).rejects.toThrow("The sandbox ended unexpectedly.");
});
