import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

const id = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;
const person = (number: number, name = `person ${number}`) => ({ name, objectId: id(number) });
const groups =
    "write the groups support, operations, databaseAdministration, security and breakGlass, each with a list of people";
const idRemedy =
    "write an Entra object id, for example 00000000-0000-4000-8000-0000000000b1 (az ad user show --id <sign-in name> --query id)";

describe("mistakes in the staff's file", () => {
    it.each<[string, Changes, string[]]>([
        [
            "no file",
            { without: ["infra/staff.yaml"] },
            [`infra/staff.yaml > there is no such file | create it: ${groups}`],
        ],
        ["an empty file", { staff: "" }, [`infra/staff.yaml > is empty | ${groups}`]],
        ["a list", { staff: "- Fay\n" }, [`infra/staff.yaml > must be a set of keys, but is a list | ${groups}`]],
        [
            "an unknown group",
            { staff: { developers: [person(5)] } },
            [
                'infra/staff.yaml > developers: unknown key "developers" | the keys here are support, operations, databaseAdministration, security, breakGlass',
            ],
        ],
        [
            "a slip in the name of a group",
            { staff: { suport: [person(5)] } },
            [
                'infra/staff.yaml > suport: unknown key "suport" | did you mean "support"? the keys here are support, operations, databaseAdministration, security, breakGlass',
            ],
        ],
        [
            "a missing group",
            { staff: { support: undefined } },
            ["infra/staff.yaml > support: is missing | write at least one person, each with name and objectId"],
        ],
        [
            "nobody in a group",
            { staff: { operations: [] } },
            ["infra/staff.yaml > operations: names nobody | write at least one person, each with name and objectId"],
        ],
        [
            "a person by mail address",
            { staff: { support: [{ name: "Fay", objectId: "fay@cloud.example" }] } },
            [`infra/staff.yaml > support[0].objectId: "fay@cloud.example" is not an Entra object id | ${idRemedy}`],
        ],
        [
            "a person without a name",
            { staff: { support: [{ objectId: id(1) }] } },
            ["infra/staff.yaml > support[0].name: is missing | write the person's name, at most 100 characters"],
        ],
        [
            "a secret beside a person",
            { staff: { support: [{ ...person(1), password: "hunter2" }] } },
            [
                "infra/staff.yaml > support[0].password: looks like a secret in plain text | take it out and replace the secret wherever it is used: it stays in the history of the repository",
                'infra/staff.yaml > support[0].password: unknown key "password" | the keys here are name, objectId',
            ],
        ],
        [
            "the same person twice in a group, in other letters",
            {
                staff: {
                    support: [
                        { name: "Fay", objectId: "00000000-0000-4000-8000-0000000000af" },
                        { name: "Fay", objectId: "00000000-0000-4000-8000-0000000000AF" },
                    ],
                },
            },
            ['infra/staff.yaml > support[1]: "Fay" stands in the group twice | take one of the two out'],
        ],
        [
            "one object id for two people",
            { staff: { support: [person(2, "somebody else")] } },
            [
                'infra/staff.yaml > operations[0]: "person 2" has the object id of "somebody else" in support[0] | write the object id of the person who is meant, or the same name in both groups',
                'infra/staff.yaml > databaseAdministration[0]: "person 2" has the object id of "somebody else" in support[0] | write the object id of the person who is meant, or the same name in both groups',
            ],
        ],
        [
            "a single approver",
            { staff: { security: [person(3)] } },
            [
                "infra/staff.yaml > security: names fewer than two people | write at least two people: whoever asks for elevation cannot approve it",
            ],
        ],
        [
            "an approver of what they may ask for",
            { staff: { security: [person(2), person(3)], databaseAdministration: [person(5)] } },
            [
                'infra/staff.yaml > security[0]: "person 2" stands in operations[0] too, and would approve what they may ask for | keep the person in one of the two groups',
            ],
        ],
        [
            "a single break-glass account",
            { staff: { breakGlass: [person(8)] } },
            [
                "infra/staff.yaml > breakGlass: names fewer than two accounts | write at least two accounts that belong to no person: one may be lost",
            ],
        ],
        [
            "a break-glass account in another group",
            { staff: { breakGlass: [person(1), person(9)] } },
            [
                'infra/staff.yaml > breakGlass[0]: "person 1" stands in support[0] too, and a break-glass account belongs to nobody | give the person an account of their own, and keep the break-glass account for emergencies',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });

    it.each<[string, Changes]>([
        ["one person in support, operations and database administration", { staff: { support: [person(2)] } }],
        ["an approver who also does support", { staff: { support: [person(3)] } }],
    ])("accepts %s", (_, changes) => {
        expect(mistakesOf(changes)).toEqual([]);
    });
});
