// A whole view as the server gives it (pages/networks/data.py), and what of it holds on a day.

/** Four days `YYYY-MM-DD`: may have begun, had begun, had not ended, had ended (relations/bounds.py). */
export type Spell = readonly [string | null, string | null, string | null, string | null];
export type Certainty = "certain" | "possible";

export interface ThingLook { label: string; light: string; dark: string; shape: string; bold: boolean }
export interface RelationLook { label: string; light: string; dark: string }

export interface NodeData {
  label: string;
  kind: string;
  href: string | null;
  spells: number[];
}

export interface EdgeData {
  kind: string;
  when: string;
  sure?: string;
  role?: string;
  href?: string | null;
  spells?: number[];
  documents?: number[];
  shared?: [number, number[]][];
}

export interface Whole {
  options: { type: "directed" | "undirected"; multi: boolean; allowSelfLoops: boolean };
  attributes: {
    view: string;
    title: string;
    years: [number, number];
    things: Record<string, ThingLook>;
    relations: Record<string, RelationLook>;
    spells: Spell[];
    documents: [string, string | null, string | null][];
    vias: [string, string | null][];
  };
  nodes: { key: string; attributes: NodeData }[];
  edges: { key: string; source: string; target: string; attributes: EdgeData }[];
}

/** What is looked at; the same as the query of the address. */
export interface State {
  /** A year, a day, or empty for all years. */
  at: string;
  certain: boolean;
  /** Names of classes, of things and of relations; of each sort, none means all. */
  kinds: Set<string>;
  of: string;
}

/** An edge that is shown. */
export interface Held {
  certainty: Certainty;
  /** The numbers of what the two share then. */
  vias: number[];
}

export interface Shown {
  nodes: Set<string>;
  edges: Map<string, Held>;
}

const FIRST = "0001-01-01";
const LAST = "9999-12-31";

/** The day that a choice means: of a year the last one; empty for all years. */
export function dayOf(at: string): string {
  return /^\d{4}$/.test(at) ? `${at}-12-31` : at;
}

/** How something stands on a day, or at any time; the same reckoning as `Bounds.during`. */
export function standing([se, sl, ee, el]: Spell, day: string): Certainty | null {
  let first = day || FIRST;
  let end = day ? `${day}~` : LAST;
  if (se !== null && se > first) first = se;
  if (el !== null && el < end) end = el;
  if (first >= end) return null;
  if (sl !== null && ee !== null && sl < ee) {
    if ((first > sl ? first : sl) < (end < ee ? end : ee)) return "certain";
  }
  return "possible";
}

/** Reckons what of a view is shown. */
export class Reckoner {
  private readonly thingKinds: Set<string>;
  private readonly relationKinds: Set<string>;
  private readonly kindOf = new Map<string, string>();

  constructor(private readonly whole: Whole) {
    this.thingKinds = new Set(Object.keys(whole.attributes.things));
    this.relationKinds = new Set(Object.keys(whole.attributes.relations));
    for (const { key, attributes } of whole.nodes) this.kindOf.set(key, attributes.kind);
  }

  shown(state: State): Shown {
    const day = dayOf(state.at);
    const stands = this.whole.attributes.spells.map((spell) => {
      const found = standing(spell, day);
      return found === "possible" && state.certain ? null : found;
    });
    const nodes = new Set<string>();
    const edges = new Map<string, Held>();
    const held = new Map<string, Held>();
    for (const { key, attributes } of this.whole.edges) {
      const found = heldBy(attributes, stands);
      if (found) held.set(key, found);
    }
    for (const { key, attributes } of this.whole.nodes) {
      if (attributes.spells.some((spell) => stands[spell])) nodes.add(key);
    }
    // As on the server, only kinds that are there on the day narrow what is shown.
    const relations = new Set<string>();
    const things = new Set<string>();
    if (state.kinds.size) {
      for (const { key, attributes } of this.whole.edges) {
        if (held.has(key) && state.kinds.has(attributes.kind)) relations.add(attributes.kind);
      }
      for (const node of nodes) {
        const kind = this.kindOf.get(node) ?? "";
        if (state.kinds.has(kind)) things.add(kind);
      }
    }
    for (const node of [...nodes]) {
      if (things.size && node !== state.of && !things.has(this.kindOf.get(node) ?? "")) nodes.delete(node);
    }
    const joined = new Set<string>([state.of]);
    for (const { key, source, target, attributes } of this.whole.edges) {
      const it = held.get(key);
      if (!it || !nodes.has(source) || !nodes.has(target)) continue;
      if (relations.size && !relations.has(attributes.kind)) continue;
      if (state.of && source !== state.of && target !== state.of) continue;
      edges.set(key, it);
      joined.add(source).add(target);
    }
    if (relations.size || state.of) {
      for (const node of [...nodes]) if (!joined.has(node)) nodes.delete(node);
    }
    return { nodes, edges };
  }

  isThing(kind: string): boolean {
    return this.thingKinds.has(kind);
  }

  isRelation(kind: string): boolean {
    return this.relationKinds.has(kind);
  }
}

function heldBy(edge: EdgeData, stands: (Certainty | null)[]): Held | null {
  let certainty: Certainty | null = null;
  const vias: number[] = [];
  for (const [via, spells] of edge.shared ?? [[-1, edge.spells ?? []] as [number, number[]]]) {
    let best: Certainty | null = null;
    for (const spell of spells) {
      const found = stands[spell];
      if (found) best = best === "certain" ? best : found;
    }
    if (best === null) continue;
    if (via >= 0) vias.push(via);
    certainty = certainty === "certain" ? certainty : best;
  }
  return certainty && { certainty, vias };
}
