"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChartNote } from "@/charts/types";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";
import type { Interval } from "@/products/insights/query/types";
import { bucketOf } from "@/products/insights/shape/buckets";

interface Annotation {
  readonly id: number | string;
  readonly content: string;
  readonly date_marker: string;
}

/** The team's annotations by the bucket that they fall into. */
export function useNotes(
  buckets: readonly string[],
  interval: Interval,
  enabled: boolean,
): readonly ChartNote[] {
  const project = useProject();
  const annotations = useQuery({
    queryKey: ["annotations", project.id, "chart"],
    enabled,
    staleTime: 60_000,
    retry: false,
    queryFn: ({ signal }) =>
      api.get<Page<Annotation>>(
        withQuery(`/api/projects/${project.id}/annotations/`, { limit: 500 }),
        signal,
      ),
  });
  return useMemo(() => {
    if (!enabled) return [];
    const zone = { interval, timezone: project.timezone };
    return (annotations.data?.results ?? []).flatMap((note) => {
      const index = bucketOf(Date.parse(note.date_marker), buckets, zone);
      return index < 0 ? [] : [{ index, text: note.content }];
    });
  }, [annotations.data, buckets, enabled, interval, project.timezone]);
}
