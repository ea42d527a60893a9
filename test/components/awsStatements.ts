/** A statement of a policy document of AWS, with lists for what may be one or several. */
export interface Statement {
    Sid?: string;
    Effect: "Allow" | "Deny";
    Principal?: unknown;
    Action: string | string[];
    Resource: string | string[];
    Condition?: Record<string, Record<string, unknown>>;
}

/** The statements of a policy document. */
export const statementsOf = (document: unknown): Statement[] =>
    (JSON.parse(document as string) as { Statement: Statement[] }).Statement;
