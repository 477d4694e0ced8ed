"use client";
import { useQuery } from "@tanstack/react-query";
import { runSql } from "@/lib/api/query";

export interface FirstEvent {
  readonly event: string;
  readonly timestamp: string;
}

/** Asks every two seconds until an event has arrived. */
export function useFirstEvent(projectId: number) {
  return useQuery<FirstEvent | null>({
    queryKey: ["first-event", projectId],
    refetchInterval: (query) => (query.state.data ? false : 2000),
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
