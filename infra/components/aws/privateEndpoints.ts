import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { endpointPolicy, privateServices, storageEndpointPolicy } from "../../model/awsEgress";
import type { RegionalArgs } from "./regionalArgs";

export interface PrivateEndpointsArgs extends RegionalArgs {
    label: string;
    accountId: string;
    vpcId: pulumi.Input<string>;
    /** One in each zone. */
    subnetIds: pulumi.Input<string>[];
    securityGroupId: pulumi.Input<string>;
    /** Whose subnets reach S3. */
    routeTableIds: pulumi.Input<string>[];
}

/**
 * Private ways to the services of AWS that a cell calls, which never leave its network and serve its own account only.
 *
 * Keeps: ACC-1 (no public path to production), SW-6 (nothing is carried to another account).
 */
export class PrivateEndpoints extends pulumi.ComponentResource {
    /** The addresses of S3, as security groups name them. */
    public readonly storagePrefixListId: pulumi.Output<string>;

    constructor(name: string, args: PrivateEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:PrivateEndpoints", name, args, opts);

        const { region, tags, label, accountId, vpcId } = args;
        const endpoint = (service: string, inputs: Omit<ec2.VpcEndpointArgs, "vpcId">) =>
            new ec2.VpcEndpoint(
                `${name}-${service}`,
                {
                    region,
                    tags: { ...tags, Name: `${label}-${service}` },
                    vpcId,
                    serviceName: `com.amazonaws.${region}.${service}`,
                    ...inputs,
                },
                { parent: this },
            );
        for (const service of privateServices) {
            endpoint(service, {
                vpcEndpointType: "Interface",
                privateDnsEnabled: true,
                subnetIds: args.subnetIds,
                securityGroupIds: [args.securityGroupId],
                policy: endpointPolicy(accountId, false),
            });
        }
        const storage = endpoint("s3", {
            vpcEndpointType: "Gateway",
            routeTableIds: args.routeTableIds,
            policy: storageEndpointPolicy(accountId, region),
        });

        this.storagePrefixListId = storage.prefixListId;
        this.registerOutputs({ storagePrefixListId: this.storagePrefixListId });
    }
}
