import * as cdn from "@pulumi/azure-native/cdn";

/** How Front Door chooses within an origin group: three of the last four probes decide, and no visitor is tied to an origin. */
export const originChoice = {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 },
    sessionAffinityState: cdn.EnabledState.Disabled,
};
