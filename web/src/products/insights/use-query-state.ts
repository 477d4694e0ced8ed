"use client";
import { parseAsJson, useQueryState as useUrlState } from "nuqs";
import { useCallback, useMemo, useRef, useState } from "react";
import { parseQuery } from "@/products/insights/query/parse";
import type { InsightQuery } from "@/products/insights/query/types";

export interface QueryEditor {
  readonly query: InsightQuery;
  /** `typing` names a text field: letters typed into one field within a second are one step. */
  readonly change: (next: InsightQuery, typing?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The URL carries changes against what the page started with. */
  readonly changed: boolean;
  readonly reset: () => void;
}

const TYPING_MS = 1000;
const KEEP = 100;

/** The query being edited: the whole of it is in the URL (`q`), with undo and redo. */
export function useQueryState(initial: InsightQuery): QueryEditor {
  const [inUrl, setInUrl] = useUrlQuery();
  const [past, setPast] = useState<readonly (InsightQuery | null)[]>([]);
  const [future, setFuture] = useState<readonly (InsightQuery | null)[]>([]);
  const last = useRef({ field: "", at: 0 });
  const query = inUrl ?? initial;

  const change = useCallback(
    (next: InsightQuery, typing = "") => {
      const at = performance.now();
      const same = typing !== "" && last.current.field === typing && at - last.current.at < TYPING_MS;
      last.current = { field: typing, at };
      if (!same) setPast((list) => [...list.slice(1 - KEEP), inUrl]);
      setFuture([]);
      void setInUrl(next, { history: same ? "replace" : "push" });
    },
    [inUrl, setInUrl],
  );
  const undo = useCallback(() => {
    if (past.length === 0) return;
    setPast(past.slice(0, -1));
    setFuture([...future, inUrl]);
    void setInUrl(past.at(-1) ?? null, { history: "push" });
  }, [past, future, inUrl, setInUrl]);
  const redo = useCallback(() => {
    if (future.length === 0) return;
    setFuture(future.slice(0, -1));
    setPast([...past, inUrl]);
    void setInUrl(future.at(-1) ?? null, { history: "push" });
  }, [past, future, inUrl, setInUrl]);
  const reset = useCallback(() => {
    setPast((list) => [...list.slice(1 - KEEP), inUrl]);
    setFuture([]);
    void setInUrl(null, { history: "push" });
  }, [inUrl, setInUrl]);

  return useMemo(
    () => ({
      query,
      change,
      undo,
      redo,
      canUndo: past.length > 0,
      canRedo: future.length > 0,
      changed: inUrl !== null && JSON.stringify(inUrl) !== JSON.stringify(initial),
      reset,
    }),
    [query, change, undo, redo, past, future, inUrl, initial, reset],
  );
}

const PARSER = parseAsJson<InsightQuery>((value) => parseQuery(value));

function useUrlQuery() {
  return useUrlState("q", PARSER);
}
