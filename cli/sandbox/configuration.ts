import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { type Common, projectRoot } from "../options";

const folderOf = ({ sandbox }: Common): string => join(sandbox, "configuration");

/**
 * The configuration that a rehearsal of a recovery reads and writes. A recovery writes stack files, and nothing of a sandbox may end up in the
 * project's own, which a real deployment reads: so they are written beside links to those, in the sandbox folder. Another root (`--root`) is
 * made for trials and is written itself.
 */
export function rehearsalRoot(options: Common): string {
    if (options.root !== projectRoot) return options.root;
    const own = folderOf(options);
    mkdirSync(join(own, "infra"), { recursive: true });
    const stacks = readdirSync(projectRoot).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
    // The link to a file that is gone would be a mistake in the configuration.
    for (const file of readdirSync(own).filter((each) => !existsSync(join(own, each)))) rmSync(join(own, file));
    for (const path of [...stacks, "infra/customers", "infra/staff.yaml"]) {
        // What is no link was written by a recovery.
        if (lstatSync(join(own, path), { throwIfNoEntry: false })) continue;
        symlinkSync(join(projectRoot, path), join(own, path));
    }
    return own;
}

/** The configuration that a sandbox runs: that of its rehearsal where there is one. */
export const configurationOf = (options: Common): string =>
    existsSync(folderOf(options)) ? rehearsalRoot(options) : options.root;
