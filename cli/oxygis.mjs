#!/usr/bin/env node
// The command as it lies in the repository: TypeScript is transpiled as it is loaded, so no build can be stale.
import module from "node:module";

module.enableCompileCache?.();
const require = module.createRequire(import.meta.url);
require("tsx/cjs/api").register();
process.exitCode = await require("./main.ts").main(process.argv.slice(2));
