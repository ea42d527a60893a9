import {
    backupColumns,
    type BackupKind,
    backupKinds,
    databaseRules,
    vaultRule,
    watchedBackups,
} from "../../infra/model/backupWatch";
import { rpoHours } from "../../infra/model/recovery";

const rules = databaseRules("sql-one");
const ruleOf = (label: string) => rules.find((rule) => rule.label === label)!;

describe("the backup watch", () => {
    // The numbers of the watch's order, restated: what may be how old, and how long a new database has for its first.
    it.each<[BackupKind, string, string]>([
        ["full", "192h", "24h"],
        ["differential", "25h", "25h"],
        ["log", "1h", "24h"],
        ["longTerm", "192h", "192h"],
        ["replicated", "20h", "24h"],
    ])("alerts when a %s backup is older than %s, or after %s there is none", (kind, most, grace) => {
        const { query, per, window } = ruleOf(`late-${kind.toLowerCase()}`);

        expect(query).toContain(`| where Kind == '${kind}'`);
        expect(query).toContain(`TimeGenerated - FinishedAt > ${most}`);
        expect(query).toContain(`isnull(CreatedAt) or TimeGenerated - CreatedAt > ${grace}`);
        expect({ per, window }).toEqual({ per: "Customer", window: "PT2H" });
    });

    it("leaves four hours to act before copies in the paired region are older than promised", () => {
        expect(rpoHours - backupKinds.replicated.mostHours).toBe(4);
    });

    it("alerts for a known customer without any backup, also where the database itself is gone", () => {
        const { query } = ruleOf("no-backup-at-all");

        expect(query).toContain("Found = countif(isnotnull(FinishedAt))");
        expect(query).toContain("where Found == 0 and (isnull(CreatedAt) or");
    });

    it("alerts when it is silent itself: the query answers a row where there is none", () => {
        const { query, per, window } = ruleOf("watch-silent");

        expect(query).toMatch(/\| summarize Reports = count\(\)\n\| where Reports == 0$/);
        expect(query).not.toContain(" by ");
        expect({ per, window }).toEqual({ per: undefined, window: "PT3H" });
    });

    it("asks of its own server only, and takes its sign of life for no backup", () => {
        for (const { query } of rules) {
            expect(query).toContain("Server == 'sql-one'");
        }
        const others = rules.filter(({ label }) => label !== "watch-silent");
        expect(others.filter(({ query }) => !query.includes("Kind != 'watch'"))).toEqual([]);
    });

    it("asks for columns that its table has", () => {
        const known = new Set<string>(backupColumns.map(({ name }) => name));
        const made = new Set(["Found", "SeenAt", "Reports", "BackupAge_CL"]);
        const words = rules.flatMap(({ query }) => query.replaceAll(/'[^']*'/g, "").match(/\b[A-Z]\w+/g) ?? []);

        expect(words.length).toBeGreaterThan(20);
        expect(words.filter((word) => !known.has(word) && !made.has(word))).toEqual([]);
    });

    it("gives every rule a label of its own, and says what is wrong", () => {
        expect(new Set(rules.map(({ label }) => label)).size).toBe(7);
        expect(rules.filter(({ trouble }) => !trouble.endsWith("."))).toEqual([]);
    });

    it("alerts when a vault has had fewer successful jobs than it has items, or has no log at all", () => {
        const { label, query } = vaultRule({ label: "machines", items: 3 });

        expect(label).toBe("no-job-machines");
        expect(query("/vaults/one")).toContain("ago(26h) and ResourceId =~ '/vaults/one'");
        expect(query("/vaults/one")).toContain("union isfuzzy=true AddonAzureBackupJobs,\n    (datatable(");
        expect(query("/vaults/one")).toMatch(/dcount\(BackupItemUniqueId\)\n\| where Items < 3$/);
    });
});

describe("the backups a customer must have", () => {
    it("are all kinds", () => {
        expect(watchedBackups({ homeOnly: false })).toEqual(["full", "differential", "log", "longTerm", "replicated"]);
    });

    it("are none in the paired region where every copy stays at home", () => {
        expect(watchedBackups({ homeOnly: true })).toEqual(["full", "differential", "log", "longTerm"]);
    });
});
