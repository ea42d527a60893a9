/** `OXYGIS_SDK_DEFAULTS=1` leaves the SDK's slow defaults on: the yardstick of the benchmark, and of nothing else. */
export const sdkDefaults = process.env["OXYGIS_SDK_DEFAULTS"] === "1";
