import { appendFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { stringify } from "yaml";

import { acrossFile } from "../support/fixtures";
import { temporaryFolder } from "../support/folders";
import { oxygis } from "./command";

const projectRoot = resolve(__dirname, "../..");

/** The repository's stacks with a customer as most are, one that is replicated, and one that stays at home. */
function root(): string {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "infra"));
    for (const name of ["Pulumi.aws1.yaml", "Pulumi.global.yaml", "Pulumi.prod.yaml", "infra/staff.yaml"]) {
        cpSync(join(projectRoot, name), join(folder, name));
    }
    mkdirSync(join(folder, "infra/customers"));
    for (const slug of ["blue-heron", "copper-kettle", "kite-and-anchor", "mellow-narwhal"]) {
        cpSync(join(projectRoot, `infra/customers/${slug}.yaml`), join(folder, `infra/customers/${slug}.yaml`));
    }
    appendFileSync(
        join(folder, "infra/customers/kite-and-anchor.yaml"),
        "residency: home\nresidencyReason: A regulator's rule.\n",
    );
    // The cell on AWS is rebuilt on Azure, for the one of its customers who is here.
    const { restores, ...file } = acrossFile();
    const stack = { ...file, restores: { "mellow-narwhal": restores["mellow-narwhal"] } };
    writeFileSync(join(folder, "Pulumi.recovery.yaml"), stringify({ config: { "oxygis:stack": stack } }));
    return folder;
}

interface Statement {
    slug: string;
    stores: { kind: string; regions: string[]; redundancy: string }[];
    givenUp: { promise: string }[];
}

describe("oxygis locations", () => {
    it("places every store of every customer, by what the programs declare", async () => {
        const said = await oxygis(["locations", "--json", "--root", root()]);

        expect([said.code, said.code === 0 ? "" : said.err]).toEqual([0, ""]);
        const [usual, replicated, atHome, onAws] = said.json()["customers"] as [
            Statement,
            Statement,
            Statement,
            Statement,
        ];
        const regionsOf = ({ stores }: Statement, ...kinds: string[]) =>
            [...new Set(stores.filter(({ kind }) => kinds.includes(kind)).flatMap(({ regions }) => regions))].sort();

        expect([usual.slug, replicated.slug, atHome.slug]).toEqual(["blue-heron", "copper-kettle", "kite-and-anchor"]);
        expect(regionsOf(usual, "database")).toEqual(["westeurope"]);
        expect(regionsOf(usual, "databaseBackups", "longTermBackups", "documents", "documentBackups")).toEqual([
            "northeurope",
            "westeurope",
        ]);
        expect(regionsOf(replicated, "databaseReplica")).toEqual(["germanywestcentral"]);
        expect(regionsOf(replicated, "documentReplica", "documentBackups")).toContain("germanywestcentral");
        expect(regionsOf(usual, "databaseReplica", "documentReplica")).not.toContain("germanywestcentral");

        const data = [
            "database",
            "databaseBackups",
            "longTermBackups",
            "documents",
            "documentBackups",
            "documentReplica",
        ];
        expect(regionsOf(atHome, ...data)).toEqual(["westeurope"]);
        expect(atHome.givenUp.map(({ promise }) => promise)).toEqual(["DR-2", "DR-3", "DR-6"]);
        expect(usual.givenUp).toEqual([]);

        expect(onAws.slug).toBe("mellow-narwhal");
        expect(onAws.stores[0]).toEqual({ kind: "database", regions: ["eu-central-1"], redundancy: "two-zones" });
        const azure = ["northeurope", "westeurope"];
        expect(onAws.stores).toContainEqual({ kind: "database", regions: ["westeurope"], redundancy: "zone" });
        expect(regionsOf(onAws, "databaseBackups")).toEqual(["eu-central-1", "eu-west-1", ...azure]);
        expect(regionsOf(onAws, "longTermBackups")).toEqual(["eu-central-1", "eu-west-1", ...azure]);
        expect(regionsOf(onAws, "documents", "documentReplica")).toEqual(["eu-central-1", "eu-west-1", ...azure]);
        expect(regionsOf(onAws, "documentBackups")).toEqual(azure);
        expect(regionsOf(onAws, "accessLogs")).toEqual(["eu-central-1", "northeurope", "swedencentral", "westeurope"]);
    });
});
