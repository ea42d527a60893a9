/**
 * The form in which a resource type is modelled: one table entry says what the type looks like, what the cloud refuses and what it
 * answers. Grouped by service in `azure/` and `azuread/`; `catalogue.ts` collects them.
 */
import type { Origin, Surroundings } from "./data/history";
import type { Histories } from "./recovery/histories";
import type { Properties, Value } from "./values";

/** How long operations take, in seconds of virtual time, and where the figures come from. */
interface Durations {
    create: number;
    /** @default create */
    update?: number;
    /** @default create */
    delete?: number;
    /** Source of the figures: a document, or "assumed". */
    source: string;
}

export interface NameRule {
    min: number;
    max: number;
    pattern: RegExp;
    /** The rule in words, for the message. */
    text: string;
}

/** A limit: at most `limit` resources, or units of them, share `key`. */
export interface Quota {
    key: string;
    limit: number;
    /** How much of it the resource takes. @default 1 */
    amount?: number;
    /** What is limited, for the message: "SQL servers in West Europe". */
    what: string;
}

/** A value nobody else may hold. */
export interface Claim {
    /** For example `sqlServer`; names of different kinds do not collide. */
    kind: string;
    value: string;
    /** Error code, default `NameNotAvailable`. */
    code?: string;
    /** Message, default "The name '<value>' is already in use." */
    message?: string;
}

/** Something wrong with inputs that can be told without the cloud; reported by Check. */
export interface Problem {
    property: string;
    reason: string;
}

/** What the model may look at. */
export interface CloudView {
    readonly subscriptionId: string;
    readonly tenantId: string;
    /** The one account of AWS, 12 digits. */
    readonly accountId: string;
    /** A GUID that depends on the world's seed and the parts only. */
    guid(...parts: string[]): string;
    /** A resource by id, upper and lower case alike, as plain inputs and outputs. */
    find(id: string): Found | undefined;
    /** A resource of AWS by the id that Pulumi shows; names of regional things are those of a region. */
    named(token: string, region: string, id: string): Found | undefined;
    /** Resources of a type that name this one in their inputs. */
    users(id: string, token: string): Found[];
    /** How often something was made, and is known to the engine, under this URN: the next one needs another name. */
    generation(urn: string): number;
    /** The resources directly below one. */
    children(id: string): Found[];
    /** How many resources hold this quota key now. */
    count(key: string): number;
    /** Availability zones that a region offers now. */
    zonesOf(region: string): number;
    /** What was and is in databases and containers. */
    readonly histories: Histories;
    readonly around: Surroundings;
}

/** What a create takes and brings, where its type alone does not say it. */
export interface Work {
    /** Virtual seconds. */
    seconds: number;
    /** Id of what it makes, where that is no resource of its own. */
    makes?: string;
    /** It waits for its turn: at most `lanes` are done at once, and those that come together by their `order`. */
    queue?: { of: string; lanes: number; order: string };
    /** The moment of another database that it is made from. */
    origin?: Origin;
    /** History of the primary that it follows. */
    follows?: string;
    /** Outputs that it has from there where its inputs say nothing. */
    inherits?: Properties;
}

export interface Found {
    readonly id: string;
    readonly token: string;
    readonly name: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
}

/** One resource as its table entry sees it; inputs are plain, and may hold unknowns in a preview. */
export interface Facts {
    readonly id: string;
    readonly name: string;
    readonly urn: string;
    readonly inputs: Properties;
    readonly cloud: CloudView;
    /** How often it was written: 1 on create. */
    readonly revision: number;
    /** Virtual time at which this operation ends. */
    readonly now: Date;
    /** Outputs before this operation, plain; undefined on create. */
    readonly before?: Properties;
    /** What the create takes and brings; undefined in a preview. */
    readonly work?: Work;
}

