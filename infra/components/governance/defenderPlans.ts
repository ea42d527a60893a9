import * as security from "@pulumi/azure-native/security";
import * as pulumi from "@pulumi/pulumi";

export interface DefenderPlansArgs {
    subscriptionId: pulumi.Input<string>;
}

/** A plan of Defender for Cloud: the variant, where there are several, and what is switched on besides the plan itself. */
interface Plan {
    subPlan?: string;
    extensions?: readonly string[];
}

/**
 * Plans with what they scan. They are paid for, by server, account, vault or subscription and month.
 * Source of names: REST reference of Microsoft.Security/pricings, version 2024-01-01.
 */
const plans: Readonly<Record<string, Plan>> = {
    Arm: { subPlan: "PerSubscription" },
    CloudPosture: { extensions: ["AgentlessVmScanning", "SensitiveDataDiscovery"] },
    KeyVaults: { subPlan: "PerKeyVault" },
    /** Vulnerability assessment of databases works only with it. */
    SqlServers: {},
    StorageAccounts: {
        subPlan: "DefenderForStorageV2",
        extensions: ["OnUploadMalwareScanning", "SensitiveDataDiscovery"],
    },
    /** P1 has no scanning without agents. */
    VirtualMachines: { subPlan: "P2", extensions: ["AgentlessVmScanning"] },
};

/**
 * Automated scans for vulnerabilities and threats, over everything in the subscription that exists or will: machines, databases,
 * storage, vaults and the control plane.
 *
 * Keeps: TEST-1 (automated vulnerability scans over production).
 */
export class DefenderPlans extends pulumi.ComponentResource {
    constructor(name: string, args: DefenderPlansArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:governance:DefenderPlans", name, args, opts);

        // To delete a plan would switch the whole subscription back to the free one, other owners' resources included.
        const stays = { parent: this, retainOnDelete: true };
        for (const [pricingName, { subPlan, extensions }] of Object.entries(plans)) {
            new security.Pricing(
                `${name}-${pricingName}`,
                {
                    scopeId: pulumi.interpolate`subscriptions/${args.subscriptionId}`,
                    pricingName,
                    pricingTier: security.PricingTier.Standard,
                    ...(subPlan && { subPlan }),
                    ...(extensions && {
                        extensions: extensions.map((extension) => ({
                            name: extension,
                            isEnabled: security.IsEnabled.True,
                        })),
                    }),
                },
                stays,
            );
        }
        new security.AzureServersSetting(
            `${name}-machines`,
            {
                kind: "AzureServersSetting",
                settingKind: "azureServersSetting",
                selectedProvider: security.ServerVulnerabilityAssessmentsAzureSettingSelectedProvider.MdeTvm,
            },
            stays,
        );

        this.registerOutputs({});
    }
}
