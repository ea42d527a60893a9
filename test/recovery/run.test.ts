import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";

import { parse, stringify } from "yaml";

import { planRecovery } from "../../recovery/plan/plan";
import { readJournal } from "../../recovery/run/journal";
import { askToCancel, RecoveryRunningError, takeLock } from "../../recovery/run/lock";
import { repatriate } from "../../recovery/run/repatriate";
import { isBack, stateOf } from "../../recovery/run/state";
import { cancelRecovery, recoverUp, RefusedError, type UpOptions } from "../../recovery/run/up";
import { checkProject } from "../../infra/config/check";
import { removeProjects, writeProject } from "../config/testProject";
import { planInputs, projectWith } from "./planInputs";
import { Killed, RunWorld } from "./runWorld";

afterAll(removeProjects);

const everybody = ["amber", "blue", "copper", "dozy"];

const worldWith = (customers: Record<string, object> = {}) => worldOf(projectWith(customers));

function worldOf(root: string) {
    const world = new RunWorld(root);
    const plan = planRecovery(planInputs(world.root));
    const up = (more: Partial<UpOptions> = {}) => recoverUp({ ...world.job(), plan, ...more });
    const home = () => repatriate(world.job());
    return { world, plan, up, home };
}

/** The smallest one with all waves: to be killed often. */
const smallWorld = () => worldOf(writeProject({ customers: { copper: { plan: "trial" } } }));
const pair = ["amber", "copper"];

interface StackFile {
    recovers?: Record<string, unknown>;
    restores?: Record<string, Record<string, unknown>>;
    network: { addressSpace: string };
    site: Record<string, unknown>;
    documents: Record<string, unknown>;
}

const textOf = (root: string, stack: string) => readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
const fileOf = (root: string, stack = "recovery"): StackFile =>
    (parse(textOf(root, stack)) as { config: { "oxygis:stack": StackFile } }).config["oxygis:stack"];
const eventsOf = (world: RunWorld) =>
    readJournal(world.directory, "eu1").map((event) =>
        "slug" in event ? `${event.event} ${event.slug}` : event.event,
    );
const stateIn = (world: RunWorld) => stateOf(readJournal(world.directory, "eu1"))!;
const addCustomer = (root: string, slug: string, change: object = {}) => {
    const customer = { name: slug, plan: "paid", cell: "eu1", size: "small", status: "active", ...change };
    writeFileSync(join(root, `infra/customers/${slug}.yaml`), stringify(customer));
};

