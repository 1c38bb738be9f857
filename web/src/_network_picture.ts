// The picture: Sigma draws, ForceAtlas2 places, and what is not shown is hidden, not removed, so that
// things stay where they are as the years go by.
import Graph from "graphology";
import Sigma, { type Camera } from "sigma";
import {
  extremityArrow,
  layerDashed,
  layerFill,
  layerPlain,
  pathCurved,
  pathLine,
  sdfCircle,
  sdfDiamond,
  sdfSquare,
  sdfTriangle,
} from "sigma/rendering";
import type { Shown, Whole } from "./_network_data";
import { begin, laidOut, type Places } from "./_network_places";

const FAINT = 0.12;
const POSSIBLE = 0.7;
const MANY = 400;
/** How much wider than what is shown the picture is, so that names have room. */
const MARGIN = 1.35;
/** How small a part of the whole fills the picture at most. */
const NEAREST = 0.05;

/** A triangle on its point: a shape of its own, because two triangles cannot be turned differently. */
const WEDGE = {
  name: "wedge",
  glsl: `float sdf_wedge(vec2 uv, float size) {
    return max(uv.y, abs(uv.x) * 0.8660254 - uv.y * 0.5) - size * 0.5;
  }`,
  inradiusFactor: 0.5,
};

const NODES = { shapes: [sdfCircle(), sdfSquare(), sdfDiamond(), sdfTriangle(), WEDGE], layers: [layerFill()] };

const VARIABLES = {
  gapSize: { type: "number", default: 0.2 },
  dashSize: { type: "number", default: 20_000 },
} as const;

/** Dashes, arrows, and curves for those that are side by side. */
const FINE = {
  nodes: NODES,
  edges: {
    paths: [pathLine(), pathCurved()],
    extremities: [extremityArrow({ lengthRatio: 4, widthRatio: 3 })],
    variables: VARIABLES,
    layers: [
      layerDashed({
        dashSize: { attribute: "dashSize", default: 20_000, mode: "pixels" },
        gapSize: { attribute: "gapSize", default: 0.2, mode: "pixels" },
        solidExtremities: "head",
      }),
    ],
  },
};

/** Straight lines, paler where they are only possible: thousands of them, on a machine without a GPU too. */
const COARSE = { nodes: NODES, edges: { paths: [pathLine()], extremities: [], variables: VARIABLES, layers: [layerPlain()] } };

interface Theme { dark: boolean; ink: string }

export interface Listener {
  hovered(node: string | null): void;
  picked(node: string | null): void;
}

export class Picture {
  private readonly graph: Graph;
  private readonly sigma: Sigma | null = null;
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");
  private shown: Shown = { nodes: new Set(), edges: new Map() };
  private picked: string | null = null;
  private hovered: string | null = null;
  private matches: ReadonlySet<string> | null = null;
  private frame = 0;

