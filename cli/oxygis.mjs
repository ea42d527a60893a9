#!/usr/bin/env node
// The command as it lies in the repository: TypeScript is transpiled as it is loaded, so no build can be stale.
import module from "node:module";

module.enableCompileCache?.();
await import("tsx");
const { main } = module.createRequire(import.meta.url)("./main.ts");
process.exitCode = await main(process.argv.slice(2));
