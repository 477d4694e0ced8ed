"use client";
import { parseAsJson, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useMemo, useState } from "react";
import * as z from "zod";
import { isComplete } from "@/products/filters/filter";
import { filterSchema } from "@/products/filters/schema";
import { type ChartSettings, SQL_DISPLAYS } from "@/products/sql/chart";
import type { SqlNode } from "@/products/sql/node";
import type { SqlFilters } from "@/products/sql/parameters";
import { placeholdersOf, toValue, usesFilters } from "@/products/sql/placeholders";
import { useVariables } from "@/products/variables/api";
import { variablesOf } from "@/products/variables/names";
import { fromWire, toWire } from "@/products/variables/wire";

const column = z.object({ column: z.string() });
const settingsSchema = z.object({
  xAxis: column.optional(),
  yAxis: z.array(column).optional(),
  seriesBreakdownColumn: z.string().optional(),
});
const filtersSchema = z.object({
  dateRange: z.object({ date_from: z.string().nullish(), date_to: z.string().nullish() }).optional(),
  properties: z.array(filterSchema).optional(),
});

const PARAMS = {
  q: parseAsString,
  insight: parseAsString,
  p: parseAsJson((value) => z.record(z.string(), z.string()).parse(value)),
  v: parseAsJson((value) => z.record(z.string(), z.unknown()).parse(value)),
  f: parseAsJson((value) => filtersSchema.parse(value) as SqlFilters),
  d: parseAsStringLiteral(SQL_DISPLAYS),
  c: parseAsJson((value) => settingsSchema.parse(value) as ChartSettings),
};

/** The text, its parameters and its chart. The text enters the URL when it runs, the rest at once. */
export function useSqlState(saved: SqlNode | null, first: string) {
  const [params, setParams] = useQueryStates(PARAMS, { history: "replace" });
  const [text, setText] = useState(params.q ?? saved?.sql ?? first);
  const [loaded, setLoaded] = useState(saved);
  useEffect(() => {
    if (saved && saved !== loaded) {
      setLoaded(saved);
      if (params.q === null) setText(saved.sql);
    }
  }, [saved, loaded, params.q]);
  const typed = useMemo(
    () =>
      params.p ??
      Object.fromEntries(Object.entries(saved?.values ?? {}).map(([name, value]) => [name, typedOf(value)])),
    [params.p, saved],
  );
  const asked = variablesOf(text);
  const variables = useVariables(asked.length > 0);
  const set = params.v ?? fromWire(saved?.variables);
  const filters = params.f ?? (saved?.filters as SqlFilters | null) ?? {};
  const names = placeholdersOf(text);
  const node: SqlNode = {
    sql: text,
    values: Object.fromEntries(
      names.map((name) => [
        name,
        typed[name] === undefined || typed[name] === "" ? null : toValue(typed[name]),
      ]),
    ),
    filters: usesFilters(text)
      ? {
          dateRange: { date_from: "-7d" },
          ...filters,
          properties: (filters.properties ?? []).filter(isComplete),
        }
      : null,
    variables: toWire(
      Object.fromEntries(Object.entries(set).filter(([name]) => asked.includes(name))),
      variables,
    ),
    display: params.d ?? saved?.display ?? "ActionsTable",
    settings: params.c ?? saved?.settings ?? {},
  };
  return {
    text,
    setText,
    node,
    names,
    typed,
    variables: { names: asked, values: set },
    filters: usesFilters(text) ? filters : null,
    insight: params.insight,
    set: setParams,
  };
}

/** A saved value as it is typed. */
function typedOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" && toValue(value) !== value) return `'${value}'`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
