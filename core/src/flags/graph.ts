import type { JsonObject, JsonValue } from "../events/types.ts";
import { idForm } from "./operators/values.ts";
import type { CohortDefinition, FlagDefinition, PropertyFilter } from "./types.ts";

/** Keys or ids of the flags a flag's conditions refer to, also inside cohorts. */
export function dependenciesOf(
  flag: FlagDefinition,
  cohorts: ReadonlyMap<string, CohortDefinition>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (filter: PropertyFilter): void => {
    if (filter.type === "flag") found.add(String(filter.key));
    if (filter.type !== "cohort" || seen.has(idForm(filter.value))) return;
    seen.add(idForm(filter.value));
    visitLeaves(cohorts.get(idForm(filter.value))?.filters ?? {}, visit);
  };
  for (const condition of [...(flag.filters.groups ?? []), ...(flag.filters.super_groups ?? [])]) {
    for (const filter of condition.properties ?? []) visit(filter);
  }
  return [...found];
}

/** Calls `visit` for each leaf filter of a cohort tree. */
export function visitLeaves(tree: JsonValue, visit: (filter: PropertyFilter) => void): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    for (const item of tree) visitLeaves(item, visit);
    return;
  }
  const inner: JsonValue | undefined = tree.values ?? tree.properties;
  if (inner !== undefined) visitLeaves(inner, visit);
  else if (Object.keys(tree).length > 0) visit(tree as JsonObject as unknown as PropertyFilter);
}

/** `edges[i]`: what node i depends on, −1 for something that does not exist. */
export interface Order {
  /** Nodes whose dependencies all exist, each after what it depends on. */
  readonly order: readonly number[];
  /** Nodes with a missing or circular dependency, direct or further down. */
  readonly broken: ReadonlySet<number>;
}

export function orderNodes(edges: readonly (readonly number[])[]): Order {
  const order: number[] = [];
  const dependents = edges.map((): number[] => []);
  const waiting = edges.map((targets, node) => {
    for (const target of targets) if (target >= 0) dependents[target]!.push(node);
    return targets.length;
  });
  const ready = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  for (let i = 0; i < ready.length; i++) {
    const node = ready[i]!;
    order.push(node);
    for (const dependent of dependents[node]!) {
      waiting[dependent]! -= 1;
      if (waiting[dependent] === 0) ready.push(dependent);
    }
  }
  const reached = new Set(order);
  return { order, broken: new Set([...edges.keys()].filter((node) => !reached.has(node))) };
}

/** A way from `start` back to itself, both ends included; null when there is none. */
export function findCycle(edges: readonly (readonly number[])[], start: number): readonly number[] | null {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    for (const target of edges[node] ?? []) {
      if (target === start) {
        const path = [start];
        for (let at = node; at !== start; at = cameFrom.get(at)!) path.unshift(at);
        return [start, ...path];
      }
      if (target < 0 || cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return null;
}
