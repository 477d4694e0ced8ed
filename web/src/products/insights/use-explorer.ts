"use client";
import { parseAsJson, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef, useState } from "react";
import * as z from "zod";
import { filterSchema } from "@/products/filters/schema";
import {
  DEFAULT_STATE,
  DISPLAYS,
  type ExplorerState,
  INTERVALS,
  parseBreakdown,
  printBreakdown,
  seriesListSchema,
} from "@/products/insights/state";

const PARAMS = {
  s: parseAsJson((value) => seriesListSchema.parse(value)),
  f: parseAsJson((value) => z.array(filterSchema).parse(value)),
  b: parseAsString,
  i: parseAsStringLiteral(INTERVALS).withDefault(DEFAULT_STATE.interval),
  from: parseAsString.withDefault(DEFAULT_STATE.from),
  to: parseAsString,
  cmp: parseAsString,
  fx: parseAsString,
  d: parseAsStringLiteral(DISPLAYS).withDefault(DEFAULT_STATE.display),
};

export interface Explorer {
  readonly state: ExplorerState;
  readonly change: (part: Partial<ExplorerState>) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** The editor's state, kept in the URL, with undo and redo. */
export function useExplorer(): Explorer {
  const [params, setParams] = useQueryStates(PARAMS, { history: "push", shallow: true });
  const [past, setPast] = useState<readonly ExplorerState[]>([]);
  const [future, setFuture] = useState<readonly ExplorerState[]>([]);
  const lastChange = useRef({ part: "", at: 0 });

  const state = useMemo(
    (): ExplorerState => ({
      series: params.s ?? DEFAULT_STATE.series,
      filters: params.f ?? [],
      breakdown: params.b ? parseBreakdown(params.b) : null,
      interval: params.i,
      from: params.from,
      to: params.to,
      compare: params.cmp,
      formula: params.fx,
      display: params.d,
    }),
    [params],
  );

  const write = useCallback(
    (next: ExplorerState, history: "push" | "replace") =>
      void setParams(
        {
          s:
            next.series === DEFAULT_STATE.series
              ? null
              : [...next.series].map((item) => ({ ...item, filters: [...item.filters] })),
          f: next.filters.length > 0 ? [...next.filters] : null,
          b: next.breakdown ? printBreakdown(next.breakdown) : null,
          i: next.interval,
          from: next.from,
          to: next.to,
          cmp: next.compare,
          fx: next.formula || null,
          d: next.display,
        },
        { history },
      ),
    [setParams],
  );

  const change = useCallback(
    (part: Partial<ExplorerState>) => {
      // Typing into one field is one step.
      const name = Object.keys(part).join();
      const now = Date.now();
      const typing = lastChange.current.part === name && now - lastChange.current.at < 800;
      lastChange.current = { part: name, at: now };
      if (!typing) setPast((list) => [...list.slice(-49), state]);
      setFuture([]);
      write({ ...state, ...part }, typing ? "replace" : "push");
    },
    [state, write],
  );

  const undo = useCallback(() => {
    const before = past.at(-1);
    if (!before) return;
    setPast(past.slice(0, -1));
    setFuture([...future, state]);
    write(before, "push");
  }, [past, future, state, write]);

  const redo = useCallback(() => {
    const after = future.at(-1);
    if (!after) return;
    setFuture(future.slice(0, -1));
    setPast([...past, state]);
    write(after, "push");
  }, [past, future, state, write]);

  return { state, change, undo, redo, canUndo: past.length > 0, canRedo: future.length > 0 };
}