describe("a recovery", () => {
    it("serves everybody who has a backup, those who pay first and the largest first, and says so durably", async () => {
        const { world, up } = worldWith();
        const outcome = await up();

        expect(outcome).toMatchObject({ ok: true });
        expect(world.runs).toEqual(["global", "recovery", "recovery", "recovery"]);
        expect(world.restores).toEqual(["blue", "amber", "dozy", "copper"]);
        expect(everybody.map((slug) => world.servedBy(slug))).toEqual(everybody.map(() => "recovery"));
        expect(world.servedBy("echo")).toBeUndefined();
        expect(eventsOf(world)).toEqual([
            "planned",
            "edgeDone",
            "waveBegun",
            "certificate",
            "waveEnded",
            "waveBegun",
            "restored blue",
            "verified blue",
            "restored amber",
            "verified amber",
            "switched blue",
            "switched amber",
            "waveEnded",
            "waveBegun",
            "restored dozy",
            "verified dozy",
            "restored copper",
            "verified copper",
            "switched dozy",
            "switched copper",
            "waveEnded",
            "finished",
        ]);
    });

    it("writes a stack file that is valid and the same for the same plan", async () => {
        const { world, up, plan } = worldWith();
        await up();
        const other = worldWith();
        await other.up();

        expect(checkProject(world.root).errors).toEqual([]);
        expect(textOf(other.world.root, "recovery")).toBe(textOf(world.root, "recovery"));
        expect(textOf(world.root, "recovery")).toMatch(
            /^# Written by `oxygis recover up`: stands in for the stack prod, whose region westeurope was lost at 2026-02-04T00:00:00Z\.\n/,
        );
        expect(fileOf(world.root)).toMatchObject({
            site: { region: "northeurope", pairedRegion: "westeurope" },
            network: { addressSpace: "10.21.0.0/16" },
            documents: { accounts: 10, copies: "germanywestcentral" },
            recovers: {
                stack: "prod",
                region: "westeurope",
                wave: "rest",
                waiting: ["echo"],
                returned: [],
                cancelled: false,
            },
        });
        expect(fileOf(world.root).restores!["blue"]).toEqual({
            from: "geo",
            source: plan.customers[0]!.source.id,
            point: "2026-02-03T23:00:00Z",
            wave: "paid",
            order: 1,
            verified: true,
            // Home's has the other name: the two stand beside each other one day.
            database: 2,
        });
        // Other readers of YAML would take a bare time for one.
        expect(textOf(world.root, "recovery")).toContain('point: "2026-02-03T23:00:00Z"');
    });

    it("leaves what people write into its file alone", async () => {
        const { world, up } = worldWith();
        world.onRun = (stack) => {
            if (stack !== "global" || world.runs.length > 1) return;
            const text = textOf(world.root, "recovery");
            writeFileSync(
                join(world.root, "Pulumi.recovery.yaml"),
                text.replace("instances: 3", "instances: 5 # by hand"),
            );
        };
        await up();

        expect(textOf(world.root, "recovery")).toContain("instances: 5 # by hand");
    });

    it("changes nothing when it is over", async () => {
        const { world, up } = worldWith();
        await up();
        const [file, events, runs] = [textOf(world.root, "recovery"), eventsOf(world), world.runs.length];
        const again = await up();

        expect(again.ok).toBe(true);
        expect([textOf(world.root, "recovery"), eventsOf(world), world.runs.length]).toEqual([file, events, runs]);
    });

    it("takes on who came after its end, and nothing else", async () => {
        const { world, up } = worldWith();
        await up();
        addCustomer(world.root, "fresh");
        world.runs.length = 0;
        await up();

        expect(world.servedBy("fresh")).toBe("recovery");
        expect(world.runs).toEqual(["global", "recovery"]);
        expect(world.restores).toHaveLength(4);
    });

    it("is refused while its plan refuses, and begins nothing", async () => {
        const { world, up, plan } = worldWith();
        const refused = { ...plan, refusals: [{ what: "no room", remedy: "make some" }] };

        await expect(up({ plan: refused })).rejects.toThrow(
            new RefusedError("The recovery cannot be begun:\n  no room\n    instead: make some"),
        );
        expect([world.runs, eventsOf(world), existsSync(join(world.root, "Pulumi.recovery.yaml"))]).toEqual([
            [],
            [],
            false,
        ]);
    });

    it("is refused where another one left its file behind", async () => {
        const { world, up } = worldWith();
        writeFileSync(join(world.root, "Pulumi.recovery.yaml"), "config: {}\n");

        await expect(up()).rejects.toThrow(/is there already, and .* tells of no recovery/);
    });

    it("is refused while another process works on it", async () => {
        const { world, up } = worldWith();
        const unlock = takeLock(world.directory, "eu1");

        await expect(up()).rejects.toThrow(RecoveryRunningError);
        unlock();
        expect((await up()).ok).toBe(true);
    });

    it("takes over from a process that is gone", async () => {
        const { world, up } = worldWith();
        takeLock(world.directory, "eu1");
        const lock = join(world.directory, "recovery/eu1.lock");
        const holder = JSON.parse(readFileSync(lock, "utf8")) as object;
        writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));

        expect((await up()).ok).toBe(true);
    });

    it("takes over from a process that is dead, though whoever started it has not noticed", async () => {
        const { world, up } = worldWith();
        takeLock(world.directory, "eu1");
        // The shell becomes a program that never asks after its child, which ends only then: the shell itself would have asked.
        const parent = spawn("sh", ["-c", "cat <&3 & echo $!; exec sleep 60"], {
            stdio: ["ignore", "pipe", "ignore", "pipe"],
        });
        const [, told, , input] = parent.stdio as unknown as [null, Readable, null, Writable];
        try {
            const [line] = (await once(told, "data")) as [Buffer];
            const pid = Number(String(line));
            while (readFileSync(`/proc/${parent.pid}/comm`, "utf8") !== "sleep\n") await setImmediate();
            input.end();
            while (!/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) await setImmediate();
            const lock = join(world.directory, "recovery/eu1.lock");
            const holder = JSON.parse(readFileSync(lock, "utf8")) as object;
            writeFileSync(lock, JSON.stringify({ ...holder, pid }));

            expect((await up()).ok).toBe(true);
        } finally {
            parent.kill();
        }
    });

    it("takes on new customers in the middle, with an empty database or, if they keep all at home, without", async () => {
        const { world, up } = worldWith();
        world.onRun = (stack) => {
            if (stack !== "recovery" || world.runs.length !== 2) return;
            addCustomer(world.root, "fresh", { domains: ["app.fresh.example"] });
            addCustomer(world.root, "homely", { residency: "home", residencyReason: "By law." });
        };
        const outcome = await up();

        expect(outcome.ok).toBe(true);
        expect(world.servedBy("fresh")).toBe("recovery");
        expect(fileOf(world.root).recovers).toMatchObject({ waiting: ["echo", "homely"] });
        expect(world.runs.filter((stack) => stack === "global").length).toBeGreaterThan(1);
    });

    it("stops at mistakes in the configuration and goes on once they are gone", async () => {
        const { world, up } = worldWith();
        world.onRun = (stack) => {
            if (stack === "recovery" && world.runs.length === 2) addCustomer(world.root, "fresh", { plan: "gold" });
        };
        const { stopped } = await up();

        expect(stopped).toMatchObject({ why: "configuration" });
        expect(stopped!.message).toContain("gold");
        world.onRun = () => undefined;
        addCustomer(world.root, "fresh");
        expect((await up()).ok).toBe(true);
        expect(new Set(world.restores).size).toBe(world.restores.length);
    });
});

