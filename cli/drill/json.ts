import type { DrillResult } from "../../recovery/drill/result";

/** The contract of `--json`, with everything that a drill found beside it. */
export function toJson(result: DrillResult) {
    const { classes, properties, verdicts, fault, bound, realSeconds, ...rest } = result;
    const byClass = (key: "rpoHours" | "rtoHours") =>
        Object.fromEntries(classes.map((figures) => [figures.planClass, figures[key] ?? null]));
    return {
        ok: result.ok,
        customers: result.customers.length,
        lostCustomers: result.lostCustomers,
        rpoHours: byClass("rpoHours"),
        rtoHours: byClass("rtoHours"),
        boundRatio: bound.ratio,
        properties: Object.fromEntries(properties.map(({ name, holds }) => [name, holds])),
        verdicts: Object.fromEntries(verdicts.map(({ id, verdict }) => [id, verdict])),
        fault: fault ?? null,
        realSeconds: Math.round(realSeconds * 10) / 10,
        details: { ...rest, classes, bound, properties, verdicts },
    };
}
