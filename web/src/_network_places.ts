// Where the nodes stand: ForceAtlas2 from places that follow from the names, so that the same view
// always looks the same. What hangs together is laid out by itself; the parts are then put side by
// side, the largest in the middle.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

/** x and y of each node, one after the other. */
export type Places = number[];
export type Pair = readonly [number, number];

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** How far apart nodes are at least, where there are few enough to see to it. */
const APART = 9;
const FEW = 400;

/** Places to begin from: on a spiral, those with the most neighbours in the middle. */
export function begin(degrees: number[]): Places {
  const order = degrees.map((_, i) => i).sort((a, b) => (degrees[b] ?? 0) - (degrees[a] ?? 0) || a - b);
  const places: Places = new Array<number>(degrees.length * 2).fill(0);
  order.forEach((node, rank) => {
    const radius = 10 * Math.sqrt(rank + 0.5);
    places[2 * node] = radius * Math.cos(rank * GOLDEN);
    places[2 * node + 1] = radius * Math.sin(rank * GOLDEN);
  });
  return places;
}

/** Lay out in rounds; how many there are follows from how large the network is, not from the clock. */
export function laidOut(edges: Pair[], places: Places, wider: number, tell: (places: Places, done: boolean) => void): void {
  const found = [...places];
  const parts = partsOf(edges, places.length / 2);
  const largest = parts[0]?.length ?? 0;
  const rounds = largest > 2000 ? 12 : largest > 500 ? 20 : 1;
  const iterations = largest > 2000 ? 12 : largest > 500 ? 15 : 600;
  const graphs = parts.map((nodes) => graphOf(nodes, edges, places));
  for (let round = 1; round <= rounds; round += 1) {
    for (const graph of graphs) improve(graph, iterations);
    pack(graphs, found, wider);
    tell([...found], round === rounds);
  }
  if (!rounds) tell(found, true);
}

/** The parts that hang together, the largest first. */
function partsOf(edges: Pair[], size: number): number[][] {
  const parent = Array.from({ length: size }, (_, i) => i);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (const [a, b] of edges) parent[root(a)] = root(b);
  const parts = new Map<number, number[]>();
  for (let node = 0; node < size; node += 1) {
    const part = parts.get(root(node));
    if (part) part.push(node);
    else parts.set(root(node), [node]);
  }
  return [...parts.values()].sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
}

function graphOf(nodes: number[], edges: Pair[], places: Places): Graph {
  const graph = new Graph({ type: "undirected", multi: false });
  for (const node of nodes) graph.addNode(node, { x: places[2 * node], y: places[2 * node + 1], size: 1 });
  for (const [a, b] of edges) if (a !== b && graph.hasNode(a)) graph.mergeEdge(a, b);
  return graph;
}

function improve(graph: Graph, iterations: number): void {
  const { order } = graph;
  if (order < 2) return;
  const settings = {
    gravity: 1,
    scalingRatio: 10,
    slowDown: 1 + Math.log(order),
    barnesHutOptimize: order > 500,
    barnesHutTheta: 0.8,
  };
  forceAtlas2.assign(graph, { iterations, settings, getEdgeWeight: null });
}

/** Put the parts side by side: each as large as the number of its nodes asks for. */
function pack(graphs: Graph[], found: Places, wider: number): void {
  const placed: { x: number; y: number; radius: number }[] = [];
  for (const graph of graphs) {
    const nodes = graph.mapNodes((key, { x, y }) => ({ key: Number(key), x: x as number, y: y as number }));
    centre(nodes);
    const extent = Math.max(...nodes.map(({ x, y }) => Math.hypot(x, y)), 1e-9);
    const scale = (8 * Math.sqrt(nodes.length)) / extent;
    for (const node of nodes) Object.assign(node, { x: node.x * scale, y: node.y * scale });
    if (nodes.length <= FEW) spread(nodes);
    centre(nodes);
    const radius = Math.max(...nodes.map(({ x, y }) => Math.hypot(x, y))) + APART;
    const spot = free(placed, radius);
    placed.push({ ...spot, radius });
    for (const { key, x, y } of nodes) {
      found[2 * key] = (spot.x + x) * wider;
      found[2 * key + 1] = spot.y + y;
    }
  }
}

interface Spot { x: number; y: number }

function centre(nodes: Spot[]): void {
  const x = nodes.reduce((sum, node) => sum + node.x, 0) / nodes.length;
  const y = nodes.reduce((sum, node) => sum + node.y, 0) / nodes.length;
  for (const node of nodes) Object.assign(node, { x: node.x - x, y: node.y - y });
}

/** Push apart what stands too near to be read. */
function spread(nodes: Spot[]): void {
  for (let round = 0; round < 80; round += 1) {
    let moved = false;
    for (let i = 0; i < nodes.length; i += 1) {
      const one = nodes[i] as Spot;
      for (let j = i + 1; j < nodes.length; j += 1) {
        const other = nodes[j] as Spot;
        const [dx, dy] = [other.x - one.x || 0.01 * (i + 1), other.y - one.y || 0.01];
        const distance = Math.hypot(dx, dy);
        if (distance >= APART) continue;
        const push = (APART - distance) / distance / 2;
        one.x -= dx * push;
        one.y -= dy * push;
        other.x += dx * push;
        other.y += dy * push;
        moved = true;
      }
    }
    if (!moved) return;
  }
}

/** The first spot along a spiral where a circle fits. */
function free(placed: { x: number; y: number; radius: number }[], radius: number): Spot {
  for (let step = 0; step < 20_000; step += 1) {
    const away = 1.5 * Math.sqrt(step);
    const spot = { x: away * Math.cos(step * 0.35), y: away * Math.sin(step * 0.35) };
    if (placed.every((it) => Math.hypot(it.x - spot.x, it.y - spot.y) >= it.radius + radius)) return spot;
  }
  return { x: 0, y: 0 };
}
