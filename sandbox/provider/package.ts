/** What a provider package does, free of gRPC: `server.ts` puts it on the wire. */
import type { AutoNaming } from "../cloud/check";
import type { Difference } from "../cloud/diff";
import type { Problem } from "../cloud/model";
import type { Properties } from "../cloud/values";

export interface Checked {
    inputs: Properties;
    failures: Problem[];
}

export interface CheckRequest {
    type: string;
    urn: string;
    olds: Properties;
    news: Properties;
    randomSeed: Uint8Array;
    autoNaming?: AutoNaming;
}

export interface DiffRequest {
    type: string;
    id: string;
    /** Old outputs. */
    state: Properties;
    oldInputs: Properties;
    news: Properties;
}

export interface Diffed extends Difference {
    deleteBeforeReplace: boolean;
    /** Outputs that no update changes. */
    stables: string[];
}

export interface WriteRequest {
    type: string;
    urn: string;
    inputs: Properties;
    preview: boolean;
}

export interface UpdateRequest extends WriteRequest {
    id: string;
    /** Old outputs. */
    state: Properties;
}

export interface ReadRequest {
    type: string;
    id: string;
    /** What the engine knows: outputs and inputs of a refresh; undefined for a `.get()` or an import. */
    known?: { state: Properties; inputs: Properties };
}

export interface DeleteRequest {
    urn: string;
    id: string;
    /** Old outputs. */
    state?: Properties;
}

export interface Answer {
    id: string;
    outputs: Properties;
}

export interface ProviderPackage {
    readonly name: string;
    /** Version of the SDK that programs use. */
    readonly version: string;
    /** Whether the engine may propose names (azure-native says so, bridged providers do too little with it). */
    readonly autoNaming: boolean;
    configure(configuration: Readonly<Record<string, string>>): void;
    check(request: CheckRequest): Checked;
    diff(request: DiffRequest): Diffed;
    create(request: WriteRequest): Promise<Answer>;
    update(request: UpdateRequest): Promise<Properties>;
    /** Undefined when there is nothing of that id. */
    read(request: ReadRequest): Promise<(Answer & { inputs: Properties }) | undefined>;
    delete(request: DeleteRequest): Promise<void>;
    invoke(token: string, args: Properties): Properties;
}
