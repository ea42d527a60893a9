import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { UsageError } from "../errors";

/** A file that says: this folder is a sandbox and may be filled and emptied. */
const marker = "oxygis-sandbox";
const passphraseFile = "passphrase";

/** True for a folder this command made. */
export const isSandbox = (directory: string) => existsSync(join(directory, marker));

/**
 * Makes the sandbox folder ready and answers with the passphrase of its stacks, generated at the first use and kept beside the
 * state (file mode 0600): a rehearsal needs no secret of anybody's. Refuses a folder that holds something else.
 */
export function openSandbox(directory: string): { passphrase: string } {
    if (!isSandbox(directory)) {
        if (existsSync(directory) && readdirSync(directory).length > 0) {
            throw new UsageError(
                `${directory} is not empty and no sandbox. Name an empty or a new folder with --sandbox.`,
            );
        }
        mkdirSync(directory, { recursive: true });
        writeFileSync(join(directory, passphraseFile), randomBytes(24).toString("base64url"), { mode: 0o600 });
        writeFileSync(join(directory, marker), "A folder of `oxygis sandbox`; `oxygis sandbox reset` empties it.\n");
    }
    return { passphrase: readFileSync(join(directory, passphraseFile), "utf8") };
}
