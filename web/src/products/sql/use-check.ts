"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { runQuery } from "@/lib/api/query";
import { useProject } from "@/lib/project-context";
import { useDebounced } from "@/products/insights/use-debounced";

/** A mistake of a text, at its place (offsets). */
export interface Mistake {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  /** What could stand there instead. */
  readonly fix: string | null;
}

interface Notice {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly fix?: string;
}

const SETTLE_MS = 350;

/** Checks a text while it is written: what would be refused, and where. */
export function useCheck(sql: string, query: Readonly<Record<string, unknown>>): Mistake | null {
  const project = useProject();
  const key = JSON.stringify(query);
  const settled = useDebounced(key, SETTLE_MS);
  const check = useQuery({
    queryKey: ["sql-check", project.id, settled],
    enabled: sql.trim() !== "",
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      runQuery<unknown>(
        project.id,
        { ...(JSON.parse(settled) as object), kind: "HogQLMetadata", language: "hogQL" },
        "blocking",
        signal,
      ) as Promise<unknown>,
  });
  const current = settled === key && !check.isPlaceholderData;
  return useMemo(() => {
    const [first] = (check.data as { errors?: readonly Notice[] } | undefined)?.errors ?? [];
    if (!first || !current) return null;
    return {
      from: first.start,
      to: Math.min(first.end, sql.length),
      message: first.message,
      fix: first.fix ?? null,
    };
  }, [check.data, current, sql.length]);
}
