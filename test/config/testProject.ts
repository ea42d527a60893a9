import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { stringify } from "yaml";

import { checkProject } from "../../infra/config/check";

/** An object to merge into a valid one (undefined takes a key out), or the text of a file. */
type Change = object | string;

export interface Changes {
    /**
     * Stack files by stack; `global` and `prod` are valid already. Others begin as a copy of `prod`, those whose name begins with `aws` as a
     * valid cell on AWS, which `global` must list.
     */
    stacks?: Record<string, Change>;
    /** Customers' files by slug; `amber` is valid already, others begin as a copy of it without its domain. */
    customers?: Record<string, Change>;
    staff?: Change;
    /** What cells on AWS tell the provider; the region of their site where it is left out. */
    awsRegion?: string;
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

export const awsCellStack = {
    kind: "cell",
    cell: "aws1",
    domain: "cloud.example",
    site: {
        cloud: "aws",
        region: "eu-central-1",
        zones: ["a", "b", "c"],
        pairedRegion: "eu-west-1",
        backupSite: { region: "westeurope", pairedRegion: "northeurope" },
    },
    globalStack: "organization/oxygis/global",
    network: { addressSpace: "10.40.0.0/16", landingAddressSpace: "10.48.0.0/20" },
    egress: { allowedHosts: [] },
    application: {
        imageId: "ami-0123456789abcdef0",
        pairedImageId: "ami-0123456789abcdef1",
        instanceType: "m7i.large",
        instances: 3,
    },
    jobs: {
        imageId: "ami-0123456789abcdef0",
        pairedImageId: "ami-0123456789abcdef1",
        instanceType: "m7i.large",
        dataDiskGiB: 128,
    },
    data: { instances: 1, class: "db.m6i.large", storageGiB: { least: 200, most: 400 } },
    databases: { image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/databases@sha256:${"0".repeat(64)}` },
    watch: { image: "registry.example/azure-powershell:1.0" },
    immutability: "reversible",
    aws: {
        accountId: "111122223333",
        tenantId: "00000000-0000-4000-8000-000000000000",
        organizationId: "o-exampleorg",
        identityCenter: {
            region: "eu-west-1",
            instanceArn: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
            groups: Object.fromEntries(
                ["support", "operations", "databaseAdministration", "security"].map((role, index) => [
                    role,
                    `00000000-0000-4000-8000-0000000000c${index}`,
                ]),
            ),
        },
    },
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
        const base = stack === "global" ? globalStack : stack.startsWith("aws") ? awsCellStack : cellStack;
        const value = typeof change === "string" ? undefined : (merge(base, change) as typeof base);
        const awsRegion = base === awsCellStack && (changes.awsRegion ?? value?.site.region);
        const config = { ...(awsRegion && { "aws:region": awsRegion }), "oxygis:stack": value };
        const content = typeof change === "string" ? change : stringify({ config });
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
