import type { Az } from "./az";

interface Connection {
    id: string;
    properties: {
        privateEndpoint?: { id?: string };
        privateLinkServiceConnectionState: { status: string; description?: string };
    };
}

/** How our own requests are known: Front Door's carry our message, and the endpoint of the backup watch has its job agent's name in it. */
const message = "Front Door of the Oxygis platform:";

/**
 * Approves what was asked for by our own deployment, and nothing else; waits some minutes for the request, since Front Door makes it after
 * the update has ended. What is unknown stays as it is and is told.
 */
export async function approveConnections(
    az: Az,
    targetId: string,
    jobAgent: RegExp,
    note: (text: string) => void,
): Promise<void> {
    for (let attempt = 1; attempt <= 20; attempt++) {
        const all = await az.read<Connection[]>([
            ...["network", "private-endpoint-connection", "list", "--id", targetId],
            ...["--subscription", az.subscriptionId],
        ]);
        const ours = all.filter(({ properties: { privateEndpoint, privateLinkServiceConnectionState: state } }) =>
            /\/privateLinkServices\/|\/storageAccounts\//i.test(targetId)
                ? (state.description ?? "").startsWith(message)
                : jobAgent.test(privateEndpoint?.id ?? ""),
        );
        for (const { id } of ours.filter(isPending)) {
            const why = ["--description", "approved by oxygis recover"];
            await az.change(["network", "private-endpoint-connection", "approve", "--id", id, ...why], 300);
        }
        const unknown = all.filter((each) => isPending(each) && !ours.includes(each)).length;
        if (unknown > 0)
            note(`${unknown} requests for a private connection to ${targetId} are not ours and stay pending.`);
        if (ours.some(({ properties }) => properties.privateLinkServiceConnectionState.status !== "Rejected")) return;
        await az.wait(3);
    }
    throw new Error(
        `Nothing of ours has asked for a private connection to ${targetId}. docs/runbooks/approve-private-link.md, "If it fails".`,
    );
}

const isPending = ({ properties }: Connection): boolean =>
    properties.privateLinkServiceConnectionState.status === "Pending";
