import { applicationSettings } from "../../infra/model/applicationSettings";

const cell = (text: string) => text.replaceAll("|", "\\|");

/** docs/application-settings.md, from the table of settings. */
export function settingsDocument(): string {
    const areas = [...new Set(applicationSettings.map(({ key }) => key.split(":")[1]!))];
    const tables = areas.map((area) => {
        const rows = applicationSettings
            .filter(({ key }) => key.split(":")[1] === area)
            .map(({ key, value, meaning, duty, promises, source }) =>
                [`\`${key}\``, `\`${JSON.stringify(value)}\``, meaning, duty, promises.join(" "), source]
                    .map(cell)
                    .join(" | "),
            );
        return [
            `## ${area}`,
            "",
            "| key | value | meaning | the application must | keeps | source |",
            "|---|---|---|---|---|---|",
            ...rows.map((row) => `| ${row} |`),
            "",
        ].join("\n");
    });
    return [introduction, ...tables].join("\n");
}

const introduction = `# Application settings: the contract

What the application must do for promises of the security page that only its own code can keep. Infrastructure delivers these
values, the same in each cell, in the cell's App Configuration store; it cannot see whether they are obeyed.

- Keys begin with \`settings:\`; each value is JSON (content type \`application/json\`): read it as JSON, not as text.
- The tag \`oxygis:promises\` of a key names the promises that rest on it.
- A key with a customer's slug as its label wins over the one without a label, for that customer, where its row says so.
- A missing key, or a value that \`application-settings.schema.json\` refuses: the application does not start.
- The application's own tests check what they read against that schema (JSON Schema, draft 2020-12: all keys with their values in
  one object), and what they do against the column "the application must".
- Values may become stricter at any time, never weaker than the schema says: read them again at least every five minutes.

Generated from \`infra/model/settings\`; do not edit. \`UPDATE_GOLDEN=1 npx jest test/model/applicationSettings\` writes this file and
the schema anew; a test fails where they are stale.
`;
