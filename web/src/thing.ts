// The page of a thing is whole without this: a slider beside the links of the years, a filter over
// long tables, sorting where no server can answer, and a button that copies the citation.

const norwegian = document.documentElement.lang !== "en";
const say = (nb: string, en: string): string => (norwegian ? nb : en);

/** From how many rows on a table has a filter. */
const LONG = 12;

function slider(nav: HTMLElement): void {
  const links = [...nav.querySelectorAll<HTMLAnchorElement>("ol a[title]")];
  if (links.length < 3) return;
  const current = links.findIndex((link) => link.hasAttribute("aria-current"));
  const row = document.createElement("p");
  row.className = "slide";
  const label = document.createElement("label");
  label.htmlFor = "year-slider";
  label.textContent = say("År", "Year");
  const range = document.createElement("input");
  range.type = "range";
  range.id = "year-slider";
  range.min = "0";
  range.max = String(links.length - 1);
  range.value = String(current < 0 ? links.length - 1 : current);
  const output = document.createElement("output");
  output.htmlFor.add(range.id);
  const name = (): string => links[Number(range.value)]?.textContent ?? "";
  const told = (): void => {
    output.value = name();
    range.setAttribute("aria-valuetext", name());
  };
  told();
  if (current < 0) output.value = say("alle år", "all years");
  range.addEventListener("input", told);
  const go = (): void => {
    const link = links[Number(range.value)];
    if (link && Number(range.value) !== current) location.assign(link.href);
  };
  // By keyboard a step is a change each time: the page is left only when the reader has stopped.
  let waiting = 0;
  range.addEventListener("change", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(go, 600);
  });
  row.append(label, range, output);
  nav.prepend(row);
}

function filter(table: HTMLTableElement): void {
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  const around = table.parentElement;
  const heading = document.getElementById(around?.getAttribute("aria-labelledby") ?? "");
  if (rows.length < LONG || !around || !heading) return;
  const words = rows.map((row) => (row.textContent ?? "").toLocaleLowerCase());
  const box = document.createElement("div");
  box.className = "filter no-print";
  const label = document.createElement("label");
  label.htmlFor = `filter-${heading.id}`;
  label.textContent = say("Vis bare rader med", "Show only rows with");
  const input = document.createElement("input");
  input.type = "search";
  input.id = label.htmlFor;
  const count = document.createElement("span");
  count.className = "number";
  count.setAttribute("role", "status");
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = wanted !== "" && !words[at]?.includes(wanted);
      if (!row.hidden) shown += 1;
    });
    count.textContent = wanted ? say(`${shown} av ${rows.length}`, `${shown} of ${rows.length}`) : "";
  });
  box.append(label, input, count);
  around.before(box);
}

/** What a cell is sorted by: of a date its digits, of all else its words. */
function key(row: HTMLTableRowElement, at: number, column: string): string {
  const text = (row.cells[at]?.textContent ?? "").trim();
  if (column !== "when") return text.toLocaleLowerCase();
  return /[0-9]{4}(-[0-9]{2}){0,2}/.exec(text)?.[0] ?? "9999";
}

function sorting(head: HTMLTableCellElement): void {
  if (head.querySelector("a")) return; // a server answers in that order
  const body = head.closest("table")?.tBodies[0];
  const column = head.dataset["column"] ?? "";
  if (!body) return;
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  const compare = new Intl.Collator(norwegian ? "nb" : "en").compare;
  button.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement?.children ?? []) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sign = down ? -1 : 1;
    const rows = [...body.rows].map((row) => [key(row, head.cellIndex, column), row] as const);
    rows.sort(([a], [b]) => sign * compare(a, b));
    body.append(...rows.map(([, row]) => row));
  });
}

function copying(text: HTMLElement): void {
  if (!navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = say("Kopier", "Copy");
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(text.textContent ?? "").then(() => {
      button.textContent = say("Kopiert", "Copied");
    });
  });
  text.after(button);
}

document.querySelectorAll<HTMLElement>("nav[data-years]").forEach(slider);
document.querySelectorAll<HTMLTableCellElement>("th[data-column]").forEach(sorting);
document.querySelectorAll<HTMLTableElement>(".wide > table").forEach(filter);
document.querySelectorAll<HTMLElement>("[data-copy]").forEach(copying);
