import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { awsCellNames, landingNames } from "../../infra/model/awsNaming";
import type { AwsCellStack } from "../../infra/config/awsSchema";
import { declarePlatform } from "../../infra/program";
import { awsStack, globalOutputs, globalStack } from "../support/fixtures";
import { type RecordedResource, type Recording, recordProgram } from "../support/recordProgram";

const root = join(__dirname, "../..");
const record = (stack: AwsCellStack, preview = false) =>
    recordProgram(() => declarePlatform(stack), { preview, stackOutputs: globalOutputs });
const onAws = ({ type }: RecordedResource) => type.startsWith("aws:");

describe("the stack aws1", () => {
    const modes = ["update", "preview"] as const;
    const recordings = new Map<(typeof modes)[number], Recording<unknown>>();
    beforeAll(async () => {
        for (const mode of modes) recordings.set(mode, await record(awsStack(), mode === "preview"));
    });
    const resources = () => recordings.get("update")!.resources;

    it("puts every resource into a component", () => {
        const orphans = resources().filter(
            ({ custom, parent }) => custom && !parent.split("::")[2]!.includes("oxygis:"),
        );

        expect(orphans.map(({ name }) => name)).toEqual([]);
        expect(resources().filter(onAws).length).toBeGreaterThan(300);
    });

    it("registers the same resources when outputs are still unknown: none is hidden in a callback", () => {
        const [update, preview] = modes.map((mode) => recordings.get(mode)!.resources.map(({ urn }) => urn));

        expect(update).toEqual(preview);
    });

    it("hands no whole resource to another one, and reads none that it does not declare", () => {
        const holders = resources().filter(({ inputs }) => JSON.stringify(inputs).includes("[resource "));

        expect(holders.map(({ name }) => name)).toEqual([]);
        expect(recordings.get("update")!.reads).toEqual(["pulumi:pulumi:StackReference::global"]);
    });

    it.each(modes)("lets no generated value out of its wrapper (%s)", (mode) => {
        const { resources, stackOutputs } = recordings.get(mode)!;

        const visible = JSON.stringify([stackOutputs, ...resources.map(({ inputs, outputs }) => [inputs, outputs])]);
        expect(visible).not.toContain(".generated");
    });

    it("says of everything on AWS in which region it stands, but of what belongs to none", () => {
        const { region, pairedRegion } = awsStack().site;
        const silent = resources().filter((each) => onAws(each) && each.inputs["region"] === undefined);
        const regions = resources()
            .filter(onAws)
            .flatMap(({ inputs }) => inputs["region"] ?? []);

        expect([...new Set(silent.map(({ type }) => type.split("/")[0]!))]).toEqual(["aws:iam"]);
        const { identityCenter } = awsStack().aws;
        expect([...new Set(regions)].sort()).toEqual([region, pairedRegion, identityCenter.region].sort());
    });

    it("stands on Azure at its backup site, and where the global stack has its zone and its log", () => {
        const places = resources()
            .filter(({ type }) => type.startsWith("azure-native:"))
            .flatMap(({ inputs }) => inputs["location"] ?? []);

        expect([...new Set(places)].sort()).toEqual(["Global", globalStack().site.region, "westeurope"].sort());
    });

    it("gives each customer a database, secrets and an entry in the catalogue of its own", () => {
        const slugs = awsStack().customers.map(({ slug }) => slug);
        const of = (type: string, holder: string) =>
            resources().filter((each) => each.type === type && each.parent.includes(holder));

        const inputs = of("aws:lambda/invocation:Invocation", "HostedDatabase").map(
            ({ inputs }) => JSON.parse(inputs["input"] as string) as object,
        );
        expect(inputs).toEqual(
            slugs.map((slug) => ({
                action: "create",
                instance: "oxygis-aws1-euc1-paid-1",
                customer: slug,
                database: `db-${slug}`,
                secret: `oxygis/aws1/databases/db-${slug}`,
            })),
        );
        expect(of("aws:ssm/parameter:Parameter", "ParameterCatalogue").map(({ inputs }) => inputs["name"])).toEqual(
            slugs.map((slug) => `/oxygis/aws1/customers/${slug}`),
        );
        const job = resources().find(({ type }) => type === "azure-native:app:Job")!;
        expect(JSON.stringify(job.inputs)).toContain(`{"name":"CUSTOMERS","value":"${slugs.join(" ")}"}`);
    });

    it("starts no machine before its network and its settings are there", () => {
        const ready = [
            "aws1-settings-password-length-least",
            "aws1-network-endpoints-ssm",
            "aws1-network-egress-firewall",
        ];
        // Nothing in a component is asked for before the component itself.
        const groups = resources().filter(({ type }) => /:(?:ApplicationGroup|JobGroup)$/.test(type));

        expect(groups.map(({ name }) => name)).toEqual(["aws1-web", "aws1-jobs"]);
        for (const { dependencies } of groups) {
            expect(dependencies.map((urn) => urn.split("::").at(-1))).toEqual(expect.arrayContaining(ready));
        }
    });

    it("locks what it keeps on Azure once that has been seen to fill, and only where the file says so", async () => {
        const stateIn = async (changes: Partial<AwsCellStack>) => {
            const { resources } = await record({ ...awsStack(), ...changes });
            const account = resources.find(({ name }) => name === "aws1-azure-backups-account")!;
            const { immutabilityPolicy } = account.inputs["immutableStorageWithVersioning"] as {
                immutabilityPolicy: { state: string };
            };
            return immutabilityPolicy.state;
        };

        expect(await stateIn({})).toBe("Unlocked");
        expect(await stateIn({ lockedArchives: ["westeurope"] })).toBe("Locked");
        expect(await stateIn({ lockedArchives: ["westeurope"], immutability: "reversible" })).toBe("Unlocked");
    });
});

