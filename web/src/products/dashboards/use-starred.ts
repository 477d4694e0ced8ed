"use client";
import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "edgewise:starred";
const keyOf = (projectId: number) => `edgewise:starred-dashboards:${projectId}`;

/** Dashboards that the reader marked, kept in this browser. */
export function useStarred(projectId: number): readonly [ReadonlySet<number>, (id: number) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => read(projectId),
    () => "[]",
  );
  const starred = new Set(parse(text));
  const toggle = useCallback(
    (id: number) => {
      const before = new Set(parse(read(projectId)));
      if (!before.delete(id)) before.add(id);
      localStorage.setItem(keyOf(projectId), JSON.stringify([...before]));
      window.dispatchEvent(new Event(CHANGED));
    },
    [projectId],
  );
  return [starred, toggle];
}

function subscribe(notify: () => void): () => void {
  window.addEventListener(CHANGED, notify);
  window.addEventListener("storage", notify);
  return () => {
    window.removeEventListener(CHANGED, notify);
    window.removeEventListener("storage", notify);
  };
}

const read = (projectId: number) => localStorage.getItem(keyOf(projectId)) ?? "[]";

function parse(text: string): readonly number[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === "number") : [];
  } catch {
    return [];
  }
}
