import { credentials, type ChannelOptions, type Metadata, type ServiceError } from "@grpc/grpc-js";

/** Whole deployments pass through single messages, so the default limit of 4 MiB does not do. */
export const messageLimits: ChannelOptions = {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
};

export const insecure = credentials.createInsecure;

type Method = (request: unknown, callback: (error: ServiceError | null, response: unknown) => void) => unknown;

/** Calls one method of a client. Rejects with an error whose message is the text that the other side gave. */
export function call<Request, Response, Client extends object = object>(
    client: Client,
    method: keyof Client,
    request: Request,
): Promise<Response> {
    return new Promise((resolve, reject) => {
        const answered = (error: ServiceError | null, response: unknown): void => {
            if (error) {
                reject(new RpcError(error));
            } else {
                resolve(response as Response);
            }
        };
        // The client writes down where each call comes from, which costs more than the call: an error tells what the other side said.
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 0;
        try {
            (client[method] as Method).call(client, request, answered);
        } finally {
            Error.stackTraceLimit = stackTraceLimit;
        }
    });
}

export class RpcError extends Error {
    readonly code: number;
    readonly metadata: Metadata;
    constructor(error: ServiceError) {
        super(error.details || error.message);
        this.code = error.code;
        this.metadata = error.metadata;
    }
}