describe("a failed restore", () => {
    it("is tried once more and holds nobody up", async () => {
        const { world, up } = worldWith();
        world.failing.set("blue", 1);
        const outcome = await up();

        expect(outcome.ok).toBe(true);
        expect(everybody.every((slug) => world.servedBy(slug) === "recovery")).toBe(true);
        expect(world.restores.filter((slug) => slug === "blue")).toHaveLength(2);
        expect(stateIn(world).waveTimes.paid!.runs).toBe(2);
        expect(eventsOf(world).indexOf("switched amber")).toBeLessThan(eventsOf(world).lastIndexOf("restored blue"));
    });

    it("for good lets its customer wait, with the next-best backup offered, and that is taken when a person says so", async () => {
        const { world, up } = worldWith();
        world.failing.set("blue", 2);
        const outcome = await up();
        const waiting = stateIn(world).customers.get("blue")!;

        expect(outcome.ok).toBe(true);
        expect(waiting).toMatchObject({
            state: "waiting",
            because: "InternalServerError: the restore failed",
            offer: { from: "weekly" },
        });
        expect(fileOf(world.root)).toMatchObject({ recovers: { waiting: ["blue", "echo"] } });
        expect(fileOf(world.root).restores).not.toHaveProperty("blue");
        expect(checkProject(world.root).errors).toEqual([]);

        await up({ use: { blue: "weekly" } });
        expect(world.servedBy("blue")).toBe("recovery");
        expect(fileOf(world.root).restores!["blue"]).toMatchObject({ from: "weekly", verified: true });
        expect(stateIn(world).finishedAt).toBeDefined();
    });

    it("of the last wave takes its customer out of the rules at once", async () => {
        const { world, up } = worldWith();
        world.failing.set("copper", 2);
        await up();

        expect(world.hosts.get("recovery")).toEqual(new Set(["amber", "blue", "dozy"]));
    });

    it.each([
        ["nobody", "is not in the plan"],
        ["amber", "does not wait (switched)"],
    ])("is not tried again for %s, who %s", async (slug, why) => {
        const { up } = worldWith();
        await up();

        await expect(up({ use: { [slug]: "weekly" } })).rejects.toThrow(why);
    });
});

