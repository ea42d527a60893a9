/** `OXYGIS_SDK_DEFAULTS=1` leaves the SDK's slow defaults on: the yardstick of the benchmark, and of nothing else. */
export const sdkDefaults = process.env["OXYGIS_SDK_DEFAULTS"] === "1";

/** `PULUMI_DEBUG_PROMISE_LEAKS`, the SDK's own switch: it says where promises come from that are never fulfilled. */
export const debugsPromises = Boolean(process.env["PULUMI_DEBUG_PROMISE_LEAKS"]);
