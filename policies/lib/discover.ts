import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import type { OxygisPolicy } from "./policy";

/**
 * Every policy of the pack: each file below `rules/` holds one and exports it as `policy`, so that a new rule is one new
 * file. In the order of the file names.
 */
export function discoverPolicies(): OxygisPolicy[] {
    const rules = join(__dirname, "..", "rules");
    const load = createRequire(__filename);
    return readdirSync(rules, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .sort()
        .map((file) => {
            const { policy } = load(join(rules, file)) as { policy?: OxygisPolicy };
            if (!policy) {
                throw new Error(`policies/rules/${file} must export a policy named "policy"`);
            }
            return policy;
        });
}
