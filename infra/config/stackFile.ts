import { type Mistake, show, withGuess } from "./mistake";
import { globalRemedies } from "./remedies";
import { secretMistakes } from "./secretScan";

/** The one key of ours in a stack file. */
const stackKey = "oxygis:stack";

/** Where the provider of AWS takes its region from, for what is given none. */
export const awsRegionKey = "aws:region";

const below = `write config: and below it ${stackKey}:, with the stack's own keys below that`;

/**
 * Takes the `oxygis:stack` object out of a stack file. The keys of other namespaces and what Pulumi itself keeps in the file
 * (encryption, environments) are left alone, unless they hold a secret in plain text.
 */
export function takeStack(file: string, value: unknown): { value: unknown; awsRegion?: unknown; mistakes: Mistake[] } {
    if (value === null) {
        return { value: undefined, mistakes: [{ file, path: "", message: "is empty", remedy: below }] };
    }
    if (!isKeys(value)) {
        return {
            value: undefined,
            mistakes: [{ file, path: "", message: `must be a set of keys, but is ${show(value)}`, remedy: below }],
        };
    }
    if (stackKey in value) {
        return {
            value: undefined,
            mistakes: [{ file, path: stackKey, message: "stands outside config", remedy: below }],
        };
    }
    const config = isKeys(value.config) ? value.config : {};
    const stack = config[stackKey];
    return {
        value: stack,
        awsRegion: config[awsRegionKey],
        mistakes: [...configMistakes(file, config), ...stackMistakes(file, stack)],
    };
}

function configMistakes(file: string, config: Record<string, unknown>): Mistake[] {
    const others = Object.entries(config).filter(([key]) => key !== stackKey);
    const unknown = others.map(([key]) => key).filter((key) => key.startsWith("oxygis:"));
    return [
        ...unknown.map((key) => ({
            file,
            path: key,
            message: `unknown key "${key}"`,
            remedy: withGuess(key, [stackKey], `everything of ours stands in ${stackKey}`),
        })),
        ...secretMistakes(
            file,
            Object.fromEntries(others),
            "take it out, replace the secret wherever it is used, and set the new one with: pulumi config set --secret",
        ),
    ];
}

/** What is wrong with the object as a whole; what is in it is checked by its schema. */
export function stackMistakes(file: string, stack: unknown): Mistake[] {
    if (stack === undefined) {
        return [{ file, path: stackKey, message: "is missing", remedy: below }];
    }
    if (!isKeys(stack)) {
        const message = `must be a set of keys, but is ${show(stack)}`;
        return [{ file, path: stackKey, message, remedy: globalRemedies[""]! }];
    }
    if ("secure" in stack) {
        return [
            {
                file,
                path: stackKey,
                message: "is encrypted, so nobody can review it",
                remedy: "write it in plain text: no secret belongs in it",
            },
        ];
    }
    return [];
}

export const isKeys = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
