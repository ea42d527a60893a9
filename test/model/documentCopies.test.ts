import { readFileSync } from "node:fs";
import { join } from "node:path";

import { copyRule, copyTimes, fillRule, fillTimes } from "../../infra/model/documentCopies";
import { rpoHours } from "../../infra/model/recovery";

const script = readFileSync(join(__dirname, "../../infra/documents/copy.ps1"), "utf8");

describe("the copying of documents", () => {
    const [, hours] = /^20 \*\/(\d+) \* \* \*$/.exec(copyTimes.cronExpression)!;
    const alertHours = Number(/ago\((\d+)h\)/.exec(copyRule("1").query("host"))![1]);

    it("ends a run before the next one begins", () => {
        expect(copyTimes.mostSeconds).toBeLessThan(Number(hours) * 3600);
    });

    it("raises an alert while there are hours left before a day's work could be lost", () => {
        // A run copies what was there when it began.
        const oldest = alertHours + copyTimes.mostSeconds / 3600;

        expect(alertHours).toBeGreaterThan(2 * Number(hours));
        expect(oldest).toBeLessThanOrEqual(rpoHours - 8);
    });

    it("is watched for the very line with which the script ends, of that account alone", () => {
        const [line] = script.trimEnd().split("\n").slice(-1);

        expect(line).toBe("'documents-copied target={0} {1}' -f $env:TARGET, $counts");
        expect(copyRule("1").query("st1.blob.test")).toContain("startswith 'documents-copied target=st1.blob.test '");
    });

    it("ends in that line only where nothing failed", () => {
        expect(script.trimEnd().split("\n").at(-2)).toBe("if ($failed -gt 0) { throw $counts }");
        expect(script).toContain("$ErrorActionPreference = 'Stop'");
    });

    it("copies a document only as it was listed, under its own sign-in on both sides", () => {
        expect(script).toMatch(/'x-ms-source-if-match' += \$ETag/);
        expect(script.match(/Copy-Document \$path \$from \$document\.ETag \$headers/g)).toHaveLength(2);
        expect(script).toMatch(/'x-ms-copy-source-authorization' = \$Headers\.Authorization/);
    });

    it("prints neither a token nor the name of a document", () => {
        const printed = script.split("\n").filter((text) => /Out-Host|Write-|throw|^'documents/.test(text));

        expect(printed).toHaveLength(4);
        expect(printed.filter((text) => /token|Authorization|entry|\$name|\$path|\$Uri\b(?!\))/.test(text))).toEqual(
            [],
        );
    });

    it("holds nothing that Kubernetes would replace in an argument", () => {
        expect(script).not.toMatch(/\$\(|\$\$/);
    });
});

describe("what brings documents to people who work with them", () => {
    const [, filling] = /(function Add-Documents[^]*?\n})\n/.exec(script)!;

    it("deletes nothing, and overwrites nothing that was changed there", () => {
        expect(filling).not.toContain("Delete");
        expect(filling).toContain(
            "if ($there -and ($env:MODE -eq 'missing' -or $own.Modified -ge $document.Modified)) { continue }",
        );
        expect(filling).toContain("if ($there) { @{ 'If-Match' = $own.ETag } } else { @{ 'If-None-Match' = '*' } }");
    });

    it("remembers that everything was brought only where everything was", () => {
        const [before, after] = filling!.split("if ($left -gt 0) { return }");
        expect(before).not.toContain("brought'");
        expect(after).toContain("Send-Request 'Put' $uri");
    });

    it("ends a run before the next one begins, and within what counts as just changed", () => {
        const [, minutes] = /^\*\/(\d+) \* \* \* \*$/.exec(fillTimes.cronExpression)!;
        expect(fillTimes.mostSeconds).toBeLessThan(Number(minutes) * 60);
        expect(script).toContain("$settled = [timespan]::FromHours(1)");
        expect(fillTimes.mostSeconds).toBeLessThan(3600);
    });

    it("raises an alert while there is time left of what is promised to paying customers", () => {
        const hours = Number(/ago\((\d+)h\)/.exec(fillRule("1").query("host"))![1]);
        expect(hours).toBeLessThanOrEqual(6);
        expect(fillRule("1").query("st1.blob.test")).toContain("startswith 'documents-copied target=st1.blob.test '");
    });
});
