import { createRequire } from "node:module";

import { declareCell } from "./programs/cell";
import type { Platform } from "./config/schema";
import { declareGlobal } from "./programs/global";

const load = createRequire(__filename);

/** Declares what the selected stack holds and returns its outputs. The only place that knows more than one cloud. */
export function declarePlatform(platform: Platform) {
    switch (platform.kind) {
        case "global":
            return declareGlobal(platform);
        case "cell":
            return declareCell(platform);
        case "awsCell": {
            // The SDK of AWS takes seconds to load, which no other stack is to wait for.
            const { declareAwsCell } = load("./programs/aws/cell") as typeof import("./programs/aws/cell");
            return declareAwsCell(platform);
        }
    }
}
