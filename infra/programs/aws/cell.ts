import { AccessLogBucket } from "../../components/aws/accessLogBucket";
import { CellKey } from "../../components/aws/cellKey";
import { CellVpc } from "../../components/aws/cellVpc";
import { HostedSettings } from "../../components/aws/hostedSettings";
import type { AwsCellStack } from "../../config/awsSchema";
import { hostedSettings } from "../../model/awsSettings";
import type { CellOutputs } from "../cellOutputs";
import { readGlobal } from "../globalOutputs";
import { declareAccount } from "./account";
import { type Around, aroundOf } from "./around";
import { declareBackups } from "./backups";
import { declareMachines } from "./compute";
import { declareCustomers } from "./customers";
import { declareData } from "./data";
import { declareBalancer } from "./origin";
import { declareWatch } from "./watch";

/** One cell on AWS: a site's share of the customers, with everything that serves them. Composition only. */
export function declareAwsCell(stack: AwsCellStack): CellOutputs & { databaseInstances: string[] } {
    const { cell } = stack;
    const place = aroundOf(stack);
    const { region, pairedRegion, tags, accountId, names } = place;
    const global = readGlobal(stack.globalStack, cell);

    const { keyArn, pairedKeyArn } = new CellKey(`${cell}-key`, {
        region,
        tags,
        pairedRegion,
        accountId,
        alias: names.key,
        trailName: names.trail,
        organizationId: stack.aws.organizationId,
    });
    const around: Around = { ...place, keys: { keyArn, pairedKeyArn, keyAlias: `alias/${names.key}` } };
    const network = new CellVpc(`${cell}-network`, {
        region,
        tags,
        label: names.label,
        accountId,
        addressSpace: stack.network.addressSpace,
        zones: [...stack.site.zones],
        allowedHosts: stack.egress.allowedHosts,
        logDays: around.logDays,
        keyArn,
    });
    const { bucketName: logBucket } = new AccessLogBucket(`${cell}-access-logs`, {
        region,
        tags,
        bucketName: names.accessLogBucket,
        accountId,
        retentionDays: around.logDays,
    });
    const data = declareData(stack, around, { network, logBucket });

    const account = declareAccount(stack, around, { buckets: [data.documentsBucket, data.backups.bucketName] });
    const settings = new HostedSettings(`${cell}-settings`, {
        region,
        tags,
        path: around.settingsPath,
        settings: hostedSettings,
    });
    const { databases } = declareCustomers(stack, {
        region,
        tags,
        pairedRegion,
        accountId,
        keyArn,
        pairedKeyArn,
        instances: data.instances,
        functionName: data.functionName,
        ...(around.restoresFrom && { restoreBucket: around.restoresFrom.bucketName }),
        documentsBucket: data.documentsBucket,
    });
    declareWatch(stack, around, { data, account });
    declareBackups(stack, around, { data, global });

    const balancer = declareBalancer(stack, around, { network, global, logBucket });
    declareMachines(stack, around, {
        network,
        targetGroupArn: balancer.targetGroupArn,
        frontDoorId: global.frontDoorId,
        // A machine that starts before it finds its settings and can reach them would be taken for an ill one.
        ready: [network, settings],
    });

    return {
        configurationEndpoint: around.settingsPath,
        databaseIds: Object.fromEntries(
            databases.filter(({ serves }) => serves).map(({ customer, databaseId }) => [customer.slug, databaseId]),
        ),
        originHost: balancer.originHost,
        databaseInstances: data.instances.map(({ identifier }) => identifier),
    };
}
