import { type Registration, registration } from "../../support/policyMessages";

export const samples: Registration[] = [
    registration("azure-native:containerservice:ManagedCluster", "cluster", { agentPoolProfiles: [{ name: "a" }] }),
    registration("azure-native:web:AppServiceEnvironment", "environment", { dedicatedHostCount: 0 }),
    registration("aws:autoscaling/group:Group", "machines", {
        mixedInstancesPolicy: {
            launchTemplate: {
                overrides: [
                    {
                        instanceType: "m7i.large",
                        instanceRequirements: { allowedInstanceTypes: ["m7*"], bareMetal: "excluded" },
                    },
                ],
            },
        },
        placementTenancy: "default",
    }),
];
