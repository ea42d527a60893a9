import { readFileSync } from "node:fs";
import { join } from "node:path";

import { backupColumns, backupKinds, watchTimes } from "../../infra/model/backupWatch";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, globalStack, newCustomer, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

const file = (name: string) => readFileSync(join(__dirname, "../../infra/watch", name), "utf8");
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!);
const ofType = (resources: RecordedResource[], type: string) =>
    resources.filter((each) => each.type === `azure-native:${type}`);

/** The one resource of a type, or of a type and name. */
function one(resources: RecordedResource[], type: string, name?: string): RecordedResource {
    const found = ofType(resources, type).filter((each) => name === undefined || each.name === name);
    expect(found.map((each) => each.name)).toHaveLength(1);
    return found[0]!;
}

describe("the watch of a cell", () => {
    const stack = { ...prodStack(), customers: [...prodStack().customers, homeOnly()] };
    let resources: RecordedResource[];
    beforeAll(async () => {
        const program = () => declarePlatform(stack);
        resources = (await recordProgram(program, { stackOutputs: globalOutputs })).resources;
    });

    it("has a row for every customer, with the database that is declared for it", () => {
        const databases = new Map(
            ofType(resources, "sql:Database").map(({ inputs }) => [
                (inputs["tags"] as Record<string, string>)["oxygis:customer"],
                inputs["databaseName"],
            ]),
        );
        const rows = ofType(resources, "appconfiguration:KeyValue").filter(({ inputs }) =>
            String(inputs["keyValueName"] as string).startsWith("watch:"),
        );

        expect(rows).toHaveLength(stack.customers.length);
        for (const { inputs } of rows) {
            const row = JSON.parse(inputs["value"] as string) as Record<string, unknown>;
            expect(inputs["keyValueName"]).toBe(`watch:${String(row["customer"] as string)}`);
            expect(row["database"]).toBe(databases.get(row["customer"] as string));
        }
        const kinds = rows.map(
            ({ inputs }) => (JSON.parse(inputs["value"] as string) as { backups: string[] }).backups,
        );
        expect(new Set(kinds.map((each) => each.length))).toEqual(new Set([4, 5]));
        expect(kinds.filter((each) => !each.includes("replicated"))).toHaveLength(1);
    });

    it("asks every pool, from a database that is openly no customer's", () => {
        const pools = ofType(resources, "sql:ElasticPool").map(({ inputs }) => inputs["elasticPoolName"]);
        const { members } = one(resources, "sql:JobTargetGroup", "eu1-backup-job-customers").inputs;

        expect((members as { elasticPoolName: string }[]).map((each) => each.elasticPoolName).sort()).toEqual(
            pools.sort(),
        );
        expect(one(resources, "sql:Database", "eu1-backup-job-db").inputs).toMatchObject({
            tags: { "oxygis:purpose": "system" },
            requestedBackupStorageRedundancy: "Zone",
        });
    });

    it("reaches its server privately, as an identity whose only rights are given by hand", () => {
        expect(one(resources, "sql:JobPrivateEndpoint").inputs).toMatchObject({
            targetServerAzureResourceId: "eu1-sql-server.id",
        });
        const grants = ofType(resources, "authorization:RoleAssignment");
        const ofJob = grants.filter(({ inputs }) => String(inputs["principalId"] as string).includes("backup-job"));
        expect(ofJob).toEqual([]);
    });

    it("lets the collector read lists of backups, read its rows and post, and nothing else", () => {
        const grants = ofType(resources, "authorization:RoleAssignment")
            .map(({ inputs }) => inputs)
            .filter(({ principalId }) => principalId === "eu1-backup-collector-identity-identity.principalId");

        expect(grants.map(({ scope }) => scope)).toEqual([
            "/subscriptions/subscription.id/resourceGroups/rg-oxygis-eu1-weu-data",
            "backup-rule.id",
            "eu1-configuration-store.id",
        ]);
        const [{ actions, dataActions }] = one(resources, "authorization:RoleDefinition").inputs["permissions"] as [
            { actions: string[]; dataActions: string[] },
        ];
        expect(actions.filter((action) => !action.endsWith("/read") || action.includes("*"))).toEqual([]);
        expect(dataActions).toEqual([]);
    });

    it("gives the collector's script exactly the settings it reads, none of them secret", () => {
        const [container] = (
            one(resources, "app:Job", "eu1-backup-collector-job").inputs["template"] as {
                containers: { args: string[]; env: { name: string; value: string }[] }[];
            }
        ).containers;
        const script = container!.args.at(-1)!;
        const read = new Set(matches(script, /\$env:(\w+)/g));

        expect(script).toBe(file("collect.ps1"));
        // These two are put there by Azure.
        expect([...read].filter((name) => name !== "IDENTITY_ENDPOINT" && name !== "IDENTITY_HEADER").sort()).toEqual(
            container!.env.map(({ name }) => name),
        );
        expect(container!.env.filter(({ value }) => value === "" || value.includes("[secret]"))).toEqual([]);
    });

    it("alerts people from outside the cell's region", () => {
        const rules = ofType(resources, "monitor:ScheduledQueryRule").filter(({ name }) => name.includes("backup"));

        expect(rules.length).toBeGreaterThanOrEqual(8);
        for (const { inputs } of rules) {
            expect(inputs).toMatchObject({
                location: "swedencentral",
                resourceGroupName: "rg-audit",
                scopes: ["audit.id"],
                evaluationFrequency: "PT30M",
                autoMitigate: true,
                actions: { actionGroups: ["operations.id"] },
                criteria: { allOf: [{ timeAggregation: "Count", operator: "GreaterThan", threshold: 0 }] },
            });
        }
    });

    it("splits alerts by customer, and the one about silence not at all", () => {
        const dimensions = (label: string) => {
            const { criteria } = one(resources, "monitor:ScheduledQueryRule", `eu1-backup-alerts-${label}`).inputs;
            return (criteria as { allOf: [{ dimensions: unknown }] }).allOf[0].dimensions;
        };

        expect(dimensions("late-full")).toEqual([{ name: "Customer", operator: "Include", values: ["*"] }]);
        expect(dimensions("watch-silent")).toEqual([]);
    });

    it("misses the jobs of every vault of the cell", () => {
        const vaults = [
            ...ofType(resources, "recoveryservices:Vault"),
            ...ofType(resources, "dataprotection:BackupVault"),
        ];
        const queries = ofType(resources, "monitor:ScheduledQueryRule").map(({ inputs }) => JSON.stringify(inputs));

        expect(vaults.length).toBeGreaterThanOrEqual(3);
        const unwatched = vaults.filter(({ name }) => !queries.some((query) => query.includes(`'${name}.id'`)));
        expect(unwatched.map(({ name }) => name)).toEqual([]);
    });
});

