/** What types may look at of a world. */
import { guidOf } from "./arm";
import { accountOf } from "./aws/templates";
import type { CloudView } from "./model";
import type { Histories } from "./recovery/histories";
import type { Ledger } from "./recovery/ledger";
import type { State } from "./state";

type Identity = Pick<CloudView, "subscriptionId" | "tenantId" | "accountId" | "guid">;

/** The one subscription, tenant and account of a world, all made of its seed. */
export function identityOf(seed: string): Identity {
    const guid = (...parts: string[]) => guidOf(seed, ...parts);
    return { guid, subscriptionId: guid("subscription"), tenantId: guid("tenant"), accountId: accountOf(seed) };
}

export const viewOf = (
    identity: Identity,
    { state, ledger, histories }: { state: State; ledger: Ledger; histories: Histories },
    more: Pick<CloudView, "named" | "generation" | "around">,
): CloudView => ({
    ...identity,
    ...more,
    histories,
    find: (id) => state.find(id),
    children: (id) => state.childrenOf(id).flatMap((child) => state.find(child) ?? []),
    users: (id, token) =>
        state.referrersOf(id).flatMap((user) => {
            const found = state.find(user);
            return found?.token === token ? [found] : [];
        }),
    count: (key) => state.count(key),
    zonesOf: (region) => ledger.zonesOf(region),
});
