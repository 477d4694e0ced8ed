import { queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { personsPath } from "@/products/persons/api";

/** What was asked to be deleted of a person, how far it is, and what was deleted: the proof once it is `verified`. */
export interface Receipt {
  readonly id: string;
  readonly person_id: string;
  readonly delete_events: boolean;
  readonly delete_recordings: boolean;
  readonly keep_person: boolean;
  readonly state: "queued" | "deleting" | "verified" | "failed";
  /** Rows by where they were. */
  readonly deleted: Readonly<Record<string, number>>;
  readonly error: string | null;
  readonly attempts: number;
  readonly requested_at: string;
  readonly verified_at: string | null;
}

const OPEN = (receipt: Receipt | undefined) => receipt !== undefined && receipt.state !== "verified";

/** One receipt; asked for again until it is verified. */
export function receiptQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ["deletion", projectId, id],
    queryFn: ({ signal }) => api.get<Receipt>(`${personsPath(projectId)}deletions/${id}/`, signal),
    refetchInterval: (query) => (OPEN(query.state.data) ? 2000 : false),
  });
}

/** The newest receipts; asked for again while any is open. */
export function receiptListQuery(projectId: number) {
  return queryOptions({
    queryKey: ["deletions", projectId],
    queryFn: ({ signal }) =>
      api.get<Page<Receipt>>(withQuery(`${personsPath(projectId)}deletions/`, { limit: 200 }), signal),
    refetchInterval: (query) => (query.state.data?.results.some(OPEN) ? 3000 : false),
  });
}
