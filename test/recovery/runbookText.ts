import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const folder = resolve(__dirname, "../../docs/runbooks");

export const text = (name: string): string => readFileSync(join(folder, `${name}.md`), "utf8");

/** The fenced blocks of a runbook, each its lines without the indentation of the list around it. */
export const blocks = (name: string, language: string): string[][] =>
    [...text(name).matchAll(/^( *)```(.+)\n([\s\S]*?)\n *```$/gm)]
        .filter(([, , spoken]) => spoken === language)
        .map(([, indent, , body]) => body!.split("\n").map((line) => line.slice(indent!.length)));

export const prefix = "npm run oxygis -- ";

/** The command lines of ours in a text, as words. */
export const ours = (lines: readonly string[]): string[][] =>
    lines
        .flatMap((line) => line.split(" && "))
        .filter((line) => line.trim().startsWith(prefix))
        .map((line) => line.trim().slice(prefix.length).replaceAll(/<.*?>/g, "<>").split(" "));
