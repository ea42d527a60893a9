/** What did not go as it should: customers, refusals, troubles, properties, the injected fault, what the watch had raised. */
import { type DrillResult, propertyTitles } from "../drill/result";
import { html, type Markup } from "./markup";
import { badge } from "./summary";
import { alertName, hours, listed, many, sentence, type State, stateOf, states } from "./words";

export interface Event {
    when: string;
    what: string;
    remedy?: string;
    customers: string[];
}

/** So many are shown at once; more are behind a click. */
const shownEvents = 10;

/** What did not go as it should, said once where it happened to many. */
export const events = (result: DrillResult): Event[] =>
    sameTogether([
        ...notAsPromised(result),
        ...result.refusals.map(({ what, remedy, customer }) => ({
            when: "refused",
            what,
            remedy,
            customers: one(customer),
        })),
        ...result.troubles.map(({ atHours, what, customer }) => ({
            when: atHours === undefined ? "whole drill" : hours(atHours),
            what,
            customers: one(customer),
        })),
        ...result.properties
            .filter(({ holds }) => !holds)
            .map(({ name, evidence }) => ({
                when: "property",
                what: `${propertyTitles[name]}: not so. ${evidence}`,
                customers: [],
            })),
    ]);

/** First of all sections: what did not go as it should, the injected fault included. */
export function wrong(result: DrillResult): Markup {
    const all = events(result);
    const list = (some: readonly Event[]) =>
        html`<ul class="events">
            ${some.map(event)}
        </ul>`;
    const more = all.slice(shownEvents);
    return html`<section aria-labelledby="wrong-title">
        <h2 id="wrong-title">What went wrong</h2>
        ${all.length > 0 ? list(all.slice(0, shownEvents)) : html`<p>${nothing(result)}</p>`}
        ${
            more.length > 0 &&
            html`<details>
                <summary>${more.length} more</summary>
                ${list(more)}
            </details>`
        }
        ${fault(result)} ${alerts(result)}
    </section>`;
}

const nothing = ({ verdicts }: DrillResult) =>
    verdicts.some(({ verdict }) => verdict === "broken")
        ? "Nothing but the broken promises above."
        : "Nothing: every customer is served as promised, nothing was refused, every property holds.";

const one = (customer: string | undefined) => (customer === undefined ? [] : [customer]);

/** Who fell short, and of what. */
function notAsPromised(result: DrillResult): Event[] {
    const failed = result.customers.reduce((sum, { failedRestores }) => sum + failedRestores.length, 0);
    return [
        ...(Object.keys(states) as State[]).flatMap((state) => {
            const found = result.customers.filter((customer) => stateOf(customer, result) === state);
            if (state === "kept" || found.length === 0) return [];
            const what = `${states[state].label} (${found.length} of ${many(result.customers.length, "customer")})`;
            return [{ when: "customers", what, customers: found.map(({ slug }) => slug) }];
        }),
        ...(failed === 0 ? [] : [{ when: "restores", what: `${many(failed, "restore")} failed`, customers: [] }]),
    ];
}

/** What happened to many customers is said once, where it happened first. */
function sameTogether(events: readonly Event[]): Event[] {
    const together = new Map<string, Event>();
    for (const each of events) {
        const key = JSON.stringify([each.what, each.remedy]);
        const known = together.get(key);
        if (known) known.customers.push(...each.customers);
        else together.set(key, { ...each, customers: [...each.customers] });
    }
    return [...together.values()];
}

const event = ({ when, what, remedy, customers }: Event) =>
    html`<li>
        <span class="when">${when}</span>
        <span
            >${customers.length > 0 && html`<b>${names(customers)}</b>: `}${sentence(what)}${remedy !== undefined && html` <span class="remedy">Instead: ${sentence(remedy)}</span>`}</span
        >
    </li>`;

/** The first three by name; all of them are in the table. */
const names = (customers: readonly string[]) =>
    html`${customers.slice(0, 3).map((name, index) => html`${index > 0 && ", "}<bdi>${name}</bdi>`)}${customers.length > 3 && ` and ${customers.length - 3} more`}`;

function fault({ fault: injected, verdicts: found }: DrillResult): Markup {
    if (injected === undefined) return html`<p class="quiet">No fault was injected.</p>`;
    const { name, what, expect, breaks, seen, met } = injected;
    const broken = found.filter(({ verdict }) => verdict === "broken").map(({ id }) => id);
    return html`<div class="fault">
        <h3>Injected fault: ${name} ${badge(met, met ? "seen as expected" : "not as expected")}</h3>
        <p>${what}</p>
        <p>
            Expected:
            ${expect === "broken" ? `breaks ${listed(breaks)}` : "survived, promises kept, named in this report"}.
            Found: ${broken.length > 0 ? `${listed(broken)} broken` : "no promise broken"}.
        </p>
        ${
            seen.length > 0
                ? html`<ul>
                      ${seen.map((each) => html`<li>${each}</li>`)}
                  </ul>`
                : html`<p>Nothing of it was seen.</p>`
        }
    </div>`;
}

function alerts({ alerts: raised }: DrillResult): Markup {
    if (raised.length === 0) return html`<p class="quiet">The backup watch had raised nothing before the loss.</p>`;
    return html`<h3>The backup watch had raised</h3>
        <ul class="events">
            ${raised.map(
                ({ kind, customers, raisedHours, hoursAhead }) =>
                    html`<li>
                        <span class="when"
                            >${hours(Math.abs(raisedHours))} ${raisedHours < 0 ? "before" : "after"}</span
                        >
                        <span
                            >${alertName(kind)} of ${many(customers.length, "customer")}
                            (${names(customers)})${hoursAhead !== undefined && `, ${hours(hoursAhead)} before the first promise was broken`}</span
                        >
                    </li>`,
            )}
        </ul>`;
}
