import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Project, readProject } from "../../infra/config/project";

let last: { text: string; project: Project } | undefined;

/**
 * The configuration of a root as its files are now. A recovery asks again and again, because people go on changing them; parsing hundreds
 * of files that are the same as before would take most of its time.
 */
export function projectOf(root: string): Project {
    const text = textOf(root);
    if (last?.text !== text) last = { text, project: readProject(root) };
    return last.project;
}

/** Everything that the configuration is read from, names and contents. */
function textOf(root: string): string {
    return ["", "infra", "infra/customers"]
        .flatMap((folder) => {
            const path = join(root, folder);
            return names(path).map((name) => `${join(path, name)}\n${content(join(path, name))}`);
        })
        .join("\n");
}

function names(path: string): string[] {
    try {
        return readdirSync(path);
    } catch {
        return [];
    }
}

/** Empty for what is no file of the configuration: that it is there may be a mistake by itself. */
function content(file: string): string {
    if (!file.endsWith(".yaml")) return "";
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
