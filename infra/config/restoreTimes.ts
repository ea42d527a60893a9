import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import type { RestoreTimes } from "../model/recoveryTime";

const positive = z.number().positive();

const elsewhere = z.strictObject({ baseMinutes: positive, minutesPerGiB: positive, platformHours: positive });

const restoreTimesSchema = z.strictObject({
    measured: z.iso.date("is not a day such as 2026-11-23"),
    where: z.enum(["sandbox", "azure"]),
    note: z.string().trim().min(1),
    baseMinutes: positive,
    minutesPerGiB: positive,
    spread: z.number().min(0).max(1),
    platformHours: positive,
    verificationSeconds: z.strictObject({ base: positive, perGiB: positive }),
    detectMinutes: positive,
    decideMinutes: positive,
    switchMinutes: positive,
    aws: elsewhere,
    managed: elsewhere,
}) satisfies z.ZodType<RestoreTimes>;

const folder = join(__dirname, "../restoreTimes");

/** The newest measurement. @throws where it is invalid, with every mistake */
export function readRestoreTimes(from = folder): RestoreTimes {
    const name = readdirSync(from)
        .filter((file) => file.endsWith(".yaml"))
        .sort()
        .at(-1);
    if (name === undefined) throw new Error(`there is no measurement of restores in ${from}`);
    const result = restoreTimesSchema.safeParse(parse(readFileSync(join(from, name), "utf8")));
    if (!result.success) throw new Error(`infra/restoreTimes/${name}:\n${z.prettifyError(result.error)}`);
    const { measured } = result.data;
    if (`${measured.slice(0, 7)}.yaml` !== name)
        throw new Error(`infra/restoreTimes/${name} says measured: ${measured}`);
    return result.data;
}
