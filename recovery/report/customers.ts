/** One row for each customer. The page's script makes it searchable and sortable; without a script it is a table. */
import type { DrilledCustomer, DrillResult } from "../drill/result";
import { html, type Content, type Markup } from "./markup";
import { backupNames, grouped, hours, many, type State, states, stateOf } from "./words";

interface Column {
    title: string;
    /** What is shown, and what it is sorted by where that is a number. */
    cell: (customer: DrilledCustomer) => { text: Content; value?: number };
    number?: true;
}

/** Sorts behind every number. */
const never = 1e9;
const duration = (value: number | undefined) => ({ text: hours(value), value: value ?? never });
const between = (begin: number | undefined, end: number | undefined) =>
    duration(begin === undefined || end === undefined ? undefined : end - begin);

/** Only where somebody has any. */
const troubles: Column = { title: "Trouble", cell: ({ trouble }) => ({ text: trouble }) };

const figures: readonly Column[] = [
    { title: "Service back (RTO)", number: true, cell: ({ rtoHours }) => duration(rtoHours) },
    { title: "Work lost (RPO)", number: true, cell: ({ rpoHours }) => duration(rpoHours) },
    { title: "Plan", cell: ({ plan }) => ({ text: plan }) },
    {
        title: "Pool, lane",
        cell: ({ pool, lane }) => ({ text: html`<bdi>${pool}</bdi>${lane !== undefined && `, ${lane + 1}`}` }),
    },
    {
        title: "Order",
        cell: ({ wave, order }) => ({ text: `${wave} ${order}`, value: (wave === "paid" ? 0 : 1e6) + order }),
    },
    { title: "Used GiB", number: true, cell: ({ usedGiB }) => ({ text: usedGiB.toFixed(1), value: usedGiB }) },
    {
        title: "Backup",
        cell: ({ source }) => ({ text: source === undefined ? "–" : backupNames[source.from] }),
    },
    { title: "Restored point", number: true, cell: ({ source }) => duration(source?.pointHours) },
    {
        title: "Waited for a lane",
        number: true,
        cell: ({ submittedHours, restoreBeginHours }) => between(submittedHours, restoreBeginHours),
    },
    { title: "Restore began", number: true, cell: ({ restoreBeginHours }) => duration(restoreBeginHours) },
    {
        title: "Restore took",
        number: true,
        cell: ({ restoreBeginHours, restoreEndHours }) => between(restoreBeginHours, restoreEndHours),
    },
    { title: "Verified", number: true, cell: ({ verifiedHours }) => duration(verifiedHours) },
    {
        title: "Failed restores",
        number: true,
        cell: ({ failedRestores }) => ({ text: failedRestores.length, value: failedRestores.length }),
    },
    { title: "Content", cell: ({ content }) => ({ text: content === "unknown" ? "not compared" : content }) },
    {
        title: "Rows lost",
        number: true,
        cell: ({ rowsLost, rowsAtLoss }) => ({
            text: `${grouped(rowsLost)} of ${grouped(rowsAtLoss)}`,
            value: rowsLost,
        }),
    },
    { title: "Documents' age", number: true, cell: ({ documentsRpoHours }) => duration(documentsRpoHours) },
    {
        title: "Home: without service",
        number: true,
        cell: ({ home }) => duration(home === undefined ? undefined : home.downtimeMinutes / 60),
    },
    {
        title: "Home: content",
        cell: ({ home }) => ({ text: home === undefined ? "–" : home.equal ? "equal" : "different" }),
    },
    {
        title: "Home: rows lost",
        number: true,
        cell: ({ home }) =>
            home === undefined
                ? { text: "–", value: never }
                : {
                      text: `${grouped(home.rowsLost)} of ${grouped(home.rowsWrittenElsewhere)} new`,
                      value: home.rowsLost,
                  },
    },
];

export function customersTable(result: DrillResult): Markup {
    const columns = [...(result.customers.some(({ trouble }) => trouble !== undefined) ? [troubles] : []), ...figures];
    const present = (Object.keys(states) as (keyof typeof states)[]).filter((state) =>
        result.customers.some((customer) => stateOf(customer, result) === state),
    );
    return html`<section aria-labelledby="customers-title">
        <h2 id="customers-title">Customers</h2>
        <form class="filter" id="filter" role="search" hidden>
            <label
                >Search
                <input type="search" id="query" size="30" autocomplete="off" placeholder="name, plan, pool, trouble"
            /></label>
            <label
                >Outcome
                <select id="outcome">
                    <option value="">all</option>
                    ${present.map((state) => html`<option value="${state}">${states[state].label}</option>`)}
                </select></label
            >
            <output id="shown">${many(result.customers.length, "customer")}</output>
        </form>
        <div class="scroll tall" tabindex="0" role="region" aria-labelledby="customers-title">
            <table id="customers">
                <thead>
                    <tr>
                        <th scope="col">Customer</th>
                        <th scope="col">Outcome</th>
                        ${columns.map(({ title, number }) => html`<th scope="col" class="${number && "number"}">${title}</th>`)}
                    </tr>
                </thead>
                <tbody>
                    ${worstFirst(result).map(({ customer, index }) => row(result, columns, customer, index))}
                </tbody>
            </table>
        </div>
    </section>`;
}

const rankOf = (state: State) => Object.keys(states).indexOf(state);

/** Who is not as promised is seen without searching; all others stay in the order of the result. */
const worstFirst = (result: DrillResult) =>
    result.customers
        .map((customer, index) => ({ customer, index, rank: rankOf(stateOf(customer, result)) }))
        .sort((a, b) => a.rank - b.rank || a.index - b.index);

function row(result: DrillResult, columns: readonly Column[], customer: DrilledCustomer, index: number): Markup {
    const state = stateOf(customer, result);
    return html`<tr id="c${index}" data-state="${state}" class="${state}">
        <th scope="row"><bdi>${customer.slug}</bdi></th>
        <td data-value="${rankOf(state)}"><span class="state">${states[state].mark} ${states[state].label}</span></td>
        ${columns.map(({ cell, number }) => {
            const { text, value } = cell(customer);
            const sorted = value !== undefined && html` data-value="${value}"`;
            return html`<td${sorted}${number && html` class="number"`}>${text}</td>`;
        })}
    </tr>`;
}
