import { planClassOf, type Plan } from "./plans";
import { hasReached, type Wave } from "./recovery";

/** What the catalogue says of a customer whose database is not yet known to hold the right data; no file says it. */
export const recoveringStatus = "recovering";

/** What one customer's database is made from, as a stack file says. */
interface Restore {
    wave: Exclude<Wave, "platform">;
    order: number;
    verified: boolean;
    database: 1 | 2;
}

interface Member {
    slug: string;
    plan: Plan;
    residency?: "home" | undefined;
}

/** A stack with what it says of restored databases, and of the lost stack that it stands in for. */
interface Stack<Customer, Origin> {
    customers: readonly Customer[];
    restores: Readonly<Record<string, Origin>>;
    recovers?: { wave: Wave; waiting: readonly string[]; returned: readonly string[]; cancelled: boolean } | undefined;
}

/** A customer's database of this stack. */
export interface Holding<Customer, Origin> {
    customer: Customer;
    generation: 1 | 2;
    /** Unset for one that begins empty. */
    restore: Origin | undefined;
    /** Whether the catalogue names it: the newest of the customer's does. */
    serves: boolean;
    /** Whether what it holds is known to be right, so that it may be copied on. */
    live: boolean;
}

/**
 * The databases of a stack. Those that begin empty come first, so that nobody new waits for a restore; then the restored ones in the order
 * in which they are to be restored, because the requests leave in this order. A wave adds to the list and changes nothing in it.
 */
export function databasesOf<Customer extends Member, Origin extends Restore>({
    customers,
    restores,
    recovers,
}: Stack<Customer, Origin>): Holding<Customer, Origin>[] {
    const served = customers.filter(({ slug }) => !recovers?.waiting.includes(slug));
    const empty: Holding<Customer, Origin>[] = [];
    const restored: (Holding<Customer, Origin> & { restore: Origin })[] = [];
    for (const customer of served) {
        const restore = restores[customer.slug];
        // A site that stands in has one database of each customer, whichever name it has.
        if (!restore || (restore.database === 2 && !recovers)) {
            empty.push({ customer, generation: 1, restore: undefined, serves: !restore, live: true });
        }
        if (restore && (!recovers || hasReached(recovers.wave, restore.wave))) {
            restored.push({
                customer,
                generation: restore.database,
                restore,
                serves: true,
                live: restore.verified,
            });
        }
    }
    const place = ({ restore: { wave, order } }: { restore: Restore }) => `${wave} ${String(order).padStart(4, "0")}`;
    // "paid" comes before "rest" in the alphabet too.
    return [...empty, ...restored.sort((one, other) => (place(one) < place(other) ? -1 : 1))];
}

/**
 * Whose documents and secrets have a place in the stack. Neither waits for a database, and what is there stays: a container is protected,
 * and a name in a key vault cannot be used anew. Only who keeps every copy at home has nothing at a site that stands in.
 */
export function preparedCustomers<Customer extends Member>({
    customers,
    recovers,
}: Pick<Stack<Customer, unknown>, "customers" | "recovers">): Customer[] {
    return customers.filter(({ residency }) => !recovers || residency !== "home");
}

/** Host names that one rule of Front Door compares with (Azure's limit for the values of a condition). */
export const hostsPerRule = 25;

/** Hosts that are sent to a site that stands in. */
export interface HostRule {
    /** The groups of customers, and so their rules, stay apart: no wave moves a host from one rule to another. */
    group: "new" | "paid" | "rest";
    /** From 1 in each group. */
    number: number;
    hosts: string[];
}

/** The rules that send customers to a site that stands in: those who are there, but not those who were given back. */
export function hostRules<Customer extends Member>(
    stack: Stack<Customer, Restore>,
    hostsOf: (customer: Customer) => readonly string[],
): HostRule[] {
    const { customers, restores, recovers } = stack;
    const sent = new Set(
        databasesOf(stack)
            .filter(({ restore }) => !recovers?.cancelled || !restore || restore.verified)
            .map(({ customer }) => customer.slug)
            .filter((slug) => !recovers?.returned.includes(slug)),
    );
    const groupOf = ({ slug, plan }: Customer): HostRule["group"] =>
        restores[slug]?.wave ??
        (recovers?.waiting.includes(slug) ? (planClassOf(plan) === "paid" ? "paid" : "rest") : "new");
    return (["new", "paid", "rest"] as const).flatMap((group) => {
        const all = customers
            .filter((customer) => groupOf(customer) === group)
            .flatMap((customer) => hostsOf(customer).map((host) => ({ host, sent: sent.has(customer.slug) })));
        const places = Array.from({ length: Math.ceil(all.length / hostsPerRule) }, (_, index) =>
            all.slice(index * hostsPerRule, (index + 1) * hostsPerRule),
        );
        return places
            .map((place, index): HostRule => ({
                group,
                number: index + 1,
                hosts: place.filter(({ sent }) => sent).map(({ host }) => host),
            }))
            .filter(({ hosts }) => hosts.length > 0);
    });
}