  constructor(
    private readonly container: HTMLElement,
    private readonly whole: Whole,
    private readonly workerAddress: string | null,
    listener: Listener,
  ) {
    const directed = whole.options.type === "directed";
    this.graph = new Graph({ type: whole.options.type, multi: true, allowSelfLoops: true });
    const degrees = new Map<string, number>();
    for (const { source, target } of whole.edges) {
      degrees.set(source, (degrees.get(source) ?? 0) + 1);
      degrees.set(target, (degrees.get(target) ?? 0) + 1);
    }
    const places = this.place(begin(whole.nodes.map(({ key }) => degrees.get(key) ?? 0)));
    const many = whole.nodes.length > MANY;
    whole.nodes.forEach(({ key, attributes }, i) => {
      const look = whole.attributes.things[attributes.kind];
      const grown = Math.sqrt(degrees.get(key) ?? 0);
      this.graph.addNode(key, {
        x: places[2 * i],
        y: places[2 * i + 1],
        size: many ? 2.5 + Math.min(grown, 8) * 0.6 : 4 + Math.min(grown, 6) * (look?.bold ? 1.5 : 0.9),
        label: attributes.label,
        kind: attributes.kind,
        shape: look?.shape ?? "square",
        depth: "nodes",
      });
    });
    for (const { key, source, target, attributes } of whole.edges) {
      const about = { kind: attributes.kind, head: directed && !many ? "arrow" : "none", size: 1.5, depth: "edges" };
      if (directed) this.graph.addDirectedEdgeWithKey(key, source, target, about);
      else this.graph.addUndirectedEdgeWithKey(key, source, target, about);
    }
    this.paint();
    const sigma = new Sigma(this.graph, container, {
      primitives: many ? COARSE : FINE,
      styles: {
        nodes: {
          x: { attribute: "x" },
          y: { attribute: "y" },
          size: { attribute: "size" },
          color: { attribute: "color" },
          opacity: { attribute: "opacity" },
          shape: { attribute: "shape" },
          label: { attribute: "label" },
          labelColor: { attribute: "labelColor" },
          labelSize: { attribute: "labelSize" },
          labelFont: () => "system-ui, sans-serif",
          labelVisibility: { attribute: "labelVisibility" },
          labelPosition: { attribute: "labelPosition" },
          visibility: { attribute: "visibility" },
          depth: { attribute: "depth" },
          cursor: "pointer",
        },
        edges: {
          path: "line",
          parallelPath: many ? "line" : "curved",
          parallelSpread: 0.3,
          size: { attribute: "size" },
          color: { attribute: "color" },
          opacity: { attribute: "opacity" },
          head: { attribute: "head" },
          visibility: { attribute: "visibility" },
          depth: { attribute: "depth" },
        },
      },
      settings: {
        stagePadding: 36,
        autoRescale: true,
        autoRescaleContent: "nodes", // not names, which come and go: what is pointed at would move
        itemSizesReference: "screen",
        labelDensity: 1,
        labelGridCellSize: many ? 140 : 70,
        labelRenderedSizeThreshold: many ? 5 : 0,
        hideEdgesOnMove: whole.edges.length > 5000,
        enableEdgeEvents: false,
        enableCameraRotation: false,
        minCameraRatio: 0.02,
        maxCameraRatio: 4,
        zoomDuration: this.still.matches ? 0 : 200,
        inertiaDuration: this.still.matches ? 0 : 200,
        nodePickingPadding: 4,
        allowInvalidContainer: true,
      },
    });
    this.sigma = sigma;
    sigma.on("enterNode", ({ node }) => {
      this.hovered = node;
      listener.hovered(node);
      this.soon();
    });
    sigma.on("leaveNode", () => {
      this.hovered = null;
      listener.hovered(null);
      this.soon();
    });
    sigma.on("clickNode", ({ node }) => listener.picked(node));
    sigma.on("clickStage", () => listener.picked(null));
    if (!many) sigma.getCamera().on("updated", () => this.soon());
    sigma.on("resize", () => this.soon());
    this.soon();
    this.dark.addEventListener("change", () => this.soon());
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.soon();
  }

  pick(node: string | null): void {
    this.picked = node;
    this.soon();
  }

  mark(matches: ReadonlySet<string> | null): void {
    this.matches = matches;
    this.soon();
  }

  /** Move the camera to a thing, near enough to read what is around it. */
  goTo(node: string): void {
    const at = this.sigma?.getNodeDisplayData(node);
    if (at) void this.move({ x: at.x, y: at.y, ratio: Math.min(this.camera.ratio, 0.6) });
  }

  zoom(factor: number): void {
    const { camera } = this;
    void this.move({ ratio: camera.getBoundedRatio(camera.ratio * factor) });
  }

  pan(x: number, y: number): void {
    const { camera } = this;
    void this.move({ x: camera.x + x * 0.1 * camera.ratio, y: camera.y + y * 0.1 * camera.ratio });
  }

