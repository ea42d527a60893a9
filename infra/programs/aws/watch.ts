import { AccessAlarms } from "../../components/aws/accessAlarms";
import { BackupAlarms } from "../../components/aws/backupAlarms";
import { DatabaseAlarms } from "../../components/aws/databaseAlarms";
import type { AwsCellStack } from "../../config/awsSchema";
import { staffRoleNames, staffRoles } from "../../model/staffRoles";
import type { declareAccount } from "./account";
import type { Around } from "./around";
import type { declareData } from "./data";

interface Watched {
    data: ReturnType<typeof declareData>;
    account: ReturnType<typeof declareAccount>;
}

/** What notices trouble of a cell on AWS on AWS itself; what watches its copies on Azure stands there (see backups). Composition only. */
export function declareWatch({ cell }: AwsCellStack, around: Around, { data, account }: Watched) {
    const { region, tags, names } = around;
    const { operations, security } = account.topicArns;
    const place = { region, tags, label: names.label };

    new BackupAlarms(`${cell}-backup-alarms`, {
        ...place,
        cell,
        topicArn: operations,
        vaultName: names.data.nearVault,
        functionName: data.functionName,
    });
    new DatabaseAlarms(`${cell}-database-alarms`, {
        ...place,
        topicArn: operations,
        instances: data.instances.map(({ name, instance }) => ({
            label: name,
            identifier: instance.identifier,
            storageGiB: data.storageGiB,
        })),
    });
    new AccessAlarms(`${cell}-access-alarms`, {
        ...place,
        topicArn: security,
        logGroupName: account.trailLogName,
        strongPermissionSets: staffRoleNames
            .filter((role) => staffRoles[role].approval)
            .map((role) => names.permissionSets[role]),
    });
}
