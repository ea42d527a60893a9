/** HTML text. Whatever else gets into a page by `html` is escaped. */
export class Markup {
    constructor(readonly text: string) {}
}

export type Content = Markup | string | number | false | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Fit for text and quoted attributes. Characters that show nothing or turn the direction of writing around become a visible mark. */
export const escaped = (text: string): string =>
    text.replace(/[&<>"']/g, (character) => entities[character]!).replace(/[^\P{C}\n]/gu, "\ufffd");

const textOf = (content: Content): string => {
    if (content instanceof Markup) return content.text;
    if (content === undefined || content === false) return "";
    if (typeof content === "object") return content.map(textOf).join("");
    return escaped(String(content));
};

/** A piece of HTML (or SVG). Attributes are to be written in double quotes. */
export const html = (parts: TemplateStringsArray, ...contents: Content[]): Markup =>
    new Markup(parts.map((part, index) => part + (index < contents.length ? textOf(contents[index]) : "")).join(""));
