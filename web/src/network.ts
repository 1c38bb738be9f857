// The page of a network (templates/network.html): moving in time, choosing kinds, finding, pinning.
// All that is chosen stands in the address; the server answers the same address with the same rows.
import { dayOf, Reckoner, type Shown, type State, type Whole } from "./_network_data";
import { Picture } from "./_network_picture";
import { make, Table, text } from "./_network_table";
import { words } from "./_network_words";

const FIELDS = ["at", "kinds", "of", "certain", "page", "format"];
const STEP = 900;
const CALM_STEP = 1600;

const here = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";

function control<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/æ/g, "ae")
    .replace(/ø/g, "o")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");
}

class NetworkPage {
  private readonly stage = control("net");
  private readonly form = control("net-controls");
  private readonly range = control<HTMLInputElement>("net-range");
  private readonly select = control<HTMLSelectElement>("net-at");
  private readonly certain = this.form.querySelector<HTMLInputElement>("input[name=certain]")!;
  private readonly ofField = control<HTMLInputElement>("net-of");
  private readonly find = control<HTMLInputElement>("net-find");
  private readonly card = control("net-card");
  private readonly boxes = [...this.form.querySelectorAll<HTMLInputElement>("input[name=kinds]")];
  private readonly words = words(this.stage.dataset.language);
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly live = this.stage.dataset.live === "1";
  private readonly labels = new Map<string, string>();
  private readonly byName = new Map<string, string>();
  private readonly reckoner: Reckoner;
  private readonly table: Table;
  private picture: Picture | null = null;
  private shown: Shown = { nodes: new Set(), edges: new Map() };
  private state: State;
  private picked: string | null = null;
  /** The thing around which the camera was last moved; none for the whole. */
  private framed = "";
  private timer = 0;
  private dragging = false;

  constructor(private readonly whole: Whole) {
    for (const { key, attributes } of whole.nodes) {
      this.labels.set(key, attributes.label);
      this.byName.set(fold(attributes.label), key);
    }
    this.reckoner = new Reckoner(whole);
    this.table = new Table(whole, this.words, Number(this.stage.dataset.pageSize), this.live);
    this.range.max = String(Math.max(Number(this.range.max), new Date().getFullYear()));
    this.state = this.read();
    this.unveil();
    try {
      const worker = here ? new URL("network-layout.js", here).href : null;
      this.picture = new Picture(control("net-picture"), whole, worker, {
        hovered: (node) => this.showCard(node ?? this.picked),
        picked: (node) => this.pick(node),
      });
    } catch (error) {
      console.warn(error); // no WebGL: the table is there
      control("net-picture").hidden = true;
    }
    this.listen();
    this.apply();
    this.stage.dataset.ready = "1";
    Object.assign(this.stage, { network: this });
  }

  /** What is drawn now, for tests. */
  drawn(): { nodes: string[]; edges: string[] } | undefined {
    return this.picture?.drawn();
  }

  // --- what is chosen ---------------------------------------------------------------------------

  private read(): State {
    const query = new URLSearchParams(location.search);
    const of = query.get("of") ?? "";
    return {
      at: /^\d{4}(-\d\d-\d\d)?$/.test(query.get("at") ?? "") ? (query.get("at") ?? "") : "",
      certain: ["1", "on", "true"].includes(query.get("certain") ?? ""),
      kinds: new Set(query.getAll("kinds").flatMap((kinds) => kinds.split(",")).filter(Boolean)),
      of: this.keyOf(of),
    };
  }

  private keyOf(name: string): string {
    return this.labels.has(name) ? name : (this.byName.get(fold(name)) ?? "");
  }

