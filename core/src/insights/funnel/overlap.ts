import type { EntityNode } from "../nodes/schema.ts";

/** Names of the events that a node can match; undefined when it can match any. */
export function eventNames(node: EntityNode): readonly string[] | undefined {
  if (node.kind === "EventsNode") return node.event ? [node.event] : undefined;
  if (node.kind !== "GroupNode") return undefined;
  const names = node.nodes.map(eventNames);
  return names.every((list) => list !== undefined) ? names.flat() : undefined;
}

/** Whether one event can match both nodes; their property filters are not looked at. */
export function mayOverlap(a: EntityNode, b: EntityNode): boolean {
  const [left, right] = [eventNames(a), eventNames(b)];
  return !left || !right || left.some((name) => right.includes(name));
}

/** Indexes of nodes in groups, so that no event can match nodes of two groups. */
export function overlapGroups(nodes: readonly EntityNode[]): number[][] {
  let groups: number[][] = [];
  for (const [index, node] of nodes.entries()) {
    const touches = (group: readonly number[]) =>
      group.some((other) => mayOverlap(nodes[other] as EntityNode, node));
    const joined = groups.filter(touches).flat();
    groups = [...groups.filter((group) => !touches(group)), [...joined, index]];
  }
  return groups;
}
