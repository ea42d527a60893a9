/** What operations mean for the databases that a function keeps on instances of RDS, and for what carries their backups away. */
import { hashOf, normalLocation } from "../arm";
import { regionOf } from "../aws/templates";
import type { CarrierHistory, DatabaseHistory } from "../data/history";
import type { Stored } from "../state";
import { select, text, type Properties } from "../values";
import type { Accepted, Lookup } from "./feeding";
import type { Histories, Kept } from "./histories";

const INVOCATION = "aws:lambda/invocation:Invocation";
const INSTANCE = "aws:rds/instance:Instance";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const JOB = "azure-native:app:Job";
const GIB = 1024 ** 3;

/** What a function is asked for, as far as it concerns a database. */
export interface Asked {
    customer: string;
    database: string;
    instance: string;
    /** Key of the backup that it is made from, and the bucket where that is not the function's own. */
    from?: string;
    bucket?: string;
}

/** The question of an invocation; undefined for one that is about no database. */
export function askedOf(input: string | undefined): Asked | undefined {
    if (input === undefined) return undefined;
    const asked = JSON.parse(input) as Properties;
    const [customer, database, instance] = ["customer", "database", "instance"].map((name) => text(asked, name));
    if (customer === undefined || database === undefined || instance === undefined) return undefined;
    const [from, bucket] = [text(asked, "restore.from"), text(asked, "restore.bucket")];
    return {
        ...{ customer, database, instance },
        ...(from === undefined ? {} : { from }),
        ...(bucket === undefined ? {} : { bucket }),
    };
}

const variable = (inputs: Properties | undefined, name: string): string | undefined =>
    text(inputs, `environment.variables.${name}`);

/** ARN of what stands beside another resource of the account, in its region. */
const beside = (arn: string, service: string, what: string): string =>
    [...arn.split(":").slice(0, 2), service, ...arn.split(":").slice(3, 5), what].join(":");

export const instanceOf = (arn: string, instance: string): string => beside(arn, "rds", `db:${instance}`);
export const functionOf = (arn: string, name: string): string =>
    name.startsWith("arn:") ? name : beside(arn, "lambda", `function:${name}`);
/** How questions name a database: by its instance's ARN and its name. */
export const databaseId = (arn: string, { instance, database }: Asked): string =>
    `${instanceOf(arn, instance)}/${database}`;

function made(histories: Histories, accepted: Accepted, find: Lookup): Kept {
    const { id, inputs, end, origin } = accepted;
    const asked = askedOf(text(inputs, "input"));
    if (asked === undefined) return {};
    const known = histories.database(databaseId(id, asked));
    // The function leaves a database that is there as it is, however often it is asked.
    if (known !== undefined && known.deletedAt === undefined) return {};
    const functionId = functionOf(id, text(inputs, "functionName") ?? "");
    const serverId = instanceOf(id, asked.instance);
    const history: DatabaseHistory = {
        id: `${databaseId(id, asked).toLowerCase()}@${String(end)}`,
        databaseId: databaseId(id, asked),
        serverId,
        name: asked.database,
        region: regionOf(inputs),
        tags: { "oxygis:customer": asked.customer },
        maxSizeBytes: 32 * GIB,
        zoneRedundant: find(serverId)?.outputs["multiAz"] === true,
        createdAt: end,
        ...(origin === undefined ? {} : { origin }),
        redundancy: [{ at: end, value: "Zone" }],
        shortTerm: [],
        weekly: [],
        uses: [],
        following: [],
        native: { functionId, cell: variable(find(functionId)?.inputs, "CELL") ?? "", customer: asked.customer },
    };
    return { databases: [history] };
}

/** `cron(0 9,21 * * ? *)` as the five fields of everybody else. */
const fiveFields = (expression: string): string | undefined =>
    /^cron\((\S+ \S+ \S+ \S+ )\? \S+\)$/.exec(expression)?.[1]?.concat("*");

type Way = Omit<CarrierHistory, "id" | "ownerId" | "createdAt" | "deletedAt">;

