import type * as pulumi from "@pulumi/pulumi";

import type { AwsCellStack } from "../../config/awsSchema";
import { settingsPath } from "../../model/awsCustomers";
import { awsCellNames } from "../../model/awsNaming";
import { cellTag } from "../../model/awsStaff";
import { hostedNames } from "../../model/hostedDatabases";

/** What every part of a cell on AWS is declared with. */
export interface Around {
    region: string;
    pairedRegion: string;
    tags: Record<string, string>;
    accountId: string;
    names: ReturnType<typeof awsCellNames> & { data: ReturnType<typeof hostedNames> };
    /** The cell's key, its copy and the alias of both. */
    keys: { keyArn: pulumi.Output<string>; pairedKeyArn: pulumi.Output<string>; keyAlias: string };
    /** Days for which logs are kept at the least. */
    logDays: number;
    /** Whether what keeps backups and logs from being deleted can never be taken back. */
    locked: boolean;
    settingsPath: string;
}

/** All of it but the key, which is declared with it. */
export function aroundOf({
    cell,
    domain,
    site,
    aws,
    immutability,
    audit,
    ...stack
}: AwsCellStack): Omit<Around, "keys"> {
    const { region, pairedRegion } = site;
    const { accountId } = aws;
    return {
        region,
        pairedRegion,
        tags: { ...stack.tags, "oxygis:stack": stack.stack, [cellTag]: cell },
        accountId,
        names: { ...awsCellNames({ cell, domain, region, accountId }), data: hostedNames({ cell, region, accountId }) },
        logDays: audit.retentionDays,
        locked: immutability === "locked",
        settingsPath: settingsPath(cell),
    };
}
