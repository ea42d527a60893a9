import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { stringify } from "yaml";

import { checkProject } from "../../infra/config/check";

/** An object to merge into a valid one (undefined takes a key out), or the text of a file. */
type Change = object | string;

export interface Changes {
    /** Stack files by stack; `global` and `prod` are valid already, others begin as a copy of `prod`. */
    stacks?: Record<string, Change>;
    /** Customers' files by slug; `amber` is valid already, others begin as a copy of it without its domain. */
    customers?: Record<string, Change>;
    staff?: Change;
    /** Any other files by path. */
    files?: Record<string, string>;
    /** Paths to take away. */
    without?: string[];
}

const people = [
    { name: "one", email: "one@cloud.example" },
    { name: "two", email: "two@cloud.example" },
];
const imageId =
    "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/i/versions/1.0.0";

export const globalStack = {
    kind: "global",
    domain: "cloud.example",
    site: { cloud: "azure", region: "swedencentral", zones: ["1", "2", "3"], pairedRegion: "swedensouth" },
    cells: ["eu1"],
    waf: { requestsPerMinute: 600 },
    disclosure: { contact: ["mailto:security@cloud.example"], languages: ["nl"], expires: "2027-10-31T00:00:00Z" },
    audit: { retentionDays: 400 },
    immutability: "reversible",
    alerts: { operations: people, security: people },
    budget: { monthlyEuros: 100, firstMonth: "2026-12" },
};

export const cellStack = {
    kind: "cell",
    cell: "eu1",
    domain: "cloud.example",
    site: { cloud: "azure", region: "westeurope", zones: ["1", "2", "3"], pairedRegion: "northeurope" },
    globalStack: "organization/oxygis/global",
    network: { addressSpace: "10.20.0.0/16" },
    egress: { allowedHosts: ["login.microsoftonline.com"] },
    application: {
        imageId,
        vmSize: "Standard_D2s_v5",
        instances: 3,
    },
    jobs: { imageId, vmSize: "Standard_D2s_v5", dataDiskGiB: 128 },
    documents: { accounts: 10 },
    watch: { image: "registry.example/azure-powershell:1.0" },
    immutability: "reversible",
    pools: { paid: { count: 1, vCores: 2 }, other: { count: 1, vCores: 2 } },
};

const person = (number: number) => ({
    name: `person ${number}`,
    objectId: `00000000-0000-4000-8000-00000000000${number}`,
});

const staff = {
    support: [person(1)],
    operations: [person(2)],
    databaseAdministration: [person(2)],
    security: [person(3), person(4)],
    breakGlass: [person(8), person(9)],
};

const customer = { name: "Amber", plan: "paid", cell: "eu1", size: "small", status: "active" };

/** `count` customers that differ from the valid one in the same way. */
export const many = (count: number, change: object): Record<string, object> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`many-${index + 1}`, change]));

const roots: string[] = [];

/** Writes a project that is valid but for the changes, and returns its root. */
export function writeProject(changes: Changes = {}): string {
    const { stacks = {}, customers = {}, staff: staffChange = {}, files = {}, without = [] } = changes;
    const root = mkdtempSync(join(tmpdir(), "oxygis-config-"));
    roots.push(root);
    const write = (file: string, text: string) => {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
    };
    const text = (base: object, change: Change) =>
        typeof change === "string" ? change : stringify(merge(base, change));

    for (const [stack, change] of Object.entries({ global: {}, prod: {}, ...stacks })) {
        const base = stack === "global" ? globalStack : cellStack;
        const content =
            typeof change === "string" ? change : stringify({ config: { "oxygis:stack": merge(base, change) } });
        write(`Pulumi.${stack}.yaml`, content);
    }
    for (const [slug, change] of Object.entries({ amber: {}, ...customers })) {
        const base = slug === "amber" ? { ...customer, domains: ["app.amber.example"] } : customer;
        write(`infra/customers/${slug}.yaml`, text(base, change));
    }
    write("infra/staff.yaml", text(staff, staffChange));
    for (const [file, content] of Object.entries(files)) {
        write(file, content);
    }
    for (const path of without) {
        rmSync(join(root, path), { recursive: true });
    }
    return root;
}

export function removeProjects(): void {
    for (const root of roots.splice(0)) {
        rmSync(root, { recursive: true });
    }
}

/** The report of a project with these changes, one line a mistake: `file > path: message | remedy`. */
export function mistakesOf(changes: Changes): string[] {
    return checkProject(writeProject(changes)).errors.map(
        ({ file, path, message, remedy }) => `${file} > ${path ? `${path}: ` : ""}${message} | ${remedy}`,
    );
}

function merge(base: unknown, change: unknown): unknown {
    if (!isKeys(base) || !isKeys(change)) {
        return change;
    }
    const merged: Record<string, unknown> = { ...base };
    for (const [key, value] of Object.entries(change)) {
        if (value === undefined) {
            delete merged[key];
        } else {
            merged[key] = merge(base[key], value);
        }
    }
    return merged;
}

const isKeys = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
