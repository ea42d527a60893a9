import * as lb from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";

import { healthPaths } from "../../model/health";
import type { RegionalArgs } from "./regionalArgs";

export interface OriginBalancerArgs extends RegionalArgs {
    /** Name of the balancer and its targets; AWS takes 32 characters. */
    balancerName: string;
    vpcId: pulumi.Input<string>;
    /** One in each of three zones. */
    publicSubnetIds: pulumi.Input<string>[];
    securityGroupId: pulumi.Input<string>;
    certificateArn: pulumi.Input<string>;
    /** Requests that carry another id, or none, are refused. */
    frontDoorId: pulumi.Input<string>;
    /** Name of the bucket that keeps access logs. */
    logBucket: pulumi.Input<string>;
}

/** TLS 1.2 and 1.3 with forward secrecy and no CBC; a policy of AWS's without AES-128 does not exist. */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/**
 * The way from Front Door to the application: HTTPS only, for requests that carry this Front Door's id; everybody else gets 403. Nothing
 * listens on port 80. The security group in front lets Front Door's addresses through alone, but every customer of Azure calls from those.
 *
 * Keeps: ACC-1 (only Front Door reaches the application), COM-1 (HTTPS with modern ciphers), DR-1 (three zones), ACC-2 (access logs).
 */
export class OriginBalancer extends pulumi.ComponentResource {
    public readonly loadBalancerArn: pulumi.Output<string>;
    public readonly dnsName: pulumi.Output<string>;
    public readonly zoneId: pulumi.Output<string>;
    /** Known once requests of Front Door are sent there. */
    public readonly targetGroupArn: pulumi.Output<string>;

    constructor(name: string, args: OriginBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:OriginBalancer", name, args, opts);

        const { region, tags, balancerName } = args;
        const balancer = new lb.LoadBalancer(
            `${name}-balancer`,
            {
                region,
                tags,
                name: balancerName,
                loadBalancerType: "application",
                internal: false,
                ipAddressType: "ipv4",
                subnets: args.publicSubnetIds,
                securityGroups: [args.securityGroupId],
                dropInvalidHeaderFields: true,
                desyncMitigationMode: "strictest",
                // The application tells customers apart by the host name that they asked for.
                preserveHostHeader: true,
                // Seconds; longer than Front Door waits for an answer, so that it is never the balancer who hangs up.
                idleTimeout: 130,
                // A firewall that does not answer lets nothing through.
                enableWafFailOpen: false,
                enableDeletionProtection: true,
                accessLogs: { enabled: true, bucket: args.logBucket, prefix: balancerName },
            },
            { parent: this },
        );
        const targets = new lb.TargetGroup(
            `${name}-targets`,
            {
                region,
                tags,
                name: balancerName,
                vpcId: args.vpcId,
                targetType: "instance",
                protocol: "HTTPS",
                port: 443,
                deregistrationDelay: 60,
                healthCheck: {
                    enabled: true,
                    protocol: "HTTPS",
                    path: healthPaths.machine,
                    matcher: "200",
                    interval: 10,
                    timeout: 5,
                    healthyThreshold: 2,
                    unhealthyThreshold: 3,
                },
            },
            { parent: this },
        );
        const listener = new lb.Listener(
            `${name}-listener`,
            {
                region,
                tags,
                loadBalancerArn: balancer.arn,
                protocol: "HTTPS",
                port: 443,
                sslPolicy,
                certificateArn: args.certificateArn,
                defaultActions: [
                    {
                        type: "fixed-response",
                        fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
                    },
                ],
            },
            { parent: this },
        );
        const rule = new lb.ListenerRule(
            `${name}-front-door`,
            {
                region,
                tags,
                listenerArn: listener.arn,
                priority: 1,
                conditions: [{ httpHeader: { httpHeaderName: "X-Azure-FDID", values: [args.frontDoorId] } }],
                actions: [{ type: "forward", targetGroupArn: targets.arn }],
            },
            { parent: this },
        );

        this.loadBalancerArn = balancer.arn;
        this.dnsName = balancer.dnsName;
        this.zoneId = balancer.zoneId;
        // AWS asks nothing of machines in a group that no rule names, and they would be taken for ill.
        this.targetGroupArn = pulumi.all([targets.arn, rule.id]).apply(([arn]) => arn);
        this.registerOutputs({
            loadBalancerArn: this.loadBalancerArn,
            dnsName: this.dnsName,
            targetGroupArn: this.targetGroupArn,
        });
    }
}
