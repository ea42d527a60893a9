import { CellKey } from "../../components/aws/cellKey";
import { CellVpc } from "../../components/aws/cellVpc";
import type { AwsCellStack } from "../../config/awsSchema";
import { cellTag } from "../../model/awsStaff";
import { awsCellNames } from "../../model/awsNaming";

/** One cell on AWS: a site's share of the customers, with everything that serves them. Composition only. */
export function declareAwsCell(stack: AwsCellStack) {
    const { cell, domain, site, aws } = stack;
    const { region, pairedRegion } = site;
    const { accountId, organizationId } = aws;
    const names = awsCellNames({ cell, domain, region, accountId });
    const tags = { ...stack.tags, "oxygis:stack": stack.stack, [cellTag]: cell };

    const key = new CellKey(`${cell}-key`, {
        region,
        tags,
        pairedRegion,
        accountId,
        alias: names.key,
        trailName: names.trail,
        organizationId,
    });
    const network = new CellVpc(`${cell}-network`, {
        region,
        tags,
        label: names.label,
        accountId,
        addressSpace: stack.network.addressSpace,
        zones: [...site.zones],
        allowedHosts: stack.egress.allowedHosts,
        logDays: stack.audit.retentionDays,
        keyArn: key.keyArn,
    });
    return { vpcId: network.vpcId };
}
