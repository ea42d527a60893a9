import type * as pulumi from "@pulumi/pulumi";

import { BalancerFirewall } from "../../components/aws/balancerFirewall";
import type { CellVpc } from "../../components/aws/cellVpc";
import { OriginBalancer } from "../../components/aws/originBalancer";
import { OriginCertificate } from "../../components/aws/originCertificate";
import { OriginName } from "../../components/aws/originName";
import type { AwsCellStack } from "../../config/awsSchema";
import type { readGlobal } from "../globalOutputs";
import { declareOrigin } from "../origin";
import type { Around } from "./around";

interface Edge {
    network: Pick<CellVpc, "vpcId" | "publicSubnetIds" | "loadBalancerSecurityGroupId">;
    global: ReturnType<typeof readGlobal>;
    /** The bucket that takes the balancer's log. */
    logBucket: pulumi.Output<string>;
}

/** The way from Front Door to the machines of a cell on AWS. Composition only. */
export function declareBalancer(stack: AwsCellStack, around: Around, { network, global, logBucket }: Edge) {
    const { cell, domain } = stack;
    const { region, tags, names, keys, logDays } = around;
    const zone = { resourceGroupName: global.edgeResourceGroup, domain };

    const { certificateArn } = new OriginCertificate(`${cell}-certificate`, {
        region,
        tags,
        hostName: names.originHost,
        zone,
    });
    const balancer = new OriginBalancer(`${cell}-balancer`, {
        region,
        tags,
        balancerName: names.balancer,
        vpcId: network.vpcId,
        publicSubnetIds: network.publicSubnetIds,
        securityGroupId: network.loadBalancerSecurityGroupId,
        certificateArn,
        frontDoorId: global.frontDoorId,
        logBucket,
    });
    const firewall = new BalancerFirewall(`${cell}-firewall`, {
        region,
        tags,
        label: names.label,
        loadBalancerArn: balancer.loadBalancerArn,
        logDays,
        keyArn: keys.keyArn,
    });
    const name = new OriginName(
        `${cell}-origin-name`,
        { hostName: names.originHost, zone, balancerHost: balancer.dnsName },
        // Nobody is led to a balancer before its firewall stands.
        { dependsOn: firewall },
    );
    declareOrigin(stack, {
        edge: { resourceGroupName: global.edgeResourceGroup, profileName: global.profileName },
        names,
        global,
        origin: { hostName: name.hostName },
    });
    return { targetGroupArn: balancer.targetGroupArn, originHost: name.hostName };
}
