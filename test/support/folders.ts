import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** A new empty folder, removed when the test file that asked for it is done. */
export function temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "oxygis-test-"));
    made.push(folder);
    return folder;
}

afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
