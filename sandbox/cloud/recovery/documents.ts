/** What operations mean for the histories of containers, and of the jobs that copy documents between accounts. */
import { normalLocation } from "../arm";
import type { ContainerHistory, CopyJobHistory, CopySettings } from "../data/history";
import type { Stored } from "../state";
import { select, text, type Properties } from "../values";
import type { Accepted, Lookup } from "./feeding";
import type { Histories, Kept } from "./histories";

const CONTAINER = "azure-native:storage:BlobContainer";
const JOB = "azure-native:app:Job";

/** What a job copies, as the environment of its container says; undefined for a job that copies nothing. */
function settingsOf(inputs: Properties): CopySettings | undefined {
    const variables = new Map(
        select(inputs, "template.containers[].env[]").map(([, one]) => [text(one, "name"), text(one, "value")]),
    );
    const cronExpression = text(inputs, "configuration.scheduleTriggerConfig.cronExpression");
    const [sources, target] = [variables.get("SOURCES"), variables.get("TARGET")];
    if (cronExpression === undefined || sources === undefined || target === undefined) return undefined;
    const listed = (list: string): string[] => list.split(" ").filter((name) => name !== "");
    const only = listed(variables.get("CONTAINERS") ?? "");
    const folders = variables.get("FOLDERS");
    return {
        cronExpression,
        sources: listed(sources),
        target,
        systemContainer: variables.get("SYSTEM_CONTAINER") ?? "",
        mode: variables.has("MODE") ? "fill" : "mirror",
        ...(only.length === 0 ? {} : { containers: only }),
        ...(folders === undefined ? {} : { folders }),
    };
}

const living = <T extends { deletedAt?: number }>(found: T | undefined): T | undefined =>
    found?.deletedAt === undefined ? found : undefined;

/** The histories that an accepted create or update changes. */
export function documentsKept(histories: Histories, { id, token, inputs, outputs, end }: Accepted, find: Lookup): Kept {
    if (token === CONTAINER) {
        const account = find(id.replace(/\/blobServices\/.*/i, ""));
        const host = /^https:\/\/([^/]+)/.exec(text(account?.outputs, "primaryEndpoints.blob") ?? "")?.[1];
        if (living(histories.container(id)) !== undefined || host === undefined) return {};
        const container: ContainerHistory = {
            id: `${id.toLowerCase()}@${String(end)}`,
            containerId: id,
            host,
            name: text(outputs, "name") ?? "",
            region: normalLocation(text(account?.inputs, "location") ?? ""),
            createdAt: end,
            uses: [],
        };
        return { containers: [container] };
    }
    const value = token === JOB ? settingsOf(inputs) : undefined;
    if (value === undefined) return {};
    const known = living(histories.copyJob(id));
    const begun: CopyJobHistory = known ?? {
        id: `${id.toLowerCase()}@${String(end)}`,
        region: normalLocation(text(inputs, "location") ?? ""),
        createdAt: end,
        settings: [],
    };
    return { copyJobs: [{ ...begun, settings: [...begun.settings, { at: end, value }] }] };
}

/** The histories that end with what is deleted. */
export function documentsGone(histories: Histories, doomed: readonly Stored[], end: number): Kept {
    const ended = <T extends { deletedAt?: number }>(found: T | undefined): T[] => {
        const alive = living(found);
        return alive === undefined ? [] : [{ ...alive, deletedAt: end }];
    };
    return {
        containers: doomed.flatMap(({ id, token }) => (token === CONTAINER ? ended(histories.container(id)) : [])),
        copyJobs: doomed.flatMap(({ id, token }) => (token === JOB ? ended(histories.copyJob(id)) : [])),
    };
}
