import { credentials, type ChannelOptions, type Metadata, type ServiceError } from "@grpc/grpc-js";

/** Whole deployments pass through single messages, so the default limit of 4 MiB does not do. */
export const messageLimits: ChannelOptions = {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
};

export const insecure = credentials.createInsecure;

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

/** Calls one method of a client. Rejects with an error whose message is the text that the other side gave. */
export function call<Request, Response>(
    client: object,
    method: (request: Request, callback: Callback<Response>) => unknown,
    request: Request,
): Promise<Response> {
    return new Promise((resolve, reject) => {
        method.call(client, request, (error, response) => {
            if (error) {
                reject(new RpcError(error));
            } else {
                resolve(response);
            }
        });
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
