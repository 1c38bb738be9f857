// Tables of answers are sorted and filtered in place, and the list of questions is filtered while
// one writes. Without this, the server does all of it.

const language = document.documentElement.lang || "nb";
const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

const LETTERS: Record<string, string> = { æ: "ae", ø: "o", đ: "d", ŋ: "n", ŧ: "t" };

/** What is left of a text when spelling habits are taken away; as `names.fold` on the server. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[æøđŋŧ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .replace(/a{2,}/g, "a")
    .replace(/oe+/g, "o");
}

function holds(text: string, wanted: string): boolean {
  const folded = fold(text);
  return wanted
    .split(/\s+/)
    .map(fold)
    .every((word) => folded.includes(word));
}

function said(pattern: string, ...numbers: number[]): string {
  return pattern.replace(/\{(\d)\}/g, (_, at: string) => String(numbers[Number(at)] ?? ""));
}

/** Remember in the address how the table is, so that it can be shared. */
function note(values: Record<string, string>): void {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  address.searchParams.delete("order");
  if (location.protocol !== "file:") history.replaceState(history.state, "", address);
}

interface Key {
  row: HTMLTableRowElement;
  number: number;
  text: string;
}

function sort(table: HTMLTableElement, heading: HTMLTableCellElement, falling: boolean): void {
  const body = table.tBodies[0];
  if (!body) return;
  const numeric = heading.classList.contains("num");
  const keys: Key[] = Array.from(body.rows, (row) => {
    const cell = row.cells[heading.cellIndex];
    const dash = cell?.querySelector(".none") !== null && cell?.children.length === 1;
    const text = dash ? "" : (cell?.textContent ?? "").trim();
    return { row, text, number: Number(cell?.dataset["value"] ?? NaN) };
  });
  keys.sort((a, b) => {
    if (!a.text || !b.text) return Number(!a.text) - Number(!b.text); // what is not known comes last
    const order = numeric ? a.number - b.number : collator.compare(a.text, b.text);
    return falling ? -order : order;
  });
  body.append(...keys.map((key) => key.row));
  for (const other of table.tHead?.rows[0]?.cells ?? []) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
}

function sortable(table: HTMLTableElement): void {
  for (const heading of table.tHead?.rows[0]?.cells ?? []) {
    let button = heading.querySelector("button");
    const name = button?.value.replace(/^-/, "") ?? "";
    if (!button) {
      // A page without a server has no form to send.
      button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
    }
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const now = heading.getAttribute("aria-sort");
      const falling = now ? now === "ascending" : heading.classList.contains("num");
      sort(table, heading, falling);
      if (name) note({ sort: (falling ? "-" : "") + name });
    });
  }
}

function filter(table: HTMLTableElement, wanted: string): void {
  const rows = Array.from(table.tBodies[0]?.rows ?? []);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !holds(row.textContent ?? "", wanted);
    if (!row.hidden) shown += 1;
  }
  const count = table.closest("section")?.querySelector<HTMLElement>("[data-count]");
  if (count) count.textContent = said(table.dataset["shown"] ?? "", shown, rows.length);
}

/** Make the tables of a part of the page lively; those that hold a part of the rows are the server's. */
export function enliven(part: ParentNode): void {
  for (const table of part.querySelectorAll<HTMLTableElement>("table[data-answer]:not([data-part])")) {
    sortable(table);
    const form = part.querySelector<HTMLFormElement>("form[data-sieve]");
    const input = form?.querySelector<HTMLInputElement>("input[type=search]");
    // Rows that the server has left out can only be brought back by it.
    if (!form || !input || input.value) continue;
    form.querySelector("[data-plain]")?.remove();
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", () => {
      filter(table, input.value);
      note({ filter: input.value.trim() });
    });
  }
}

/** The list of all questions. */
function listing(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-listing-sieve]");
  const input = form?.querySelector<HTMLInputElement>("input[type=search]");
  if (!form || !input || input.value || form.querySelector("[name=topic]")) return;
  form.querySelector("[data-plain]")?.remove();
  form.addEventListener("submit", (event) => event.preventDefault());
  const sections = Array.from(document.querySelectorAll<HTMLElement>("[data-listing]"));
  const count = document.querySelector<HTMLElement>("[data-listing-count]");
  input.addEventListener("input", () => {
    let shown = 0;
    let all = 0;
    for (const section of sections) {
      const topic = section.querySelector("h2")?.textContent ?? "";
      let here = 0;
      for (const item of section.querySelectorAll("li")) {
        const name = item.querySelector("a")?.getAttribute("href") ?? "";
        item.hidden = !holds(`${topic} ${item.textContent ?? ""} ${name}`, input.value);
        all += 1;
        if (!item.hidden) here += 1;
      }
      section.hidden = here === 0;
      shown += here;
    }
    if (count) count.textContent = input.value ? said(count.dataset["shown"] ?? "", shown, all) : "";
    note({ filter: input.value.trim() });
  });
}

enliven(document);
listing();
// The editor shows new answers without a new page.
document.addEventListener("answer", (event) => {
  if (event.target instanceof Element) enliven(event.target);
});