describe("wrong content", () => {
    it("is served to nobody and reported", async () => {
        const { world, up } = worldWith();
        world.swapped.set("blue", "amber");
        const outcome = await up();

        expect(world.servedBy("blue")).toBeUndefined();
        expect(world.servedBy("amber")).toBe("recovery");
        expect(outcome.state.customers.get("blue")).toMatchObject({
            state: "failed",
            wrong: true,
            because: "it holds rows of another customer",
        });
        expect(fileOf(world.root).restores!["blue"]).toMatchObject({ verified: false });
    });
});

describe("a kill", () => {
    it("behind any line of the journal restores nothing twice and loses nobody", async () => {
        const whole = smallWorld();
        await whole.up();
        const lines = eventsOf(whole.world).length;
        const file = textOf(whole.world.root, "recovery");

        for (let line = 0; line < lines; line++) {
            const { world, up } = smallWorld();
            world.killAfter(line);
            await expect(up()).rejects.toThrow(Killed);
            world.revive();
            const outcome = await up();

            expect({ line, ok: outcome.ok, restores: [...world.restores].sort() }).toEqual({
                line,
                ok: true,
                restores: pair,
            });
            expect(pair.map((slug) => world.servedBy(slug))).toEqual(pair.map(() => "recovery"));
            expect(textOf(world.root, "recovery")).toBe(file);
        }
    });

    it("that cuts a line off loses only that line", async () => {
        const { world, up } = worldWith();
        await up();
        const journal = join(world.directory, "recovery/eu1.jsonl");
        const lines = readFileSync(journal, "utf8").split("\n");
        writeFileSync(journal, `${lines.slice(0, 8).join("\n")}\n${lines[8]!.slice(0, 20)}`);
        await up();

        expect(stateIn(world).finishedAt).toBeDefined();
        expect(new Set(world.restores).size).toBe(world.restores.length);
    });

    it("behind any line of the way home moves nobody twice and loses nobody", async () => {
        const { world: away, up } = smallWorld();
        await up();
        away.down.clear();
        const before = eventsOf(away).length;
        const whole = away.fork();
        await repatriate(whole.job());
        const lines = eventsOf(whole).length - before;
        expect(lines).toBeGreaterThan(8);

        for (let line = 0; line < lines; line++) {
            const world = away.fork();
            world.killAfter(line);
            await expect(repatriate(world.job())).rejects.toThrow(Killed);
            world.revive();
            const outcome = await repatriate(world.job());

            expect({ line, ok: outcome.ok, copies: [...world.restores].sort() }).toEqual({
                line,
                ok: true,
                copies: pair,
            });
            expect(pair.map((slug) => world.servedBy(slug))).toEqual(pair.map(() => "prod"));
        }
    });
});

