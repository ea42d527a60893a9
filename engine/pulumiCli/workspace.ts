import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { type Document, isMap, parseDocument, visit } from "yaml";

import type { RunRequest } from "../engine";
import { readSalt } from "./state";

/** The CLI runs in a folder of its own with copies, because it writes into the stack configuration that it finds. */
const folderOf = ({ directory }: RunRequest): string => join(directory, "pulumi");
const stackFile = ({ stack }: RunRequest): string => `Pulumi.${stack}.yaml`;

/** What the CLI adds to the configuration of a stack that it makes, and needs ever after. */
const secretsKeys = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Copies that know of no backend and no secrets but the sandbox's.
 *
 * @returns where they lie, and a home folder for the CLI and the program
 * @throws Error when a project or stack file cannot be used; the message names the file and says what to do
 */
export function prepareSandboxWorkspace(request: RunRequest): { folder: string; home: string } {
    const folder = folderOf(request);
    const home = join(folder, "home");
    mkdirSync(join(home, ".pulumi"), { recursive: true });
    markBackend(request.directory);
    // With the stack files' folder, a backend would lead the CLI out of the workspace.
    const project = copyProject(request, ["backend", "stackConfigDir"]);
    const salt = readSalt({ directory: request.directory, project, stack: request.stack });
    write(join(folder, stackFile(request)), stackConfiguration(join(request.root, stackFile(request)), salt));
    return { folder, home };
}

/**
 * Copies as they stand, with the user's own backend and secrets. What the CLI has added to an earlier copy, when it made the stack, stays
 * until it is in the original too.
 *
 * @throws Error when a project or stack file cannot be used
 */
export function prepareUsersWorkspace(request: RunRequest): { folder: string; secretsProvider?: string } {
    const folder = folderOf(request);
    mkdirSync(folder, { recursive: true });
    copyProject(request, ["stackConfigDir"]);
    const [source, copy] = [request.root, folder].map((at) => join(at, stackFile(request))) as [string, string];
    const document = existsSync(source) ? readYaml(source) : parseDocument("{}");
    const secretsProvider = document.get("secretsprovider") as string | undefined;
    const earlier = existsSync(copy) ? readYaml(copy) : undefined;
    for (const key of secretsKeys) {
        const sameProvider = earlier?.get("secretsprovider") === secretsProvider;
        if (sameProvider && !document.has(key) && earlier?.has(key)) document.set(key, earlier.get(key));
    }
    write(copy, textOf(document));
    return { folder, ...(secretsProvider !== undefined && { secretsProvider }) };
}

/** What to do about what the CLI added to the copy of the user's stack file; undefined where that is nothing. */
export function addedByCli(request: RunRequest): string | undefined {
    const [original, copy] = [request.root, folderOf(request)].map((at) => join(at, stackFile(request)));
    const [before, after] = [original, copy].map((path) => (existsSync(path!) ? readYaml(path!) : undefined));
    const added = secretsKeys.filter((key) => after?.has(key) && !before?.has(key));
    if (added.length === 0) return undefined;
    return `The stack's secrets need ${added.join(" and ")}, which the CLI wrote into ${copy}: copy it into ${original}.`;
}

/** @returns the project's name */
function copyProject(request: RunRequest, without: readonly string[]): string {
    const projectFile = readYaml(join(request.program, "Pulumi.yaml"));
    // A relative `main` is looked up from the folder of Pulumi.yaml. An absolute folder becomes the program's working
    // directory, in which `runtime.options.tsconfig` and the package.json are found as ever.
    projectFile.set("main", resolve(request.program, (projectFile.get("main") as string | undefined) ?? "."));
    without.forEach((key) => projectFile.delete(key));
    write(join(folderOf(request), "Pulumi.yaml"), textOf(projectFile));
    return nameOf(projectFile);
}

/** @throws Error when `<program>/Pulumi.yaml` is missing or has no name. */
export const projectName = (program: string): string => nameOf(readYaml(join(program, "Pulumi.yaml")));

function nameOf(projectFile: Document): string {
    const name = projectFile.get("name");
    if (typeof name !== "string") throw new Error("Pulumi.yaml has no name.");
    return name;
}

/** Without this mark the CLI may take state that it did not write itself for that of an older layout. */
function markBackend(directory: string): void {
    const mark = join(directory, ".pulumi", "meta.yaml");
    if (existsSync(mark)) return;
    mkdirSync(join(directory, ".pulumi"), { recursive: true });
    write(mark, "version: 1\n");
}

/**
 * The stack's configuration without what belongs to its real backend, and with the salt of the state: a CLI that is given
 * no salt, or another one, would encrypt the same state anew. Values that are encrypted in the file need the file's salt.
 */
function stackConfiguration(source: string, salt: string | undefined): string {
    const document = existsSync(source) ? readYaml(source) : parseDocument("{}");
    const encrypted = holdsSecrets(document);
    const provider = (document.get("secretsprovider") as string | undefined) ?? "passphrase";
    if (encrypted && provider !== "passphrase") {
        throw new Error(
            `${source} holds values encrypted by ${provider}, which a sandbox cannot reach. ` +
                "Take them out of the configuration, or rehearse with a stack file of its own.",
        );
    }
    for (const key of ["secretsprovider", "encryptedkey", "environment"]) document.delete(key);
    if (!encrypted) document.delete("encryptionsalt");
    if (!encrypted && salt !== undefined) document.set("encryptionsalt", salt);
    return textOf(document);
}

function holdsSecrets(document: Document): boolean {
    let found = false;
    visit(document, {
        Map: (_, map) => {
            if (map.items.length === 1 && map.has("secure")) found = true;
        },
    });
    return found;
}

function readYaml(path: string): Document {
    // "failsafe" takes every value for a text and writes it back as it stands: `0042` must not become 42 on its way.
    const document = parseDocument(readFileSync(path, "utf8"), { schema: "failsafe" });
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors[0]!.message}`);
    // An empty file is an empty configuration.
    if (document.contents === null) return parseDocument("{}");
    if (!isMap(document.contents)) throw new Error(`${path} must hold a map of keys and values.`);
    return document;
}

/** Without folding of long lines. */
const textOf = (document: Document): string => document.toString({ lineWidth: 0 });

/** In one step: a CLI that runs another stack of the same sandbox may be reading the file. */
function write(path: string, text: string): void {
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
}
