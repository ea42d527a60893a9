import { keepAudits } from "./audit";
import { backUp, listAges, reportAges } from "./backups";
import type { Cloud } from "./cloud";
import { makeDatabase } from "./databases";
import { parseRequest } from "./request";

/** Answers one request; what it returns is written to the program's state, and holds names and times only. */
export async function handle(event: unknown, cloud: Cloud): Promise<object> {
    const request = parseRequest(event);
    switch (request.action) {
        case "create":
            return makeDatabase(cloud, request);
        case "backup":
            return backUp(cloud, request.at, request.only);
        case "report": {
            const ages = await reportAges(cloud, request.at);
            // After the ages: those must be told whatever becomes of the audit.
            await keepAudits(cloud);
            return ages;
        }
        case "list":
            return { databases: await listAges(cloud, request.at) };
        case "forget":
            return { database: request.database, state: "kept" };
    }
}