  /** Move the camera so that what is shown fills the picture. */
  fit(): void {
    const { sigma } = this;
    if (!sigma) return;
    if (this.frame) this.paint();
    sigma.refresh(); // where things are is known only when they have been drawn
    const at = [...this.shown.nodes].map((key) => sigma.getNodeDisplayData(key)).filter((it) => it !== undefined);
    if (!at.length || at.length === this.graph.order) return void this.move({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    const [left, right] = [Math.min(...at.map(({ x }) => x)), Math.max(...at.map(({ x }) => x))];
    const [low, high] = [Math.min(...at.map(({ y }) => y)), Math.max(...at.map(({ y }) => y))];
    const { width, height } = sigma.getDimensions();
    const [one, other] = [{ x: 0, y: 0 }, { x: width, y: height }].map((corner) => sigma.viewportToFramedGraph(corner));
    const { camera } = this;
    const room = { x: Math.abs(other.x - one.x) / camera.ratio, y: Math.abs(other.y - one.y) / camera.ratio };
    const ratio = MARGIN * Math.max((right - left) / room.x, (high - low) / room.y, NEAREST);
    void this.move({ x: (left + right) / 2, y: (low + high) / 2, ratio: Math.min(ratio, 1), angle: 0 });
  }

  neighbours(node: string): string[] {
    const found = new Set<string>();
    this.graph.forEachEdge(node, (edge, _, source, target) => {
      if (this.shown.edges.has(edge)) found.add(source === node ? target : source);
    });
    return [...found];
  }

  edgesOf(node: string): number {
    return this.graph.edges(node).filter((edge) => this.shown.edges.has(edge)).length;
  }

  /** The keys of what is drawn now, as Sigma has it: for whoever wants to be sure. */
  drawn(): { nodes: string[]; edges: string[] } {
    if (this.frame) this.paint();
    this.sigma?.refresh();
    return {
      nodes: this.graph.filterNodes((key) => this.sigma?.getNodeDisplayData(key)?.visibility === "visible"),
      edges: this.graph.filterEdges((key) => this.sigma?.getEdgeDisplayData(key)?.visibility === "visible"),
    };
  }

  private get camera(): Camera {
    return (this.sigma as Sigma).getCamera();
  }

  private async move(state: { x?: number; y?: number; ratio?: number; angle?: number }): Promise<void> {
    const { camera } = this;
    if (this.still.matches) camera.setState(state);
    else await camera.animate(state, { duration: 250 });
  }

  private soon(): void {
    this.frame ||= requestAnimationFrame(() => this.paint());
  }

  private theme(): Theme {
    const style = getComputedStyle(this.container);
    return { dark: this.dark.matches, ink: style.color };
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { dark, ink } = this.theme();
    const { things, relations } = this.whole.attributes;
    const look = dark ? "dark" : "light";
    const centre = this.hovered ?? this.picked;
    const near = centre !== null && this.shown.nodes.has(centre) ? new Set([centre, ...this.neighbours(centre)]) : null;
    const many = this.whole.nodes.length > MANY;
    const named = many ? null : this.named(near ?? this.matches);
    // Changed where they stand and drawn once: Sigma cannot repaint edges that it is about to index.
    this.graph.forEachNode((key, attributes) => {
      const faint = near ? !near.has(key) : this.matches !== null && !this.matches.has(key);
      const bright = !faint && (near !== null || this.matches !== null);
      const kind = things[attributes.kind as string];
      const forced = key === centre;
      Object.assign(attributes, {
        visibility: this.shown.nodes.has(key) ? "visible" : "hidden",
        color: kind?.[look] ?? "#808080",
        opacity: faint ? FAINT : 1,
        labelColor: ink,
        labelSize: kind?.bold ? 14 : 12,
        labelPosition: named?.get(key) ?? "right",
        labelVisibility: faint ? "hidden" : forced || named?.has(key) ? "visible" : named ? "hidden" : "auto",
        depth: bright ? "topNodes" : "nodes",
      });
    });
    this.graph.forEachEdge((key, attributes, source, target) => {
      const held = this.shown.edges.get(key);
      const faint = centre !== null && near ? source !== centre && target !== centre : this.matches !== null && !this.matches.has(source) && !this.matches.has(target);
      const possible = held?.certainty === "possible";
      const shared = held?.vias.length ?? 0;
      Object.assign(attributes, {
        visibility: held ? "visible" : "hidden",
        color: relations[attributes.kind as string]?.[look] ?? "#808080",
        opacity: (many ? 0.5 : 1) * (faint ? FAINT : possible ? POSSIBLE : 0.95),
        // A line without gaps is one dash that is longer than any.
        dashSize: possible ? 6 : 20_000,
        gapSize: possible ? 5 : 0.2,
        size: many ? 1 : shared > 1 ? Math.min(1.5 + shared * 0.7, 6) : 2,
        depth: near && !faint ? "topEdges" : "edges",
      });
    });
    this.sigma?.scheduleRefresh();
  }

  /** Choose whose names are written: the weightiest first, none over another. */
  private named(among: ReadonlySet<string> | null): Map<string, "left" | "right"> {
    const chosen = new Map<string, "left" | "right">();
    if (!this.sigma) return chosen;
    const { things } = this.whole.attributes;
    const { width } = this.sigma.getDimensions();
    const boxes: [number, number, number, number][] = [];
    const nodes = this.graph
      .filterNodes((key) => this.shown.nodes.has(key) && (!among || among.has(key)))
      .map((key) => ({ key, about: this.graph.getNodeAttributes(key) }))
      .map(({ key, about }) => ({ key, about, bold: things[about.kind as string]?.bold ?? false }))
      .sort((a, b) => Number(b.bold) - Number(a.bold) || (b.about.size as number) - (a.about.size as number));
    for (const { key, about, bold } of nodes) {
      const { x, y } = this.sigma.graphToViewport({ x: about.x as number, y: about.y as number });
      const away = this.sigma.scaleSize(about.size as number);
      const long = 10 + (about.label as string).length * (bold ? 8 : 6.8);
      const high = bold ? 9 : 8;
      for (const side of ["right", "left"] as const) {
        const left = side === "right" ? x + away : x - away - long;
        const box: [number, number, number, number] = [left, y - high, left + long, y + high];
        if (left < 0 || left + long > width) continue;
        if (boxes.some((it) => box[0] < it[2] && it[0] < box[2] && box[1] < it[3] && it[1] < box[3])) continue;
        boxes.push(box);
        chosen.set(key, side);
        break;
      }
    }
    return chosen;
  }

  /** Place few at once, before they are drawn; many as a worker finds better places for them. */
  private place(places: Places): Places {
    const numbers = new Map(this.whole.nodes.map(({ key }, i) => [key, i]));
    const edges = this.whole.edges.map(({ source, target }): [number, number] => [numbers.get(source) ?? 0, numbers.get(target) ?? 0]);
    // A picture is as wide for its height as there is room for; names go to the right.
    const { clientWidth, clientHeight } = this.container;
    const wider = Math.min(Math.max(clientWidth / (clientHeight || 1), 0.8), 2);
    const done = (): void => {
      this.container.dataset.placed = "1";
    };
    const here = (): Places => {
      let found = places;
      laidOut(edges, places, wider, (better) => (found = better));
      done();
      return found;
    };
    if (this.whole.nodes.length <= MANY || !this.workerAddress) return here();
    try {
      const worker = new Worker(this.workerAddress);
      worker.addEventListener("message", ({ data }: MessageEvent<{ places: Places; done: boolean }>) => {
        this.put(data.places);
        if (!data.done) return;
        worker.terminate();
        done();
      });
      worker.addEventListener("error", () => this.put(here()), { once: true });
      worker.postMessage({ edges, places, wider });
      return places;
    } catch {
      return here(); // a page that was opened as a file may have no workers
    }
  }

  private put(places: Places): void {
    let i = 0;
    this.graph.forEachNode((_, attributes) => {
      attributes.x = places[2 * i];
      attributes.y = places[2 * i + 1];
      i += 1;
    });
    this.sigma?.scheduleRefresh();
  }
}
