import { added, setOf } from "../../support/policyMutations";
import type { Mutant } from "../../support/policyProof";

export const mutants: Mutant[] = [
    {
        policy: "resource-no-bare-metal",
        name: "machines on dedicated hosts",
        stack: "prod",
        mutate: setOf("azure-native:compute:VirtualMachineScaleSet", "hostGroup", { id: "hosts" }),
    },
    {
        policy: "resource-no-bare-metal",
        name: "a private cloud on rented machines",
        stack: "prod",
        mutate: added("azure-native:avs:PrivateCloud"),
    },
    {
        policy: "resource-declared-openly",
        name: "a template deployment",
        stack: "prod",
        mutate: added("azure-native:resources:Deployment"),
    },
    {
        policy: "resource-declared-openly",
        name: "a database as a generic resource",
        stack: "prod",
        mutate: added("azure-native:resources:Resource", { resourceProviderNamespace: "Microsoft.Sql" }),
    },
    {
        policy: "resource-type-reviewed",
        name: "a service nobody reviewed",
        stack: "global",
        mutate: added("azure-native:web:WebApp"),
    },
    {
        policy: "resource-type-reviewed",
        name: "another cloud",
        stack: "global",
        mutate: added("gcp:compute/instance:Instance"),
    },
];
