import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
require("@pulumi/policy");
require("tsx/cjs/api").register();
require("./index.ts");