export interface TypeEntry {
    /**
     * Id template. `Microsoft.Sql/servers/{serverName}` is below the resource group `{resourceGroupName}`; `{scope}/...` and `/...`
     * stand as they are. The last placeholder is the name; placeholders are inputs and create-only.
     */
    id: string;
    apiVersion?: string;
    /** Names of all inputs, separated by blanks (compared with the SDK by a test). */
    inputs: string;
    /** Required inputs besides the placeholders of `id`. */
    required?: string;
    name?: NameRule;
    /** A made-up name has small letters only. */
    lowercase?: true;
    /** Inputs whose change replaces the resource, besides placeholders. */
    createOnly?: string;
    /** Inputs whose change the provider plans as an update and the cloud refuses. */
    immutable?: string;
    /** Inputs that no answer contains, besides placeholders (passwords, restore sources). */
    writeOnly?: string;
    /** Whether it lives in a region, is global, or has no location. @default none */
    location?: "region" | "global";
    /** Allowed values by input path. */
    values?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
    /** Inputs (paths) that may hold ids of things the sandbox does not model. */
    unchecked?: string;
    /** True where Azure's limit of 800 resources of one type in a resource group does not hold. */
    unlimited?: boolean;
    /** Inputs with a list of named parts that have ids of their own: `frontendIPConfigurations`, `subnets`. */
    parts?: string;
    /** Computed outputs answered in the usual way: of `name type provisioningState etag resourceGuid`. @default "name type" */
    usual?: string;
    /** Code with which the cloud refuses a delete while others refer to the resource. */
    inUse?: string;
    /** Code with which the cloud refuses a delete while it has children. Without it children go along. */
    nested?: string;
    claims?: (facts: Facts) => Claim[];
    quotas?: (facts: Facts) => Quota[];
    check?: (inputs: Properties) => Problem[];
    /** Refuses a create or update that needs knowledge of the cloud, by throwing a CloudError. */
    refuse?: (facts: Facts) => void;
    /** How a create that begins at `at` differs from what `seconds` says. @throws CloudError */
    work?: (facts: Facts, at: number) => Work | undefined;
    /** Refuses a delete, by throwing a CloudError. */
    refuseDelete?: (facts: Facts) => void;
    /** Inputs whose change replaces the resource only because of what the new inputs say. */
    replacesWhen?: (news: Properties) => string[];
    /** Ids that it tells others: what they name comes first, and need not exist. */
    mentions?: (facts: Facts) => string[];
    /** Computed outputs; inputs, name and type are answered anyway. */
    outputs?: (facts: Facts) => Properties;
    /** The name stays taken after a delete. Undefined: free at once. */
    softDelete?: (facts: Facts) => { kind: string; days: number } | undefined;
    /** Id for types that are not named by their inputs (Entra objects); asked again, with the next attempt, while the id is taken. */
    identify?: (facts: Facts, attempt: number) => string;
    seconds: Durations;
}

export type TypeTable = Readonly<Record<string, TypeEntry>>;

/** A function of a provider: arguments to result. */
export type InvokeTable = Readonly<Record<string, (args: Properties, cloud: CloudView) => Properties>>;

/** A refusal by the cloud: code and message, as ARM answers. */
export class CloudError extends Error {
    constructor(
        readonly code: string,
        message: string,
    ) {
        super(message);
        this.name = "CloudError";
    }
}

/** The sandbox has no model for something; says where to add it. */
export class NotModelled extends Error {
    override readonly name = "NotModelled";
}

export const words = (list: string | undefined): string[] => (list ?? "").split(/\s+/).filter((word) => word !== "");

export const nameRule = (min: number, max: number, pattern: RegExp, text: string): NameRule => ({
    min,
    max,
    pattern,
    text,
});

/** Named parts of a resource with the ids Azure gives them. */
export function withPartIds(facts: Facts, input: string, more: (part: Properties) => Properties = () => ({})): Value {
    const list = facts.inputs[input];
    if (!Array.isArray(list)) return list ?? [];
    return list.map((part) =>
        typeof part === "object" && part !== null && !Array.isArray(part) && typeof part["name"] === "string"
            ? {
                  ...part,
                  id: `${facts.id}/${input}/${part["name"]}`,
                  provisioningState: "Succeeded",
                  ...more(part),
              }
            : part,
    );
}
