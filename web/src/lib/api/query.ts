import { api } from "@/lib/api/client";

/** One answer of `POST /api/projects/:id/query/`; `results` depends on the kind. */
export interface QueryAnswer<R> {
  readonly results: R;
  readonly columns?: readonly string[];
  readonly types?: readonly unknown[];
  /** The SQL of the answer, runnable in the SQL editor. */
  readonly hogql?: string;
  readonly hasMore?: boolean;
  readonly limit?: number;
  readonly last_refresh?: string;
  readonly is_cached?: boolean;
  readonly timezone?: string;
}

export type Refresh = "blocking" | "force_blocking";

/** Runs one query of any kind. */
export function runQuery<R>(
  projectId: number,
  query: Readonly<Record<string, unknown>>,
  refresh: Refresh = "blocking",
  signal?: AbortSignal,
): Promise<QueryAnswer<R>> {
  return api.post(`/api/projects/${projectId}/query/`, { query, refresh }, signal);
}

/** Runs SQL of the query language, never answered from a cache. */
export function runSql(
  projectId: number,
  query: string,
  signal?: AbortSignal,
): Promise<QueryAnswer<readonly (readonly unknown[])[]>> {
  return runQuery(projectId, { kind: "HogQLQuery", query }, "force_blocking", signal);
}
