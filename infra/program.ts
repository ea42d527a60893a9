import { declareCell } from "./programs/cell";
import type { Platform } from "./config/schema";
import { declareGlobal } from "./programs/global";

/** Declares what the selected stack holds and returns its outputs. */
export function declarePlatform(platform: Platform) {
    return platform.kind === "global" ? declareGlobal(platform) : declareCell(platform);
}
