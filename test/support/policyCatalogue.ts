import { type PromiseId, promises } from "../../infra/model/promises";
import type { OxygisPolicy } from "../../policies/lib/policy";

/** Around the generated part of policies/README.md; what is between them no formatter touches. */
const begin = "<!-- prettier-ignore-start -->";
const end = "<!-- prettier-ignore-end -->";

/** A README with its list of policies written anew. */
export function withCatalogue(readme: string, rules: readonly OxygisPolicy[]): string {
    const [before, rest] = split(readme, begin);
    const [, after] = split(rest, end);
    return `${before}${begin}\n\n${catalogue(rules)}\n${end}${after}`;
}

function split(text: string, marker: string): [string, string] {
    const at = text.indexOf(marker);
    if (at < 0) {
        throw new Error(`policies/README.md lacks the line ${marker}`);
    }
    return [text.slice(0, at), text.slice(at + marker.length)];
}

/** The policies below each promise that they serve, in the order of the register of promises. */
function catalogue(rules: readonly OxygisPolicy[]): string {
    return (Object.keys(promises) as PromiseId[])
        .map((id) => [id, rules.filter(({ tags }) => tags?.includes(id))] as const)
        .filter(([, serving]) => serving.length > 0)
        .map(([id, serving]) => {
            const { sentence, meaning } = promises[id];
            return `### ${id}\n\n> ${plain(sentence)}\n\n${plain(meaning)}\n\n${serving.map(entry).join("")}`;
        })
        .join("\n");
}

function entry({ name, severity, description, remedy, url, counterparts, neverExempt }: OxygisPolicy): string {
    const lines = [
        `- **\`${name}\`** (${severity}${neverExempt ? ", never exempt" : ""}). ${plain(description)}`,
        `  How to fix: ${plain(remedy)} [More](${url})`,
        ...(counterparts ? [`  Elsewhere: ${counterparts.map(plain).join("; ")}.`] : []),
    ];
    return `${lines.join("\\\n")}\n`;
}

/** Text in which Markdown sees nothing but text. */
function plain(text: string): string {
    return text.replaceAll(/[*_<>|`[\]\\]/g, "\\$&");
}
