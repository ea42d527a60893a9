// What the page adds where scripts run: search and sort of the customers, details of a bar. Everything it shows is in the page already.
"use strict";
(() => {
    const table = document.getElementById("customers");
    if (!table) return;
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows];
    const bars = [...document.querySelectorAll(".bar")];
    const detail = document.getElementById("detail");
    const barOf = new Map(bars.map((bar) => [`c${bar.dataset.row}`, bar]));
    const titles = heads.map((head) => head.textContent.trim());

    // Search
    const query = document.getElementById("query");
    const outcome = document.getElementById("outcome");
    const shown = document.getElementById("shown");
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase().replaceAll("\u00a0", " ")]));
    const filter = () => {
        const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
        let count = 0;
        for (const row of rows) {
            const fits =
                words.every((word) => texts.get(row).includes(word)) &&
                (outcome.value === "" || outcome.value === row.dataset.state);
            row.hidden = !fits;
            barOf.get(row.id)?.classList.toggle("dim", !fits);
            if (fits) count += 1;
        }
        shown.textContent = `${count} of ${rows.length} shown`;
    };
    const form = document.getElementById("filter");
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    query.addEventListener("input", filter);
    outcome.addEventListener("input", filter);

    // Sort; rows that are equal keep the order they were written in.
    const valueOf = (row, column) => {
        const cell = row.cells[column];
        return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
    };
    const sort = (column, descending) => {
        const keyed = rows.map((row, index) => ({ row, index, value: valueOf(row, column) }));
        const sign = descending ? -1 : 1;
        keyed.sort((a, b) => (a.value < b.value ? -sign : a.value > b.value ? sign : 0) || a.index - b.index);
        body.append(...keyed.map(({ row }) => row));
        for (const head of heads) head.removeAttribute("aria-sort");
        heads[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
    };
    heads.forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") === "ascending"));
    });

    // Details of a bar, told from its row of the table.
    const pick = (bar) => {
        document.querySelectorAll(".picked").forEach((each) => each.classList.remove("picked"));
        const row = document.getElementById(`c${bar.dataset.row}`);
        bar.classList.add("picked");
        row.classList.add("picked");
        const name = document.createElement("b");
        name.textContent = row.cells[0].textContent;
        const pairs = titles.slice(1).map((title, index) => {
            const pair = document.createElement("span");
            const label = document.createElement("i");
            pair.className = "pair";
            label.textContent = `${title}: `;
            pair.append(label, row.cells[index + 1].textContent.trim());
            return { pair, empty: ["", "–"].includes(row.cells[index + 1].textContent.trim()) };
        });
        detail.replaceChildren(name, ...pairs.filter(({ empty }) => !empty).map(({ pair }) => pair));
        detail.hidden = false;
    };
    const leave = () => {
        detail.hidden = true;
        document.querySelectorAll(".picked").forEach((each) => each.classList.remove("picked"));
    };
    const goTo = (bar) => {
        bars.forEach((each) => each.setAttribute("tabindex", each === bar ? "0" : "-1"));
        bar.focus();
    };
    const middle = (bar) => {
        const { left, right, top, bottom } = bar.querySelector(".restore").getBoundingClientRect();
        return { x: (left + right) / 2, y: (top + bottom) / 2 };
    };
    const next = (bar, key) => {
        const from = middle(bar);
        const along = key === "ArrowLeft" || key === "ArrowRight";
        const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
        let best;
        for (const each of bars) {
            const to = middle(each);
            const [ahead, aside] = along ? [to.x - from.x, to.y - from.y] : [to.y - from.y, to.x - from.x];
            if (ahead * sign <= 1 || (along && Math.abs(aside) > 4)) continue;
            const distance = along ? ahead * sign : ahead * sign * 50 + Math.abs(aside);
            if (!best || distance < best.distance) best = { bar: each, distance };
        }
        return best?.bar;
    };
    bars.forEach((bar, index) => {
        bar.setAttribute("tabindex", index === 0 ? "0" : "-1");
        bar.addEventListener("pointerenter", () => pick(bar));
        bar.addEventListener("focus", () => pick(bar));
        bar.addEventListener("click", () => goTo(bar));
        bar.addEventListener("keydown", (event) => {
            if (event.key === "Escape") return leave();
            if (event.key === "Enter") {
                document.getElementById(`c${bar.dataset.row}`).scrollIntoView({ block: "center" });
                return;
            }
            if (!event.key.startsWith("Arrow")) return;
            event.preventDefault();
            const to = next(bar, event.key);
            if (to) goTo(to);
        });
    });
})();