  private query(): string {
    const { at, certain, kinds, of } = this.state;
    const fields: [string, string][] = [
      ["at", at],
      ["kinds", [...kinds].sort().join(",")],
      ["of", of],
      ["certain", certain ? "1" : ""],
    ];
    return fields
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%2F/g, "/").replace(/%3A/g, ":")}`)
      .join("&");
  }

  /** The address with what is chosen in it; what else it says stays. */
  private addressed(address: string, query: string): string {
    const url = new URL(address, location.href);
    for (const field of FIELDS) url.searchParams.delete(field);
    const rest = url.searchParams.toString();
    url.search = [query, rest].filter(Boolean).join("&");
    return url.href;
  }

  private choose(change: Partial<State>, how: "push" | "replace" = "push"): void {
    this.state = { ...this.state, ...change };
    const address = this.addressed(location.href, this.query());
    try {
      if (address !== location.href) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
    } catch {
      // a page that was opened as a file has no history to write in
    }
    this.apply();
  }

  private apply(): void {
    const { state } = this;
    this.shown = this.reckoner.shown(state);
    const { nodes, edges } = this.shown;
    const possible = [...edges.values()].filter(({ certainty }) => certainty === "possible").length;
    const of = state.of && (this.labels.get(state.of) ?? "");
    text("net-summary", this.words.summary(state, of, nodes.size, edges.size, possible));
    this.picture?.show(this.shown);
    if (state.of !== this.framed) this.picture?.fit();
    this.framed = state.of;
    this.table.show(this.shown, state);
    this.stage.dataset.edges = String(edges.size);
    this.stage.dataset.nodes = String(nodes.size);
    if (this.picked && !nodes.has(this.picked)) this.pick(null);
    else this.showCard(this.picked);
    this.settle();
    this.relink();
  }

  /** Let the controls say what is chosen. */
  private settle(): void {
    const { at, certain, kinds, of } = this.state;
    if (at) this.range.value = at.slice(0, 4);
    const said = at || this.words.allYears;
    text("net-said", said);
    this.range.setAttribute("aria-valuetext", said);
    control("net-always").setAttribute("aria-pressed", String(!at));
    this.certain.checked = certain;
    if (document.activeElement !== this.ofField) this.ofField.value = of ? (this.labels.get(of) ?? "") : "";
    for (const [isOne] of [[(k: string) => this.reckoner.isThing(k)], [(k: string) => this.reckoner.isRelation(k)]] as const) {
      const group = this.boxes.filter(({ value }) => isOne(value));
      const some = group.some(({ value }) => kinds.has(value));
      for (const box of group) box.checked = !some || kinds.has(box.value);
    }
    control("net-reset").hidden = this.query() === "";
  }

  /** Let links lead to the same choice elsewhere. */
  private relink(): void {
    const query = this.query();
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang], .cite a[rel=nofollow]")) {
      const cited = link.textContent?.includes("://") ?? false;
      const address = this.addressed(link.href, query);
      if (cited) link.textContent = this.addressed(link.textContent ?? "", query);
      link.href = address;
    }
    const { at, certain } = this.state;
    const brief = [at && `at=${at}`, certain && "certain=1"].filter(Boolean).join("&");
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-view]")) {
      link.href = this.addressed(link.href, brief);
    }
    if (!this.live) return; // the files beside a still page are of all years
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-format]")) {
      link.href = this.addressed(link.href, [query, `format=${link.dataset.format}`].filter(Boolean).join("&"));
    }
  }

  // --- controls ---------------------------------------------------------------------------------

  private unveil(): void {
    this.form.hidden = false;
    this.stage.hidden = false;
    control("net-slider").hidden = false;
    control("net-year-plain").hidden = true;
    this.select.disabled = true;
    control("net-submit").hidden = true;
  }

  private listen(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.around();
    });
    this.range.addEventListener("input", () => {
      this.stop();
      this.choose({ at: this.range.value }, this.dragging ? "replace" : "push");
      this.dragging = true;
    });
    this.range.addEventListener("change", () => {
      this.dragging = false;
      if (this.state.at !== this.range.value) this.choose({ at: this.range.value });
    });
    control("net-play").addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    control("net-always").addEventListener("click", () => {
      this.stop();
      this.choose({ at: "" });
    });
    this.certain.addEventListener("change", () => this.choose({ certain: this.certain.checked }));
    for (const box of this.boxes) box.addEventListener("change", () => this.choose({ kinds: this.kinds() }));
    this.ofField.addEventListener("change", () => this.around());
    control("net-reset").addEventListener("click", (event) => {
      event.preventDefault();
      this.stop();
      this.ofField.value = "";
      this.choose({ at: "", certain: false, kinds: new Set(), of: "" });
      this.range.focus();
    });
    this.find.addEventListener("input", () => this.search());
    this.find.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.find.value = "";
      if (event.key === "Escape") this.search();
      if (event.key !== "Enter") return;
      event.preventDefault();
      const [first] = this.found();
      if (first) {
        this.pick(first);
        this.picture?.goTo(first);
      }
    });
    control("net-in").addEventListener("click", () => this.picture?.zoom(1 / 1.4));
    control("net-out").addEventListener("click", () => this.picture?.zoom(1.4));
    control("net-fit").addEventListener("click", () => this.picture?.fit());
    control("net-picture").addEventListener("keydown", (event) => this.key(event));
    addEventListener("popstate", () => {
      this.stop();
      this.state = this.read();
      this.apply();
    });
  }

  private kinds(): Set<string> {
    const kinds = new Set<string>();
    for (const isOne of [(k: string) => this.reckoner.isThing(k), (k: string) => this.reckoner.isRelation(k)]) {
      const group = this.boxes.filter(({ value }) => isOne(value));
      const chosen = group.filter(({ checked }) => checked);
      // All, or none, is no choice.
      if (chosen.length < group.length) for (const { value } of chosen) kinds.add(value);
    }
    return kinds;
  }

  private around(): void {
    const name = this.ofField.value.trim();
    const of = this.keyOf(name);
    this.ofField.setAttribute("aria-invalid", String(Boolean(name) && !of));
    if (name && !of) text("net-told", this.words.noMatch);
    else if (of !== this.state.of) this.choose({ of });
  }

  private play(): void {
    const first = Number(this.range.min);
    const last = Number(this.range.max);
    let year = this.state.at ? Number(this.state.at.slice(0, 4)) : last;
    if (year >= last) year = first - 1;
    const step = (how: "push" | "replace"): void => {
      year += 1;
      this.choose({ at: String(year) }, how);
      if (year >= last) this.stop();
    };
    this.timer = window.setInterval(() => step("replace"), this.calm.matches ? CALM_STEP : STEP);
    this.pressed(true);
    step("push");
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.pressed(false);
  }

  private pressed(on: boolean): void {
    // While it plays, each year would be read aloud over the last.
    control("net-summary").setAttribute("aria-live", on ? "off" : "polite");
    text("net-play", on ? this.words.pause : this.words.play);
  }

  private key(event: KeyboardEvent): void {
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.picture?.pan(-1, 0),
      ArrowRight: () => this.picture?.pan(1, 0),
      ArrowUp: () => this.picture?.pan(0, 1),
      ArrowDown: () => this.picture?.pan(0, -1),
      "+": () => this.picture?.zoom(1 / 1.4),
      "-": () => this.picture?.zoom(1.4),
      "0": () => this.picture?.fit(),
      Escape: () => this.pick(null),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  }

  // --- finding and pinning ----------------------------------------------------------------------

  private found(): string[] {
    const wanted = fold(this.find.value.trim());
    if (!wanted) return [];
    const keys = [...this.shown.nodes].filter((key) => fold(this.labels.get(key) ?? "").includes(wanted));
    const rank = (key: string): number => {
      const name = fold(this.labels.get(key) ?? "");
      return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
    };
    return keys.sort((a, b) => rank(a) - rank(b));
  }

  private search(): void {
    const found = this.found();
    const asked = this.find.value.trim() !== "";
    this.picture?.mark(asked && found.length ? new Set(found) : null);
    text("net-told", !asked ? "" : found.length ? this.words.matches(found.length) : this.words.noMatch);
  }

  private pick(node: string | null): void {
    this.picked = node && this.shown.nodes.has(node) ? node : null;
    this.picture?.pick(this.picked);
    this.showCard(this.picked);
    text("net-told", this.picked ? `${this.words.pinned}: ${this.labels.get(this.picked)}` : "");
  }

  private showCard(node: string | null): void {
    this.card.hidden = node === null;
    if (node === null) return;
    const { attributes } = this.whole.nodes.find(({ key }) => key === node)!;
    const kind = this.whole.attributes.things[attributes.kind]?.label ?? attributes.kind;
    const count = this.picture?.edgesOf(node) ?? 0;
    const names = (this.picture?.neighbours(node) ?? []).map((key) => this.labels.get(key) ?? key).sort((a, b) => a.localeCompare(b));
    const listed = names.slice(0, 8).join(", ");
    const more = names.length > 8 ? ` ${this.words.moreNames(names.length - 8)}` : "";
    const parts = [
      make("h2", attributes.label),
      make("p", `${kind} · ${this.words.relations(count)}`),
      make("p", listed + more),
    ];
    if (node === this.picked) {
      const acts = make("p");
      acts.className = "net-acts";
      if (attributes.href) acts.append(this.table.link(this.words.page, attributes.href, dayOf(this.state.at)));
      const around = make("button", this.words.around) as HTMLButtonElement;
      const letGo = make("button", this.words.letGo) as HTMLButtonElement;
      around.type = letGo.type = "button";
      around.addEventListener("click", () => {
        this.choose({ of: node });
        control("net-picture").focus();
      });
      letGo.addEventListener("click", () => {
        this.pick(null);
        control("net-picture").focus();
      });
      acts.append(" ", around, " ", letGo);
      parts.push(acts);
    }
    this.card.replaceChildren(...parts);
  }
}

async function start(): Promise<void> {
  const stage = document.getElementById("net");
  if (!stage?.dataset.json) return;
  try {
    const response = await fetch(stage.dataset.json);
    if (!response.ok) throw new Error(String(response.status));
    new NetworkPage((await response.json()) as Whole);
  } catch (error) {
    console.warn(error);
    text("net-failed", words(stage.dataset.language).failed);
    document.getElementById("net-failed")?.removeAttribute("hidden");
  }
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => void start());
else void start();
