"use client";
import { useQuery } from "@tanstack/react-query";
import { runSql } from "@/lib/api/query";

export interface FirstEvent {
  readonly event: string;
  readonly timestamp: string;
}

/** The newest event of the last thirty days, or null. With `wait` it asks every two seconds until one has arrived. */
export function useFirstEvent(projectId: number, wait = true) {
  return useQuery<FirstEvent | null>({
    queryKey: ["first-event", projectId],
    refetchInterval: (query) => (query.state.data || !wait ? false : 2000),
    refetchIntervalInBackground: true,
    queryFn: async ({ signal }) => {
      const answer = await runSql(
        projectId,
        "SELECT event, timestamp FROM events WHERE timestamp > now() - INTERVAL 30 DAY ORDER BY timestamp DESC LIMIT 1",
        signal,
      );
      const row = answer.results[0];
      return row ? { event: String(row[0]), timestamp: String(row[1]) } : null;
    },
  });
}