describe("the stack global", () => {
    it("takes the watch's rows in the columns of its table, and routes every vault's alerts to people", async () => {
        const { resources } = await recordProgram(() => declarePlatform(globalStack()));
        const names = (columns: unknown) => (columns as { name: string }[]).map(({ name }) => name);
        const table = one(resources, "operationalinsights:Table").inputs;
        const rule = one(resources, "monitor:DataCollectionRule").inputs;
        const streams = rule["streamDeclarations"] as Record<string, { columns: unknown }>;

        expect(names((table["schema"] as { columns: unknown }).columns)).toEqual(names(backupColumns));
        expect(names(streams["Custom-BackupAge"]!.columns)).toEqual(names(backupColumns));
        expect(one(resources, "alertsmanagement:AlertProcessingRuleByName").inputs).toMatchObject({
            properties: {
                scopes: ["/subscriptions/subscription.id"],
                actions: [{ actionType: "AddActionGroups", actionGroupIds: ["global-alerts-operations-group.id"] }],
                conditions: [
                    { values: ["microsoft.recoveryservices/vaults", "microsoft.dataprotection/backupvaults"] },
                ],
            },
        });
    });

    it("has at least two people for each audience", async () => {
        const { resources } = await recordProgram(() => declarePlatform(globalStack()));
        const groups = ofType(resources, "monitor:ActionGroup");

        expect(groups.map(({ inputs }) => inputs["groupShortName"]).sort()).toEqual(["operations", "security"]);
        for (const { inputs } of groups) {
            expect((inputs["emailReceivers"] as unknown[]).length).toBeGreaterThanOrEqual(2);
        }
    });
});

