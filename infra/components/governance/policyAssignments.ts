import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

export interface PolicyAssignmentsArgs {
    subscriptionId: pulumi.Input<string>;
    /** Built-in policies of Azure, at most 200 for one subscription. */
    policies: {
        name: string;
        assignmentName: string;
        /** GUID of the definition. */
        definition: string;
        parameters: Readonly<Record<string, unknown>>;
        promises: readonly string[];
        /** Shown to whoever is refused. */
        message: string;
    }[];
}

/**
 * What Azure itself refuses or reports in the subscription, also when somebody works by hand: the guard behind the policy pack.
 *
 * Keeps: HOST-1 (no bare metal), CERT-1 (certified regions only), PHYS-1 (Azure's own datacenters only), BKP-3 (three datacenters),
 * COM-1 (TLS), AUTH-1 (no change without a second factor), STAFF-1 (no logins besides Entra's), ACC-1 (no public path to data).
 */
export class PolicyAssignments extends pulumi.ComponentResource {
    constructor(name: string, args: PolicyAssignmentsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { subscriptionId, policies } = args;
        // The policies stay out of the component's own inputs: a change to one shows on its assignment alone.
        super("oxygis:governance:PolicyAssignments", name, { subscriptionId }, opts);

        for (const { name: policy, assignmentName, definition, parameters, promises, message } of policies) {
            const sentence = `${message} (${promises.join(", ")})`;
            new authorization.PolicyAssignment(
                `${name}-${policy}`,
                {
                    scope: pulumi.interpolate`/subscriptions/${subscriptionId}`,
                    policyAssignmentName: assignmentName,
                    displayName: `Oxygis: ${policy}`,
                    description: sentence,
                    policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definition}`,
                    parameters: Object.fromEntries(
                        Object.entries(parameters).map(([parameter, value]) => [parameter, { value }]),
                    ),
                    enforcementMode: authorization.EnforcementMode.Default,
                    nonComplianceMessages: [{ message: sentence }],
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