describe("cancelling", () => {
    it("during a wave keeps and switches what is verified, gives the rest back, and can be taken up again", async () => {
        const { world, up } = worldWith();
        const stop = new AbortController();
        world.onDatabase = (slug) => {
            if (slug === "amber") stop.abort();
        };
        const { ok, stopped } = await up({ signal: stop.signal });

        expect([ok, stopped?.why]).toEqual([false, "cancelled"]);
        expect(world.servedBy("blue")).toBe("recovery");
        expect(fileOf(world.root)).toMatchObject({ recovers: { cancelled: true, wave: "paid" } });
        expect(world.hosts.get("recovery")!.has("dozy")).toBe(false);
        expect(checkProject(world.root).errors).toEqual([]);

        expect((await up()).ok).toBe(true);
        expect(fileOf(world.root)).toMatchObject({ recovers: { cancelled: false, waiting: ["echo"] } });
        expect(new Set(world.restores).size).toBe(world.restores.length);
        expect(everybody.every((slug) => world.servedBy(slug) === "recovery")).toBe(true);
    });

    it.each([2, 3, 4])("by another process before run %i stops there", async (run) => {
        const { world, up } = worldWith();
        world.onRun = () => {
            if (world.runs.length === run) askToCancel(world.directory, "eu1");
        };
        const { stopped } = await up();

        expect(stopped?.why).toBe("cancelled");
        expect(stateIn(world).cancel).toBe("done");
        world.onRun = () => undefined;
        expect((await up()).ok).toBe(true);
    });

    it("a recovery that nobody works on gives back what a killed process left", async () => {
        const { world, up } = worldWith();
        world.killAfter(8);
        await expect(up()).rejects.toThrow(Killed);
        world.revive();
        const { ok, state } = await cancelRecovery(world.job());

        expect([ok, state.cancel]).toEqual([true, "done"]);
        expect([...state.customers.values()].filter(isBack).length).toBeGreaterThan(0);
    });

    it("has nothing to do where there is none, or it is over", async () => {
        const { world, up } = worldWith();

        await expect(cancelRecovery(world.job())).rejects.toThrow("There is no recovery of eu1 to cancel.");
        await up();
        await expect(cancelRecovery(world.job())).rejects.toThrow("The recovery of eu1 is finished");
    });
});

describe("home that comes back in the middle", () => {
    const backDuring = async (wave: number) => {
        const all = worldWith();
        all.world.onRun = () => {
            if (all.world.runs.length === wave) all.world.down.clear();
        };
        return { ...all, first: await all.up() };
    };

    it("stops the recovery before its next wave and says who is where", async () => {
        const { world, first } = await backDuring(3);

        expect(first.stopped).toMatchObject({ why: "homeReturned" });
        expect(first.stopped!.message).toBe(
            "westeurope is back. 2 customers are served by recovery in northeurope and stay there; all others are served at home by prod.",
        );
        expect(world.restores).toEqual(["blue", "amber"]);
    });

    it("lets a person go on", async () => {
        const { world, up } = await backDuring(3);

        expect((await up()).stopped?.why).toBe("homeReturned");
        expect((await up({ goOn: true })).ok).toBe(true);
        expect(everybody.every((slug) => world.servedBy(slug) === "recovery")).toBe(true);
    });

    it("or bring home who has moved", async () => {
        const { world, home } = await backDuring(3);
        const { ok } = await home();

        expect(ok).toBe(true);
        expect(["amber", "blue"].map((slug) => world.servedBy(slug))).toEqual(["prod", "prod"]);
        expect(Object.keys(fileOf(world.root, "prod").restores!).sort()).toEqual(["amber", "blue"]);
    });
});

