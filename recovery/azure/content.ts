import { execFile } from "node:child_process";

import type { Expectation, Verification } from "../site";
import { secondsOf } from "../time";
import type { Az } from "./az";

/** What the team's own check prints. */
interface Answer {
    customer: string;
    /** Time of the newest row, ISO 8601. */
    newestRow: string;
}

/** The clock of whoever stamped a row may run ahead of Azure's by as much. */
const clockSeconds = 600;

/** Most of it is waiting until a serverless or just restored database takes its first sign-in. */
const limitSeconds = 600;

/**
 * Whether a restored database is online and holds what its customer's must hold. What is in it only the application's own schema can
 * say, so the team names an executable (`OXYGIS_VERIFY_COMMAND`; `recovery/azure/verifyContent.sh` is one to begin with). It is called with
 * customer, host name of the server, database and restored moment, and prints `{"customer": "...", "newestRow": "..."}`.
 * Without it nothing is ever said to be verified.
 */
export async function verifyDatabase(
    az: Az,
    { customer, databaseId, point }: Expectation,
    command: string | undefined,
): Promise<Omit<Verification, "at">> {
    const database = await az.resource<{ name: string; properties: { status: string } }>(databaseId, "2023-08-01");
    if (database.properties.status !== "Online") {
        return { ok: false, because: `The database is ${database.properties.status}, not online.` };
    }
    if (command === undefined) {
        const because =
            "The database is online, but nobody looked into it: OXYGIS_VERIFY_COMMAND names no check of its content.";
        return { ok: false, because };
    }
    const server = /\/servers\/([^/]+)\//i.exec(databaseId)?.[1] ?? "";
    const printed = await run(command, [customer, `${server}.database.windows.net`, database.name, point]);
    if ("failure" in printed) return { ok: false, because: `The check of the content failed: ${printed.failure}.` };
    const answer = parse(printed.output);
    if (answer === undefined) {
        return { ok: false, because: 'The check of the content did not print {"customer": ..., "newestRow": ...}.' };
    }
    if (answer.customer !== customer) {
        return { ok: false, because: "The database holds another customer's data. Nobody may be switched to it." };
    }
    const newest = new Date(answer.newestRow).toISOString();
    if (secondsOf(newest) > secondsOf(point) + clockSeconds) {
        return { ok: false, because: `The newest row is of ${newest}, after the restored moment ${point}.`, newest };
    }
    return { ok: true, because: `Online, the customer's own, newest row of ${newest}.`, newest };
}

function parse(output: string): Answer | undefined {
    try {
        const { customer, newestRow } = JSON.parse(output) as Partial<Answer>;
        if (typeof customer !== "string" || typeof newestRow !== "string") return undefined;
        return Number.isNaN(Date.parse(newestRow)) ? undefined : { customer, newestRow };
    } catch {
        return undefined;
    }
}

/** What the check prints beside its answer may be data of the customer: it is told to nobody. */
function run(command: string, args: readonly string[]): Promise<{ output: string } | { failure: string }> {
    return new Promise((resolve) => {
        execFile(
            command,
            args,
            { timeout: limitSeconds * 1000, killSignal: "SIGKILL", env: process.env },
            (error, output) => {
                if (error === null) return resolve({ output });
                if (error.code === "ENOENT") return resolve({ failure: `there is no executable ${command}` });
                resolve({
                    failure: error.killed ? `no answer in ${limitSeconds} seconds` : `it ended with code ${error.code}`,
                });
            },
        );
    });
}
