import { recordProgram } from "../support/recordProgram";

/** What a program registers under a name; of several with that name, the one whose type has a word in it. */
export const find = async (name: string, program: () => unknown, type = "") =>
    (await recordProgram(program)).resources.find((each) => each.name === name && each.type.includes(type))!;

interface Statement {
    Effect: string;
    Action: string | string[];
    Resource: string | string[];
    Principal?: unknown;
    Condition?: unknown;
}

/** The statements of a policy document, which is text or an object. */
export const statementsOf = (policy: unknown): Statement[] =>
    (JSON.parse(typeof policy === "string" ? policy : JSON.stringify(policy)) as { Statement: Statement[] }).Statement;
