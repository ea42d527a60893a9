import * as hidden from "@pulumi/policy/proxy";

import type { OxygisPolicy } from "../../policies/lib/policy";
import { analyzeRequest, analyzeStackRequest, type Registration } from "./policyMessages";
import { policyServer } from "./policyServer";

/** Where the SDK's server wraps what it hands to policies; the type declarations leave it out. */
const proxies = hidden as unknown as { unknownCheckingProxy: (properties: object) => object };

/** A property as a rule asked for it: the keys that lead to it, list positions among them, whether it exists or not. */
export type ReadPath = readonly string[];

/**
 * Which properties of each resource a rule reads, by URN, observed on the very objects that the SDK hands over: a rule cannot read
 * past it. What a stack part reads counts for the resource it reads of.
 */
export async function readsOf(
    policy: OxygisPolicy,
    registrations: readonly Registration[],
): Promise<Map<string, ReadPath[]>> {
    const reads = new Map<string, Map<string, ReadPath>>();
    let watched: Map<string, ReadPath> | undefined;
    const original = proxies.unknownCheckingProxy;
    const spy = jest.spyOn(proxies, "unknownCheckingProxy").mockImplementation((properties) => {
        const seen = watched;
        return seen ? watch(original(properties), [], (path) => seen.set(path.join("\n"), path)) : original(properties);
    });
    try {
        const server = policyServer([policy]);
        for (const one of registrations) {
            watched = new Map<string, ReadPath>();
            reads.set(one.urn, watched);
            await server.analyze(analyzeRequest(one));
        }
        watched = undefined; // Rules over the stack read what was handed over before.
        await server.analyzeStack(analyzeStackRequest(registrations));
    } finally {
        spy.mockRestore();
    }
    return new Map([...reads].map(([urn, paths]) => [urn, [...paths.values()]]));
}

function watch(value: object, at: ReadPath, seen: (path: ReadPath) => void): object {
    const tell = (key: string | symbol) => {
        if (typeof key === "string" && !(Array.isArray(value) && !/^\d+$/.test(key))) {
            seen([...at, key]);
        }
    };
    return new Proxy(value, {
        getOwnPropertyDescriptor(target, key) {
            tell(key);
            return Reflect.getOwnPropertyDescriptor(target, key);
        },
        get(target, key) {
            tell(key);
            const member = Reflect.get(target, key) as unknown;
            return typeof member === "object" && member !== null ? watch(member, [...at, String(key)], seen) : member;
        },
    });
}
