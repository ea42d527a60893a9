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
    return [introduction, ...tables, catalogue].join("\n");
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

const catalogue = `## The catalogue

Which database serves a customer, and at which host names, is one key for each customer: \`catalogue:<slug>\`, JSON. Switching a customer to
another database is an update of that key: read it again at least every minute, and open new connections to what it names.

| field | meaning | the application must |
|---|---|---|
| \`slug\`, \`name\`, \`plan\` | the customer | |
| \`status\` | \`active\` or \`leaving\` | serve the customer |
| | \`suspended\` | turn users away, and touch no data |
| | \`recovering\` | say that the customer's data is being restored and when to come back, to every request and with status 503; open no connection to the database and run no job for this customer: what the database holds has not been found right yet |
| | anything else | as \`suspended\` |
| \`hosts\` | host names at which the customer is reached | serve it at no other one |
| \`server\`, \`database\` | where its data lies | connect with the managed identity |
| \`databaseId\` | Azure's id of that database, for people and tools | |
| \`documents\` | storage account and container | |
| \`secretNames\` | names in the cell's key vault | |

On AWS the same settings and entries are parameters of Parameter Store: what the store's key \`settings:a:b\` is here is \`/oxygis/<cell>/settings/a/b\` there,
and \`catalogue:<slug>\` is \`/oxygis/<cell>/customers/<slug>\`. An entry differs in three fields: \`databaseId\` is the ARN of the instance with the
database behind it; \`databaseSecret\` names the secret whose value is the password of the one user of that database (sign in with it, read it anew when
a sign-in is refused, keep it out of logs); \`documents\` is a bucket and the customer's own prefix in it: touch nothing outside of that.

A request for a host that no entry has is answered with 404, but while a cell stands in for a lost one (\`oxygis recover\`) entries appear one by one,
as customers are restored: answer 503 with the same page as for \`recovering\` where the host lies below the cell's own domain.
`;
