import fc from "fast-check";
import { deferred, Gate, Pool } from "../../engine/embedded/async";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn++) {
        await Promise.resolve();
    }
};

describe("a gate in a pool, as registrations go through it", () => {
    it("lets nobody else through while one is alone, and everybody in the end", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.record({ before: fc.nat(5), alone: fc.boolean(), during: fc.nat(5) }), {
                    minLength: 1,
                    maxLength: 40,
                }),
                fc.integer({ min: 1, max: 6 }),
                async (tasks, limit) => {
                    const gate = new Gate();
                    const pool = new Pool(limit);
                    let active = 0;
                    let greatest = 0;
                    const disturbed: number[] = [];
                    const work = async (length: number): Promise<void> => {
                        active++;
                        greatest = Math.max(greatest, active);
                        await turns(length);
                        active--;
                    };
                    const one = async ({ before, alone, during }: (typeof tasks)[number]): Promise<void> => {
                        await work(before);
                        if (alone) {
                            await gate.alone(async () => {
                                disturbed.push(active);
                                await work(during);
                                disturbed.push(active);
                            });
                        }
                    };
                    await Promise.all(tasks.map((task) => pool.run(() => gate.pass(() => one(task)))));
                    expect(disturbed.filter((others) => others > 0)).toEqual([]);
                    expect(greatest).toBeLessThanOrEqual(limit);
                    expect(active).toBe(0);
                },
            ),
        );
    });

    it("frees its places when tasks fail", async () => {
        const gate = new Gate();
        const pool = new Pool(1);
        const failing = pool.run(() => gate.pass(() => gate.alone(() => Promise.reject(new Error("no")))));
        await expect(failing).rejects.toThrow("no");
        const through = deferred<string>();
        void pool.run(() => gate.pass(() => Promise.resolve(through.resolve("through"))));
        await expect(through.promise).resolves.toBe("through");
    });
});
