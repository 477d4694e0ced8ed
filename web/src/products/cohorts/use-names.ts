"use client";
import { useMemo } from "react";
import type { Names } from "@/products/cohorts/criteria/describe";
import { useCohorts } from "@/products/filters/use-query-choices";
import { useActions } from "@/products/insights/editor/use-actions";

/** Names of what conditions refer to by number; `ready` once both lists are there. */
export function useNames(): Names & { readonly ready: boolean } {
  const cohorts = useCohorts();
  const actions = useActions();
  return useMemo(
    () => ({
      cohorts: new Map((cohorts.data?.results ?? []).map(({ id, name }) => [id, name ?? `Cohort ${id}`])),
      actions: new Map((actions.data ?? []).map(({ id, name }) => [id, name ?? `Action ${id}`])),
      ready: cohorts.isFetched && actions.isFetched,
    }),
    [cohorts.data, cohorts.isFetched, actions.data, actions.isFetched],
  );
}
