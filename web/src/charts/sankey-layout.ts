/** A link of a path: step-numbered names such as `1_/pricing` → `2_/signup`. */
export interface PathLink {
  readonly source: string;
  readonly target: string;
  readonly value: number;
  /** ms; null: it takes no time to say. */
  readonly time: number | null;
}

export interface SankeyNode {
  readonly id: string;
  readonly name: string;
  /** 0-based column. */
  readonly step: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Paths that pass through. */
  readonly value: number;
  /** Paths that end here, or whose next links are not shown. */
  readonly ended: number;
}

export interface SankeyRibbon {
  readonly link: PathLink;
  readonly from: SankeyNode;
  readonly to: SankeyNode;
  readonly y0: number;
  readonly y1: number;
  readonly width: number;
}

export interface SankeyLayout {
  readonly nodes: readonly SankeyNode[];
  readonly ribbons: readonly SankeyRibbon[];
  readonly width: number;
  readonly height: number;
  readonly columnWidth: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly nodeWidth: number;
  /** Room that a node takes at least: for its name. */
  readonly slot: number;
}

interface Draft {
  readonly id: string;
  readonly name: string;
  readonly step: number;
  incoming: number;
  outgoing: number;
}

/** Step and name of a node's id. */
export function splitNode(id: string): { readonly step: number; readonly name: string } {
  const match = /^(\d+)_([\s\S]*)$/.exec(id);
  return match ? { step: Number(match[1]) - 1, name: match[2] ?? "" } : { step: 0, name: id };
}

/**
 * Places nodes in one column a step, the most used on top, and the ribbons between them. Heights are to one scale over
 * all columns. Sizes in px.
 */
export function layoutSankey(links: readonly PathLink[], size: Size): SankeyLayout {
  const drafts = new Map<string, Draft>();
  const draft = (id: string): Draft => {
    const known = drafts.get(id);
    if (known) return known;
    const made = { id, ...splitNode(id), incoming: 0, outgoing: 0 };
    drafts.set(id, made);
    return made;
  };
  for (const link of links) {
    draft(link.source).outgoing += link.value;
    draft(link.target).incoming += link.value;
  }
  const columns: Draft[][] = [];
  for (const node of drafts.values()) columns[node.step] = [...(columns[node.step] ?? []), node];
  const filled = columns.map((column) => (column ?? []).toSorted((a, b) => useOf(b) - useOf(a)));
  const scale = Math.min(
    ...filled
      .filter((column) => column.length > 0)
      .map((column) => {
        const free = size.height - size.gap * (column.length - 1);
        return Math.max(free, size.height * 0.4) / Math.max(total(column), 1);
      }),
    size.height,
  );
  const columnWidth = filled.length > 1 ? (size.width - size.nodeWidth) / (filled.length - 1) : size.width;
  const nodes = new Map<string, SankeyNode>();
  let bottom = 0;
  filled.forEach((column, step) => {
    let y = 0;
    for (const node of column) {
      const height = Math.max(useOf(node) * scale, 2);
      nodes.set(node.id, {
        id: node.id,
        name: node.name,
        step,
        x: step * columnWidth,
        y,
        height,
        value: useOf(node),
        ended: Math.max(node.incoming - node.outgoing, 0),
      });
      y += Math.max(height, size.slot) + size.gap;
    }
    bottom = Math.max(bottom, y - size.gap);
  });
  const ribbons = ribbonsOf(links, nodes, scale);
  return { nodes: [...nodes.values()], ribbons, width: size.width, height: Math.max(bottom, 0), columnWidth };
}

/** Ribbons leave and enter a node in the order of the nodes at their other end, so that they cross little. */
function ribbonsOf(
  links: readonly PathLink[],
  nodes: ReadonlyMap<string, SankeyNode>,
  scale: number,
): SankeyRibbon[] {
  const ends = links.flatMap((link) => {
    const from = nodes.get(link.source);
    const to = nodes.get(link.target);
    return from && to ? [{ link, from, to, width: Math.max(link.value * scale, 1) }] : [];
  });
  const starts = stacked(
    ends.toSorted((a, b) => a.to.y - b.to.y),
    (end) => end.from,
  );
  const stops = stacked(
    ends.toSorted((a, b) => a.from.y - b.from.y),
    (end) => end.to,
  );
  return ends.map((end) => ({ ...end, y0: starts.get(end) ?? 0, y1: stops.get(end) ?? 0 }));
}

function stacked<End extends { readonly width: number }>(
  ends: readonly End[],
  nodeOf: (end: End) => SankeyNode,
): Map<End, number> {
  const used = new Map<string, number>();
  return new Map(
    ends.map((end) => {
      const node = nodeOf(end);
      const offset = used.get(node.id) ?? 0;
      used.set(node.id, offset + end.width);
      return [end, node.y + offset];
    }),
  );
}

const useOf = (node: Draft): number => Math.max(node.incoming, node.outgoing);
const total = (column: readonly Draft[]): number => column.reduce((sum, node) => sum + useOf(node), 0);
