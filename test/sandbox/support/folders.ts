import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new empty folder; the system's temporary folder takes care of it afterwards. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "sandbox-"));
