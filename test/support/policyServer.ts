import type { Policies } from "@pulumi/policy";
import * as hidden from "@pulumi/policy/server";
import type { AnalyzeRequest, AnalyzeResponse, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";

import { Exemptions } from "../../policies/lib/exemptions";
import { packOf } from "../../policies/lib/pack";
import type { OxygisPolicy } from "../../policies/lib/policy";

type Handler<Request> = (
    call: { request: Request },
    callback: (error: Error | null | undefined, response: AnalyzeResponse | undefined) => void,
) => void;
type MakeHandler<Request> = (pack: string, version: string, level: "advisory", policies: Policies) => Handler<Request>;

/**
 * The request handlers of the SDK's policy server, which its type declarations leave out. With them a test takes the very
 * path of production (deserialisation, secrets, proxies that throw on unknowns) without a process and without a port.
 */
const server = hidden as unknown as {
    makeAnalyzeRpcFun: MakeHandler<AnalyzeRequest>;
    makeAnalyzeStackRpcFun: MakeHandler<AnalyzeStackRequest>;
};

/** Both analyses of a pack of rules. The pack's level is advisory, so that a policy must say mandatory itself. */
export function policyServer(rules: readonly OxygisPolicy[], exemptions = new Exemptions([], rules)) {
    return serve(packOf(rules, exemptions));
}

/** The same of any policies. */
export function serve(policies: Policies) {
    const analyze = server.makeAnalyzeRpcFun("pack", "1.0.0", "advisory", policies);
    const analyzeStack = server.makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", policies);
    return {
        analyze: (request: AnalyzeRequest) => answer(analyze, request),
        analyzeStack: (request: AnalyzeStackRequest) => answer(analyzeStack, request),
    };
}

async function answer<Request>(handler: Handler<Request>, request: Request): Promise<AnalyzeResponse> {
    // Whatever is unknown is an error to the SDK, thousands of them; nobody reads where they come from.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        return await new Promise((resolve, reject) =>
            handler({ request }, (error, response) =>
                error || !response ? reject(error ?? new Error("the policy server gave no answer")) : resolve(response),
            ),
        );
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}
