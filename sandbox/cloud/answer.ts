/** What the cloud answers to a write: the inputs it keeps, and what it adds. Secrets, and whatever repeats one, stay secret. */
import { armType } from "./arm";
import type { CloudType } from "./catalogue";
import { words, type Facts } from "./model";
import { isObject, isSecret, same, secret, secretTexts, UNKNOWN, type Properties, type Value } from "./values";

/** Outputs that many types have. `etag` changes with every write. */
function usual(type: CloudType, facts: Facts): Properties {
    const wanted = words(type.usual ?? "name type");
    const all: Properties = {
        name: facts.name,
        type: armType(facts.id),
        provisioningState: "Succeeded",
        etag: `W/"${facts.cloud.guid(facts.id, "etag", String(facts.revision))}"`,
        resourceGuid: facts.cloud.guid(facts.id, "resource"),
    };
    return Object.fromEntries(wanted.map((name) => [name, all[name] ?? null]));
}

/** Outputs of a resource with these inputs; `inputs` are the facts' inputs with their secret wrappers. */
export function answer(type: CloudType, facts: Facts, inputs: Properties): Properties {
    const result: Properties = {};
    for (const [name, value] of Object.entries(inputs))
        if (!type.hidden.has(name) && type.inputNames.has(name)) result[name] = value;
    if (type.apiVersion !== undefined) result["azureApiVersion"] = type.apiVersion;
    const texts = secretTexts(inputs);
    for (const [name, value] of Object.entries({ ...usual(type, facts), ...type.outputs?.(facts) })) {
        if (value === null || type.hidden.has(name)) continue;
        const given = inputs[name];
        if (!same(value, given)) result[name] = protect(value, given, texts);
    }
    return result;
}

/** Wraps what stands where a secret stood, or contains the text of one. */
function protect(value: Value, given: Value | undefined, texts: readonly string[]): Value {
    if (isSecret(given)) return secret(value);
    if (Array.isArray(value))
        return value.map((member, index) => protect(member, Array.isArray(given) ? given[index] : undefined, texts));
    if (isObject(value)) {
        const result: Properties = {};
        for (const [name, member] of Object.entries(value))
            result[name] = protect(member, isObject(given) ? given[name] : undefined, texts);
        return result;
    }
    const repeats = texts.some((text) => String(value) === text || (text.length >= 3 && String(value).includes(text)));
    return value !== null && repeats ? secret(value) : value;
}

/** The answer as far as it is known before the write: what came in. Everything the cloud adds is unknown. */
export function forecast(answered: Value, given: Value | undefined): Value {
    if (given === undefined) return UNKNOWN;
    if (isObject(answered) && isObject(given) && !isSecret(given)) {
        const result: Properties = {};
        for (const [name, member] of Object.entries(answered)) result[name] = forecast(member, given[name]);
        return result;
    }
    if (Array.isArray(answered) && Array.isArray(given) && answered.length === given.length)
        return answered.map((member, index) => forecast(member, given[index]));
    return given;
}
