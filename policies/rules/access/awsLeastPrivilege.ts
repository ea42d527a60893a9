import { textOf } from "../../lib/customerDatabase";
import { mustBeKnown } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import { PropertyReader, type Reading } from "../../lib/propertyReader";

const roleType = "aws:iam/role:Role";
const identityType = "azure-native:managedidentity:UserAssignedIdentity";

/** Where each type holds a policy document. */
const documents: Readonly<Record<string, string>> = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    "aws:iam/role:Role": "assumeRolePolicy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
};

/** Where each type names a policy of AWS's own. */
const attachments: Readonly<Record<string, string>> = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
};

const tooStrong = /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$/i;

export const policy = definePolicy({
    name: "aws-policy-least-privilege",
    promise: "STAFF-3",
    severity: "critical",
    description: "An AWS policy names the actions it allows and whom it trusts.",
    remedy:
        "List actions as service:Action, with a wildcard only after Get, List or Describe; name principals; use Allow with Action, " +
        "never with NotAction; write a role's own policies as resources of their own.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    counterparts: ["CKV_AWS_40", "CKV_AWS_62", "CKV_AWS_63", "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS"],
    types: [...Object.keys(documents), ...Object.keys(attachments), identityType],
    resource: ({ token, props }, report) => {
        const document = documents[token];
        // Whether a role may be unknown until an identity is made is judged with the stack.
        if (document && !(token === roleType && props.read(document).state === "unknown")) {
            requireNarrow(props, document, report);
        }
        for (const path of ["inlinePolicies", "managedPolicyArns"]) {
            if (token === "aws:iam/role:Role" && props.read(path).state !== "unset") {
                report(`${path} belongs in resources of its own, where it is judged.`);
            }
        }
        const attachment = attachments[token];
        if (attachment) {
            const unknown = props.read(attachment).state === "unknown";
            const arn = textOf(props, attachment);
            if (!unknown && (arn === undefined || tooStrong.test(arn))) {
                report(`${attachment} names no policy, or one that allows nearly everything.`);
            }
        }
    },
    // A role for one identity on Azure names its id, which is unknown until Azure has made it. It is judged as any other before it is made.
    stack: (stack, report) => {
        for (const { urn, props, propertyDependencies } of stack.ofType(roleType)) {
            const sources = propertyDependencies["assumeRolePolicy"] ?? [];
            const ofIdentity = sources.length > 0 && sources.every((one) => stack.get(one)?.token === identityType);
            if (props.read("assumeRolePolicy").state === "unknown" && !ofIdentity) {
                report(mustBeKnown("assumeRolePolicy"), urn);
            }
        }
    },
});

function requireNarrow(props: PropertyReader, path: string, report: Report): void {
    const reading = props.read(path);
    if (reading.state === "unknown") {
        return report(mustBeKnown(path));
    }
    const statements = reading.state === "set" ? statementsOf(reading.value) : undefined;
    if (!statements) {
        return report(`${path} is no policy document with statements.`);
    }
    statements.forEach((statement, position) => {
        const mistake = statement["Effect"] === "Allow" ? mistakeOf(statement) : undefined;
        if (mistake) {
            report(`${path}, statement ${position + 1}, ${mistake}.`);
        }
    });
}

type Statement = Readonly<Record<string, unknown>>;

/** What of a statement says who may do what; its condition only makes it narrower, and may be unknown before the update. */
const judged = ["Effect", "Action", "NotAction", "Principal", "NotPrincipal"];

/** Undefined for what is no document, or unknown in what is judged: text that is no JSON, JSON without statements. */
function statementsOf(value: unknown): Statement[] | undefined {
    try {
        const document = new PropertyReader(typeof value === "string" ? JSON.parse(value) : value);
        const one = document.read("Statement.Effect").state === "unset" ? "Statement[]" : "Statement";
        const list = one === "Statement" ? [{ reading: document.read(one) }] : document.readEach(one);
        return list.map(({ reading }) => statementOf(reading));
    } catch {
        return undefined;
    }
}

/** @throws where it is none, or where what is judged is unknown */
function statementOf(reading: Reading): Statement {
    if (reading.state !== "set" || typeof reading.value !== "object" || reading.value === null) {
        throw new Error("no statement");
    }
    const statement = new PropertyReader(reading.value);
    return Object.fromEntries(
        judged.flatMap((key) => {
            const part = statement.read(key);
            if (part.state === "unknown") {
                throw new Error("unknown");
            }
            // What is unknown inside cannot be written out as text.
            return part.state === "set" ? [[key, JSON.parse(JSON.stringify(part.value)) as unknown]] : [];
        }),
    );
}

function mistakeOf(statement: Statement): string | undefined {
    if ("NotAction" in statement || "NotPrincipal" in statement) {
        return "allows all that it does not name";
    }
    const actions = [statement["Action"]].flat().map(String);
    if (
        actions.some((action) => action.includes("*") && !/^[\w-]+:(?:Get|List|Describe|BatchGet)\w*\*$/.test(action))
    ) {
        return "has a wildcard for more than reading";
    }
    // "*" alone, {"AWS": "*"} and {"AWS": ["*", ...]} are the same to AWS.
    const principals = Object.values({ ...toObject(statement["Principal"]) }).flat();
    return principals.includes("*") ? "trusts everybody" : undefined;
}

const toObject = (principal: unknown): object =>
    typeof principal === "object" && principal !== null ? principal : { all: principal };
