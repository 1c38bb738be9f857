// The box for SPARQL: colours, completion from our own ontology, and answers without a new page.
// It is the editor of Yasgui alone: the answer is drawn by the server, as it is without scripts,
// so that things have their names and lead to their pages.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./_editor.css";

type Entry = [name: string, label: string];
interface Terms {
  prefixes: Record<string, string>;
  classes: Entry[];
  properties: Entry[];
  concepts: Entry[];
}
/** What we look at of a token; the types of CodeMirror itself are not among ours. */
interface Token {
  string: string;
  state: { possibleCurrent: string[] };
}

const DRAFT = "bioclustergraph.sparql";
const MOST = 60;

function words(form: HTMLFormElement) {
  const [label, help, waiting, silent, unasked, back, away, format] = (form.dataset["words"] ?? "").split("|");
  return { label, help, waiting, silent, unasked, back, away, format };
}

/** Storage may be refused; the editor works without. */
const draft = {
  read(): string {
    try {
      return localStorage.getItem(DRAFT) ?? "";
    } catch {
      return "";
    }
  },
  write(text: string): void {
    try {
      if (text) localStorage.setItem(DRAFT, text);
      else localStorage.removeItem(DRAFT);
    } catch {
      /* nothing is kept */
    }
  },
};

function button(text: string | undefined, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "small";
  made.textContent = text ?? "";
  made.addEventListener("click", act);
  return made;
}

// --- completion ----------------------------------------------------------------------------------

function completing(terms: Promise<Terms>): string[] {
  const fits = ([name, label]: Entry, wanted: string): boolean =>
    name.toLowerCase().includes(wanted) || label.toLowerCase().includes(wanted);
  const ranked = (entries: Entry[], text: string): string[] => {
    const wanted = text.toLowerCase();
    const first = ([name]: Entry): number => {
      const at = name.toLowerCase();
      const begins = at.startsWith(wanted) || at.split(":")[1]?.startsWith(wanted);
      return (begins ? 0 : 2) + (at.startsWith("bcg:") ? 0 : 1); // our own before those we reuse
    };
    return entries
      .filter((entry) => fits(entry, wanted))
      .sort((a, b) => first(a) - first(b))
      .slice(0, MOST)
      .map(([name]) => name);
  };
  const isVariable = (token: Token): boolean => /^[?$]/.test(token.string);
  const inPrefix = (yasqe: Yasqe): boolean =>
    /^\s*PREFIX\b/i.test(yasqe.getDoc().getLine(yasqe.getDoc().getCursor().line));
  const isClass = (yasqe: Yasqe, token: Token): boolean => {
    const line = yasqe.getDoc().getCursor().line;
    const before = yasqe.getPreviousNonWsToken(line, token as never) as unknown as Token;
    return ["a", "rdf:type", "rdfs:subClassOf", "rdfs:domain", "rdfs:range"].includes(before.string.trim());
  };
  const isProperty = (token: Token): boolean => token.state.possibleCurrent.includes("a");
  let labels = new Map<string, string>();
  void terms.then((all) => {
    labels = new Map([...all.classes, ...all.properties, ...all.concepts]);
  });
  // A name and what it is called; the prefix is declared when it is picked.
  const hints = (yasqe: Yasqe, found: { text: string; displayText?: string }[]) => {
    for (const hint of found) {
      const label = labels.get(hint.text);
      if (label && label !== hint.text) hint.displayText = `${hint.text}  –  ${label}`;
    }
    void yasqe;
    return found;
  };
  const completer = (name: string, valid: (yasqe: Yasqe, token: Token) => boolean, of: (all: Terms) => Entry[]) => {
    Yasqe.registerAutocompleter(
      {
        name,
        bulk: false,
        autoShow: true,
        isValidCompletionPosition: (yasqe) => {
          const token = yasqe.getCompleteToken() as unknown as Token;
          return token.string.trim().length > 0 && !isVariable(token) && !inPrefix(yasqe) && valid(yasqe, token);
        },
        get: async (_yasqe, token) => ranked(of(await terms), ((token as Token | undefined)?.string ?? "").trim()),
        postprocessHints: hints,
      },
      true,
    );
  };
  for (const known of Object.keys(Yasqe.Autocompleters)) {
    // Those that come with it ask services elsewhere, or know prefixes that are not ours.
    if (known !== "variables") delete Yasqe.Autocompleters[known];
  }
  completer("our-classes", isClass, (all) => all.classes);
  completer("our-properties", (yasqe, token) => isProperty(token) && !isClass(yasqe, token), (all) => all.properties);
  completer(
    "our-concepts",
    (yasqe, token) => !isProperty(token) && !isClass(yasqe, token) && /^[a-z][\w-]*:?/i.test(token.string),
    (all) => all.concepts,
  );
  return ["variables", "our-classes", "our-properties", "our-concepts"];
}

/** Declare the prefixes of ours that are used and not declared, a while after one has written. */
function declaring(yasqe: Yasqe, terms: Promise<Terms>): void {
  let timer = 0;
  yasqe.on("change", () => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const ours = (await terms).prefixes;
      const declared = yasqe.getPrefixesFromQuery();
      const text = yasqe.getValue().replace(/<[^>\s]*>|"[^"\n]*"|#[^\n]*/g, " ");
      const missing: Record<string, string> = {};
      for (const [, prefix] of text.matchAll(/(?<![\w:?$-])([a-z][\w-]*):(?=[\w])/gi)) {
        const iri = prefix ? ours[prefix] : undefined;
        if (prefix && iri && !(prefix in declared)) missing[prefix] = iri;
      }
      if (Object.keys(missing).length) yasqe.addPrefixes(missing);
    }, 600);
  });
}

