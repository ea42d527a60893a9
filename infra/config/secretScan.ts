import { formatPath, type Mistake, type Path } from "./mistake";
import { isSecretEntry } from "./secrets";

const defaultRemedy =
    "take it out and replace the secret wherever it is used: it stays in the history of the repository";

/** A mistake for everything in a value that looks like a secret in plain text; the text itself is never repeated. */
export function secretMistakes(file: string, value: unknown, remedy = defaultRemedy): Mistake[] {
    return secretPaths(value, []).map((path) => ({
        file,
        path: formatPath(path),
        message: "looks like a secret in plain text",
        remedy,
    }));
}

/** What Pulumi has encrypted stands below `secure` and is fine. */
function secretPaths(value: unknown, path: Path): Path[] {
    if (typeof value === "string") {
        const key = path.findLast((part) => typeof part === "string") ?? "";
        return isSecretEntry(key, value) ? [path] : [];
    }
    if (Array.isArray(value)) {
        return value.flatMap((element, index) => secretPaths(element, [...path, index]));
    }
    if (typeof value === "object" && value !== null) {
        return Object.entries(value).flatMap(([key, inner]) =>
            key === "secure" ? [] : secretPaths(inner, [...path, key]),
        );
    }
    return [];
}
