/** What the function can be asked, and the only names it takes. Names go into statements that take no parameters, hence so strictly. */

const slug = /^(?=.{3,20}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const instanceName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const cellName = "[a-z][a-z0-9]{1,7}";
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

export interface CreateRequest {
    action: "create";
    instance: string;
    customer: string;
    database: string;
    /** Name of the secret that holds the password of the database's user. */
    secret: string;
    /** A backup of the same customer, of this bucket where it is not the cell's own. */
    restore?: { from: string; bucket?: string };
}

/** One database of any instance, for example of one that was restored beside the live one. */
export interface Single {
    instance: string;
    customer: string;
    database: string;
}

export type DatabaseRequest =
    | CreateRequest
    /** All customers of the catalogue; or one database, and then `only` says which. */
    | { action: "backup"; at: string; only?: Single }
    | { action: "list" | "report"; at: string }
    /** The program forgets a database; the database stays. */
    | { action: "forget"; database: string };

/** A request that is refused for what it says. Its message names the field, and never its value: that may be anything. */
export class Refused extends Error {}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
    typeof value === "object" && value !== null && !Array.isArray(value);

function fieldsOf(value: unknown, what: string, known: readonly string[]): Fields {
    if (!isFields(value)) {
        throw new Refused(`${what} is no object`);
    }
    const unknown = Object.keys(value).find((key) => !known.includes(key));
    if (unknown !== undefined) {
        throw new Refused(`${what} has a field that is not known`);
    }
    return value;
}

function text(fields: Fields, field: string, pattern: RegExp): string {
    const value = fields[field];
    if (typeof value !== "string" || !pattern.test(value)) {
        throw new Refused(`${field} is missing or not of its form`);
    }
    return value;
}

/** A customer's own databases: `db-acme`, and `db-acme--2` after a restore. */
function single(fields: Fields): Single {
    const customer = text(fields, "customer", slug);
    return {
        instance: text(fields, "instance", instanceName),
        customer,
        database: text(fields, "database", new RegExp(`^db-${customer}(?:--[1-9][0-9]{0,3})?$`)),
    };
}

function parseCreate(fields: Fields): CreateRequest {
    const request: CreateRequest = {
        action: "create",
        ...single(fields),
        secret: text(fields, "secret", /^[a-z0-9]+(?:[/-]+[a-z0-9]+)*$/),
    };
    if (fields["restore"] === undefined) {
        return request;
    }
    const restore = fieldsOf(fields["restore"], "restore", ["from", "bucket"]);
    const own = new RegExp(`^${cellName}/${request.customer}/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{4}Z/full\\.bak$`);
    const bucket =
        restore["bucket"] === undefined ? {} : { bucket: text(restore, "bucket", /^oxygis(?:-[a-z0-9]+)+$/) };
    return { ...request, restore: { from: text(restore, "from", own), ...bucket } };
}

/** How the program says what became of a request since it was last sent: `aws.lambda.Invocation` with the scope CRUD. */
interface Lifecycle {
    action?: unknown;
    prev_input?: unknown;
}

const identity = ({ instance, customer, database, restore }: CreateRequest) =>
    JSON.stringify([instance, customer, database, restore?.from, restore?.bucket]);

/**
 * @throws Refused for whatever is not exactly a request, and for a change that would make another database out of a declared one.
 */
export function parseRequest(event: unknown): DatabaseRequest {
    if (!isFields(event)) {
        throw new Refused("the request is no object");
    }
    const { tf, ...rest } = event;
    const { action, prev_input: before } = (isFields(tf) ? tf : {}) as Lifecycle;
    switch (rest["action"]) {
        case "create": {
            const known = ["action", "instance", "customer", "database", "secret", "restore"];
            const request = parseCreate(fieldsOf(rest, "the request", known));
            if (action === "delete") {
                return { action: "forget", database: request.database };
            }
            if (action === "update" && isFields(before)) {
                const { tf: _lifecycle, ...previous } = before;
                if (identity(parseCreate(previous)) !== identity(request)) {
                    throw new Refused("a declared database stays what it is: declare another one beside it");
                }
            }
            return request;
        }
        case "backup": {
            const fields = fieldsOf(rest, "the request", ["action", "at", "only"]);
            const at = text(fields, "at", time);
            return fields["only"] === undefined
                ? { action: "backup", at }
                : {
                      action: "backup",
                      at,
                      only: single(fieldsOf(fields["only"], "only", ["instance", "customer", "database"])),
                  };
        }
        case "list":
        case "report":
            return {
                action: rest["action"],
                at: text(fieldsOf(rest, "the request", ["action", "at"]), "at", time),
            };
        default:
            throw new Refused("action is not one that this function knows");
    }
}

/** A customer of the catalogue. @throws Refused for an entry that says no such thing: nobody would notice that its backups are missing. */
export function parseEntry(value: string): { customer: string; server: string; database: string } {
    const entry: unknown = JSON.parse(value);
    if (!isFields(entry)) {
        throw new Refused("an entry of the catalogue is no object");
    }
    const customer = text(entry, "slug", slug);
    return {
        customer,
        server: text(entry, "server", /^[a-z0-9.-]+$/),
        database: text(entry, "database", new RegExp(`^db-${customer}(?:--[1-9][0-9]{0,3})?$`)),
    };
}
