import { textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import { PropertyReader } from "./propertyReader";
import type { StackIndex } from "./stackIndex";

/** On AWS a customer's database is what a function is asked for: neither AWS nor its provider has a resource for one. */
export const invocationType = "aws:lambda/invocation:Invocation";

/** What a function is asked for; undefined for what cannot be read. */
function askedOf(input: string | undefined): PropertyReader | undefined {
    try {
        const asked: unknown = JSON.parse(input ?? "");
        return typeof asked === "object" && asked !== null ? new PropertyReader(asked) : undefined;
    } catch {
        return undefined;
    }
}

/** Whose database an invocation asks for; undefined for any other. */
export const customerOfInvocation = (props: PropertyReader): string | undefined => {
    const asked = askedOf(textOf(props, "input"));
    return asked && textOf(asked, "customer");
};

/** Reports each database on AWS that is not one customer's alone, by its name, its secret, or what it is made from. */
export function requireOwnHostedDatabases(stack: StackIndex, report: StackReport): void {
    const taken = new Map<string, string>();
    for (const { urn, props } of stack.ofType(invocationType)) {
        const asked = askedOf(textOf(props, "input"));
        const [customer, database] = ["customer", "database"].map((key) => asked && textOf(asked, key));
        if (asked === undefined || customer === undefined || database === undefined) {
            report(
                "input is no JSON, known at preview, that names customer and database: nobody can tell whose it is.",
                urn,
            );
            continue;
        }
        const generation = database.startsWith(`db-${customer}`) ? database.slice(`db-${customer}`.length) : "?";
        if (!/^(?:--[2-9]\d*)?$/.test(generation)) {
            report(
                "The database is not named after its customer: db-<customer>, or db-<customer>--2 for a restored one.",
                urn,
            );
        }
        if (!textOf(asked, "secret")?.endsWith(`/${database}`)) {
            report("The secret is not named after the database: who has it could sign in to another.", urn);
        }
        if (asked.read("restore").state !== "unset") {
            const from = textOf(asked, "restore.from")?.split("/") ?? [];
            if (from.length !== 4 || from[1] !== customer) {
                report("restore.from does not name a backup of this customer.", urn);
            }
        } else if (generation !== "") {
            report("Its customer has a database of its own already, and this one is made from no backup of it.", urn);
        }
        const first = taken.get(database);
        if (first !== undefined) {
            report(`The database is asked for already, by ${first}.`, urn);
        }
        taken.set(database, urn);
    }
}
