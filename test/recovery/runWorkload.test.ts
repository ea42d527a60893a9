import type { Engine } from "../../engine/engine";
import { workWhereServed } from "../../recovery/workload";
import { removeProjects, writeProject } from "../config/testProject";
import { temporaryFolder } from "../support/folders";

afterAll(removeProjects);

const resource = (type: string, name: string, inputs: object, id = "") => ({
    type: `azure-native:${type}`,
    urn: `urn:pulumi:any::oxygis::azure-native:${type}::${name}`,
    id,
    inputs,
});

/** The deployment of one stack with one customer. */
function stack(site: string, status: string, hosts?: string[]) {
    const entry = {
        slug: "amber",
        status,
        hosts: ["amber.eu1.cloud.example", "app.amber.example"],
        databaseId: `/${site}/db-amber`,
        documents: { host: `st${site}.blob.core.windows.net`, container: "amber" },
    };
    const containers = `/x/storageAccounts/st${site}/blobServices/default/containers`;
    return [
        resource("appconfiguration:KeyValue", "eu1-catalogue-amber", { value: JSON.stringify(entry) }),
        resource("storage:BlobContainer", "amber", {}, `${containers}/amber`),
        ...(hosts ? [resource("cdn:Rule", "hosts", { conditions: [{ parameters: { matchValues: hosts } }] })] : []),
    ];
}

const recovery = {
    site: { region: "northeurope", pairedRegion: "westeurope" },
    network: { addressSpace: "10.21.0.0/16" },
    documents: { accounts: 10, copies: "francecentral" },
    recovers: { stack: "prod", region: "westeurope", wave: "rest", waiting: [], returned: [], cancelled: false },
};

/** What is asked of the sandbox, in order. */
async function asked(stacks: Record<string, object[]>, since?: number): Promise<string[]> {
    const questions: string[] = [];
    const root = writeProject({ stacks: "recovery" in stacks ? { recovery } : {} });
    const engine = {
        exportStack: ({ stack: name }: { stack: string }) =>
            Promise.resolve(stacks[name] && { version: 3, deployment: { resources: stacks[name] } }),
    } as unknown as Engine;
    const ask = (question: string, args: Record<string, unknown>) => {
        const { databaseId, containerId, from, at } = args;
        if (question !== "clock") questions.push([question, databaseId ?? containerId, from ?? at].join(" "));
        return Promise.resolve({ now: 500 });
    };
    await workWhereServed(
        {
            engine,
            requestFor: (name) => ({ stack: name }) as never,
            root,
            directory: temporaryFolder(),
            ask: ask as never,
        },
        since,
    );
    return questions;
}

describe("people's work in the sandbox", () => {
    const away = "/x/storageAccounts/stnorth/blobServices/default/containers/amber";
    const home = "/x/storageAccounts/sthome/blobServices/default/containers/amber";

    it("is at home as long as no other site is sent their host", async () => {
        expect(await asked({ prod: stack("home", "active") })).toEqual([
            "use /home/db-amber 500",
            `useDocuments ${home} 500`,
        ]);
        expect(await asked({ prod: stack("home", "active"), recovery: stack("north", "active", []) })).toEqual([
            "stopUsing /north/db-amber 500",
            `stopUsingDocuments ${away} 500`,
            "use /home/db-amber 500",
            `useDocuments ${home} 500`,
        ]);
    });

    it("follows a host to the other site and stops at home", async () => {
        const stacks = { prod: stack("home", "active"), recovery: stack("north", "active", ["app.amber.example"]) };

        expect(await asked(stacks)).toEqual([
            "stopUsing /home/db-amber 500",
            `stopUsingDocuments ${home} 500`,
            "use /north/db-amber 500",
            `useDocuments ${away} 500`,
        ]);
    });

    it.each(["recovering", "suspended"])("is nowhere while the catalogue says %s", async (status) => {
        expect(await asked({ prod: stack("home", status) })).toEqual([]);
    });

    it("begins no earlier than a site that was out of service came back", async () => {
        expect((await asked({ prod: stack("home", "leaving") }, 700))[0]).toBe("use /home/db-amber 700");
    });
});
