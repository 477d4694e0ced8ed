"use client";
import { useKept } from "@/lib/use-kept";

/** Dashboards that the reader marked, kept in this browser. */
export function useStarred(projectId: number): readonly [ReadonlySet<number>, (id: number) => void] {
  const [text, keep] = useKept(`edgewise:starred-dashboards:${projectId}`);
  const starred = new Set(parse(text));
  const toggle = (id: number) => {
    const next = new Set(starred);
    if (!next.delete(id)) next.add(id);
    keep(JSON.stringify([...next]));
  };
  return [starred, toggle];
}

function parse(text: string): readonly number[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === "number") : [];
  } catch {
    return [];
  }
}
