import { cpSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { temporaryFolder } from "../support/folders";

const projectRoot = resolve(__dirname, "../..");

/** A configuration root with the repository's stacks and some of its customers. */
export function rootWith(...slugs: string[]): string {
    const root = temporaryFolder();
    mkdirSync(join(root, "infra/customers"), { recursive: true });
    const customers = slugs.map((slug) => `infra/customers/${slug}.yaml`);
    for (const name of ["Pulumi.aws1.yaml", "Pulumi.global.yaml", "Pulumi.prod.yaml", "infra/staff.yaml", ...customers])
        cpSync(join(projectRoot, name), join(root, name));
    return root;
}
