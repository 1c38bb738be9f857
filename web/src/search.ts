// Suggestions under any <input data-suggest="address">, as a combobox with a list (ARIA 1.2,
// list autocomplete with manual selection). The address answers in the form of OpenSearch
// suggestions: [asked, names, descriptions, addresses].
//
//   data-suggest   where to ask; "?q=" and what is written are put to it
//   data-go        a choice leads to the page of what was chosen; without it the input is filled
//   data-fill      "key": fill in the prefixed name (cluster:biotech-north), not the name
//   data-none, data-found   what is said when there is nothing, and how many there are

type Suggestions = [string, string[], string[], (string | null)[]];

const WAIT = 120; // milliseconds without a key before we ask
const kept = new Map<string, Promise<Suggestions>>();
let count = 0;

function ask(address: string, text: string): Promise<Suggestions> {
  const url = new URL(address, document.baseURI);
  url.searchParams.set("q", text);
  const found = kept.get(url.href);
  if (found) return found;
  const answer = fetch(url, { headers: { Accept: "application/json" } }).then((response) => {
    if (!response.ok) throw new Error(String(response.status));
    return response.json() as Promise<Suggestions>;
  });
  answer.catch(() => kept.delete(url.href));
  kept.set(url.href, answer);
  return answer;
}

/** The prefixed name of what has its page at an address: /doc/cluster/x is cluster:x. */
function prefixed(address: string | null): string | null {
  const parts = address ? new URL(address, document.baseURI).pathname.split("/").filter(Boolean) : [];
  const [kind, key] = parts.slice(-2);
  return kind && key ? `${kind}:${decodeURIComponent(key)}` : null;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function enhance(input: HTMLInputElement): void {
  const address = input.dataset["suggest"];
  if (!address || input.getAttribute("role") === "combobox") return;
  const id = `suggestions-${(count += 1)}`;
  const label = input.labels?.[0]?.textContent?.trim() || input.getAttribute("aria-label") || "";
  const list = element("ul", { id, class: "suggestions", role: "listbox", "aria-label": label });
  const told = element("div", { class: "hidden-visually", role: "status" });
  const box = element("div", { class: "combobox" });
  list.hidden = true;
  const isFocused = document.activeElement === input;
  input.replaceWith(box);
  box.append(input, list, told);
  if (isFocused) input.focus();
  for (const [key, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  }))
    input.setAttribute(key, value);
  input.removeAttribute("list"); // the plain list of the page, if there is one

  let at = -1;
  let timer = 0;
  let asked = 0;
  let shown: Suggestions = ["", [], [], []];

  const options = () => [...list.children] as HTMLElement[];

  function mark(next: number): void {
    options()[at]?.setAttribute("aria-selected", "false");
    at = next;
    const option = options()[at];
    if (option) {
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function close(): void {
    asked += 1; // an answer that is under way comes too late
    window.clearTimeout(timer);
    mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function show(found: Suggestions): void {
    shown = found;
    const [, names, descriptions] = found;
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...names.map((name, number) =>
        element(
          "li",
          { id: `${id}-${number}`, role: "option", "aria-selected": "false" },
          name,
          element("small", {}, descriptions[number] ?? ""),
        ),
      ),
    );
    list.hidden = names.length === 0;
    input.setAttribute("aria-expanded", String(names.length > 0));
    told.textContent = names.length
      ? `${names.length} ${input.dataset["found"] ?? ""}`
      : (input.dataset["none"] ?? "");
  }

  function look(): void {
    window.clearTimeout(timer);
    const text = input.value.trim();
    if (!text) {
      close();
      told.textContent = "";
      return;
    }
    const mine = (asked += 1);
    timer = window.setTimeout(() => {
      ask(address as string, text)
        .then((found) => {
          if (mine === asked) show(found);
        })
        .catch(() => {
          if (mine === asked) close(); // the form itself still works
        });
    }, WAIT);
  }

  function choose(number: number): void {
    const [, names, , addresses] = shown;
    const to = addresses[number] ?? null;
    const name = names[number];
    if (name === undefined) return;
    close();
    input.value = input.dataset["fill"] === "key" ? (prefixed(to) ?? name) : name;
    if ("go" in input.dataset && to) window.location.assign(new URL(to, document.baseURI));
    else input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = options().length - 1;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" && !isOpen) look();
    else if (event.key === "ArrowDown") mark(at >= last ? -1 : at + 1);
    else if (event.key === "ArrowUp" && isOpen) mark(at < 0 ? last : at - 1);
    else if (event.key === "Enter" && isOpen && at >= 0) choose(at);
    else if (event.key === "Escape" && isOpen) close();
    else {
      if (event.key === "Tab" || event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the input loses the focus, which would close the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = (event.target as Element).closest("li");
    if (option) choose(options().indexOf(option));
  });
}

document.querySelectorAll<HTMLInputElement>("input[data-suggest]").forEach(enhance);
