import { dependenciesOf } from "@edgewise/core/flags/graph.ts";
import type { FlagFilters } from "@edgewise/core/flags/types.ts";

export interface GraphFlag {
  readonly id: number;
  readonly key: string;
  readonly active: boolean;
  readonly filters: FlagFilters;
}

export interface GraphNode {
  readonly flag: GraphFlag;
  /** 0 = needs nothing; each flag stands right of all that it needs. */
  readonly column: number;
  readonly row: number;
}

export interface GraphEdge {
  /** What is needed, and by whom; places in `nodes`. */
  readonly from: number;
  readonly to: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly columns: number;
  readonly rows: number;
}

const NO_COHORTS = new Map<string, never>();

/** All that a flag needs and all that need it, near and far, from left to right. */
export function layOut(flags: readonly GraphFlag[], focus: number): Graph {
  const byName = new Map(
    flags.flatMap((flag) => [[flag.key, flag] as const, [String(flag.id), flag] as const]),
  );
  const needs = new Map(flags.map((flag) => [flag.id, needsOf(flag, byName)]));
  const users = new Map<number, number[]>();
  for (const [id, targets] of needs)
    for (const target of targets) users.set(target, [...(users.get(target) ?? []), id]);
  const ids = new Set([...reach(focus, needs), ...reach(focus, users)]);
  const shown = flags.filter(({ id }) => ids.has(id));
  const columnOf = columnsOf(shown, needs);
  const rows = new Map<number, number>();
  const nodes = shown
    .toSorted((a, b) => columnOf.get(a.id)! - columnOf.get(b.id)! || a.key.localeCompare(b.key))
    .map((flag) => {
      const column = columnOf.get(flag.id)!;
      const row = rows.get(column) ?? 0;
      rows.set(column, row + 1);
      return { flag, column, row };
    });
  const place = new Map(nodes.map(({ flag }, index) => [flag.id, index]));
  const edges = nodes.flatMap(({ flag }, to) =>
    (needs.get(flag.id) ?? []).flatMap((target) => {
      const from = place.get(target);
      return from === undefined ? [] : [{ from, to }];
    }),
  );
  return { nodes, edges, columns: rows.size, rows: Math.max(0, ...rows.values()) };
}

function needsOf(flag: GraphFlag, byName: ReadonlyMap<string, GraphFlag>): number[] {
  const definition = { name: "", version: 0, ...flag };
  const found = dependenciesOf(definition, NO_COHORTS).map((name) => byName.get(name)?.id);
  return found.filter((id): id is number => id !== undefined);
}

function reach(start: number, next: ReadonlyMap<number, readonly number[]>): ReadonlySet<number> {
  const found = new Set([start]);
  for (const id of found) for (const target of next.get(id) ?? []) found.add(target);
  return found;
}

/** The longest way to something that needs nothing. Circles, which the API refuses, end after as many rounds as flags. */
function columnsOf(
  flags: readonly GraphFlag[],
  needs: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, number> {
  const columns = new Map(flags.map(({ id }) => [id, 0]));
  for (let round = 0; round < flags.length; round++) {
    let isSettled = true;
    for (const { id } of flags) {
      const column = Math.max(0, ...(needs.get(id) ?? []).map((target) => (columns.get(target) ?? -1) + 1));
      if (column === columns.get(id)) continue;
      columns.set(id, column);
      isSettled = false;
    }
    if (isSettled) break;
  }
  return columns;
}
