// The table twin: the rows that the server writes (templates/network.html), for another choice.
import { dayOf, type Shown, type State, type Whole } from "./_network_data";
import type { Words } from "./_network_words";

export class Table {
  private readonly body = document.getElementById("net-rows") as HTMLTableSectionElement;
  private readonly more = document.getElementById("net-more") as HTMLElement;
  private readonly nodes: Map<string, Whole["nodes"][number]["attributes"]>;
  private limit: number;
  private last: [Shown, State] | null = null;

  constructor(
    private readonly whole: Whole,
    private readonly words: Words,
    private readonly pageSize: number,
    private readonly live: boolean,
  ) {
    this.limit = pageSize;
    this.nodes = new Map(whole.nodes.map(({ key, attributes }) => [key, attributes]));
    this.more.querySelector("button")?.addEventListener("click", () => {
      const begin = this.body.rows.length;
      this.limit += this.pageSize;
      if (this.last) this.fill(...this.last);
      this.body.rows[begin]?.querySelector("a")?.focus();
    });
  }

  show(shown: Shown, state: State): void {
    this.limit = this.pageSize;
    this.last = [shown, state];
    this.fill(shown, state);
    const { size } = shown.edges;
    text("net-number", String(size));
    hide("net-none", size > 0);
    hide("net-table", size === 0);
    hide("net-pages", true);
    this.alone(shown, state);
  }

  private fill(shown: Shown, state: State): void {
    const rows: HTMLElement[] = [];
    const day = dayOf(state.at);
    for (const { key, source, target, attributes } of this.whole.edges) {
      const held = shown.edges.get(key);
      if (!held) continue;
      if (rows.length === this.limit) break;
      const row = make("tr");
      row.dataset.edge = key;
      const kind = this.whole.attributes.relations[attributes.kind]?.label ?? attributes.kind;
      const when = make("td", attributes.when);
      if (held.certainty === "possible") {
        const tag = make("span", this.words.possible);
        tag.className = "tag";
        when.append(" ", tag);
      }
      if (attributes.sure) when.append(make("br"), make("small", attributes.sure));
      if (attributes.shared) {
        const cell = make("td", `${held.vias.length}: `);
        held.vias.forEach((via, i) => {
          const [label, href] = this.whole.attributes.vias[via] as [string, string | null];
          cell.append(i ? ", " : "", this.link(label, href, day));
        });
        cell.append(make("br"), make("small", kind));
        row.append(this.thing(source, day), this.thing(target, day), cell, when);
      } else {
        const cell = make("td");
        cell.append(this.link(kind, attributes.href ?? null, day));
        if (attributes.role) cell.append(make("br"), make("small", attributes.role));
        row.append(this.thing(source, day), cell, this.thing(target, day), when, this.sources(attributes.documents ?? [], day));
      }
      rows.push(row);
    }
    this.body.replaceChildren(...rows);
    this.more.hidden = shown.edges.size <= rows.length;
  }

  private sources(documents: number[], day: string): HTMLElement {
    const cell = make("td");
    documents.forEach((number, i) => {
      const [title, issued, href] = this.whole.attributes.documents[number] as [string, string | null, string | null];
      const link = this.link(title, href, day);
      if (link instanceof HTMLElement) link.className = "net-source";
      cell.append(i ? make("br") : "", link, issued ? ` (${issued})` : "");
    });
    if (!documents.length) {
      const none = make("span", this.words.noSource);
      none.className = "none";
      cell.append(none);
    }
    return cell;
  }

  private thing(key: string, day: string): HTMLElement {
    const cell = make("td");
    const node = this.nodes.get(key);
    cell.append(this.link(node?.label ?? key, node?.href ?? null, day));
    return cell;
  }

  private alone(shown: Shown, state: State): void {
    const joined = new Set<string>();
    for (const { key, source, target } of this.whole.edges) {
      if (shown.edges.has(key)) joined.add(source).add(target);
    }
    const rest = [...shown.nodes].filter((key) => !joined.has(key));
    hide("net-alone", rest.length === 0);
    const list = document.querySelector("#net-alone span");
    list?.replaceChildren(
      ...rest.flatMap((key, i) => {
        const node = this.nodes.get(key);
        return [i ? ", " : "", this.link(node?.label ?? key, node?.href ?? null, dayOf(state.at))];
      }),
    );
  }

  /** A link that keeps the day, where a server can answer for one. */
  link(label: string, href: string | null, day: string): HTMLElement | string {
    if (href === null) return label;
    const link = make("a", label) as HTMLAnchorElement;
    link.href = this.live && day ? `${href}${href.includes("?") ? "&" : "?"}at=${day}` : href;
    return link;
  }
}

export function make(name: string, content = ""): HTMLElement {
  const element = document.createElement(name);
  if (content) element.textContent = content;
  return element;
}

export function text(id: string, content: string): void {
  const element = document.getElementById(id);
  if (element && element.textContent !== content) element.textContent = content;
}

export function hide(id: string, hidden: boolean): void {
  const element = document.getElementById(id);
  if (element) element.hidden = hidden;
}
