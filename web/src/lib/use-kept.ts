"use client";
import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "edgewise:kept";

/** A text kept in this browser under a key; empty until it is set, and while storage is blocked. */
export function useKept(key: string): readonly [string, (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => "",
  );
  const keep = useCallback(
    (next: string) => {
      try {
        localStorage.setItem(key, next);
      } catch {
        // Private windows may refuse storage; then it holds until the page is left.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return [value, keep];
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function subscribe(notify: () => void): () => void {
  window.addEventListener(CHANGED, notify);
  window.addEventListener("storage", notify);
  return () => {
    window.removeEventListener(CHANGED, notify);
    window.removeEventListener("storage", notify);
  };
}
