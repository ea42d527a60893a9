import type { Registration } from "../../support/policyMessages";
import { change, liveDatabase, theOne } from "../../support/policyMutations";
import type { Mutant } from "../../support/policyProof";

export const mutants: Mutant[] = [
    {
        policy: "database-one-per-customer",
        name: "two customers in one database's name",
        stack: "prod",
        mutate: (all) => {
            const [first, second] = twoDatabases(all);
            const owner = (first.inputs["tags"] as Record<string, unknown>)["oxygis:customer"];
            return change(all, second.name, "tags.oxygis:customer", owner);
        },
    },
    {
        policy: "database-one-per-customer",
        name: "a copy of another customer's database",
        stack: "prod",
        mutate: (all) => {
            const [first, second] = twoDatabases(all);
            const source = { ...second.propertyDependencies, sourceDatabaseId: [first.urn] };
            return change(all, second.name, "sourceDatabaseId", "id").map((one) =>
                one.name === second.name ? { ...one, propertyDependencies: source } : one,
            );
        },
    },
    {
        policy: "database-one-per-customer",
        name: "another customer's backup restored",
        stack: "recovery",
        mutate: (all) => {
            const { inputs } = theOne(all, ({ name }) => name === "eu1-blue-heron-db");
            return change(all, "eu1-amber-otter-db", "recoverableDatabaseId", inputs["recoverableDatabaseId"]);
        },
    },
    {
        policy: "database-one-per-customer",
        name: "another customer's database followed home",
        stack: "home",
        mutate: (all) => {
            const { inputs } = theOne(all, ({ name }) => name === "eu1-blue-heron--2-db");
            return change(all, "eu1-amber-otter--2-db", "sourceDatabaseId", inputs["sourceDatabaseId"]);
        },
    },
    {
        policy: "database-one-per-customer",
        name: "a second live database instead of one that follows",
        stack: "home",
        mutate: (all) => change(all, "eu1-amber-otter--2-db", "createMode", "Default"),
    },
];

/** The live databases of two customers. */
function twoDatabases(all: readonly Registration[]): [Registration, Registration] {
    const live = all.filter(liveDatabase);
    return [live[0]!, live[1]!];
}
