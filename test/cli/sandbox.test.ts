import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { setProperty } from "../../sandbox/drift";
import { membershipLists } from "../../infra/model/documents";
import { readWorld } from "../../sandbox/inspect";
import { temporaryFolder } from "../support/folders";
import { oxygis } from "./command";
import { rootWith } from "./rootWith";

interface Stack {
    name: string;
    create: number;
    update: number;
    replace: number;
    delete: number;
    same: number;
    steps: { op: string; urn: string }[];
}

interface Outcome {
    ok: boolean;
    promises: string[];
    virtualSeconds: number;
    stacks: Stack[];
}

/** Runs a sandbox verb on a world and hands back its JSON; `seed` makes two worlds comparable. */
async function run(verb: string, root: string, world: string, ...flags: string[]) {
    const said = await oxygis([
        "sandbox",
        verb,
        "--json",
        "--steps",
        "--seed",
        "7",
        "--root",
        root,
        "--sandbox",
        world,
        ...flags,
    ]);
    return { said, outcome: said.json() as unknown as Outcome };
}

/** For what has been judged before, or does not depend on it: half the time. */
const unjudged = "--no-policies";

const changed = ({ stacks }: Outcome) =>
    stacks.map((stack) => stack.create + stack.update + stack.replace + stack.delete);
const idsIn = (world: string) => readWorld(world).resources.map(({ id }) => id);

/** Every secret value of a deployment, decrypted with nothing of the engine's: PBKDF2 and AES-GCM as Pulumi documents them. */
function secretsOf(deployment: unknown, passphrase: string): string[] {
    const { salt } = (deployment as { secrets_providers: { state: { salt: string } } }).secrets_providers.state;
    const key = pbkdf2Sync(passphrase, Buffer.from(salt.split(":")[1]!, "base64"), 1_000_000, 32, "sha256");
    const ciphertexts = [...JSON.stringify(deployment).matchAll(/"ciphertext":"([^"]+)"/g)].map((match) => match[1]!);
    return ciphertexts.map((text) => {
        const [, nonce, body] = text.split(":");
        const sealed = Buffer.from(body!, "base64");
        const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce!, "base64"));
        cipher.setAuthTag(sealed.subarray(-16));
        const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString();
        return JSON.parse(plain) as string;
    });
}

const filesBelow = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((file) => join(folder, file))
        .filter((file) => statSync(file).isFile());

const typeOf = (urn: string) => urn.split("::")[2]!.split("$").at(-1)!;
const membershipTypes: string[] = membershipLists.map(({ type }) => type);

/** What somebody might change in the portal: type, property and the new value. */
const drifts: [type: string, path: string, value: string | number | boolean][] = [
    ["azure-native:sql:Server", "minimalTlsVersion", "1.3"],
    ["azure-native:sql:BackupShortTermRetentionPolicy", "retentionDays", 8],
    ["azure-native:recoveryservices:Vault", "properties.publicNetworkAccess", "Enabled"],
    ["azure-native:storage:BlobServiceProperties", "isVersioningEnabled", false],
    ["azure-native:monitor:ScheduledQueryRule", "enabled", false],
    ["azure-native:network:BastionHost", "disableCopyPaste", false],
    ["azure-native:compute:VirtualMachine", "hardwareProfile.vmSize", "Standard_D4s_v5"],
    ["azure-native:sql:ExtendedServerBlobAuditingPolicy", "state", "Disabled"],
];

