/** The histories of containers and copy jobs, as operations on resources make them. Made to be kept: all of its state is JSON. */
import { normalLocation, parentOf } from "../arm";
import { isObject, select, text, type Properties } from "../values";
import type { ContainerHistory, CopyJobHistory, CopySettings, Use } from "./history";

export interface DocumentFacts {
    containers: ContainerHistory[];
    jobs: CopyJobHistory[];
}

/** A resource as the world keeps it, with plain inputs and outputs. */
interface Resource {
    id: string;
    token: string;
    name: string;
    inputs: Properties;
    outputs: Properties;
}

const CONTAINER = "azure-native:storage:BlobContainer";
const JOB = "azure-native:app:Job";

/** Whether a resource's operations are to be told. */
export const concernsDocuments = (token: string): boolean => token === CONTAINER || token === JOB;

export class DocumentHistories {
    private readonly byHost = new Map<string, ContainerHistory[]>();

    constructor(readonly facts: DocumentFacts = { containers: [], jobs: [] }) {
        for (const container of facts.containers) this.index(container);
    }

    /** A container or a job was made or changed, complete at `at`. @param find the world's other resources */
    put(resource: Resource, at: number, find: (id: string) => Resource | undefined): void {
        if (resource.token === CONTAINER) this.putContainer(resource, at, find);
        else if (resource.token === JOB) this.putJob(resource, at);
    }

    /** A resource is gone, with everything below it. */
    remove(id: string, at: number): void {
        const gone = [...this.facts.containers, ...this.facts.jobs].filter((one) => {
            const own = "containerId" in one ? one.containerId : one.id.slice(0, one.id.lastIndexOf("#"));
            return one.deletedAt === undefined && `${own}/`.toLowerCase().startsWith(`${id}/`.toLowerCase());
        });
        for (const one of gone) one.deletedAt = at;
    }

    /** @throws when there is no such container */
    use(containerId: string, use: Use): void {
        this.living(containerId).uses.push(use);
    }

    /** @throws when there is no such container */
    stopUsing(containerId: string, at: number): void {
        for (const use of this.living(containerId).uses) use.until = Math.min(use.until ?? at, at);
    }

    /** @throws when there is no such container */
    living(containerId: string): ContainerHistory {
        const found = this.facts.containers.findLast(
            (one) => one.containerId.toLowerCase() === containerId.toLowerCase(),
        );
        if (found === undefined) throw new Error(`There is no container ${containerId}.`);
        return found;
    }

    containers(host: string): readonly ContainerHistory[] {
        return this.byHost.get(host) ?? [];
    }

    copiesInto(host: string): readonly CopyJobHistory[] {
        return this.facts.jobs.filter(({ settings }) => settings.some(({ value }) => value.target === host));
    }

    private putContainer({ id, name }: Resource, at: number, find: (id: string) => Resource | undefined): void {
        const known = this.facts.containers.some(
            (one) => one.containerId.toLowerCase() === id.toLowerCase() && one.deletedAt === undefined,
        );
        const account = find(accountOf(id));
        const endpoint = account && text(account.outputs, "primaryEndpoints.blob");
        if (known || account === undefined || endpoint === undefined) return;
        const container: ContainerHistory = {
            id: `${id}#${String(at)}`,
            containerId: id,
            host: new URL(endpoint).host,
            name,
            region: normalLocation(text(account.inputs, "location") ?? ""),
            createdAt: at,
            uses: [],
        };
        this.facts.containers.push(container);
        this.index(container);
    }

    private putJob({ id, inputs }: Resource, at: number): void {
        const settings = copySettingsOf(inputs);
        const known = this.facts.jobs.find(
            (one) => one.id.toLowerCase().startsWith(`${id.toLowerCase()}#`) && one.deletedAt === undefined,
        );
        if (known !== undefined && settings !== undefined) known.settings.push({ at, value: settings });
        else if (settings !== undefined)
            this.facts.jobs.push({
                id: `${id}#${String(at)}`,
                region: normalLocation(text(inputs, "location") ?? ""),
                createdAt: at,
                settings: [{ at, value: settings }],
            });
    }

    private index(container: ContainerHistory): void {
        const members = this.byHost.get(container.host);
        if (members === undefined) this.byHost.set(container.host, [container]);
        else members.push(container);
    }
}

/** `.../storageAccounts/{account}` of a container's id. */
const accountOf = (id: string): string => parentOf(parentOf(id) ?? "") ?? "";

/** What a job copies, as the environment variables of its container say; undefined for a job that copies nothing. */
function copySettingsOf(inputs: Properties): CopySettings | undefined {
    const cronExpression = text(inputs, "configuration.scheduleTriggerConfig.cronExpression");
    const variables = new Map(
        select(inputs, "template.containers[].env[]").flatMap(([, one]): [string, string][] =>
            isObject(one) ? [[text(one, "name") ?? "", text(one, "value") ?? ""]] : [],
        ),
    );
    const [sources, target] = [variables.get("SOURCES"), variables.get("TARGET")];
    if (cronExpression === undefined || sources === undefined || target === undefined) return undefined;
    return {
        cronExpression,
        sources: sources.split(" ").filter((host) => host !== ""),
        target,
        systemContainer: variables.get("SYSTEM_CONTAINER") ?? "",
        mode: variables.get("MODE") === "fill" ? "fill" : "mirror",
    };
}