describe("a cell on AWS rebuilt in another region", () => {
    const { cell, domain, site, aws } = awsStack();
    const elsewhere = (): AwsCellStack => {
        const stack = awsStack();
        const { region, pairedRegion } = stack.site;
        return { ...stack, site: { ...stack.site, region: pairedRegion, pairedRegion: region } };
    };

    it("is the same cell: the same resources under the same names in the program", async () => {
        const [here, there] = [await record(awsStack()), await record(elsewhere())];

        expect(there.resources.map(({ urn }) => urn)).toEqual(here.resources.map(({ urn }) => urn));
    });

    it("takes no name, on AWS or on Azure, that the lost one may still hold", () => {
        const namesIn = (region: string) => {
            const landing = landingNames({ cell, domain, region: site.backupSite.region, awsRegion: region });
            const names = awsCellNames({ cell, domain, region, accountId: aws.accountId });
            return [...textsIn(names), ...textsIn(landing)];
        };

        const held = namesIn(site.region);
        expect(held.length).toBeGreaterThan(25);
        expect(namesIn(site.pairedRegion).filter((name) => held.includes(name))).toEqual([]);
    });

    it("sends its customers to an origin group of its own, with a page behind it that is reached as it is", async () => {
        const recovers = {
            stack: "aws1",
            region: site.region,
            wave: "paid" as const,
            waiting: [],
            returned: [],
            cancelled: false,
        };
        const { resources } = await record({ ...elsewhere(), recovers });
        const origins = resources.filter(({ type }) => type === "azure-native:cdn:AFDOrigin");

        expect(origins.map(({ inputs }) => [inputs["originName"], inputs["originGroupName"]])).toEqual([
            ["aws1-euw1", "cell-aws1-euw1"],
            ["maintenance", "cell-aws1-euw1"],
        ]);
        // Azure allows no private origin beside a public one.
        expect(origins.filter(({ inputs }) => "sharedPrivateLinkResource" in inputs)).toEqual([]);
    });
});

describe("the place that chooses the cloud", () => {
    /** Chooses, and fails on a stack that says no more than its kind; tells whether the SDK of AWS was loaded by then. */
    const loadsAws = (kind: string) => {
        const script = `
            const { declarePlatform } = require("./infra/program");
            try { declarePlatform({ kind: "${kind}" }); } catch {}
            console.log(Object.keys(require.cache).some((file) => file.includes("/node_modules/@pulumi/aws/")));`;
        const command = ["--import", "tsx", "-e", script];
        return execFileSync(process.execPath, command, { cwd: root, encoding: "utf8" }).trim();
    };

    it.each([
        ["global", "false"],
        ["cell", "false"],
        ["awsCell", "true"],
    ])("loads the SDK of AWS for a cell on AWS only (%s: %s)", (kind, expected) => {
        expect(loadsAws(kind)).toBe(expected);
    });

    it("is the only one: no other program or component asks for the kind of a cell or the cloud of its site", () => {
        const asks = /["'`]awsCell["'`]|\.cloud\b|cloud ===|programs\/aws/;
        const files = ["programs", "components"]
            .flatMap((folder) =>
                readdirSync(join(root, "infra", folder), { recursive: true, encoding: "utf8" }).map(
                    (file) => `${folder}/${file}`,
                ),
            )
            .filter((file) => file.endsWith(".ts"));

        const asking = ["program.ts", ...files].filter((file) =>
            asks.test(readFileSync(join(root, "infra", file), "utf8")),
        );
        expect(files.length).toBeGreaterThan(100);
        expect(asking).toEqual(["program.ts"]);
    });
});

/** Every name in a set of names; those that are made from a word, for a word. */
function textsIn(names: unknown): string[] {
    if (typeof names === "string") return [names];
    if (typeof names === "function") return [(names as (word: string) => string)("westeurope")];
    return Object.values(names as object).flatMap(textsIn);
}
