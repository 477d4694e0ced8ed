"use client";
import { parseAsJson, parseAsString, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import * as z from "zod";
import { sameFilters, tidyFilters } from "@/products/dashboards/filters";
import type { DashboardFilters } from "@/products/dashboards/types";
import { filterSchema } from "@/products/filters/schema";

const breakdown = z.object({
  property: z.string(),
  type: z.string(),
  group_type_index: z.number().int().optional(),
});

const PARAMS = {
  /** `own`: each tile's own dates, although the dashboard has some saved. */
  from: parseAsString,
  to: parseAsString,
  f: parseAsJson((value) => z.array(filterSchema).parse(value)),
  b: parseAsJson((value) => z.array(breakdown).parse(value)),
};
const OWN = "own";

/**
 * The filters that are looked through: the saved ones, with what the URL says instead. `filters` are being edited,
 * `applied` is what of them is complete.
 */
export function useDashboardFilters(saved: DashboardFilters) {
  const [params, setParams] = useQueryStates(PARAMS, { history: "push", shallow: true });
  const filters = useMemo((): DashboardFilters => {
    const dates = params.from
      ? { date_from: params.from === OWN ? null : params.from, date_to: params.to }
      : { date_from: saved.date_from ?? null, date_to: saved.date_to ?? null };
    return {
      ...dates,
      properties: params.f ?? saved.properties ?? [],
      breakdown_filter: params.b
        ? { breakdowns: params.b as NonNullable<DashboardFilters["breakdown_filter"]>["breakdowns"] }
        : (saved.breakdown_filter ?? null),
    };
  }, [params, saved]);
  const change = useCallback(
    (part: Partial<DashboardFilters>) => {
      if ("date_from" in part || "date_to" in part) {
        void setParams({ from: part.date_from ?? OWN, to: part.date_to ?? null });
      }
      if (part.properties) void setParams({ f: part.properties.map((filter) => ({ ...filter })) });
      if ("breakdown_filter" in part) {
        void setParams({ b: (part.breakdown_filter?.breakdowns ?? []).map((item) => ({ ...item })) });
      }
    },
    [setParams],
  );
  const reset = useCallback(() => void setParams(null), [setParams]);
  const applied = useMemo(() => tidyFilters(filters), [filters]);
  return { filters, applied, change, reset, changed: !sameFilters(saved, filters) };
}