// --- the page ------------------------------------------------------------------------------------

function start(form: HTMLFormElement, box: HTMLTextAreaElement): void {
  const say = words(form);
  const terms: Promise<Terms> = fetch(form.dataset["editor"] ?? "", { headers: { Accept: "application/json" } })
    .then((response) => response.json() as Promise<Terms>)
    .catch(() => ({ prefixes: {}, classes: [], properties: [], concepts: [] }));
  const place = document.createElement("div");
  place.className = "yasqe-place";
  box.hidden = true;
  box.required = false;
  box.after(place);
  const yasqe: Yasqe = new Yasqe(place, {
    value: box.value,
    persistenceId: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    autocompleters: completing(terms),
    screenReaderLabel: say.label ?? "",
    prefixCcApi: null,
    extraKeys: {
      "Ctrl-Space": () => yasqe.autocomplete(),
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
      "Ctrl-/": () => yasqe.commentLines(),
      "Shift-Ctrl-F": () => yasqe.autoformat(),
      Tab: "indentMore",
      "Shift-Tab": "indentLess",
    },
  } as object);
  // Esc lets the next Tab out of the box: a key that indents must not hold anybody.
  let free = false;
  yasqe.on("keydown" as "blur", ((_: unknown, event: KeyboardEvent) => {
    if (event.key === "Escape" && !yasqe.state.completionActive) free = true;
    else if (event.key === "Tab" && free) Object.assign(event, { codemirrorIgnore: true });
    else if (event.key !== "Shift") free = false;
  }) as never);
  yasqe.on("blur", () => (free = false));
  const input = yasqe.getInputField();
  input.setAttribute("aria-label", say.label ?? "");
  const help = document.createElement("p");
  help.className = "note";
  help.id = "editor-help";
  help.textContent = say.help ?? "";
  input.setAttribute("aria-describedby", help.id);
  place.after(help);
  form.querySelector("label[for=query]")?.addEventListener("click", () => yasqe.focus());
  form.querySelector("button.primary")?.after(button(say.format, () => yasqe.autoformat()));
  declaring(yasqe, terms);

  const kept = draft.read();
  if (kept && !box.value.trim()) yasqe.setValue(kept);
  else if (kept && kept !== box.value) offer(form, say, kept, (text) => yasqe.setValue(text));
  yasqe.on("change", () => draft.write(yasqe.getValue()));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.value = yasqe.getValue();
    if (!box.value.trim()) return yasqe.focus();
    void ask(form, say, box.value, true);
  });
  addEventListener("popstate", () => location.reload());
  document.addEventListener("submit", (event) => {
    const inner = event.target as HTMLFormElement;
    if (inner.id === "again" && !event.defaultPrevented) draft.write("");
  });
}

function offer(
  form: HTMLFormElement,
  say: ReturnType<typeof words>,
  kept: string,
  use: (text: string) => void,
): void {
  const note = document.createElement("p");
  note.className = "message row";
  const done = (): void => note.remove();
  note.append(
    `${say.unasked ?? ""} `,
    button(say.back, () => (use(kept), done())),
    button(say.away, () => (draft.write(""), done())),
  );
  form.before(note);
}

async function ask(form: HTMLFormElement, say: ReturnType<typeof words>, query: string, push: boolean): Promise<void> {
  const result = document.getElementById("result");
  const submit = form.querySelector<HTMLButtonElement>("button.primary");
  if (!result) return;
  const address = new URL(form.action, location.href);
  address.hash = "";
  for (const [name, value] of new FormData(form)) address.searchParams.set(name, String(value));
  address.searchParams.set("query", query);
  if (submit) submit.disabled = true;
  result.setAttribute("aria-busy", "true");
  const waiting = document.createElement("p");
  waiting.className = "note";
  waiting.setAttribute("role", "status");
  waiting.textContent = say.waiting ?? "";
  result.replaceChildren(waiting);
  try {
    // A long query does not fit into an address that every proxy lets through.
    const long = address.href.length > 7000;
    const response = await (long
      ? fetch(address.pathname, { method: "POST", body: address.searchParams, headers: { Accept: "text/html" } })
      : fetch(address, { headers: { Accept: "text/html" } }));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const part = page.getElementById("result") ?? page.querySelector("main");
    if (!part) throw new Error("no answer");
    result.replaceChildren(...Array.from(part.childNodes, (node) => document.importNode(node, true)));
    draft.write("");
    if (push && !long) history.pushState(null, "", address);
    result.dispatchEvent(new Event("answer", { bubbles: true }));
    const heading = result.querySelector<HTMLElement>("h2");
    if (heading) heading.tabIndex = -1; // so that reading goes on from here
    heading?.focus({ preventScroll: true });
    result.scrollIntoView({ block: "start", behavior: "auto" });
  } catch {
    waiting.textContent = say.silent ?? "";
    waiting.className = "message warn";
  } finally {
    result.removeAttribute("aria-busy");
    if (submit) submit.disabled = false;
  }
}

const form = document.querySelector<HTMLFormElement>("form[data-editor]");
const box = form?.querySelector<HTMLTextAreaElement>("textarea[name=query]");
if (form && box) start(form, box);
