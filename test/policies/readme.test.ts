import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { discoverPolicies } from "../../policies/lib/discover";
import { definePolicy } from "../../policies/lib/policy";
import { withCatalogue } from "../support/policyCatalogue";

const file = join(__dirname, "../../policies/README.md");

describe("the catalogue in policies/README.md", () => {
    it("is that of the pack; UPDATE_GOLDEN=1 npx jest test/policies/readme writes it anew", () => {
        const wanted = withCatalogue(readFileSync(file, "utf8"), discoverPolicies());
        if (process.env["UPDATE_GOLDEN"]) {
            writeFileSync(file, wanted);
        }
        expect(readFileSync(file, "utf8")).toBe(wanted);
    });

    it("says of a policy its promise in Dutch, severity, what it checks, how to fix it and what is like it elsewhere", () => {
        const rule = definePolicy({
            name: "thing-kept",
            promise: "BKP-1",
            severity: "high",
            description: "Things are *kept*.",
            remedy: "Keep it.",
            url: "https://example.com",
            counterparts: ["CKV_AZURE_1", "CIS 4.1"],
            neverExempt: true,
        });
        const readme = "before\n<!-- prettier-ignore-start -->\nold\n<!-- prettier-ignore-end -->\nafter\n";
        const written = withCatalogue(readme, [rule]);
        expect(written).toBe(
            [
                "before",
                "<!-- prettier-ignore-start -->",
                "",
                "### BKP-1",
                "",
                "> Wekelijkse back-ups 1 jaar bewaard",
                "",
                "Every customer database and every other data store has weekly backups, each kept for at least one year.",
                "",
                "- **`thing-kept`** (high, never exempt). Things are \\*kept\\*.\\",
                "  How to fix: Keep it. [More](https://example.com)\\",
                "  Elsewhere: CKV\\_AZURE\\_1; CIS 4.1.",
                "",
                "<!-- prettier-ignore-end -->",
                "after",
                "",
            ].join("\n"),
        );
        expect(withCatalogue(written, [rule])).toBe(written);
        expect(() => withCatalogue("no markers", [rule])).toThrow("lacks the line");
    });
});
