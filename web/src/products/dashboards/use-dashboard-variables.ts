"use client";
import { parseAsJson, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";
import * as z from "zod";
import type { Dashboard } from "@/products/dashboards/types";
import { useVariables } from "@/products/variables/api";
import { variablesOfQuery } from "@/products/variables/names";
import { fromWire, toWire } from "@/products/variables/wire";

const values = parseAsJson((value) => z.record(z.string(), z.unknown()).parse(value));

/** Variables that the tiles' SQL asks for: the saved values, with what the URL says instead. */
export function useDashboardVariables({ tiles, variables: saved }: Pick<Dashboard, "tiles" | "variables">) {
  const [own, setOwn] = useQueryState("v", values.withOptions({ history: "push", shallow: true }));
  const names = useMemo(
    () => [...new Set(tiles.flatMap(({ insight }) => variablesOfQuery(insight?.query)))],
    [tiles],
  );
  const known = useVariables(names.length > 0);
  const kept = useMemo(() => fromWire(saved), [saved]);
  const set = own ?? kept;
  const wire = useMemo(() => toWire(set, known), [set, known]);
  const change = useCallback((next: Record<string, unknown>) => void setOwn(next), [setOwn]);
  const reset = useCallback(() => void setOwn(null), [setOwn]);
  const changed = own !== null && JSON.stringify(own) !== JSON.stringify(kept);
  return { names, values: set, wire, change, reset, changed };
}
