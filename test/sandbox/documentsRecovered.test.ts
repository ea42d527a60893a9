/** Documents from a lost region to the rebuilt site and home again, by the jobs as the program declares them. */
import { DocumentsCopy, type DocumentsCopyArgs } from "../../infra/components/backup/documentsCopy";
import { copyTimes, fillTimes } from "../../infra/model/documentCopies";
import { rpoHours } from "../../infra/model/recovery";
import { COPY_SECONDS } from "../../sandbox/cloud/data/documents";
import type { Properties } from "../../sandbox/cloud/values";
import { recordProgram } from "../support/recordProgram";
import { TestCloud } from "./support/cloud";
import { DAY, HOUR } from "./support/fleet";

const [home, pair, there] = ["westeurope", "northeurope", "swedencentral"];
let cloud: TestCloud;
let jobs: Record<"copy" | "seed" | "comeHome", Properties>;

const hostOf = (account: string) => `${account}.blob.core.windows.net`;
const at = () => cloud.world.timeline.now;
const read = (containerId: string, when?: number) =>
    cloud.ask("documents", { containerId, ...(when === undefined ? {} : { at: when }) });

/** An account with a container of one customer, as far as the sandbox looks. */
async function container(region: string, accountName: string): Promise<string> {
    const group = { resourceGroupName: `rg-${region}` };
    await cloud.make("storage:StorageAccount", {
        ...group,
        ...{ location: region, accountName, kind: "StorageV2", sku: { name: "Standard_ZRS" } },
    });
    return (await cloud.make("storage:BlobContainer", { ...group, accountName, containerName: "acme" }, accountName))
        .id;
}

beforeAll(async () => {
    const declare = (name: string, from: string, to: string, fill?: DocumentsCopyArgs["fill"]) =>
        new DocumentsCopy(name, {
            ...{ resourceGroupName: "set later", location: "set later", tags: {}, jobName: name.toLowerCase() },
            ...{ environmentId: "set later", identity: { id: "set later", clientId: "client" } },
            ...{ image: "image:1", script: "script", systemContainer: "0-system" },
            times: fill ? fillTimes : copyTimes,
            sources: [hostOf(from)],
            target: hostOf(to),
            ...(fill ? { fill } : {}),
        });
    const { resources } = await recordProgram(() => {
        declare("copy", "documentsathome", "copies");
        declare("seed", "copies", "documentsthere", { bring: "missing" });
        declare("comeHome", "documentsthere", "documentsathome", { bring: "newer", containers: ["acme"] });
    });
    const inputsOf = (name: string) => resources.find((each) => each.name === `${name}-job`)!.inputs as Properties;
    jobs = { copy: inputsOf("copy"), seed: inputsOf("seed"), comeHome: inputsOf("comeHome") };
});
async function run(name: keyof typeof jobs, location: string): Promise<void> {
    const own = { resourceGroupName: `rg-${location}`, location };
    const environment = await cloud.make(
        "app:ManagedEnvironment",
        { ...own, environmentName: name.toLowerCase(), workloadProfiles: [{ name: "Consumption" }] },
        `environment of ${name}`,
    );
    const inputs = { ...jobs[name], ...own, environmentId: environment.id, identity: { type: "None" } };
    await cloud.make("app:Job", inputs, name);
}

beforeEach(async () => {
    cloud = await TestCloud.open();
    for (const location of [home, pair, there])
        await cloud.make("resources:ResourceGroup", { resourceGroupName: `rg-${location}`, location }, location);
});
afterEach(() => cloud.close());

test("what a lost region's copies hold is at the rebuilt site within the hour, and what people write there comes home", async () => {
    const original = await container(home, "documentsathome");
    await container(pair, "copies");
    await run("copy", home);
    await cloud.ask("useDocuments", { containerId: original, customer: "acme", from: at() });
    await cloud.ask("advance", { to: 20 * DAY });
    const lostAt = at();
    await cloud.ask("lose", { region: home, planes: ["control", "data"] });
    expect((await read(original)).readable).toBe(false);

    const rebuilt = await container(there, "documentsthere");
    await run("seed", there);
    const begun = at();
    expect((await read(rebuilt)).rows).toBe(0);
    await cloud.ask("useDocuments", { containerId: rebuilt, customer: "acme", from: begun });
    await cloud.ask("advance", { to: begun + HOUR });
    const seeded = await read(rebuilt);
    // Everything up to the last run of the copying that was through before the loss.
    expect(seeded.spans[0]).toMatchObject({ customer: "acme" });
    expect(seeded.rows).toBeGreaterThanOrEqual((await read(original, lostAt - 4 * HOUR - COPY_SECONDS)).rows);
    expect(lostAt - (seeded.newest ?? 0)).toBeLessThan(rpoHours * HOUR);

    await cloud.ask("advance", { to: begun + 2 * DAY });
    const lastThere = await read(rebuilt);
    expect(lastThere.newest).toBeGreaterThan(begun + DAY);
    await cloud.ask("bringBack", { region: home });
    await run("comeHome", home);
    await cloud.ask("stopUsingDocuments", { containerId: rebuilt, at: at() });
    const end = await read(rebuilt);
    await cloud.ask("advance", { to: at() + HOUR });
    const back = await read(original);
    expect(back.newest).toBe(end.newest);
    expect(back.rows).toBeGreaterThanOrEqual(end.rows);
});

test("documents that nobody copied are not there", async () => {
    const original = await container(home, "documentsathome");
    await container(pair, "copies");
    await cloud.ask("useDocuments", { containerId: original, customer: "acme", from: at() });
    await cloud.ask("advance", { to: 20 * DAY });
    await cloud.ask("lose", { region: home, planes: ["control", "data"] });
    const rebuilt = await container(there, "documentsthere");
    await run("seed", there);
    await cloud.ask("advance", { to: at() + DAY });
    expect(await read(rebuilt)).toMatchObject({ readable: true, rows: 0 });
});
