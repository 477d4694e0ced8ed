import * as z from "zod";

const MODES = [
  "blocking",
  "async",
  "lazy_async",
  "async_except_on_cache_miss",
  "force_blocking",
  "force_async",
  "force_cache",
] as const;
export type RefreshMode = (typeof MODES)[number];

/** Body of `POST /query/` (API.md 1.2). The query itself is validated by its kind. */
export const queryRequest = z.object({
  query: z.looseObject({ kind: z.string().optional() }),
  client_query_id: z.string().min(1).max(128).nullish(),
  refresh: z.union([z.enum(MODES), z.boolean()]).nullish(),
  async: z.boolean().nullish(),
  filters_override: z.looseObject({}).nullish(),
  variables_override: z.looseObject({}).nullish(),
  name: z.string().max(128).nullish(),
  limit_context: z.string().nullish(),
});
export type QueryRequest = z.output<typeof queryRequest>;

/** The refresh mode a request asks for: `true` forces, `false` takes what is cached. */
export function refreshMode({ refresh, async }: QueryRequest): RefreshMode {
  if (refresh === true) return "force_blocking";
  if (refresh === false) return "force_cache";
  return refresh ?? (async ? "async" : "blocking");
}

const VERY_FRESH_MS = 10_000;
/** Longest that an answer is given after its data changed, to those who accept stale ones. */
export const STALE_MS = 300_000;
/** Longest that an answer is kept. */
export const KEPT_MS = 3_600_000;

const FORCED: ReadonlySet<RefreshMode> = new Set(["force_blocking", "force_async"]);
const PATIENT: ReadonlySet<RefreshMode> = new Set([
  "lazy_async",
  "async_except_on_cache_miss",
  "force_cache",
]);

const ENQUEUED: ReadonlySet<RefreshMode> = new Set(["async", "lazy_async", "force_async"]);

/** Is what is not kept computed outside of its request? */
export const enqueues = (mode: RefreshMode): boolean => ENQUEUED.has(mode);

/** Does a mode accept a stale answer, while a new one is computed behind it? */
export const isPatient = (mode: RefreshMode): boolean => PATIENT.has(mode);

/** May a kept answer be given at all? */
export const takesKept = (mode: RefreshMode): boolean => !FORCED.has(mode);

/**
 * Whether a kept answer may be given: while its data is unchanged; where that can't be told for 10 seconds; and to modes
 * that accept stale answers for five minutes.
 */
export function isGood(
  mode: RefreshMode,
  found: { readonly at: number; readonly version: string | null },
  version: string | undefined,
  now: number,
): boolean {
  const age = now - found.at;
  if (FORCED.has(mode) || age >= KEPT_MS) return false;
  if (version !== undefined && found.version === version) return true;
  if (PATIENT.has(mode)) return age < STALE_MS;
  return (version === undefined || found.version === null) && age < VERY_FRESH_MS;
}
