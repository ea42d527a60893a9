import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import type { OxygisPolicy } from "./policy";

/**
 * Every policy of the pack: each file below `rules/` holds one and exports it as `policy`, so that a new rule is one new
 * file. In the order of the file names.
 */
export function discoverPolicies(): OxygisPolicy[] {
    const load = createRequire(__filename);
    return policyFiles().map((file) => {
        const { policy } = load(join(rules, file)) as { policy?: OxygisPolicy };
        if (!policy) {
            throw new Error(`policies/rules/${file} must export a policy named "policy"`);
        }
        return policy;
    });
}

const rules = join(__dirname, "..", "rules");

/** The files of the policies, one each, relative to `rules/`: to count them nobody need load them. */
export function policyFiles(): string[] {
    return readdirSync(rules, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .sort();
}