function waysOf({ token, inputs }: Accepted, find: Lookup): Way[] {
    if (token === SCHEDULE) {
        const functionId = text(inputs, "target.arn") ?? "";
        const cronExpression = fiveFields(text(inputs, "scheduleExpression") ?? "");
        const to = variable(find(functionId)?.inputs, "BACKUP_BUCKET");
        const asks = (text(inputs, "target.input") ?? "").includes('"action":"backup"');
        if (!asks || to === undefined || cronExpression === undefined || inputs["state"] === "DISABLED") return [];
        const region = regionOf(inputs);
        return [{ kind: "backup", from: functionId, to, region, toRegion: region, cronExpression }];
    }
    if (token === REPLICATION) {
        const region = regionOf(inputs);
        return select(inputs, "rules[]").flatMap(([, rule]): Way[] => {
            const arn = text(rule, "destination.bucket") ?? "";
            const toRegion = text(find(arn)?.outputs, "region") ?? region;
            const way = { from: text(inputs, "bucket") ?? "", to: arn.replace("arn:aws:s3:::", ""), region, toRegion };
            return text(rule, "status") === "Enabled" ? [{ kind: "replication", ...way }] : [];
        });
    }
    if (token !== JOB) return [];
    const variables = new Map(
        select(inputs, "template.containers[].env[]").map(([, one]) => [text(one, "name"), text(one, "value")]),
    );
    const [target, region] = [variables.get("TARGET"), normalLocation(text(inputs, "location") ?? "")];
    const cronExpression = text(inputs, "configuration.scheduleTriggerConfig.cronExpression");
    if (target === undefined || cronExpression === undefined) return [];
    return ["BACKUPS", "DOCUMENTS"].flatMap((name): Way[] => {
        const [bucket, container] = (variables.get(name) ?? "").split(" ");
        if (!bucket || !container) return [];
        return [{ kind: "pull", from: bucket, to: `${target}/${container}`, region, toRegion: region, cronExpression }];
    });
}

/** The histories that an accepted create or update changes. */
export function hostedKept(histories: Histories, accepted: Accepted, find: Lookup): Kept {
    if (accepted.token === INVOCATION) return made(histories, accepted, find);
    const ways = waysOf(accepted, find);
    const before = histories.carriersOf(accepted.id);
    const wayOf = ({ kind, from, to, cronExpression = "" }: Way): string => [kind, from, to, cronExpression].join(" ");
    const stays = before.filter((carrier) => ways.some((way) => wayOf(way) === wayOf(carrier)));
    const { id, end } = accepted;
    return {
        carriers: [
            ...before.filter((carrier) => !stays.includes(carrier)).map((carrier) => ({ ...carrier, deletedAt: end })),
            ...ways
                .filter((way) => stays.every((carrier) => wayOf(way) !== wayOf(carrier)))
                .map((way) => ({
                    ...way,
                    id: `${id.toLowerCase()}#${hashOf(8, wayOf(way))}@${String(end)}`,
                    ownerId: id,
                    createdAt: end,
                })),
        ],
    };
}

/** The same of a delete: an instance takes its databases along; what was brought elsewhere stays, and so does what a function made. */
export function hostedGone(
    histories: Histories,
    doomed: readonly Stored[],
    end: number,
): Required<Pick<Kept, "databases" | "carriers">> {
    return {
        databases: doomed
            .filter(({ token }) => token === INSTANCE)
            .flatMap(({ id }) => histories.onServer(id))
            .filter(({ deletedAt }) => deletedAt === undefined)
            .map((history) => ({ ...history, deletedAt: end, serverDeletedAt: end })),
        carriers: doomed
            .flatMap(({ id }) => histories.carriersOf(id))
            .map((carrier) => ({ ...carrier, deletedAt: end })),
    };
}

/** The buckets that the function of an invocation reads backups from. */
export const backupBucket = (inputs: Properties | undefined): string => variable(inputs, "BACKUP_BUCKET") ?? "";
