import { api } from "@/lib/api/client";
import { ApiError } from "@/lib/api/error";
import { type QueryProgress, watchProgress } from "@/lib/api/query-progress";

/** What of a project's data is a sample, since it came over a spending limit. */
export interface OverLimit {
  readonly periods: readonly {
    readonly product: string;
    readonly started_at: string;
    readonly ended_at: string | null;
  }[];
  readonly days: readonly { readonly product: string; readonly day: string; readonly events: number }[];
}

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
  /** What of the project's data is a sample, since it came over a spending limit. */
  readonly over_limit?: OverLimit;
  /** What its dates meant, first moment to last. */
  readonly resolved_date_range?: { readonly date_from: string; readonly date_to: string } | null;
  /** What the computation cost; `elapsed` in seconds. */
  readonly statistics?: { readonly rows_read: number; readonly bytes_read: number; readonly elapsed: number };
}

export type Refresh = "blocking" | "force_blocking" | "lazy_async";

interface RunOptions {
  readonly refresh?: Refresh;
  readonly signal?: AbortSignal | undefined;
  /** Dashboard filters and dates that are merged into the query. */
  readonly filtersOverride?: Readonly<Record<string, unknown>> | undefined;
  /** Told how far a query is that takes its time; null at its end. */
  readonly onProgress?: (progress: QueryProgress | null) => void;
}

/** Runs one query of any kind. */
export function runQuery<R>(
  projectId: number,
  query: Readonly<Record<string, unknown>>,
  refresh: Refresh = "blocking",
  signal?: AbortSignal,
): Promise<QueryAnswer<R>> {
  return api.post(`/api/projects/${projectId}/query/`, { query, refresh }, signal);
}

/**
 * Runs one query under a name of its own; when `signal` aborts, the server is told to stop computing too, also when
 * the page is being left.
 */
export async function runCancellable<R>(
  projectId: number,
  query: Readonly<Record<string, unknown>>,
  { refresh = "blocking", signal, filtersOverride, onProgress }: RunOptions = {},
): Promise<QueryAnswer<R>> {
  // randomUUID would need https; self-hosted instances are often reached by plain http.
  const id = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const path = `/api/projects/${projectId}/query/`;
  const cancel = () =>
    void fetch(`${path}${id}/`, { method: "DELETE", credentials: "same-origin", keepalive: true }).catch(
      () => undefined,
    );
  signal?.addEventListener("abort", cancel, { once: true });
  window.addEventListener("pagehide", cancel, { once: true });
  const ended = () => {
    signal?.removeEventListener("abort", cancel);
    window.removeEventListener("pagehide", cancel);
  };
  const unwatch = onProgress && watchProgress(() => progressOf(`${path}${id}/`), onProgress);
  try {
    const override = filtersOverride ? { filters_override: filtersOverride } : {};
    const answer = await api.post<QueryAnswer<R>>(
      path,
      { query, refresh, client_query_id: id, ...override },
      signal,
    );
    ended();
    return answer;
  } catch (error) {
    // Leaving a page breaks its requests before it is hidden: only an answer means that the query has ended.
    if (error instanceof ApiError) ended();
    else if (!signal?.aborted) cancel();
    throw error;
  } finally {
    unwatch?.();
  }
}

/** How far the query at a path is; null while nobody can tell. */
async function progressOf(path: string): Promise<QueryProgress | null> {
  const { query_status } = await api.get<{ query_status: { query_progress: QueryProgress | null } }>(
    `${path}?show_progress=true`,
  );
  return query_status.query_progress;
}

/** Runs SQL of the query language, never answered from a cache. */
export function runSql(
  projectId: number,
  query: string,
  signal?: AbortSignal,
): Promise<QueryAnswer<readonly (readonly unknown[])[]>> {
  return runQuery(projectId, { kind: "HogQLQuery", query }, "force_blocking", signal);
}
