/**
 * Who runs a program: one interface, two drivers. `embedded` rehearses against the sandbox without the pulumi CLI; `pulumi` is the
 * real CLI attached to the same sandbox. Both keep a stack's state in the same file backend below `directory`, so that either can go
 * on where the other stopped.
 */

/** What is asked of an engine. Paths are absolute. */
export interface RunRequest {
    /** Folder of the program: holds `Pulumi.yaml` and the `package.json` whose `main` is the entry point. */
    program: string;
    /** Folder of the configuration: holds `Pulumi.<stack>.yaml`. The engine never writes into it. */
    root: string;
    stack: string;
    /** The sandbox folder. State lies in `<directory>/.pulumi/stacks/<project>/<stack>.json`, as in Pulumi's file backend. */
    directory: string;
    /**
     * Package name to the address (`127.0.0.1:port`) of a running resource provider; no other provider is ever started. Or `real`: whatever
     * the person has set up for the pulumi CLI, that is their backend, plugins, sign-in and secrets, and so real clouds; `directory` then
     * holds no state, only copies of the configuration. The embedded engine refuses that.
     */
    providers: Readonly<Record<string, string>> | "real";
    /** Secrets passphrase of the stack (Pulumi's `passphrase` secrets provider); of no account with `real` providers. */
    passphrase: string;
    /** Folders of policy packs to run; none by default. */
    policyPacks?: readonly string[];
    /** Configuration files of the packs (level and values by policy), one for each pack or none. */
    policyConfigs?: readonly string[];
    /** Read every resource from its provider first and take over what changed behind the engine's back. */
    refresh?: boolean;
    /** Resource operations under way at once. @default 16 */
    parallel?: number;
    /** A step that fails holds up only what depends on it. The run fails all the same. */
    continueOnError?: boolean;
    /**
     * Before an update by the CLI: the id of a resource whose creation an earlier run was killed in, where the cloud has it. It is taken
     * into the state then, where another creation would fail on what exists already. The embedded engine does not ask: the sandbox answers
     * a repeated creation as it did the first.
     */
    pendingIds?: (urn: string) => string | undefined;
    /** Added to the environment of the program, for example `OXYGIS_ROOT`. */
    environment?: Readonly<Record<string, string>>;
    /** Ends the run before its next step; what is under way is finished and recorded. */
    signal?: AbortSignal;
    /**
     * Called whenever nothing can happen before a provider has answered a create, an update or a delete: the engine has nothing else to
     * do, and the program neither computes nor waits for anything but the engine. Again and again while that lasts, never two at once.
     * For clouds whose clock stands still until then; the real CLI cannot tell and never calls it.
     * @param underWay how many such calls await their answer
     */
    onIdle?: (underWay: number) => Promise<unknown>;
    /** Called as steps begin and end and messages arrive, for progress. */
    onEvent?: (event: EngineEvent) => void;
}

/** The engine's own names for what a step does to a resource. */
export type Operation =
    | "same"
    | "create"
    | "update"
    | "delete"
    | "replace"
    | "create-replacement"
    | "delete-replaced"
    | "read"
    | "refresh"
    | "discard-replaced"
    | "read-replacement"
    | "read-discard"
    | "remove-pending-replace";

export interface Diagnostic {
    severity: "info" | "warning" | "error";
    urn?: string;
    message: string;
}

/** What a policy pack said of a resource, or of the stack as a whole (then `urn` is the stack's). */
export interface Violation {
    policy: string;
    pack: string;
    level: "advisory" | "mandatory";
    urn: string;
    message: string;
}

export type EngineEvent =
    | { kind: "step"; phase: "started" | "finished" | "failed"; op: Operation; urn: string }
    | { kind: "diagnostic"; diagnostic: Diagnostic }
    | { kind: "violation"; violation: Violation };

/** The outcome of one preview, update or destroy of one stack. */
export interface Run {
    stack: string;
    /** False when a step, the program, a check or a mandatory policy failed. */
    ok: boolean;
    /** Logical changes by kind; a replacement counts once, under `replace`. `same` leaves out nothing: components and stack count too. */
    changes: Readonly<Record<"create" | "update" | "replace" | "delete" | "same", number>>;
    /** Every step in the order in which it was issued; previews list what would be done. */
    steps: readonly { op: Operation; urn: string }[];
    violations: readonly Violation[];
    diagnostics: readonly Diagnostic[];
    /** Stack outputs after the run; secret ones are the text `[secret]`. */
    outputs: Readonly<Record<string, unknown>>;
    /** Real duration in seconds. */
    seconds: number;
}

/** A run that is loading; it must be either run, once, or discarded. */
export interface PreparedRun {
    run(): Promise<Run>;
    discard(): void;
}

/** An engine does not throw for what a program or a cloud does wrong: that is a `Run` with `ok: false` and its diagnostics. */
export interface Engine {
    readonly name: "embedded" | "pulumi";
    preview(request: RunRequest): Promise<Run>;
    up(request: RunRequest): Promise<Run>;
    destroy(request: RunRequest): Promise<Run>;
    /**
     * Has the program and the policy packs of a later run load, while another run may be under way. An engine that cannot leaves it out.
     */
    prepare?(verb: "preview" | "up", request: RunRequest): PreparedRun;
    /** The stack's deployment in Pulumi's export format (`{version: 3, deployment}`), secrets encrypted; undefined for an unknown stack. */
    exportStack(request: RunRequest): Promise<{ version: 3; deployment: unknown } | undefined>;
}
