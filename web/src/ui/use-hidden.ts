"use client";
import { useCallback, useState } from "react";

/** Series that the legend has switched off, by key. */
export function useHidden(initial: readonly string[] = []) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set(initial));
  const toggle = useCallback(
    (key: string) =>
      setHidden((before) =>
        before.has(key) ? new Set([...before].filter((k) => k !== key)) : new Set([...before, key]),
      ),
    [],
  );
  return { hidden, toggle };
}
