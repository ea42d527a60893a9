import fc from "fast-check";

import { parseEntry, parseRequest, Refused } from "../../images/databases/src/request";

const create = {
    action: "create",
    instance: "oxygis-aws1-1",
    customer: "acme",
    database: "db-acme",
    secret: "oxygis/aws1/databases/db-acme",
};
const restore = { from: "aws1/acme/2026-11-24T0900Z/full.bak" };

describe("A request", () => {
    it.each([
        create,
        { ...create, restore },
        { ...create, database: "db-acme--2", restore },
        { action: "backup", at: "2026-11-24T09:00:00Z" },
        { action: "report", at: "2026-11-24T09:00:00.123Z" },
        { action: "list", at: "2026-11-24T09:00Z" },
    ])("is taken as it is: %j", (request) => {
        expect(parseRequest(request)).toEqual(request);
    });

    it.each([
        ["no object", "create"],
        ["another action", { ...create, action: "drop" }],
        ["a field too many", { ...create, statement: "drop database" }],
        ["a database with a bracket", { ...create, database: "db-acme]; drop database [db-bolt" }],
        ["a database with a quote", { ...create, database: "db-acme'--" }],
        ["a database with a line break", { ...create, database: "db-acme\n" }],
        ["a database of another customer", { ...create, database: "db-bolt" }],
        ["a database of a customer whose name begins alike", { ...create, database: "db-acme-two" }],
        ["a customer with a slash", { ...create, customer: "acme/x", database: "db-acme/x" }],
        ["a backup of another customer", { ...create, restore: { from: "aws1/bolt/2026-11-24T0900Z/full.bak" } }],
        ["a backup by a way round", { ...create, restore: { from: "aws1/acme/../bolt/2026-11-24T0900Z/full.bak" } }],
        ["a part of a backup", { ...create, restore: { from: "aws1/acme/2026-11-24T0900Z/full.bak.part" } }],
        ["all backups at once", { ...create, restore: { from: "aws1/acme/*" } }],
        ["a bucket of somebody else's", { ...create, restore: { ...restore, bucket: "attackers-bucket" } }],
        ["a list for a name", { ...create, customer: ["acme"] }],
        ["a time that is none", { action: "backup", at: "yesterday" }],
        ["the scheduler's own word", { action: "backup", at: "<aws.scheduler.scheduled-time>" }],
        [
            "one database of two customers",
            {
                action: "backup",
                at: "2026-11-24T09:00:00Z",
                only: { instance: "one", customer: "acme", database: "db-bolt" },
            },
        ],
    ])("with %s is refused", (_, request) => {
        expect(() => parseRequest(request)).toThrow(Refused);
    });

    it("never lets a name through that ends an identifier or a text", () => {
        const taken = (request: object) => {
            try {
                return JSON.stringify(parseRequest(request));
            } catch (error) {
                return error instanceof Refused ? "" : String(error);
            }
        };
        fc.assert(
            fc.property(fc.string(), fc.constantFrom("instance", "customer", "database", "secret"), (text, field) => {
                expect(taken({ ...create, [field]: text })).not.toMatch(/[[\]';*\\]|Error/);
            }),
        );
    });

    it("does not repeat what it refuses: that could be anything", () => {
        expect(() => parseRequest({ ...create, database: "hunter2" })).toThrow(/^(?!.*hunter2)/);
    });

    it("may be sent again with another secret, but makes no other database of a declared one", () => {
        const update = (previous: object) => ({ ...create, restore, tf: { action: "update", prev_input: previous } });

        expect(parseRequest(update({ ...create, restore, secret: "old" }))).toEqual({ ...create, restore });
        expect(() => parseRequest(update({ ...create }))).toThrow("declare another one beside it");
        expect(() => parseRequest(update({ ...create, restore, instance: "oxygis-aws1-2" }))).toThrow(Refused);
    });
});

describe("An entry of the catalogue", () => {
    it("says which database serves a customer, whatever else is in it", () => {
        const entry = { slug: "acme", name: "Acme", server: "one.test", database: "db-acme--2" };

        expect(parseEntry(JSON.stringify(entry))).toEqual({
            customer: "acme",
            server: "one.test",
            database: "db-acme--2",
        });
    });

    it.each(["{}", "[]", '{"slug":"acme","server":"one.test","database":"db-bolt"}', "no json"])(
        "that says no such thing is refused: %s",
        (value) => {
            expect(() => parseEntry(value)).toThrow();
        },
    );
});
