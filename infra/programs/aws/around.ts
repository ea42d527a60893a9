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
    /** Where the customers' documents lie, and the key that opens them: the lost cell's replica where this one stands in for it. */
    documents: { bucket: string; keyAlias: string };
    /** The lost cell's backups in this region and the key that opens them, where this one stands in for it. */
    restoresFrom: { bucketName: string; keyAlias: string } | undefined;
    /** The Entra application that tokens for AWS are asked for, and whether it and AWS's trust in the tenant are declared here. */
    federation: { applicationName: string; isDeclaredElsewhere: boolean };
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
    const namesAt = (place: string) => ({
        ...awsCellNames({ cell, domain, region: place, accountId }),
        data: hostedNames({ cell, region: place, accountId }),
    });
    const { recovers } = stack;
    const [names, lost] = [namesAt(region), recovers && namesAt(recovers.region)];
    return {
        region,
        pairedRegion,
        tags: { ...stack.tags, "oxygis:stack": stack.stack, [cellTag]: cell },
        accountId,
        names,
        documents: {
            bucket: lost ? lost.data.documentsBucket.paired : names.data.documentsBucket.home,
            keyAlias: `alias/${(lost ?? names).key}`,
        },
        restoresFrom: lost && { bucketName: lost.data.backupBucket.paired, keyAlias: `alias/${lost.key}` },
        // An account trusts a tenant once, and that belongs to no region: a site that stands in uses what the lost one's stack declares.
        federation: { applicationName: (lost ?? names).pullApplication, isDeclaredElsewhere: lost !== undefined },
        logDays: audit.retentionDays,
        locked: immutability === "locked",
        settingsPath: settingsPath(cell),
    };
}
