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
const STALE_MS = 300_000;

/** How old a cached answer may be for a mode, in ms; 0 = never from the cache. */
export const MAX_AGE_MS: Readonly<Record<RefreshMode, number>> = {
  blocking: VERY_FRESH_MS,
  async: VERY_FRESH_MS,
  lazy_async: STALE_MS,
  async_except_on_cache_miss: STALE_MS,
  force_cache: STALE_MS,
  force_blocking: 0,
  force_async: 0,
};
