import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { LineCounter, parseDocument } from "yaml";

import type { Mistake } from "./mistake";
import { staffRemedies } from "./remedies";

/** A file that could be read as YAML; what it holds is not checked yet. */
export interface RawFile {
    /** Relative to the project's root. */
    file: string;
    /** The stack of a stack file, the slug of a customer's. */
    name: string;
    value: unknown;
    /** Of a stack file: what it tells the provider of AWS, `aws:region`. */
    awsRegion?: unknown;
}

export interface RawProject {
    stacks: RawFile[];
    customers: RawFile[];
    /** Undefined where the file cannot be read. */
    staff: RawFile | undefined;
    /** Whether some file could not be read, so that what it would have declared is unknown. */
    incomplete: boolean;
    mistakes: Mistake[];
}

const customersFolder = "infra/customers";
const staffFile = "staff.yaml";

/** Reads every stack file, every customer's file and the staff's of a project root, in the order of their names. */
export function readFiles(root: string): RawProject {
    const mistakes: Mistake[] = [];
    const read = (folder: string, entries: { name: string; entry: string }[]) =>
        entries.flatMap(({ name, entry }) => {
            const file = folder ? `${folder}/${entry}` : entry;
            const { value, mistakes: found } = parseFile(root, file);
            mistakes.push(...found);
            return found.length === 0 ? [{ file, name, value }] : [];
        });

    const stackEntries = listStackFiles(root, mistakes);
    const customerEntries = listCustomerFiles(root, mistakes);
    const stacks = read("", stackEntries);
    const customers = read(customersFolder, customerEntries);
    const [staff] = read("infra", listStaffFile(root, mistakes));
    const incomplete = stacks.length === 0 || stacks.length < stackEntries.length;
    return { stacks, customers, staff, incomplete, mistakes };
}

function listStackFiles(root: string, mistakes: Mistake[]) {
    const entries = list(root);
    if (!entries) {
        mistakes.push({
            file: ".",
            path: "",
            message: `there is no folder ${JSON.stringify(root)}`,
            remedy: "name the folder that holds Pulumi.<stack>.yaml, infra/customers and infra/staff.yaml",
        });
        return [];
    }
    for (const { name: file } of entries.filter(
        ({ name }) => /^pulumi\..+\.ya?ml$/i.test(name) && !/^Pulumi\..+\.yaml$/.test(name),
    )) {
        mistakes.push({
            file,
            path: "",
            message: "is not read, because of its name",
            remedy: `rename it to ${file.replace(/^pulumi/i, "Pulumi").replace(/ya?ml$/i, "yaml")}`,
        });
    }
    const stacks = entries.flatMap(({ name: entry, isFile }) => {
        const name = /^Pulumi\.(.+)\.yaml$/.exec(entry)?.[1];
        return name === undefined || !isFile ? [] : [{ name, entry }];
    });
    if (stacks.length === 0) {
        mistakes.push({
            file: "Pulumi.<stack>.yaml",
            path: "",
            message: "there is no stack file",
            remedy: "write Pulumi.global.yaml and one Pulumi.<stack>.yaml for each cell",
        });
    }
    return stacks;
}

function listCustomerFiles(root: string, mistakes: Mistake[]) {
    const entries = list(join(root, customersFolder));
    if (!entries) {
        mistakes.push({
            file: customersFolder,
            path: "",
            message: "there is no such folder",
            remedy: "create it, with one <slug>.yaml for each customer",
        });
        return [];
    }
    const customers = entries.flatMap(({ name: entry, isFile }) => {
        const name = isFile ? /^(.+)\.yaml$/.exec(entry)?.[1] : undefined;
        if (name !== undefined) {
            return [{ name, entry }];
        }
        if (entry !== "README.md") {
            mistakes.push({
                file: `${customersFolder}/${entry}`,
                path: "",
                message: isFile ? "is not read, because of its name" : "is a folder, and customers are files",
                remedy: /\.ya?ml$/i.test(entry)
                    ? `rename it to ${entry.replace(/\.ya?ml$/i, ".yaml")}`
                    : "move it elsewhere, or name it <slug>.yaml if it is a customer",
            });
        }
        return [];
    });
    // By slug: with its extension, "amber-two" would come before "amber".
    return customers.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function listStaffFile(root: string, mistakes: Mistake[]) {
    const there = list(join(root, "infra"))?.some(({ name }) => name === staffFile);
    if (there) {
        return [{ name: "staff", entry: staffFile }];
    }
    mistakes.push({
        file: `infra/${staffFile}`,
        path: "",
        message: "there is no such file",
        remedy: `create it: ${staffRemedies[""]}`,
    });
    return [];
}

/** Names in a folder, sorted, without hidden ones; undefined where there is no such folder. */
function list(folder: string) {
    try {
        return readdirSync(folder, { withFileTypes: true })
            .filter(({ name }) => !name.startsWith("."))
            .map((entry) => ({ name: entry.name, isFile: !entry.isDirectory() }))
            .sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch {
        return undefined;
    }
}

function parseFile(root: string, file: string): { value: unknown; mistakes: Mistake[] } {
    try {
        return parseYaml(file, readFileSync(join(root, file), "utf8"));
    } catch {
        const remedy = "make it a file that this user may read";
        return { value: undefined, mistakes: [{ file, path: "", message: "cannot be read", remedy }] };
    }
}

function parseYaml(file: string, text: string): { value: unknown; mistakes: Mistake[] } {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { prettyErrors: false, lineCounter });
    const found = [...document.errors, ...document.warnings];
    const twice = found.filter(({ code }) => code === "DUPLICATE_KEY");
    // What the parser says after its first complaint mostly follows from it.
    const [first] = found.filter(({ code }) => code !== "DUPLICATE_KEY");
    const mistakes = [...twice, ...(first ? [first] : [])].map(({ code, message, pos }): Mistake => {
        const { line, col } = lineCounter.linePos(pos[0]);
        const where = `line ${line}, column ${col}`;
        if (code === "DUPLICATE_KEY") {
            const key = /^[^:\n]*/.exec(text.slice(pos[0]))![0].trim();
            return {
                file,
                path: key,
                message: `stands twice, the second time in ${where}`,
                remedy: "keep one of the two",
            };
        }
        return { file, path: "", message: `is not YAML: ${where}: ${inWords(message)}`, remedy: remedyFor(code) };
    });
    if (mistakes.length > 0) {
        return { value: undefined, mistakes };
    }
    try {
        return { value: document.toJS(), mistakes };
    } catch {
        const message = "is not YAML: an alias (the word that begins with *) stands for nothing, or for far too much";
        return { value: undefined, mistakes: [{ file, path: "", message, remedy: "write out what it stands for" }] };
    }
}

/** The parser's own words without what it quotes of the file, which may be a secret. */
function inWords(message: string): string {
    const words = message.split(/: |[;"`]/)[0]!.trim();
    return words.charAt(0).toLowerCase() + words.slice(1);
}

function remedyFor(code: string): string {
    if (code === "TAB_AS_INDENT") return "indent with spaces";
    if (code === "MULTIPLE_DOCS") return "keep one document in the file, and no line of three hyphens between two";
    if (code === "TAG_RESOLVE_FAILED") return "leave the tag (the word that begins with !) out";
    return "check indentation, colons and quotes there; put a text with : # { [ * & ! or @ in it between double quotes";
}