describe("a target that is lost too", () => {
    it("stops the recovery, which begins anew elsewhere under another name", async () => {
        const { world, up } = worldWith();
        world.onRun = (stack) => {
            if (stack === "recovery" && world.runs.length === 3)
                world.down.set("northeurope", { control: false, data: false });
        };
        const first = await up();
        world.onRun = () => undefined;
        const other = planRecovery(planInputs(world.root, { to: "francecentral", stacksTaken: ["recovery"] }));
        const second = await up({ plan: other });

        expect(first.stopped).toMatchObject({ why: "targetLost" });
        expect(second.ok).toBe(true);
        expect(existsSync(join(world.root, "Pulumi.recovery.yaml"))).toBe(false);
        expect(existsSync(join(world.root, "Pulumi.recovery.yaml.lost-northeurope"))).toBe(true);
        expect(fileOf(world.root, "recovery-eu1").site).toMatchObject({ region: "francecentral" });
        expect(everybody.every((slug) => world.hosts.get("recovery-eu1")!.has(slug))).toBe(true);
    });

    it("goes on where it stopped once that region is back", async () => {
        const { world, up } = worldWith();
        world.down.set("northeurope", { control: false, data: false });
        expect((await up()).stopped?.why).toBe("targetLost");
        world.down.delete("northeurope");

        expect((await up()).ok).toBe(true);
    });
});

describe("the way home", () => {
    it("is refused until both sites answer", async () => {
        const { up, home } = worldWith();
        await expect(home()).rejects.toThrow("There is no recovery of eu1: everybody is at home.");
        await up();

        await expect(home()).rejects.toThrow("westeurope does not answer: the way home needs both sites.");
    });

    it("copies all databases beside the old ones at once, and gives hosts back wave by wave, those who pay first", async () => {
        const { world, up, home } = worldWith();
        await up();
        world.down.clear();
        // What home held before stands there still.
        await world.job().engine.up(world.job().requestFor("prod"));
        world.runs.length = 0;
        const { ok, state } = await home();

        expect([ok, state.repatriatedAt !== undefined]).toEqual([true, true]);
        expect(world.runs).toEqual(["prod", "prod", "recovery", "prod", "recovery"]);
        expect(world.restores.slice(4)).toEqual(["amber", "blue", "copper", "dozy"]);
        expect(everybody.map((slug) => world.servedBy(slug))).toEqual(everybody.map(() => "prod"));
        expect(world.catalogue.get("prod blue")!.database).toMatch(/db-blue--2$/);
        expect(
            [...world.databases.keys()]
                .filter((id) => id.includes("/db-blue"))
                .map((id) => id.split("/").slice(-3).join("/")),
        ).toEqual([
            "sql-northeurope/databases/db-blue--2",
            "sql-westeurope/databases/db-blue",
            "sql-westeurope/databases/db-blue--2",
        ]);
        expect(fileOf(world.root).recovers).toMatchObject({ returned: ["amber", "blue", "copper", "dozy"] });
        expect(fileOf(world.root, "prod").restores!["blue"]).toMatchObject({
            from: "secondary",
            database: 2,
            verified: true,
        });
        expect(checkProject(world.root).errors).toEqual([]);
    });

    it("takes a customer who was taken on elsewhere along, without an empty database at home", async () => {
        const { world, up, home } = worldWith();
        world.onRun = (stack) => {
            if (stack === "global" && world.runs.length === 1) addCustomer(world.root, "fresh", { plan: "trial" });
        };
        await up();
        world.onRun = () => undefined;
        world.down.clear();
        await home();

        expect(world.servedBy("fresh")).toBe("prod");
        expect(world.catalogue.get("prod fresh")!.database).toMatch(/db-fresh$/);
        expect(fileOf(world.root, "prod").restores!["fresh"]).not.toHaveProperty("database");
    });

    it("leaves a customer whose copy is wrong where it is, writable, and tries again when told to", async () => {
        const { world, up, home } = worldWith();
        await up();
        world.down.clear();
        world.swapped.set("blue", "amber");
        const { ok, stopped } = await home();
        const away = [...world.databases.values()].find(
            ({ id }) => id.includes("northeurope") && id.endsWith("db-blue--2"),
        )!;

        expect(ok).toBe(false);
        expect(stopped!.message).toBe("1 customers are not home: blue (it holds rows of another customer)");
        expect(away.primary).toBe(true);
        expect(world.servedBy("blue")).toBe("recovery");
        expect(world.servedBy("amber")).toBe("prod");
    });
});