describe("the script of the collector", () => {
    const script = file("collect.ps1");

    it("posts every column of the table, and no other", () => {
        const row = /function New-Row[^]*?\[ordered\]@\{([^]*?)\n {4}\}/.exec(script)![1]!;

        expect(matches(row, /^\s+(\w+)\s+=/gm)).toEqual(backupColumns.map(({ name }) => name));
    });

    it("knows every kind of backup", () => {
        const known = [
            ...matches(script, /^\s+'(\w+)' \{ \$\w+\[\$name\] \}/gm),
            ...matches(script, /^\s+(\w+)\s+= \$reader/gm),
        ];

        expect(known.sort()).toEqual(Object.keys(backupKinds).sort());
    });

    it("ends with an error where something fails, and says that it lives only after all rows", () => {
        expect(script).toContain("$ErrorActionPreference = 'Stop'");
        expect(script).not.toMatch(/-ErrorAction|SilentlyContinue'?\s*\}|\bcatch\b/);
        expect(script.lastIndexOf("Send-Rows ($rows")).toBeLessThan(script.indexOf("Send-Rows @(New-Row 'watch'"));
    });

    it("prints a count and no token", () => {
        expect(script).not.toMatch(/Write-|Out-File|Set-Content|-Verbose|-Debug/);
        expect(matches(script, /^('.*)$/gm)).toEqual(["'{0} customers, {1} rows' -f $watched.Count, $rows.Count"]);
    });

    it("holds nothing that Kubernetes would replace in an argument", () => {
        expect(script).not.toMatch(/\$\(|\$\$/);
    });

    it("calls versions of Azure's interfaces that are no previews", () => {
        const versions = matches(script, /api-version=([\w-]+)/g);

        expect(versions.length).toBeGreaterThanOrEqual(6);
        expect(versions.filter((version) => !/^\d{4}-\d{2}-\d{2}$/.test(version))).toEqual([]);
    });
});

describe("the statements of the watch", () => {
    const columns = matches(file("databaseBackups.sql"), / AS (\w+),?$/gm);

    it("fill exactly the columns of the job's table, besides the one that the agent adds", () => {
        const table = matches(file("rightsInJobDatabase.sql"), /^ {4}(\w+) (?:nvarchar|datetime2|uniqueidentifier)/gm);

        expect(columns).toHaveLength(5);
        expect(table).toEqual([...columns, "internal_execution_id"]);
    });

    it("read back what the script asks for", () => {
        const selected = /SELECT ([^]*?)\nFROM \(/.exec(file("newestRows.sql"))![1]!.split(", ");

        expect(selected).toEqual(columns.filter((column) => column !== "ObservedAt"));
        expect(matches(file("collect.ps1"), /\$reader\['(\w+)'\]/g)).toEqual(selected);
    });

    it("read no table of a customer and change nothing but the job's own table", () => {
        expect(matches(file("databaseBackups.sql"), /FROM ([\w.]+)/g)).toEqual(["sys.dm_database_backups"]);
        expect(matches(file("forgetOldRows.sql"), /DELETE FROM ([\w.]+)/g)).toEqual(["watch.DatabaseBackups"]);
        const rights = matches(file("rightsOnServer.sql"), /ALTER SERVER ROLE \[(\S+)\]/g);
        expect(rights).toEqual(["##MS_DatabaseConnector##", "##MS_ServerStateReader##"]);
    });
});

it("the collector runs after each run of the job, well within the hour that a log backup may be old", () => {
    const minutes = watchTimes.collector.split(" ")[0]!.split(",").map(Number);

    expect(watchTimes).toMatchObject({ interval: "PT30M", firstRun: "2026-01-01T00:00:00Z" });
    expect(minutes).toEqual([10, 40]);
});

function homeOnly() {
    return newCustomer({ slug: "stay-home", residency: "home", residencyReason: "an invented contract" });
}