describe("a world that came up", () => {
    const root = rootWith("amber-otter", "echo-valley-school");
    const world = join(temporaryFolder(), "world");
    let first: Awaited<ReturnType<typeof run>>;

    beforeAll(async () => {
        first = await run("up", root, world);
    }, 120_000);

    it("was created whole, with policies on and its promises named", () => {
        expect(first.said).toMatchObject({ code: 0 });
        expect(first.outcome).toMatchObject({ ok: true, stacks: [{ name: "global" }, { name: "prod" }] });
        expect(first.outcome.stacks.map(({ update, replace, delete: gone }) => update + replace + gone)).toEqual([
            0, 0,
        ]);
        expect(first.outcome.promises).toEqual(expect.arrayContaining(["BKP-1", "BKP-3", "DB-1", "COM-1", "HOST-1"]));
        expect(first.outcome.virtualSeconds).toBeGreaterThan(600);
    });

    it("has nothing to change the second time", async () => {
        const { said, outcome } = await run("up", root, world);

        expect(said.code).toBe(0);
        expect(changed(outcome)).toEqual([0, 0]);
        expect(outcome.stacks.map(({ same }) => same)).toEqual(
            first.outcome.stacks.map(({ create, same }) => create + same),
        );
    });

    it("exports its deployment for `pulumi stack import`, and no file of it holds a secret in plain text", async () => {
        const said = await oxygis(["sandbox", "export", "prod", "--root", root, "--sandbox", world]);
        const document = JSON.parse(said.out) as { version: number; deployment: unknown };
        const secrets = new Set(secretsOf(document.deployment, readFileSync(join(world, "passphrase"), "utf8")));
        const passwords = [...secrets].filter((secret) => secret.length === 24);

        expect(document.version).toBe(3);
        expect(passwords).toHaveLength(2);
        for (const password of passwords) {
            expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^A-Za-z0-9]).{10,}$/);
        }
        const written = [
            said.out,
            said.err,
            first.said.out,
            first.said.err,
            ...filesBelow(world).map((file) => readFileSync(file, "latin1")),
        ];
        const leaked = [...secrets].filter((secret) => written.some((text) => text.includes(secret)));
        expect(leaked).toEqual([]);
    });

    it("gains a customer without touching another", async () => {
        const larger = rootWith("amber-otter", "echo-valley-school", "jolly-walrus");
        const { outcome } = await run("preview", larger, world, unjudged);
        const steps = outcome.stacks.flatMap(({ steps: all }) =>
            all.filter(({ op }) => op !== "same" && op !== "read"),
        );

        expect(steps.length).toBeGreaterThan(5);
        const others = steps.filter(({ op, urn }) => op !== "create" || !urn.includes("jolly-walrus"));
        // Azure wants the containers of an account listed in its backup: one entry more, here and in the paired region.
        expect(others.filter(({ op, urn }) => op !== "update" || !membershipTypes.includes(typeOf(urn)))).toEqual([]);
        expect(others).toHaveLength(2);
    });

    it("shows what somebody changed by hand, when asked to look", async () => {
        const { resources } = readWorld(world);
        const copy = join(temporaryFolder(), "copy");
        cpSync(world, copy, { recursive: true });
        for (const [type, path, value] of drifts) {
            await setProperty(copy, resources.find((each) => each.type === type)!.id, path, value);
        }

        const blind = await run("preview", root, copy, "prod", unjudged);
        const looking = await run("preview", root, copy, "prod", unjudged, "--refresh");

        expect(changed(blind.outcome)).toEqual([0]);
        const updated = looking.outcome.stacks[0]!.steps.filter(({ op }) => op === "update");
        // What is made from a changed resource's answer shows too.
        expect(updated.map(({ urn }) => typeOf(urn))).toEqual(expect.arrayContaining(drifts.map(([type]) => type)));
    });

    it("does not let go of what is protected", async () => {
        const copy = join(temporaryFolder(), "copy");
        cpSync(world, copy, { recursive: true });
        const { said } = await run("destroy", root, copy, "prod");

        expect(said.code).toBe(1);
        expect(said.err).toMatch(/protect/);
        expect(idsIn(copy)).toEqual(expect.arrayContaining(idsIn(world).filter((id) => id.includes("/databases/"))));
    });

    it("is the same again in another folder, also when it was killed half-way and started again", async () => {
        const other = join(temporaryFolder(), "other");
        const half = idsIn(world).length / 2;
        const holdsHalf = () => existsSync(join(other, "oxygis-sandbox")) && idsIn(other).length > half;
        const words = ["sandbox", "up", "--seed", "7", "--root", root, "--sandbox", other];
        const killed = await oxygis([...words, unjudged, "--skip-preview"], holdsHalf);
        const before = idsIn(other);
        const resumed = await run("up", root, other, unjudged, "--skip-preview");

        expect(killed.code).toBeNull();
        expect(before.length).toBeLessThan(idsIn(world).length);
        expect(resumed.said).toMatchObject({ code: 0 });
        expect(idsIn(other)).toEqual(idsIn(world));
        expect(idsIn(other)).toEqual(expect.arrayContaining(before));
    }, 120_000);

    it("is gone after a reset", async () => {
        const copy = join(temporaryFolder(), "copy");
        cpSync(world, copy, { recursive: true });

        expect(await oxygis(["sandbox", "reset", "--sandbox", copy])).toMatchObject({ code: 0 });
        expect(existsSync(copy)).toBe(false);
    });
});
