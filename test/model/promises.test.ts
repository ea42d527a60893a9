import { readFileSync } from "node:fs";
import { join } from "node:path";

import { promises, type Promised } from "../../infra/model/promises";

const register: [id: string, promise: Promised][] = Object.entries(promises);

/** Line breaks and runs of spaces are accidents of how the page was read, and a line may begin with a bullet read as "e" or "o". */
const asOneLine = (text: string) =>
    text
        .replaceAll(/^(?:e|o) /gm, "")
        .replaceAll(/\s+/g, " ")
        .trim();

const page = asOneLine(readFileSync(join(__dirname, "../../docs/security-page.nl.txt"), "utf8"));

// Restated, in the page's order: the ids are used by policies, reports and runbooks and must never change.
const ids = [
    ...["BKP-1", "BKP-2", "BKP-3", "BKP-4", "BKP-5", "BKP-6", "HOST-1"],
    ...["DR-1", "DR-2", "DR-3", "DR-4", "DR-5", "DR-6", "DB-1"],
    ...["PWD-1", "PWD-2", "PWD-3", "PWD-4", "STAFF-1", "STAFF-2", "STAFF-3", "PHYS-1", "COM-1"],
    ...["SW-1", "SW-2", "SW-3", "SW-4", "SW-5", "SW-6", "SW-7", "SW-8", "SW-9"],
    ...["VULN-1", "DOC-1", "CERT-1", "ACC-1", "ACC-2", "TEST-1", "AUTH-1", "AUTH-2"],
];

describe("the register of promises", () => {
    it("holds every id once, in the order of the page", () => {
        expect(register.map(([id]) => id)).toEqual(ids);
    });

    it.each(register)("%s quotes the page word for word", (_, { sentence }) => {
        expect(page).toContain(sentence);
    });

    it("quotes no sentence twice", () => {
        expect(new Set(register.map(([, { sentence }]) => sentence)).size).toBe(register.length);
    });

    it.each(register)("%s says what it means and how it can be proven", (_, { section, meaning, proof }) => {
        expect(section).toMatch(/^[12](?:\.[IVX]+)? \S/);
        expect(meaning).toMatch(/^[A-Z].{20,}\.$/);
        expect(proof.length).toBeGreaterThan(0);
        expect(new Set(proof).size).toBe(proof.length);
    });

    it("claims nothing but people's work where only people keep the promise", () => {
        const organisational = register.filter(([, { proof }]) => proof.includes("organisational"));

        expect(organisational.map(([id, { proof }]) => `${id}: ${proof.join()}`)).toEqual([
            "PHYS-1: organisational",
            "SW-2: organisational",
            "SW-7: organisational",
        ]);
    });
});
