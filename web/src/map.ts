// Makes the map of places zoom and move: by wheel with Ctrl, by two fingers or dragging, by buttons
// and by keys. Without it the whole map is there; all that it shows is in the list as well.

interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

const STEP = 1.5;
const CLOSEST = 12;
const SLACK = 4; // pixels a press may move and still be a click

function enhance(figure: HTMLElement): void {
  const svg = figure.querySelector("svg");
  if (!svg) return;
  const [x = 0, y = 0, width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const whole: View = { x, y, width, height };
  let view: View = { ...whole };

  function show(next: View): void {
    const scale = Math.min(1, Math.max(1 / CLOSEST, next.width / whole.width));
    const middle = { x: next.x + next.width / 2, y: next.y + next.height / 2 };
    const size = { width: whole.width * scale, height: whole.height * scale };
    view = {
      x: Math.min(whole.x + whole.width - size.width, Math.max(whole.x, middle.x - size.width / 2)),
      y: Math.min(whole.y + whole.height - size.height, Math.max(whole.y, middle.y - size.height / 2)),
      ...size,
    };
    svg!.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    // Points and letters keep their size on the screen.
    for (const mark of svg!.querySelectorAll<SVGGElement>(".mark")) {
      const circle = mark.querySelector("circle");
      if (!circle) continue;
      const [cx, cy] = [circle.getAttribute("cx"), circle.getAttribute("cy")];
      mark.setAttribute("transform", `translate(${cx} ${cy}) scale(${scale}) translate(-${cx} -${cy})`.replaceAll("--", ""));
    }
    inward.disabled = scale <= 1 / CLOSEST;
    outward.disabled = all.disabled = scale >= 1;
    figure.classList.toggle("closer", scale < 1);
  }

  function zoom(factor: number, at?: { x: number; y: number }): void {
    const fixed = at ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const next = Math.max(whole.width / CLOSEST, Math.min(whole.width, view.width / factor));
    const by = next / view.width;
    show({
      x: fixed.x - (fixed.x - view.x) * by,
      y: fixed.y - (fixed.y - view.y) * by,
      width: next,
      height: view.height * by,
    });
  }

  function place(event: { clientX: number; clientY: number }): { x: number; y: number } {
    const matrix = svg!.getScreenCTM();
    if (!matrix) return { x: view.x, y: view.y };
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return { x: point.x, y: point.y };
  }

  function button(sign: string, label: string, act: () => void): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.title = label;
    made.addEventListener("click", act);
    return made;
  }

  const tools = document.createElement("div");
  tools.className = "tools";
  const inward = button("+", figure.dataset["in"] ?? "+", () => zoom(STEP));
  const outward = button("−", figure.dataset["out"] ?? "−", () => zoom(1 / STEP));
  const all = button("⤢", figure.dataset["whole"] ?? "⤢", () => show(whole));
  tools.append(inward, outward, all);
  figure.prepend(tools);

  tools.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!by) return;
    event.preventDefault();
    show({ ...view, x: view.x + (by[0]! * view.width) / 6, y: view.y + (by[1]! * view.height) / 6 });
  });

  // Ctrl, so that whoever scrolls past the map is not held up by it.
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, place(event));
    },
    { passive: false },
  );

  const down = new Map<number, { clientX: number; clientY: number }>();
  let moved = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (down.size === 0) moved = 0;
    down.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
  });
  svg.addEventListener("pointermove", (event) => {
    const from = down.get(event.pointerId);
    if (!from) return;
    const others = [...down].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    const other = others[0];
    if (other) {
      const before = Math.hypot(from.clientX - other.clientX, from.clientY - other.clientY);
      const after = Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
      if (before > 0) zoom(after / before, place(other));
      moved = SLACK + 1;
    } else if (view.width < whole.width) {
      const [start, end] = [place(from), place(event)];
      moved += Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY);
      show({ ...view, x: view.x - (end.x - start.x), y: view.y - (end.y - start.y) });
      if (moved > SLACK) svg.setPointerCapture(event.pointerId);
    }
    down.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
  });
  for (const ended of ["pointerup", "pointercancel"] as const) {
    svg.addEventListener(ended, (event) => down.delete(event.pointerId));
  }
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener(
    "click",
    (event) => {
      if (moved > SLACK) event.preventDefault();
    },
    true,
  );

  show(whole);
}

for (const figure of document.querySelectorAll<HTMLElement>("figure[data-map]")) enhance(figure);
export {};
