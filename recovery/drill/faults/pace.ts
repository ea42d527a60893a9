import { placeCustomers, poolsOf } from "../../../infra/model/placement";
import { rtoHours } from "../../../infra/model/recovery";
import { type Fleet, onAzure } from "../before";

/** Hours that the shortest restore takes in the sandbox. */
const shortestHours = 0.19;
const lanes = 4;

/** How many times as long restores must take for the largest paid pool to be late, by a tenth of its time. */
export function restoreTimesFor(fleet: Fleet): number {
    const home = onAzure(fleet);
    const pools = placeCustomers(home.customers, poolsOf(home.pools));
    const largest = Math.max(
        ...[...pools].map(([{ planClass }, inside]) => (planClass === "paid" ? inside.length : 0)),
    );
    return (rtoHours.paid * 1.1) / (Math.max(1, Math.ceil(largest / lanes)) * shortestHours);
}
