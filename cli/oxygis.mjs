#!/usr/bin/env node
// The command as it lies in the repository: TypeScript is transpiled as it is loaded, so no build can be stale.
import module from "node:module";
import { fileURLToPath } from "node:url";

// Compiling the SDKs is most of the start-up of each process that a run begins; Node keys this cache by content and version.
process.env.NODE_COMPILE_CACHE ||= fileURLToPath(new URL("../node_modules/.cache/oxygis-compile/", import.meta.url));
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
await import("tsx");
const { main } = module.createRequire(import.meta.url)("./main.ts");
process.exitCode = await main(process.argv.slice(2));
