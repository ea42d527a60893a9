import type * as pulumi from "@pulumi/pulumi";

import { ApplicationGroup } from "../../components/aws/applicationGroup";
import type { CellVpc } from "../../components/aws/cellVpc";
import { JobGroup } from "../../components/aws/jobGroup";
import { MachineRole } from "../../components/aws/machineRole";
import type { AwsCellStack } from "../../config/awsSchema";
import { secretPrefix } from "../../model/awsCustomers";
import { systemDiskGiB } from "../../model/awsSizes";
import type { Around } from "./around";

interface Serving {
    network: Pick<CellVpc, "privateSubnetIds" | "applicationSecurityGroupId" | "jobsSecurityGroupId">;
    targetGroupArn: pulumi.Output<string>;
    frontDoorId: pulumi.Output<string>;
    /** What must be there before the first machine starts. */
    ready: pulumi.Resource[];
}

/** The machines that serve customers, and those that work for them by schedule. Composition only. */
export function declareMachines({ cell, site, application, jobs }: AwsCellStack, around: Around, serving: Serving) {
    const { region, tags, accountId, names, keys, documents, settingsPath } = around;
    const machines = (tier: string) => ({
        region,
        tags,
        groupName: names.machines(tier),
        subnetIds: serving.network.privateSubnetIds,
        instanceProfileArn: new MachineRole(`${cell}-${tier}-role`, {
            tags,
            roleName: names.machines(tier),
            rights: {
                accountId,
                region,
                settingsPath,
                secretPrefix: secretPrefix(cell),
                keyAliases: [...new Set([keys.keyAlias, documents.keyAlias])],
                documentsBucket: documents.bucket,
                sessionLogGroup: names.sessionLog,
            },
        }).instanceProfileArn,
        systemDiskGiB,
        settingsPath,
    });
    const options = { dependsOn: serving.ready };
    new ApplicationGroup(
        `${cell}-web`,
        {
            ...machines("web"),
            ...application,
            securityGroupId: serving.network.applicationSecurityGroupId,
            targetGroupArn: serving.targetGroupArn,
            frontDoorId: serving.frontDoorId,
        },
        options,
    );
    new JobGroup(
        `${cell}-jobs`,
        {
            ...machines("jobs"),
            ...jobs,
            instances: site.zones.length,
            securityGroupId: serving.network.jobsSecurityGroupId,
        },
        options,
    );
}
